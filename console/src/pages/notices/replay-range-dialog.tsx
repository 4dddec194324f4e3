/** Asks which time is meant, sends all of it again, and says how many that were. */
import { type FormEvent, useState } from 'react'
import { minuteOf, secondOf } from '../../days.ts'
import { type InBoth, useWords } from '../../language.tsx'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Field } from '../../parts/field.tsx'
import { Pick } from '../../parts/pick.tsx'
import { Refused } from '../../parts/refused.tsx'
import { useMerchant } from '../../shell.tsx'
import { EndpointPick, NOTICE_STATES, type NoticeQuery } from './notice-sieve.tsx'
import { type NoticeState, useStateWords } from './notice-state.tsx'
import { type Range, type ReplayPhase, useReplayRange } from './replay-range.ts'

interface RangeWords {
  readonly title: string
  readonly text: string
  readonly from: string
  readonly to: string
  readonly wrong: string
  readonly backwards: string
  readonly state: string
  readonly any: string
  readonly anyHelp: string
  readonly go: string
  readonly goOn: string
  readonly stop: string
  readonly close: string
  readonly told: Readonly<Record<Exclude<ReplayPhase, 'asking'>, (sent: number) => string>>
}

const WORDS: InBoth<RangeWords> = {
  ko: {
    title: '기간 지정 재전송',
    text: '서버가 통지를 받지 못한 동안을 정하면, 그 사이에 생긴 통지를 모두 다시 보냅니다. 최근 90일까지 됩니다.',
    from: '부터(한국 시간)',
    to: '까지(한국 시간)',
    wrong: '날짜와 시각을 모두 골라 주세요.',
    backwards: '“부터”보다 나중이어야 합니다.',
    state: '상태',
    any: '전체',
    anyHelp: '이미 전달된 통지도 다시 갑니다. 가맹점 서버가 같은 통지를 두 번 받아도 괜찮은지 확인하세요.',
    go: '모두 다시 보내기',
    goOn: '이어서 보내기',
    stop: '멈추기',
    close: '닫기',
    told: {
      running: (sent) => `지금까지 ${sent.toLocaleString('ko')}건을 다시 보냈습니다. 계속하는 중…`,
      stopped: (sent) => `${sent.toLocaleString('ko')}건을 보내고 멈췄습니다. 나머지는 보내지 않았습니다.`,
      held: (sent) =>
        `${sent.toLocaleString('ko')}건을 보낸 뒤 막혔습니다. ‘이어서 보내기’를 누르면 그다음부터 보냅니다.`,
      done: (sent) =>
        sent === 0 ? '이 조건의 통지가 없습니다.' : `모두 ${sent.toLocaleString('ko')}건을 다시 보냅니다.`,
    },
  },
  en: {
    title: 'Send all of a time again',
    text: 'Every notice of what happened in it goes out again, as after a time when the server was down. Up to 90 days back.',
    from: 'From (Seoul time)',
    to: 'Until (Seoul time)',
    wrong: 'Choose day and time.',
    backwards: 'It must be later than “from”.',
    state: 'State',
    any: 'All',
    anyHelp: 'What was delivered goes out again too. See that the merchant’s server may get the same notice twice.',
    go: 'Send all again',
    goOn: 'Go on',
    stop: 'Stop',
    close: 'Close',
    told: {
      running: (sent) => `${sent.toLocaleString('en')} are on their way, and it goes on…`,
      stopped: (sent) => `Stopped after ${sent.toLocaleString('en')}. What comes behind was not sent.`,
      held: (sent) => `It stands still after ${sent.toLocaleString('en')}. Going on begins behind them.`,
      done: (sent) =>
        sent === 0 ? 'There is no such notice.' : `All ${sent.toLocaleString('en')} are being sent again.`,
    },
  },
}

interface Props {
  /** What the page shows: where one begins. */
  readonly asked: NoticeQuery
  readonly onClose: () => void
}

export function ReplayRangeDialog({ asked, onClose }: Props) {
  const words = useWords(WORDS)
  const replay = useReplayRange(useMerchant())
  const { phase, sent, problem } = replay
  const [range, setRange] = useState<Range | null>(null)
  const begin = (chosen: Range) => {
    setRange(chosen)
    void replay.run(chosen)
  }
  const isRunning = phase === 'running'
  return (
    <Dialog title={words.title} isOpen isBusy={isRunning} onClose={onClose}>
      <p className="muted">{words.text}</p>
      {phase === 'asking' || range === null ? (
        <RangeForm asked={asked} onGive={begin} onClose={onClose} />
      ) : (
        <>
          <p role="status">{words.told[phase](sent)}</p>
          <Refused by={problem} />
          <div className="buttons">
            {isRunning && <Button onPress={replay.stop}>{words.stop}</Button>}
            {(phase === 'stopped' || phase === 'held') && (
              <Button onPress={() => void replay.run(range)}>{words.goOn}</Button>
            )}
            {!isRunning && (
              <Button kind="main" onPress={onClose}>
                {words.close}
              </Button>
            )}
          </div>
        </>
      )}
    </Dialog>
  )
}

interface FormProps {
  readonly asked: NoticeQuery
  readonly onGive: (range: Range) => void
  readonly onClose: () => void
}

const DAY_S = 24 * 3600

function RangeForm({ asked, onGive, onClose }: FormProps) {
  const words = useWords(WORDS)
  const states = useStateWords()
  const [now] = useState(() => Math.ceil(Date.now() / 60_000) * 60)
  const [from, setFrom] = useState(minuteOf(asked.from ?? now - DAY_S))
  const [to, setTo] = useState(minuteOf(asked.to ?? now))
  const [state, setState] = useState<NoticeState | 'any'>(asked.state ?? 'undelivered')
  const [endpoint, setEndpoint] = useState(asked.endpoint)
  const [first, last] = [secondOf(from), secondOf(to)]
  const isBackwards = first !== undefined && last !== undefined && last < first
  const give = (event: FormEvent) => {
    event.preventDefault()
    if (first === undefined || last === undefined || isBackwards) return
    // The minute that is named is meant whole.
    const times = { from: first, to: last + 59 }
    onGive({ ...times, state: state === 'any' ? undefined : state, endpoint })
  }
  const toProblem = last === undefined ? words.wrong : isBackwards ? words.backwards : undefined
  return (
    <form className="form" onSubmit={give}>
      <Field
        label={words.from}
        type="datetime-local"
        problem={first === undefined ? words.wrong : undefined}
        value={from}
        onChange={setFrom}
      />
      <Field label={words.to} type="datetime-local" problem={toProblem} value={to} onChange={setTo} />
      <Pick
        label={words.state}
        choices={[
          { value: 'any', words: words.any },
          ...NOTICE_STATES.map((value) => ({ value, words: states[value] })),
        ]}
        value={state}
        onChange={setState}
      />
      {(state === 'any' || state === 'delivered') && <p className="stale">{words.anyHelp}</p>}
      <EndpointPick value={endpoint} onChange={setEndpoint} />
      <div className="buttons">
        <Button onPress={onClose}>{words.close}</Button>
        <Button kind="main" type="submit">
          {words.go}
        </Button>
      </div>
    </form>
  )
}
