/** One refund: how far its money has come, its story, and, for the operator, what only they can say of it. */
import { Link, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import type { RefundDetail } from '../../api.ts'
import { useAsk } from '../../ask.ts'
import { moneyText, numberInGroups, timeText } from '../../figures.ts'
import { type InBoth, useLanguage, useWords } from '../../language.tsx'
import { Asked } from '../../parts/asked.tsx'
import { Copy } from '../../parts/copy.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Head } from '../../parts/head.tsx'
import { Said } from '../../parts/said.tsx'
import { WayOut } from '../../parts/way-out.tsx'
import { useMay } from '../../session.tsx'
import { useMerchant } from '../../shell.tsx'
import { RefundAccount } from './refund-account.tsx'
import { RefundActions } from './refund-actions.tsx'
import { PayoutSentence } from './refund-sentence.tsx'
import { RefundState, useRouteWords } from './refund-state.tsx'
import { RefundStory } from './refund-story.tsx'

interface RefundWords {
  readonly title: string
  readonly all: string
  readonly facts: string
  readonly route: string
  readonly payment: string
  readonly reason: string
  readonly askedBy: string
  readonly by: Readonly<Record<RefundDetail['asked_by'], string>>
  readonly accepted: string
  readonly paidAt: string
  readonly failedAt: string
  readonly shop: string
  readonly approval: string
  readonly slip: string
  readonly slipUntil: string
  readonly taxFree: string
  readonly vat: string
  readonly note: string
  readonly id: string
  readonly page: string
  readonly times: string
}

const WORDS: InBoth<RefundWords> = {
  ko: {
    title: '환불',
    all: '환불 목록',
    facts: '환불 정보',
    route: '방법',
    payment: '결제',
    reason: '사유',
    askedBy: '요청',
    by: { merchant: '가맹점', operator: '운영사', till: '계산대' },
    accepted: '접수',
    paidAt: '지급',
    failedAt: '지급 실패',
    shop: '지급한 점포',
    approval: '승인번호',
    slip: '환불 바코드',
    slipUntil: '바코드 기한',
    taxFree: '면세금액',
    vat: '부가세',
    note: '메모',
    id: '환불 번호',
    page: '고객이 보는 화면',
    times: '시각은 모두 한국 시간입니다.',
  },
  en: {
    title: 'Refund',
    all: 'All refunds',
    facts: 'Facts',
    route: 'By',
    payment: 'Payment',
    reason: 'Reason',
    askedBy: 'Asked for by',
    by: { merchant: 'the merchant', operator: 'the operator', till: 'the till' },
    accepted: 'Accepted',
    paidAt: 'Paid out',
    failedAt: 'Payout failed',
    shop: 'Paid out at',
    approval: 'Approval number',
    slip: 'Refund slip',
    slipUntil: 'Slip good until',
    taxFree: 'Tax-free part',
    vat: 'VAT',
    note: 'Note',
    id: 'Refund number',
    page: 'Customer’s page',
    times: 'All times are Seoul’s.',
  },
}

export function RefundPage() {
  const words = useWords(WORDS)
  const merchant = useMerchant()
  const { id = '' } = useParams({ strict: false })
  const ask = useAsk('refund', { path: { merchant, id } })
  return (
    <>
      <p className="small">
        <Link to="/m/$merchant/refunds" params={{ merchant }}>
          {words.all}
        </Link>
      </p>
      <Head title={`${words.title} ${ask.data?.merchant_uid ?? ''}`.trim()} />
      <Asked of={ask} lines={8}>
        {(known) => <OneRefund key={id} refund={known} look={() => void ask.refetch()} />}
      </Asked>
    </>
  )
}

function OneRefund({ refund, look }: { readonly refund: RefundDetail; readonly look: () => void }) {
  const words = useWords(WORDS)
  const [said, setSaid] = useState('')
  const may = useMay()
  return (
    <>
      <section className="panel summary" aria-label={words.title}>
        <div className="row">
          <RefundState refund={refund} />
          <Money refund={refund} />
        </div>
        <PayoutSentence refund={refund} />
      </section>
      {may('refunds.settle') && <RefundActions refund={refund} look={look} onDone={setSaid} />}
      <Said>{said}</Said>
      <div className="columns">
        <div className="column">{may('payments.read') && <RefundStory refund={refund} />}</div>
        <div className="column">
          <RefundFacts refund={refund} />
          {refund.account !== null && <RefundAccount id={refund.id} account={refund.account} />}
        </div>
      </div>
      <p className="muted small">{words.times}</p>
    </>
  )
}

function Money({ refund: { amount, currency } }: { readonly refund: RefundDetail }) {
  const [language] = useLanguage()
  return <strong className="amount number">{moneyText(amount, currency, language)}</strong>
}

function RefundFacts({ refund }: { readonly refund: RefundDetail }) {
  const words = useWords(WORDS)
  const routes = useRouteWords()
  const [language] = useLanguage()
  const merchant = useMerchant()
  const { payout, currency, tax_free: taxFree, vat_amount: vat, slip_number: slip } = refund
  const money = (amount: number | null) => amount && moneyText(amount, currency, language)
  return (
    <section className="panel" aria-labelledby="facts">
      <h2 id="facts">{words.facts}</h2>
      <Facts
        rows={[
          [words.route, routes[refund.route]],
          [
            words.payment,
            <Link key="payment" to="/m/$merchant/payments/$impUid" params={{ merchant, impUid: refund.imp_uid }}>
              {refund.merchant_uid}
            </Link>,
          ],
          [words.reason, refund.reason],
          [words.askedBy, words.by[refund.asked_by]],
          [words.accepted, timeText(refund.accepted_at, language)],
          [words.paidAt, payout.state === 'paid_out' && timeText(payout.at, language)],
          [words.failedAt, payout.state === 'failed' && timeText(payout.at, language)],
          [words.note, payout.note],
          [words.shop, payout.outlet],
          [words.approval, payout.approval_no],
          [words.slip, slip && <Copy key="slip" text={slip} shown={numberInGroups(slip)} />],
          [words.slipUntil, timeText(refund.slip_expires_at, language)],
          [words.taxFree, money(taxFree)],
          [words.vat, money(vat)],
          [words.id, <Copy key="id" text={refund.id} />],
        ]}
      />
      <p>
        <WayOut to={refund.receipt_url}>{words.page}</WayOut>
      </p>
    </section>
  )
}
