/** One payment: how it stands, what happened to it, who was told, and what can be done about it now. */
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { PaymentDetail } from '../../api.ts'
import { useAsk } from '../../ask.ts'
import { moneyText, numberInGroups } from '../../figures.ts'
import { type InBoth, useLanguage, useWords } from '../../language.tsx'
import { Asked } from '../../parts/asked.tsx'
import { Copy } from '../../parts/copy.tsx'
import { Head } from '../../parts/head.tsx'
import { Help } from '../../parts/help.tsx'
import { PaymentState } from '../../parts/payment-state.tsx'
import { Said } from '../../parts/said.tsx'
import { useMerchant } from '../../shell.tsx'
import { nextLookMs } from '../notices/next-look.ts'
import { Customer } from './customer.tsx'
import { PaymentActions } from './payment-actions.tsx'
import { FirstFacts, PaymentFacts } from './payment-facts.tsx'
import { PaymentNotices } from './payment-notices.tsx'
import { PaymentRefunds } from './payment-refunds.tsx'
import { StateSentence } from './state-sentence.tsx'
import { Timeline } from './timeline.tsx'

interface PageWords {
  readonly payment: string
  readonly all: string
  readonly number: string
  readonly numberHelp: string
  readonly times: string
}

const WORDS: InBoth<PageWords> = {
  ko: {
    payment: '결제',
    all: '결제 목록',
    number: '수납번호',
    numberHelp: '고객이 편의점 계산대에서 보여 주는 번호입니다. 한 번만 낼 수 있습니다.',
    times: '시각은 모두 한국 시간입니다.',
  },
  en: {
    payment: 'Payment',
    all: 'All payments',
    number: 'Number',
    numberHelp: 'What the customer shows at the counter of a store. It can be paid once.',
    times: 'All times are Seoul’s.',
  },
}

export function PaymentPage() {
  const words = useWords(WORDS)
  const merchant = useMerchant()
  const { impUid = '' } = useParams({ strict: false })
  const ask = useAsk(
    'payment',
    { path: { merchant, imp_uid: impUid } },
    {
      isOlder: (shown, come) => come.payment.version < shown.payment.version,
      againInMs: ({ deliveries }) => nextLookMs(deliveries),
    },
  )
  return (
    <>
      <p className="small">
        <Link to="/m/$merchant/payments" params={{ merchant }}>
          {words.all}
        </Link>
      </p>
      <Head title={`${words.payment} ${ask.data?.payment.merchant_uid ?? impUid}`} />
      <Asked of={ask} lines={8}>
        {(detail) => <OnePayment key={impUid} detail={detail} look={() => void ask.refetch()} />}
      </Asked>
    </>
  )
}

interface Props {
  readonly detail: PaymentDetail
  /** At how it stands now. */
  readonly look: () => void
}

function OnePayment({ detail, look }: Props) {
  const words = useWords(WORDS)
  const [said, setSaid] = useState('')
  const { payment, timeline, deliveries, refunds } = detail
  return (
    <>
      <Summary detail={detail} />
      <PaymentActions detail={detail} look={look} onDone={setSaid} />
      <Said>{said}</Said>
      <div className="columns">
        <div className="column">
          <Timeline entries={timeline} />
          <PaymentNotices deliveries={deliveries} onDone={setSaid} />
          <PaymentRefunds refunds={refunds} />
        </div>
        <div className="column">
          <PaymentFacts payment={payment} />
          <Customer payment={payment} />
        </div>
      </div>
      <p className="muted small">{words.times}</p>
    </>
  )
}

function Summary({ detail: { payment } }: Pick<Props, 'detail'>) {
  const words = useWords(WORDS)
  const [language] = useLanguage()
  return (
    <section className="panel summary" aria-label={words.payment}>
      <div className="column">
        <div className="row">
          <PaymentState of={payment} />
          <strong className="amount number">{moneyText(payment.amount, payment.currency, language)}</strong>
          {payment.name !== null && <span className="muted">{payment.name}</span>}
        </div>
        <StateSentence payment={payment} />
        <div className="row">
          <Help term={words.number}>{words.numberHelp}</Help>
          <Copy text={payment.barcode} shown={numberInGroups(payment.barcode)} />
        </div>
      </div>
      <FirstFacts payment={payment} />
    </section>
  )
}
