/** What happened to a payment, in a sentence for people. */
import type { FeedEvent } from '../wire/event-feed.ts'
import type { Words } from '../wire/rejections.ts'

export function timelineWords({ type, data }: FeedEvent): Words {
  return WORDS[type](data)
}

type Data = FeedEvent['data']

const WORDS: Readonly<Record<FeedEvent['type'], (data: Data) => Words>> = {
  'payment.issued': ({ barcode, amount, currency }) => ({
    ko: `수납번호 ${barcode}를 발급했습니다. ${money(amount, currency).ko}`,
    en: `Number ${barcode} was issued for ${money(amount, currency).en}.`,
  }),
  'payment.inquired': () => ({ ko: 'POS에서 수납조회를 했습니다.', en: 'A till asked whether it can be paid.' }),
  'payment.claimed': ({ outlet }) => ({
    ko: `${place(outlet).ko}에서 수납을 시작해 가맹점에 확인합니다.`,
    en: `${place(outlet).en} began to collect; the merchant is asked.`,
  }),
  'payment.paid': ({ outlet, approval_no, amount, currency }) => ({
    ko: `${place(outlet).ko}에서 ${money(amount, currency).ko}을 수납했습니다. 승인번호 ${approval_no ?? '-'}`,
    en: `${place(outlet).en} collected ${money(amount, currency).en}, approval ${approval_no ?? '-'}.`,
  }),
  'payment.refused': ({ refusal }) => ({
    ko: `수납되지 않았습니다: ${refusalWords(refusal).ko} 돈은 고객에게 돌려주었습니다.`,
    en: `Not collected: ${refusalWords(refusal).en} The money went back over the counter.`,
  }),
  'payment.reversed': ({ outlet }) => ({
    ko: `${place(outlet).ko}의 POS가 망취소로 되돌렸습니다.`,
    en: `The till of ${place(outlet).en} reversed it.`,
  }),
  'payment.in_doubt': ({ outlet }) => ({
    ko: `${place(outlet).ko}에서 수납한 뒤 제때 확정되지 않았습니다. 사람이 확인해야 합니다.`,
    en: `${place(outlet).en} collected it and its completion did not come in time: somebody must look.`,
  }),
  'payment.cancelled': ({ outlet, amount, currency }) => ({
    ko: `${place(outlet).ko}의 POS에서 취소해 ${money(amount, currency).ko}을 돌려주었습니다.`,
    en: `The till of ${place(outlet).en} cancelled it and gave back ${money(amount, currency).en}.`,
  }),
  'payment.amended': ({ amount, currency }) => ({
    ko: `조건을 바꾸었습니다. 지금 금액은 ${money(amount, currency).ko}입니다.`,
    en: `Its terms were amended; it is ${money(amount, currency).en} now.`,
  }),
  'payment.suspended': () => ({ ko: '수납을 잠시 멈추었습니다.', en: 'It was suspended.' }),
  'payment.resumed': () => ({ ko: '다시 수납할 수 있습니다.', en: 'It can be paid again.' }),
  'payment.revoked': () => ({ ko: '수납번호를 말소했습니다.', en: 'The number was revoked.' }),
  'payment.expired': () => ({ ko: '결제기한이 지났습니다.', en: 'Its deadline passed.' }),
  'payment.refunded': (data) => refundWords(data, '환불을 접수했습니다.', 'A refund was accepted'),
  'refund.transfer_asked': (data) =>
    refundWords(data, '은행에 환불 이체를 요청했습니다.', 'The bank was asked to transfer a refund'),
  'refund.paid_after_all': (data) =>
    refundWords(
      data,
      '여기서 실패로 처리한 이체를 은행이 지급했습니다. 확인이 필요합니다.',
      'The bank paid an order that was called failed here; somebody must look. A refund',
    ),
  'refund.transfer_ended': (data) =>
    refundWords(
      data,
      '실패로 처리한 이체가 나가지 않았다고 은행이 답했습니다.',
      'The bank paid nothing of the order that was called failed, of a refund',
    ),
  'refund.paid_out': (data) => refundWords(data, '환불금이 지급되었습니다.', 'A refund was paid out'),
  'refund.failed': (data) => refundWords(data, '환불금이 지급되지 못했습니다.', 'A refund could not be paid out'),
  'refund.rerouted': (data) => refundWords(data, '환불 경로를 바꾸었습니다.', 'A refund takes another way'),
  'refund.reversed': (data) => refundWords(data, '환불 지급이 되돌려졌습니다.', 'The payout of a refund was reversed'),
  'receipt.asked': () => ({ ko: '현금영수증 발급을 요청했습니다.', en: 'A cash receipt was asked for.' }),
  'receipt.retried': () => ({ ko: '현금영수증을 다시 요청합니다.', en: 'The cash receipt is asked for again.' }),
  'receipt.issued': () => ({ ko: '현금영수증이 발급되었습니다.', en: 'The cash receipt was issued.' }),
  'receipt.final': () => ({ ko: '현금영수증이 국세청에 접수되었습니다.', en: 'The tax office has the cash receipt.' }),
  'receipt.failed': () => ({ ko: '현금영수증 처리가 실패했습니다.', en: 'The cash receipt failed.' }),
  'receipt.cancel_asked': () => ({
    ko: '현금영수증 취소를 요청했습니다.',
    en: 'It was asked to cancel the cash receipt.',
  }),
  'receipt.cancelled': () => ({ ko: '현금영수증이 취소되었습니다.', en: 'The cash receipt was cancelled.' }),
}

function money(amount: number, currency: Data['currency']): Words {
  const figure = amount.toLocaleString('en-US')
  if (currency === 'KRW') return { ko: `${figure}원`, en: `${figure} won` }
  return { ko: `${amount.toFixed(2)} ${currency}`, en: `${amount.toFixed(2)} ${currency}` }
}

function place(outlet: Data['outlet']): Words {
  if (outlet === null) return { ko: '점포', en: 'A shop' }
  return { ko: `${outlet.name} ${outlet.till}번 POS`, en: `${outlet.name}, till ${outlet.till}` }
}

function refusalWords(refusal: Data['refusal']): Words {
  if (refusal === null) return { ko: '이유를 알 수 없습니다.', en: 'for an unknown reason.' }
  const said = refusal.reason === null ? '' : ` (${refusal.reason})`
  return refusal.name === 'merchant_refused'
    ? { ko: `가맹점이 거절했습니다${said}.`, en: `the merchant said no${said}.` }
    : { ko: `가맹점의 확인을 받지 못했습니다${said}.`, en: `the merchant's word did not come${said}.` }
}

function refundWords({ refunds, currency }: Data, ko: string, en: string): Words {
  const total = refunds.reduce((sum, { amount }) => sum + amount, 0)
  if (refunds.length === 0) return { ko, en: `${en}.` }
  const how = money(total, currency)
  return { ko: `${ko} ${how.ko}`, en: `${en}: ${how.en}.` }
}
