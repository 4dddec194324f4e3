/** What is known of a payment: what is looked for first, the rest, and the pages that its customer sees. */
import type { ConsolePayment } from '../../api.ts'
import { moneyText, timeText } from '../../figures.ts'
import { type InBoth, useLanguage, useWords } from '../../language.tsx'
import { Copy } from '../../parts/copy.tsx'
import { Facts } from '../../parts/facts.tsx'
import { WayOut } from '../../parts/way-out.tsx'

interface FactWords {
  readonly title: string
  readonly issued: string
  readonly deadline: string
  readonly paid: string
  readonly shop: string
  readonly till: string
  readonly payType: string
  readonly cash: string
  readonly card: string
  readonly approval: string
  readonly refunded: string
  readonly refundedAt: string
  readonly revokedAt: string
  readonly why: string
  readonly order: string
  readonly impUid: string
  readonly channel: string
  readonly receipt: string
  readonly receiptIssued: string
  readonly version: string
  readonly payPage: string
  readonly receiptPage: string
}

const WORDS: InBoth<FactWords> = {
  ko: {
    title: '결제 정보',
    issued: '발급',
    deadline: '결제기한',
    paid: '수납',
    shop: '점포',
    till: 'POS 단말',
    payType: '결제수단',
    cash: '현금',
    card: '카드',
    approval: '승인번호',
    refunded: '환불한 금액',
    refundedAt: '마지막 환불',
    revokedAt: '말소',
    why: '사유',
    order: '주문번호',
    impUid: '결제 고유번호',
    channel: '결제채널',
    receipt: '현금영수증',
    receiptIssued: '발급됨',
    version: '변경 횟수',
    payPage: '고객 결제 화면',
    receiptPage: '영수증',
  },
  en: {
    title: 'Facts',
    issued: 'Issued',
    deadline: 'Deadline',
    paid: 'Collected',
    shop: 'Shop',
    till: 'Till',
    payType: 'Paid by',
    cash: 'Cash',
    card: 'Card',
    approval: 'Approval number',
    refunded: 'Refunded',
    refundedAt: 'Refunded last',
    revokedAt: 'Revoked',
    why: 'Reason',
    order: 'Order',
    impUid: 'imp_uid',
    channel: 'Payment channel',
    receipt: 'Cash receipt',
    receiptIssued: 'Issued',
    version: 'Changes so far',
    payPage: 'Customer’s page',
    receiptPage: 'Receipt',
  },
}

/** When, where and under which number money came, or until when it can. */
export function FirstFacts({ payment: { cvs, paid_at, expired_at } }: { readonly payment: ConsolePayment }) {
  const words = useWords(WORDS)
  const [language] = useLanguage()
  return (
    <Facts
      rows={[
        [words.paid, timeText(paid_at, language)],
        [words.shop, cvs.outlet_name ?? cvs.outlet],
        [words.approval, cvs.approval_no],
        [words.deadline, timeText(expired_at, language)],
      ]}
    />
  )
}

export function PaymentFacts({ payment }: { readonly payment: ConsolePayment }) {
  const words = useWords(WORDS)
  const [language] = useLanguage()
  const { cvs, amount, currency, cancel_amount: refunded, cancelled_at: cancelledAt } = payment
  const wasPaid = payment.paid_at > 0
  return (
    <section className="panel" aria-labelledby="facts">
      <h2 id="facts">{words.title}</h2>
      <Facts
        rows={[
          [words.order, payment.merchant_uid],
          [words.impUid, <Copy key="uid" text={payment.imp_uid} />],
          [words.issued, timeText(payment.started_at, language)],
          [words.till, cvs.till],
          [words.payType, cvs.pay_type && words[cvs.pay_type]],
          [
            words.refunded,
            wasPaid &&
              refunded > 0 &&
              `${moneyText(refunded, currency, language)} / ${moneyText(amount, currency, language)}`,
          ],
          [wasPaid ? words.refundedAt : words.revokedAt, timeText(cancelledAt, language)],
          [words.why, payment.cancel_reason],
          [words.channel, payment.pg],
          [words.receipt, payment.cash_receipt_issued && words.receiptIssued],
          [words.version, String(payment.version)],
        ]}
      />
      <div className="row">
        <WayOut to={payment.pay_url}>{words.payPage}</WayOut>
        {payment.receipt_url !== null && <WayOut to={payment.receipt_url}>{words.receiptPage}</WayOut>}
      </div>
    </section>
  )
}
