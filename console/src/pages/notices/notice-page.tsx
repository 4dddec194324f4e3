/** One notice: where it went, each try, why it did not arrive, and what can be done so that it does. */
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useAct } from '../../act.ts'
import type { DeliveryDetail } from '../../api.ts'
import { useAsk } from '../../ask.ts'
import { timeText } from '../../figures.ts'
import { type InBoth, useLanguage, useWords } from '../../language.tsx'
import { Asked } from '../../parts/asked.tsx'
import { Button } from '../../parts/button.tsx'
import { Copy } from '../../parts/copy.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Head } from '../../parts/head.tsx'
import { Refused } from '../../parts/refused.tsx'
import { Said } from '../../parts/said.tsx'
import { WordsOf } from '../../parts/words-of.tsx'
import { useMay } from '../../session.tsx'
import { useMerchant } from '../../shell.tsx'
import { adviceOn } from './advice.ts'
import { nextLookMs } from './next-look.ts'
import { NoticeBadge, useEventWords } from './notice-state.tsx'
import { Tries } from './tries.tsx'

interface NoticeWords {
  readonly title: string
  readonly all: string
  readonly again: string
  readonly sent: string
  readonly tries: string
  readonly todo: string
  readonly endpoints: string
  readonly facts: string
  readonly event: string
  readonly order: string
  readonly where: string
  readonly onlyHere: string
  readonly format: string
  readonly formats: Readonly<Record<DeliveryDetail['format'], string>>
  readonly happened: string
  readonly count: string
  readonly next: string
  readonly ended: string
  readonly id: string
  readonly idHelp: string
  readonly gone: string
  readonly times: string
}

const WORDS: InBoth<NoticeWords> = {
  ko: {
    title: '통지',
    all: '통지 내역',
    again: '다시 보내기',
    sent: '통지를 다시 보냅니다. 결과는 곧 여기에 나옵니다.',
    tries: '전송 이력',
    todo: '이렇게 해 보세요',
    endpoints: '수신 URL 고치기',
    facts: '통지 정보',
    event: '내용',
    order: '주문번호',
    where: '수신 URL',
    onlyHere: '이 결제에만 정한 주소',
    format: '형식',
    formats: { v1_json: 'V1 JSON', v1_form: 'V1 폼', modern: 'Standard Webhooks' },
    happened: '발생 시각',
    count: '시도',
    next: '다음 시도',
    ended: '끝난 때',
    id: 'webhook-id',
    idHelp: '다시 보내도 같은 값입니다. 가맹점 서버는 이것으로 두 번 온 통지를 알아봅니다.',
    gone: '정해진 횟수만큼 보냈지만 받지 못했습니다. 원인을 고친 뒤 다시 보내세요.',
    times: '시각은 모두 한국 시간입니다.',
  },
  en: {
    title: 'Notice',
    all: 'All notices',
    again: 'Send again',
    sent: 'It is being sent again; the result comes here in a moment.',
    tries: 'Tries',
    todo: 'What to do',
    endpoints: 'Mend the notice address',
    facts: 'Facts',
    event: 'What happened',
    order: 'Order',
    where: 'Notice address',
    onlyHere: 'of this payment alone',
    format: 'Form',
    formats: { v1_json: 'V1, JSON', v1_form: 'V1, form', modern: 'Standard Webhooks' },
    happened: 'Happened',
    count: 'Tries',
    next: 'Next try',
    ended: 'Ended',
    id: 'webhook-id',
    idHelp: 'It is the same each time: by it the merchant’s server knows a notice that comes twice.',
    gone: 'It was tried as often as it is, and nobody received it. Mend what is wrong and send it again.',
    times: 'All times are Seoul’s.',
  },
}

export function NoticePage() {
  const words = useWords(WORDS)
  const events = useEventWords()
  const merchant = useMerchant()
  const { id = '' } = useParams({ strict: false })
  const ask = useAsk(
    'delivery',
    { path: { merchant, id } },
    {
      isOlder: (shown, come) => come.tries < shown.tries,
      againInMs: (delivery) => nextLookMs([delivery]),
    },
  )
  return (
    <>
      <p className="small">
        <Link to="/m/$merchant/notices" params={{ merchant }}>
          {words.all}
        </Link>
      </p>
      <Head title={ask.data === undefined ? words.title : `${words.title}: ${events[ask.data.event]}`} />
      <Asked of={ask}>{(delivery) => <OneNotice key={id} delivery={delivery} />}</Asked>
    </>
  )
}

function OneNotice({ delivery }: { readonly delivery: DeliveryDetail }) {
  const words = useWords(WORDS)
  const may = useMay()
  const merchant = useMerchant()
  const replay = useAct('replayDelivery')
  const [said, setSaid] = useState('')
  const { id, state, why, history } = delivery
  const again = async () => {
    setSaid('')
    const done = await replay.do({ path: { merchant, id } })
    if (done !== undefined) setSaid(words.sent)
  }
  return (
    <>
      <section className="panel summary" aria-label={words.title}>
        <div className="row">
          <NoticeBadge state={state} />
          {why !== null && (
            <strong>
              <WordsOf words={why} />
            </strong>
          )}
        </div>
        {state === 'undelivered' && <p>{words.gone}</p>}
        <Advice delivery={delivery} />
      </section>
      {may('notices.resend') && (
        <div className="row">
          <Button isPending={replay.isBusy} onPress={() => void again()}>
            {words.again}
          </Button>
        </div>
      )}
      <Refused by={replay.problem} />
      <Said>{said}</Said>
      <div className="columns">
        <section className="panel" aria-labelledby="tries">
          <h2 id="tries">{words.tries}</h2>
          <Tries tries={history} />
        </section>
        <NoticeFacts delivery={delivery} />
      </div>
      <p className="muted small">{words.times}</p>
    </>
  )
}

/** Of the last try, where it was no yes. */
function Advice({ delivery: { state, history } }: { readonly delivery: DeliveryDetail }) {
  const words = useWords(WORDS)
  const merchant = useMerchant()
  const last = history.at(-1)
  const advice = state === 'delivered' || last === undefined ? undefined : adviceOn(last)
  if (advice === undefined) return null
  return (
    <div className="stale">
      <p>
        <strong>{words.todo}</strong> <WordsOf words={advice} />
      </p>
      <Link to="/m/$merchant/endpoints" params={{ merchant }}>
        {words.endpoints}
      </Link>
    </div>
  )
}

function NoticeFacts({ delivery }: { readonly delivery: DeliveryDetail }) {
  const words = useWords(WORDS)
  const events = useEventWords()
  const [language] = useLanguage()
  const merchant = useMerchant()
  const { imp_uid: impUid, merchant_uid: order, event, endpoint, url, format, tries } = delivery
  return (
    <section className="panel" aria-labelledby="facts">
      <h2 id="facts">{words.facts}</h2>
      <Facts
        rows={[
          [words.event, `${events[event]} (${event})`],
          [
            words.order,
            <Link key="order" to="/m/$merchant/payments/$impUid" params={{ merchant, impUid }}>
              {order}
            </Link>,
          ],
          [
            words.where,
            <span key="where">
              <span className="code">{url}</span> {endpoint === null && <span className="muted">{words.onlyHere}</span>}
            </span>,
          ],
          [words.format, words.formats[format]],
          [words.happened, timeText(delivery.created_at, language)],
          [words.count, String(tries)],
          [words.next, timeText(delivery.next_try_at, language)],
          [words.ended, timeText(delivery.ended_at, language)],
          [words.id, <Copy key="id" text={delivery.id} />],
        ]}
      />
      <p className="muted small">{words.idHelp}</p>
    </section>
  )
}
