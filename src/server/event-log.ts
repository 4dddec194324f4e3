/**
 * The story as one line an event, for the person who watches `npm start` and for the journal of a production gateway.
 * Goods, amounts and numbers are shown; nothing about a buyer ever is, and no secret.
 */

import type { TillIdentity } from '../core/attempt.ts'
import type { Delivery } from '../core/delivery.ts'
import { DEFAULT_ENDPOINT } from '../core/endpoint.ts'
import { PAUSE_AFTER_MS } from '../core/endpoint-health.ts'
import { isExternal, type Receipted } from '../core/external-receipt.ts'
import { type Currency, MINOR_DIGITS, toMajorAmount } from '../core/money.ts'
import type { Payment } from '../core/payment.ts'
import type { Refund } from '../core/refund.ts'
import type { DayHappening, Happening, PgHappening, ReceiptHappening, UndoHappening } from '../gateway/happening.ts'
import { groupNumber } from '../numbers/show-number.ts'
import { refusalAbout, tillRefusal } from '../wire/rejections.ts'
import type { Language } from './config.ts'
import { isOfDay, tellOfDay } from './day-log.ts'
import { isOfPg, pgLine } from './pg-log.ts'
import { isOfUndo, undoLine } from './undo-lines.ts'

/** One line without the time; undefined where nothing is worth a line. */
export function tell(happening: Happening, language: Language): string | undefined {
  if (isOfDay(happening)) return line(...tellOfDay(happening, language, amountText))
  if (isOfUndo(happening)) return line(...undoLine(happening, language))
  return isOfPg(happening) ? line(...pgLine(happening, language)) : tellOfHouse(happening, language)
}

type HouseHappening = Exclude<Happening, DayHappening | PgHappening | UndoHappening>

function tellOfHouse(happening: HouseHappening, language: Language): string | undefined {
  const words = WORDS[language]
  switch (happening.type) {
    case 'issued':
    case 'revoked':
    case 'amended':
    case 'suspended':
    case 'resumed':
      return byMerchant(happening, language)
    case 'inquired':
      return line(
        words.inquiry,
        `${at(happening.till, language)}: ${words.shown} ${happening.merchant}, ${what(happening.payment, language)}`,
      )
    case 'slip_shown':
    case 'refunded':
    case 'rerouted':
    case 'payout_settled':
    case 'paid_out_at_till':
    case 'payout_reversed':
    case 'bank_unanswered':
    case 'bank_paid_after_all':
      return tellOfRefund(happening, language)
    case 'asked':
      return line(words.asked, `confirm_url  ${happening.detail}`)
    case 'breaker_opened':
      return line(words.silent, `${happening.merchantId}  ${words.breakerOpened}`)
    case 'breaker_closed':
      return line(words.answering, `${happening.merchantId}  ${words.breakerClosed}`)
    case 'alarm_unsent':
      return line(words.alarm, `${happening.words[language]} (${words.unsent}: ${happening.why[language]})`)
    case 'collected':
      return line(words.collected, collectedText(happening, language))
    case 'declined':
      return line(words.declined, `${at(happening.till, language)}: ${declineText(happening, language)}`)
    case 'inquiries_locked':
      return line(words.locked, `${at(happening.till, language)}: ${words.unknownAgain}`)
    case 'reversed':
      return line(words.reversed, reversedText(happening, language))
    case 'unsettled':
      return line(words.unsettled, `${happening.payment.id}  ${happening.cause}`)
    case 'lapsed':
      return line(words.lapsed, `${happening.payment.id}  ${words.payableAgain}`)
    case 'expired':
      return line(words.expired, happening.payment.id)
    case 'not_called':
      return line(words.notCalled, words.closed(happening.host, happening.words[language], happening.openedBy))
    case 'told':
      return line(words.told, toldText(happening, language))
    case 'endpoint_paused':
      return line(words.paused, pausedText(happening, language))
    case 'endpoint_resumed':
      return line(words.resumed, `${happening.merchantId}  ${happening.endpoint}  ${words.backAgain}`)
    default:
      return line(words.receipt, `${receiptedName(happening.of)}  ${receiptText(happening, language)}`)
  }
}

type ByMerchant = Extract<Happening, { type: 'issued' | 'revoked' | 'amended' | 'suspended' | 'resumed' }>

/** What a merchant asked for. */
function byMerchant(happening: ByMerchant, language: Language): string {
  const words = WORDS[language]
  const { payment } = happening
  switch (happening.type) {
    case 'issued':
      return line(words.issued, `${payment.id}  ${what(payment, language)}  ${groupNumber(payment.number)}`)
    case 'revoked':
      return line(words.revoked, payment.id)
    case 'amended':
      return line(words.amended, `${payment.id}  ${what(payment, language)}, ${words.until(payment.expiresAt)}`)
    case 'suspended':
      return line(words.suspended, [payment.id, ...(happening.reason === null ? [] : [happening.reason])].join('  '))
    case 'resumed':
      return line(words.goesOn, payment.id)
  }
}

function collectedText(happening: Extract<Happening, { type: 'collected' }>, language: Language): string {
  const words = WORDS[language]
  const { approvalNo, payType, tookMs, till } = happening
  return `${at(till, language)}: ${words.approval} ${approvalNo}, ${words[payType]}, ${Math.round(tookMs)} ms`
}

type OfRefund = Extract<Happening, { refund: Refund } | { type: 'paid_out_at_till' | 'payout_reversed' }>

function tellOfRefund(happening: OfRefund, language: Language): string {
  const words = WORDS[language]
  switch (happening.type) {
    case 'slip_shown': {
      const { payment, refund, merchant, till } = happening
      const amount = amountText(refund.amount, payment.currency, language)
      return line(words.inquiry, `${at(till, language)}: ${words.shown} ${words.slip}, ${merchant}, ${amount}`)
    }
    case 'refunded':
    case 'rerouted':
    case 'payout_settled':
      return line(words[happening.type], refundText(happening, language))
    case 'bank_unanswered': {
      const when = `${words.nextTry} ${monthAndTime(happening.dueAt)}`
      return line(words.payout_settled, `${happening.payment.id}  ${words.bankSilent}, ${when}`)
    }
    case 'bank_paid_after_all':
      return line(words.payout_settled, `${happening.payment.id}  ${words.paidAfterAll}`)
    case 'paid_out_at_till': {
      const { payment, approvalNo, amount, till } = happening
      const given = amountText(amount, payment.currency, language)
      return line(words.paidOut, `${at(till, language)}: ${given}, ${words.approval} ${approvalNo}`)
    }
    case 'payout_reversed':
      return line(words.reversed, `${at(happening.till, language)}: ${words.payouts[happening.original]}`)
  }
}

type RefundHappening = Extract<Happening, { type: 'refunded' | 'rerouted' | 'payout_settled' }>

/** Whose account it is stands nowhere in a log. */
function refundText({ payment, refund }: RefundHappening, language: Language): string {
  const words = WORDS[language]
  const { route, payout } = refund
  const way = words.by[route.kind]
  return `${payment.id}  ${amountText(refund.amount, payment.currency, language)}  ${way}, ${words.payoutStates[payout.state]}`
}

export function amountText(amount: Payment['amount'], currency: Currency, language: Language): string {
  const text = toMajorAmount(amount, currency).toLocaleString('en-US', {
    minimumFractionDigits: MINOR_DIGITS[currency],
  })
  if (currency !== 'KRW') return `${currency} ${text}`
  return language === 'ko' ? `${text}원` : `${text} won`
}

/** Hangul is two columns wide in a terminal. What a merchant wrote may not move the cursor or begin a line of its own. */
function line(verb: string, rest: string): string {
  const columns = [...verb].reduce((width, character) => width + (/[\uac00-\ud7a3]/.test(character) ? 2 : 1), 0)
  return `${verb}${' '.repeat(Math.max(1, 11 - columns))}${rest}`.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '\ufffd')
}

function what({ name, amount, currency }: Payment, language: Language): string {
  const text = amountText(amount, currency, language)
  return name === null ? text : `${name}, ${text}`
}

function at({ outletName, till }: TillIdentity, language: Language): string {
  return language === 'ko' ? `${outletName} ${till}번 계산대` : `${outletName}, till ${till}`
}

function declineText(happening: Extract<Happening, { type: 'declined' }>, language: Language): string {
  const { rejection } = happening
  const refusal =
    happening.at === 'payout' || happening.at === 'cancel' || happening.at === 'complete'
      ? refusalAbout(happening.at, rejection.name)
      : tillRefusal(rejection.name, rejection.reason === undefined ? {} : { reason: rejection.reason })
  return refusal === undefined ? rejection.name : `${refusal.code} ${refusal.text[language]}`
}

/** A payment by its id; what was paid elsewhere by its order number. */
export function receiptedName(of: Receipted): string {
  return isExternal(of) ? of.orderId : of.id
}

function receiptText(happening: ReceiptHappening, language: Language): string {
  const words = WORDS[language]
  switch (happening.type) {
    case 'receipt_issued': {
      const { receipt } = happening.of
      return `${words.receiptIssued} ${receipt !== null && 'number' in receipt ? receipt.number : ''}`
    }
    case 'receipt_cancelled':
      return words.receiptCancelled
    case 'receipt_failed':
      return `${happening.stands ? words.receiptStands : words.receiptFailed}: ${happening.reason}`
    case 'receipt_unanswered':
      return `${words.issuerSilent}, ${words.nextTry} ${monthAndTime(happening.dueAt)}`
  }
}

function reversedText(
  { till, original, payment }: Extract<Happening, { type: 'reversed' }>,
  language: Language,
): string {
  return `${at(till, language)}: ${WORDS[language].originals[original]}${payable(payment, language)}`
}

function payable(payment: Payment | null, language: Language): string {
  return payment?.state === 'ready' ? `, ${WORDS[language].payableAgain}` : ''
}

function pausedText(happening: Extract<Happening, { type: 'endpoint_paused' }>, language: Language): string {
  const { merchantId, endpoint, cause, resume } = happening
  return `${merchantId}  ${endpoint}  ${WORDS[language].pauses[cause]} ${resume}`
}

/** A registered endpoint by its id; an address that has none by the parameter that named it. */
function receiver({ endpoint }: Delivery): string {
  return endpoint === null || endpoint === DEFAULT_ENDPOINT ? 'notice_url' : endpoint
}

function toldText(told: Extract<Happening, { type: 'told' }>, language: Language): string {
  const { delivery, detail } = told
  return `${receiver(delivery)}  ${detail[language]}: ${delivery.status}${nextTry(told, language)}`
}

function nextTry({ delivery }: Extract<Happening, { type: 'told' }>, language: Language): string {
  const words = WORDS[language]
  if (delivery.state === 'exhausted') return `, ${words.gaveUp}`
  if (delivery.state !== 'waiting') return ''
  return `, ${words.nextTry} ${monthAndTime(delivery.nextTryAt)}`
}

/** `11-22 14:02:10`, as clocks here show it: the last tries are days apart. */
function monthAndTime(ms: number): string {
  const at = new Date(ms)
  const twoDigits = (value: number): string => String(value).padStart(2, '0')
  return `${twoDigits(at.getMonth() + 1)}-${twoDigits(at.getDate())} ${at.toTimeString().slice(0, 8)}`
}

const PAUSE_AFTER_DAYS = PAUSE_AFTER_MS / 86_400_000

const WORDS = {
  en: {
    issued: 'issued',
    revoked: 'revoked',
    amended: 'amended',
    until: (ms: number): string => `until ${monthAndTime(ms)}`,
    suspended: 'suspended',
    goesOn: 'goes on',
    inquiry: 'inquiry',
    asked: 'asked',
    collected: 'collected',
    declined: 'declined',
    locked: 'held up',
    unknownAgain: 'unknown numbers again and again; its inquiries are held up for 10 minutes',
    reversed: 'reversed',
    unsettled: 'unsettled',
    lapsed: 'lapsed',
    expired: 'expired',
    receipt: 'receipt',
    receiptIssued: 'cash receipt issued:',
    receiptCancelled: 'cash receipt cancelled',
    receiptFailed: 'no cash receipt',
    receiptStands: 'the cash receipt stands and could not be cancelled; somebody must look',
    bankSilent: 'the bank did not answer',
    paidAfterAll: 'the bank paid an order that was called failed here; somebody must look',
    issuerSilent: 'the issuer of cash receipts did not answer',
    notCalled: 'not called',
    told: 'told',
    paused: 'paused',
    pauses: {
      gone: 'it answered 410 (gone): nothing is sent to it until it is resumed:',
      failing: `nothing arrived for ${PAUSE_AFTER_DAYS} days: one notice an hour asks whether it is back. To resume it now:`,
    },
    resumed: 'resumed',
    backAgain: 'it takes notices again: what waited is sent',
    silent: 'silent',
    breakerOpened:
      'confirm_url is nearly never answered: payments are refused without asking, one every 5 s asks again',
    answering: 'answering',
    breakerClosed: 'confirm_url is answered again: payments are asked about as before',
    alarm: 'alarm',
    unsent: 'not sent',
    shown: 'shown',
    approval: 'approval',
    cash: 'cash',
    card: 'card',
    payableAgain: 'payable again',
    nextTry: 'next try at',
    gaveUp: 'no more tries',
    closed: (host: string, kind: string, range: string): string =>
      `${host} leads to ${kind}; ${range} in SUNAP_ALLOWED_RANGES would open it`,
    refunded: 'refunded',
    rerouted: 'rerouted',
    payout_settled: 'payout',
    paidOut: 'paid out',
    slip: 'refund slip',
    by: { bank: 'to a bank account', slip: 'by a refund slip', till: 'at the till' },
    payoutStates: { pending: 'waits to be paid out', paid_out: 'paid out', failed: 'failed' },
    payouts: {
      reversed: 'payout undone, the slip can be paid out again',
      was_refused: 'was refused, nothing to undo',
      closed: 'too late to undo; the payout stands',
    },
    originals: {
      reversed: 'collection undone',
      tombstoned: 'no collect has come; a late one will be turned away',
      was_refused: 'was refused, nothing to undo',
      was_cancelled: 'cancelled before, nothing to undo',
      closed: 'too late to undo, or given back since',
    },
  },
  ko: {
    issued: '발급',
    revoked: '말소',
    amended: '변경',
    until: (ms: number): string => `기한 ${monthAndTime(ms)}`,
    suspended: '수납중지',
    goesOn: '수납재개',
    inquiry: '수납조회',
    asked: '확인요청',
    collected: '수납완료',
    declined: '수납불가',
    locked: '조회차단',
    unknownAgain: '없는 번호를 거듭 조회해 10분 동안 조회를 막았습니다',
    reversed: '망취소',
    unsettled: '결과미상',
    lapsed: '시도종료',
    expired: '기한만료',
    receipt: '현금영수증',
    receiptIssued: '발급번호',
    receiptCancelled: '발급을 취소했습니다',
    receiptFailed: '발급되지 않았습니다',
    receiptStands: '취소되지 않아 그대로 남아 있습니다. 확인이 필요합니다',
    bankSilent: '은행이 답하지 않았습니다',
    paidAfterAll: '여기서 실패로 처리한 이체를 은행이 지급했습니다. 확인이 필요합니다',
    issuerSilent: '발급 기관이 답하지 않았습니다',
    notCalled: '호출안함',
    told: '통지',
    paused: '통지중지',
    pauses: {
      gone: '410(없어짐)으로 답했습니다. 다시 켤 때까지 보내지 않습니다:',
      failing: `${PAUSE_AFTER_DAYS}일 동안 하나도 받지 않았습니다. 한 시간에 한 건씩 다시 보내 봅니다. 바로 다시 켜기:`,
    },
    resumed: '통지재개',
    backAgain: '다시 받기 시작했습니다. 밀린 통지를 보냅니다',
    silent: '무응답',
    breakerOpened: 'confirm_url이 거의 답하지 않습니다. 묻지 않고 거절하며, 5초마다 한 건씩 다시 물어봅니다',
    answering: '응답재개',
    breakerClosed: 'confirm_url이 다시 답합니다. 전처럼 물어봅니다',
    alarm: '알림',
    unsent: '보내지 못함',
    shown: '화면에',
    approval: '승인번호',
    cash: '현금',
    card: '카드',
    payableAgain: '다시 결제할 수 있습니다',
    nextTry: '다음 시도',
    gaveUp: '더 시도하지 않습니다',
    closed: (host: string, kind: string, range: string): string =>
      `${host} 은(는) ${kind}입니다. SUNAP_ALLOWED_RANGES에 ${range} 을(를) 넣으면 호출합니다`,
    refunded: '환불접수',
    rerouted: '환불변경',
    payout_settled: '환불결과',
    paidOut: '환불지급',
    slip: '환불 바코드',
    by: { bank: '계좌 이체', slip: '환불 바코드', till: '계산대' },
    payoutStates: { pending: '지급 전', paid_out: '지급됨', failed: '지급 실패' },
    payouts: {
      reversed: '지급을 되돌렸습니다. 환불 바코드를 다시 지급할 수 있습니다',
      was_refused: '거절된 지급이라 되돌릴 것이 없습니다',
      closed: '되돌리기에 늦어 지급이 그대로 유효합니다',
    },
    originals: {
      reversed: '수납을 되돌렸습니다',
      tombstoned: '원거래가 오지 않았습니다. 늦게 와도 거절합니다',
      was_refused: '이미 거절된 거래라 되돌릴 것이 없습니다',
      was_cancelled: '이미 당일취소된 거래라 되돌릴 것이 없습니다',
      closed: '되돌리기에 늦었거나 그 뒤에 환불되었습니다',
    },
  },
} as const
