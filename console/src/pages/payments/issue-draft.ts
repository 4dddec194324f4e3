/** A number as somebody types it, and what is wrong with it before anybody is asked: the same rules as the API's. */

import { amountIn } from '../../amounts.ts'
import type { AdminInput } from '../../api.ts'
import { endOf } from '../../days.ts'
import type { IssueWords } from './issue-words.ts'

type Body = AdminInput<'issuePayment'>['body']
export type Draft = Readonly<Record<keyof Body, string>>
export type DraftField = keyof Draft

export const EMPTY_DRAFT: Draft = {
  merchant_uid: '',
  amount: '',
  name: '',
  expired_at: '',
  channel_key: '',
  barcode: '',
  buyer_name: '',
  buyer_tel: '',
  buyer_email: '',
}

const CHARACTERS_MAX: Partial<Record<DraftField, number>> = {
  merchant_uid: 40,
  name: 40,
  buyer_name: 16,
  buyer_tel: 16,
  buyer_email: 64,
}

export type Problems = Readonly<Partial<Record<DraftField, string>>>

export function problemsOf(draft: Draft, currency: string, words: IssueWords): Problems {
  const found = (Object.keys(draft) as DraftField[]).flatMap((field) => {
    const problem = problemOf(field, draft[field].trim(), currency, words)
    return problem === undefined ? [] : [[field, problem] as const]
  })
  return Object.fromEntries(found)
}

function problemOf(field: DraftField, value: string, currency: string, words: IssueWords): string | undefined {
  if (value === '') return field === 'merchant_uid' || field === 'amount' ? words.missing : undefined
  const most = CHARACTERS_MAX[field]
  if (most !== undefined && [...value.normalize('NFC')].length > most) return words.tooLong(most)
  switch (field) {
    case 'amount':
      return amountIn(value, currency) === undefined ? words.notAnAmount(currency) : undefined
    case 'expired_at':
      return endOf(value) === undefined ? words.noDay : undefined
    case 'barcode':
      return /^[0-9A-Z-]{4,30}$/.test(value) ? undefined : words.wrongNumber
    case 'buyer_email':
      return /^[^\s@]+@[^\s@]+$/.test(value) ? undefined : words.wrongEmail
    default:
      return undefined
  }
}

/** Of one without problems; what is empty is left out. */
export function bodyOf(draft: Draft, currency: string): Body {
  const { merchant_uid, amount, expired_at, ...texts } = draft
  const given = Object.entries(texts).flatMap(([field, value]) => (value.trim() === '' ? [] : [[field, value.trim()]]))
  const deadline = endOf(expired_at)
  return {
    merchant_uid: merchant_uid.trim(),
    amount: amountIn(amount, currency) ?? 0,
    ...(deadline === undefined ? {} : { expired_at: deadline }),
    ...Object.fromEntries(given),
  }
}
