/** The refunds desk: each refund of a merchant, newest first, with the way its money takes and how far it has come. */
import { Link } from '@tanstack/react-router'
import { useAddress } from '../../address.ts'
import type { RefundAnswer } from '../../api.ts'
import { useAsk } from '../../ask.ts'
import { moneyText, timeText } from '../../figures.ts'
import { type InBoth, useLanguage, useWords } from '../../language.tsx'
import { Asked } from '../../parts/asked.tsx'
import { Head } from '../../parts/head.tsx'
import { Pages } from '../../parts/pages.tsx'
import { Pick } from '../../parts/pick.tsx'
import { Sheet } from '../../parts/sheet.tsx'
import { Empty } from '../../parts/states.tsx'
import { useMerchant } from '../../shell.tsx'
import { type PayoutState, RefundState, usePayoutWords, useRouteWords } from './refund-state.tsx'

interface DeskWords {
  readonly title: string
  readonly about: string
  readonly state: string
  readonly any: string
  readonly none: string
  readonly noneSuch: string
  readonly amount: string
  readonly route: string
  readonly order: string
  readonly reason: string
  readonly accepted: string
}

const WORDS: InBoth<DeskWords> = {
  ko: {
    title: '환불',
    about: '고객에게 돌려주는 돈이 어디까지 갔는지 봅니다. 시각은 한국 시간입니다.',
    state: '지급 상태',
    any: '전체',
    none: '아직 환불이 없습니다. 환불은 수납된 결제의 화면에서 시작합니다.',
    noneSuch: '이 상태의 환불이 없습니다.',
    amount: '금액',
    route: '방법',
    order: '주문번호',
    reason: '사유',
    accepted: '접수',
  },
  en: {
    title: 'Refunds',
    about: 'How far the money has come that goes back to customers. Times are Seoul’s.',
    state: 'Payout',
    any: 'All',
    none: 'There is no refund yet. One begins on the page of a payment that was collected.',
    noneSuch: 'No refund is in this state.',
    amount: 'Amount',
    route: 'By',
    order: 'Order',
    reason: 'Reason',
    accepted: 'Accepted',
  },
}

const STATES: readonly PayoutState[] = ['pending', 'paid_out', 'failed']
const ROWS = 30

export function RefundsPage() {
  const words = useWords(WORDS)
  const states = usePayoutWords()
  const merchant = useMerchant()
  const [address, change] = useAddress(['state', 'after'])
  const state = STATES.find((each) => each === address.state)
  const query = { state, after: address.after, limit: ROWS }
  const ask = useAsk('refunds', { path: { merchant }, query }, { keepsBefore: true })
  return (
    <>
      <Head title={words.title} />
      <p className="muted">{words.about}</p>
      <div className="sieve">
        <Pick
          label={words.state}
          choices={[{ value: 'any', words: words.any }, ...STATES.map((value) => ({ value, words: states[value] }))]}
          value={state ?? 'any'}
          onChange={(chosen) => change({ state: chosen === 'any' ? undefined : chosen, after: undefined })}
        />
      </div>
      <Asked of={ask}>
        {({ refunds, next }) =>
          refunds.length === 0 ? (
            <Empty>{state === undefined ? words.none : words.noneSuch}</Empty>
          ) : (
            <>
              <RefundSheet refunds={refunds} isStale={ask.isPlaceholderData} />
              <Pages after={address.after} next={next} onGo={(after) => change({ after })} />
            </>
          )
        }
      </Asked>
    </>
  )
}

function RefundSheet({ refunds, isStale }: { readonly refunds: readonly RefundAnswer[]; readonly isStale: boolean }) {
  const words = useWords(WORDS)
  const routes = useRouteWords()
  const [language] = useLanguage()
  const merchant = useMerchant()
  return (
    <Sheet
      caption={words.title}
      isStale={isStale}
      rows={refunds}
      keyOf={({ id }) => id}
      columns={[
        { name: words.state, cell: (refund) => <RefundState refund={refund} /> },
        {
          name: words.amount,
          isRight: true,
          cell: ({ id, amount, currency }) => (
            <Link to="/m/$merchant/refunds/$id" params={{ merchant, id }}>
              {moneyText(amount, currency, language)}
            </Link>
          ),
        },
        { name: words.route, cell: ({ route }) => routes[route] },
        {
          name: words.order,
          cell: ({ imp_uid, merchant_uid }) => (
            <Link to="/m/$merchant/payments/$impUid" params={{ merchant, impUid: imp_uid }}>
              {merchant_uid}
            </Link>
          ),
        },
        { name: words.reason, cell: ({ reason }) => reason },
        { name: words.accepted, cell: ({ accepted_at }) => timeText(accepted_at, language) },
      ]}
    />
  )
}
