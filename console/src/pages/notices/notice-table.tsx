/** Notices one under the other, with why each did not arrive; those that are ticked are sent again together. */
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useAct } from '../../act.ts'
import type { DeliveryAnswer } from '../../api.ts'
import { timeText } from '../../figures.ts'
import { type InBoth, useLanguage, useWords } from '../../language.tsx'
import { Button } from '../../parts/button.tsx'
import { Refused } from '../../parts/refused.tsx'
import { type Column, Sheet } from '../../parts/sheet.tsx'
import { Tick } from '../../parts/tick.tsx'
import { WordsOf } from '../../parts/words-of.tsx'
import { useMay } from '../../session.tsx'
import { useMerchant } from '../../shell.tsx'
import { NoticeBadge, useEventWords } from './notice-state.tsx'

interface TableWords {
  readonly caption: string
  readonly pick: string
  readonly pickAll: string
  readonly pickOne: (event: string, order: string) => string
  readonly state: string
  readonly event: string
  readonly where: string
  readonly happened: string
  readonly result: string
  readonly tries: (count: number) => string
  readonly next: (time: string) => string
  readonly again: string
  readonly sendPicked: (count: number) => string
  readonly sent: (count: number) => string
  readonly notSent: (count: number) => string
}

const WORDS: InBoth<TableWords> = {
  ko: {
    caption: '통지 내역',
    pick: '선택',
    pickAll: '이 페이지 모두 선택',
    pickOne: (event, order) => `${event} ${order} 선택`,
    state: '상태',
    event: '내용',
    where: '수신 URL',
    happened: '발생 시각',
    result: '마지막 결과',
    tries: (count) => `시도 ${count}번`,
    next: (time) => `다음 시도 ${time}`,
    again: '다시 보내기',
    sendPicked: (count) => `선택한 ${count}건 다시 보내기`,
    sent: (count) => `통지 ${count}건을 다시 보냅니다.`,
    notSent: (count) => ` ${count}건은 지금 전송 중이거나 보낼 주소가 없어 보내지 않았습니다.`,
  },
  en: {
    caption: 'Notices',
    pick: 'Pick',
    pickAll: 'Pick all of this page',
    pickOne: (event, order) => `Pick ${event} ${order}`,
    state: 'State',
    event: 'What happened',
    where: 'Notice address',
    happened: 'When',
    result: 'Last result',
    tries: (count) => (count === 1 ? '1 try' : `${count} tries`),
    next: (time) => `next try ${time}`,
    again: 'Send again',
    sendPicked: (count) => `Send ${count} again`,
    sent: (count) => (count === 1 ? 'One notice is being sent again.' : `${count} notices are being sent again.`),
    notSent: (count) => ` ${count} are being tried right now, or have no address to go to.`,
  },
}

interface Props {
  readonly deliveries: readonly DeliveryAnswer[]
  readonly isStale: boolean
  readonly onDone: (said: string) => void
}

export function NoticeTable({ deliveries, isStale, onDone }: Props) {
  const words = useWords(WORDS)
  const may = useMay()
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set())
  const columns = useColumns()
  const shown = deliveries.filter(({ id }) => picked.has(id))
  const pick = (ids: readonly string[], isIn: boolean) => {
    const rest = [...picked].filter((id) => !ids.includes(id))
    setPicked(new Set(isIn ? [...rest, ...ids] : rest))
  }
  const done = (said: string) => {
    setPicked(new Set())
    onDone(said)
  }
  if (!may('notices.resend'))
    return <Sheet caption={words.caption} columns={columns} rows={deliveries} keyOf={idOf} isStale={isStale} />
  const tick = { picked, pick }
  return (
    <>
      <div className="row">
        <Tick
          isSelected={shown.length === deliveries.length}
          isIndeterminate={shown.length > 0 && shown.length < deliveries.length}
          onChange={(isIn) => pick(deliveries.map(idOf), isIn)}
        >
          {words.pickAll}
        </Tick>
        {shown.length > 0 && <SendPicked ids={shown.map(idOf)} onDone={done} />}
      </div>
      <Sheet
        caption={words.caption}
        columns={[
          { name: words.pick, cell: (delivery) => <PickOne delivery={delivery} {...tick} /> },
          ...columns,
          { name: words.again, cell: ({ id }) => <SendOne id={id} onDone={onDone} /> },
        ]}
        rows={deliveries}
        keyOf={idOf}
        isStale={isStale}
      />
    </>
  )
}

function idOf({ id }: DeliveryAnswer): string {
  return id
}

function useColumns(): readonly Column<DeliveryAnswer>[] {
  const words = useWords(WORDS)
  const [language] = useLanguage()
  return [
    { name: words.state, cell: ({ state }) => <NoticeBadge state={state} /> },
    { name: words.event, cell: (delivery) => <Told delivery={delivery} /> },
    { name: words.where, cell: ({ url }) => <span className="code">{url}</span> },
    { name: words.happened, cell: ({ created_at }) => timeText(created_at, language) },
    { name: words.result, cell: (delivery) => <Result delivery={delivery} /> },
  ]
}

/** What it tells of, and of which order. */
function Told({ delivery: { id, event, imp_uid, merchant_uid } }: { readonly delivery: DeliveryAnswer }) {
  const events = useEventWords()
  const merchant = useMerchant()
  return (
    <span className="result">
      <Link to="/m/$merchant/notices/$id" params={{ merchant, id }}>
        {events[event]}
      </Link>
      <Link className="small" to="/m/$merchant/payments/$impUid" params={{ merchant, impUid: imp_uid }}>
        {merchant_uid}
      </Link>
    </span>
  )
}

function Result({ delivery: { state, why, tries, next_try_at } }: { readonly delivery: DeliveryAnswer }) {
  const words = useWords(WORDS)
  const [language] = useLanguage()
  return (
    <span className="result">
      {why !== null && (
        <span className={state === 'delivered' ? 'muted' : 'problem'}>
          <WordsOf words={why} />
        </span>
      )}
      <span className="muted small">
        {words.tries(tries)}
        {state === 'waiting' && next_try_at > 0 && ` · ${words.next(timeText(next_try_at, language))}`}
      </span>
    </span>
  )
}

interface PickProps {
  readonly delivery: DeliveryAnswer
  readonly picked: ReadonlySet<string>
  readonly pick: (ids: readonly string[], isIn: boolean) => void
}

function PickOne({ delivery: { id, event, merchant_uid }, picked, pick }: PickProps) {
  const words = useWords(WORDS)
  const events = useEventWords()
  return (
    <Tick isSelected={picked.has(id)} onChange={(isIn) => pick([id], isIn)}>
      <span className="unseen">{words.pickOne(events[event], merchant_uid)}</span>
    </Tick>
  )
}

function SendOne({ id, onDone }: { readonly id: string; readonly onDone: Props['onDone'] }) {
  const words = useWords(WORDS)
  const merchant = useMerchant()
  const act = useAct('replayDelivery')
  const send = async () => {
    const done = await act.do({ path: { merchant, id } })
    if (done !== undefined) onDone(words.sent(1))
  }
  return (
    <>
      <Button isPending={act.isBusy} onPress={() => void send()}>
        {words.again}
      </Button>
      <Refused by={act.problem} />
    </>
  )
}

function SendPicked({ ids, onDone }: { readonly ids: readonly string[]; readonly onDone: Props['onDone'] }) {
  const words = useWords(WORDS)
  const merchant = useMerchant()
  const act = useAct('replayNamed')
  const send = async () => {
    const done = await act.do({ path: { merchant }, body: { ids } })
    if (done === undefined) return
    const left = done.not_replayed.length
    onDone(`${words.sent(done.replayed)}${left === 0 ? '' : words.notSent(left)}`)
  }
  return (
    <>
      <Button kind="main" isPending={act.isBusy} onPress={() => void send()}>
        {words.sendPicked(ids.length)}
      </Button>
      <Refused by={act.problem} />
    </>
  )
}
