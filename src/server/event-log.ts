/**
 * The story as one line an event, for the person who watches `npm start` and for the journal of a production gateway.
 * Goods, amounts and numbers are shown; nothing about a buyer ever is, and no secret.
 */

import type { TillIdentity } from '../core/attempt.ts'
import { type Currency, MINOR_DIGITS, toMajorAmount } from '../core/money.ts'
import type { Payment } from '../core/payment.ts'
import type { Happening } from '../gateway/happening.ts'
import { groupNumber } from '../numbers/show-number.ts'
import { tillRefusal } from '../wire/rejections.ts'
import type { Language } from './config.ts'

/** One line without the time; undefined where nothing is worth a line. */
export function tell(happening: Happening, language: Language): string | undefined {
  const words = WORDS[language]
  switch (happening.type) {
    case 'issued':
      return line(
        words.issued,
        `${happening.payment.id}  ${what(happening.payment, language)}  ${groupNumber(happening.payment.number)}`,
      )
    case 'revoked':
      return line(words.revoked, happening.payment.id)
    case 'inquired':
      return line(
        words.inquiry,
        `${at(happening.till, language)}: ${words.shown} ${happening.merchant}, ${what(happening.payment, language)}`,
      )
    case 'asked':
      return line(words.asked, `confirm_url  ${happening.detail}`)
    case 'breaker_opened':
      return line(words.silent, `${happening.merchantId}  ${words.breakerOpened}`)
    case 'breaker_closed':
      return line(words.answering, `${happening.merchantId}  ${words.breakerClosed}`)
    case 'endpoint_paused':
      return line(words.paused, `${happening.merchantId}  ${happening.endpoint}  ${words.resume} ${happening.resume}`)
    case 'alarm_unsent':
      return line(words.alarm, `${happening.words[language]} (${words.unsent}: ${happening.why})`)
    case 'collected': {
      const { approvalNo, payType, tookMs, till } = happening
      return line(
        words.collected,
        `${at(till, language)}: ${words.approval} ${approvalNo}, ${words[payType]}, ${Math.round(tookMs)} ms`,
      )
    }
    case 'declined':
      return line(words.declined, `${at(happening.till, language)}: ${declineText(happening, language)}`)
    case 'reversed':
      return line(
        words.reversed,
        `${at(happening.till, language)}: ${words.originals[happening.original]}${payable(happening.payment, language)}`,
      )
    case 'unsettled':
      return line(words.unsettled, `${happening.payment.id}  ${happening.cause}`)
    case 'lapsed':
      return line(words.lapsed, `${happening.payment.id}  ${words.payableAgain}`)
    case 'expired':
      return line(words.expired, happening.payment.id)
    case 'told':
      return line(
        words.told,
        `${words.notice}  ${happening.detail}: ${happening.delivery.status}${nextTry(happening, language)}`,
      )
  }
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

function declineText({ rejection }: Extract<Happening, { type: 'declined' }>, language: Language): string {
  const refusal = tillRefusal(rejection.name, rejection.reason === undefined ? {} : { reason: rejection.reason })
  return refusal === undefined ? rejection.name : `${refusal.code} ${refusal.text[language]}`
}

function payable(payment: Payment | null, language: Language): string {
  return payment?.state === 'ready' ? `, ${WORDS[language].payableAgain}` : ''
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

const WORDS = {
  en: {
    issued: 'issued',
    revoked: 'revoked',
    inquiry: 'inquiry',
    asked: 'asked',
    collected: 'collected',
    declined: 'declined',
    reversed: 'reversed',
    unsettled: 'unsettled',
    lapsed: 'lapsed',
    expired: 'expired',
    told: 'told',
    silent: 'silent',
    breakerOpened:
      'confirm_url is nearly never answered: payments are refused without asking, one every 5 s asks again',
    answering: 'answering',
    breakerClosed: 'confirm_url is answered again: payments are asked about as before',
    paused: 'paused',
    resume: 'no notices for now; to resume:',
    alarm: 'alarm',
    unsent: 'not sent',
    notice: 'notice_url',
    shown: 'shown',
    approval: 'approval',
    cash: 'cash',
    card: 'card',
    payableAgain: 'payable again',
    nextTry: 'next try at',
    gaveUp: 'no more tries',
    originals: {
      reversed: 'collection undone',
      tombstoned: 'no collect has come; a late one will be turned away',
      was_refused: 'was refused, nothing to undo',
      closed: 'too late to undo; a refund is needed',
    },
  },
  ko: {
    issued: '발급',
    revoked: '말소',
    inquiry: '수납조회',
    asked: '확인요청',
    collected: '수납완료',
    declined: '수납불가',
    reversed: '망취소',
    unsettled: '결과미상',
    lapsed: '시도종료',
    expired: '기한만료',
    told: '통지',
    silent: '무응답',
    breakerOpened: 'confirm_url이 거의 답하지 않습니다. 묻지 않고 거절하며, 5초마다 한 건씩 다시 물어봅니다',
    answering: '응답재개',
    breakerClosed: 'confirm_url이 다시 답합니다. 전처럼 물어봅니다',
    paused: '통지중지',
    resume: '통지를 멈췄습니다. 다시 켜기:',
    alarm: '알림',
    unsent: '보내지 못함',
    notice: 'notice_url',
    shown: '화면에',
    approval: '승인번호',
    cash: '현금',
    card: '카드',
    payableAgain: '다시 결제할 수 있습니다',
    nextTry: '다음 시도',
    gaveUp: '더 시도하지 않습니다',
    originals: {
      reversed: '수납을 되돌렸습니다',
      tombstoned: '원거래가 오지 않았습니다. 늦게 와도 거절합니다',
      was_refused: '이미 거절된 거래라 되돌릴 것이 없습니다',
      closed: '되돌릴 수 있는 기간이 지났습니다. 환불해야 합니다',
    },
  },
} as const
