/** What stands on the clerk's screen: replies of the gateway as lines of text. */
import { readMinorAmount } from '../core/money.ts'
import { readNumber } from '../numbers/read-number.ts'
import { groupNumber } from '../numbers/show-number.ts'
import type { Language } from '../server/config.ts'
import { amountText } from '../server/event-log.ts'
import type { CancelReply, CollectReply, InquiryReply, PayoutReply, SlipReply, TillReplyBody } from '../wire/till.ts'
import { TILL_WORDS } from './till-words.ts'

export function replyLine({ code, text }: Pick<TillReplyBody, 'code' | 'text'>, language: Language): string {
  return `${code}  ${text[language]}`
}

export function shownLines(number: string, reply: InquiryReply | SlipReply, language: Language): readonly string[] {
  const { labels } = TILL_WORDS[language]
  const isSlip = reply.direction === 'out'
  const rows: readonly (readonly [string, string | null])[] = [
    [labels.number, groupNumber(readNumber(number) ?? number)],
    [labels.merchant, reply.merchant],
    [labels.goods, reply.name],
    [labels.amount, moneyText(reply, language)],
    [labels.buyer, isSlip ? null : reply.buyer_masked],
    [isSlip ? labels.paidOutUntil : labels.until, seoulTime(reply.expires_at, language)],
  ]
  return rows.flatMap(([label, value]) => (value === null ? [] : [`  ${label}: ${value}`]))
}

export function receiptLines(
  { approval_no, receipt }: CancelReply | CollectReply | PayoutReply,
  language: Language,
): readonly string[] {
  return [`  ${TILL_WORDS[language].approval} ${approval_no}`, ...receipt.map((line) => `  | ${line}`)]
}

export function moneyText({ amount, currency }: Pick<InquiryReply, 'amount' | 'currency'>, language: Language): string {
  const money = readMinorAmount(amount)
  return money === undefined ? `${amount} ${currency}` : amountText(money, currency, language)
}

/** Where the shop is, whatever the machine's zone. */
function seoulTime(unixSeconds: number, language: Language): string {
  const format = new Intl.DateTimeFormat(language === 'ko' ? 'ko-KR' : 'en-GB', {
    timeZone: 'Asia/Seoul',
    dateStyle: 'medium',
    timeStyle: 'short',
  })
  return format.format(unixSeconds * 1000)
}
