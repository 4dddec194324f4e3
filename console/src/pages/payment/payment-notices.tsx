/** Who was told of a payment and how that went: each notice with its tries, and again for who may. */
import { Link } from '@tanstack/react-router'
import { useAct } from '../../act.ts'
import type { DeliveryDetail } from '../../api.ts'
import { timeText } from '../../figures.ts'
import { type InBoth, useLanguage, useWords } from '../../language.tsx'
import { Button } from '../../parts/button.tsx'
import { Refused } from '../../parts/refused.tsx'
import { WordsOf } from '../../parts/words-of.tsx'
import { useMay } from '../../session.tsx'
import { useMerchant } from '../../shell.tsx'
import { NoticeBadge, useEventWords } from '../notices/notice-state.tsx'
import { Tries } from '../notices/tries.tsx'

interface NoticesWords {
  readonly title: string
  readonly help: string
  readonly none: string
  readonly again: string
  readonly tries: (count: number) => string
  readonly next: (time: string) => string
  readonly sent: string
}

const WORDS: InBoth<NoticesWords> = {
  ko: {
    title: '통지',
    help: '일이 생길 때마다 가맹점의 수신 URL로 보내는 웹훅입니다. 200~299로 답하면 받은 것으로 봅니다.',
    none: '이 결제로 보낸 통지가 없습니다.',
    again: '다시 보내기',
    tries: (count) => `시도 ${count}번 보기`,
    next: (time) => `다음 시도 ${time}`,
    sent: '통지를 다시 보냅니다.',
  },
  en: {
    title: 'Notices',
    help: 'The webhooks that tell the merchant’s server what happened. An answer of 200 to 299 means received.',
    none: 'Nobody was told of this payment.',
    again: 'Send again',
    tries: (count) => (count === 1 ? 'See its try' : `See its ${count} tries`),
    next: (time) => `next try ${time}`,
    sent: 'The notice is being sent again.',
  },
}

interface Props {
  readonly deliveries: readonly DeliveryDetail[]
  readonly onDone: (said: string) => void
}

export function PaymentNotices({ deliveries, onDone }: Props) {
  const words = useWords(WORDS)
  return (
    <section className="panel" aria-labelledby="notices">
      <h2 id="notices">{words.title}</h2>
      <p className="muted small">{words.help}</p>
      {deliveries.length === 0 && <p className="muted">{words.none}</p>}
      <ul className="rows">
        {deliveries.map((delivery) => (
          <OneNotice key={delivery.id} delivery={delivery} onDone={onDone} />
        ))}
      </ul>
    </section>
  )
}

function OneNotice({ delivery, onDone }: { readonly delivery: DeliveryDetail; readonly onDone: Props['onDone'] }) {
  const words = useWords(WORDS)
  const events = useEventWords()
  const [language] = useLanguage()
  const may = useMay()
  const merchant = useMerchant()
  const replay = useAct('replayDelivery')
  const { id, state, event, url, tries, next_try_at, why, history } = delivery
  const again = async () => {
    const done = await replay.do({ path: { merchant, id } })
    if (done !== undefined) onDone(words.sent)
  }
  return (
    <li>
      <div className="row">
        <NoticeBadge state={state} />
        <Link to="/m/$merchant/notices/$id" params={{ merchant, id }}>
          {events[event]}
        </Link>
        {state === 'undelivered' && may('notices.resend') && (
          <Button isPending={replay.isBusy} onPress={() => void again()}>
            {words.again}
          </Button>
        )}
      </div>
      <p className="code muted">{url}</p>
      {state !== 'delivered' && why !== null && (
        <p className="problem">
          <WordsOf words={why} />
        </p>
      )}
      {state === 'waiting' && <p className="muted small">{words.next(timeText(next_try_at, language))}</p>}
      <Refused by={replay.problem} />
      {tries > 0 && (
        <details>
          <summary>{words.tries(tries)}</summary>
          <Tries tries={history} />
        </details>
      )}
    </li>
  )
}
