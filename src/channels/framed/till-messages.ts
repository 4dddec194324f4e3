/** What a PG says, in a till's words: its transaction number is the trace number, so that a repeat is known for one. */
import type { TillMessageName } from '../../wire/till.ts'
import { type FromPg, timeIn, type Values } from './fields.ts'
import type { Heading } from './frame.ts'

interface TillMessage {
  readonly name: TillMessageName
  readonly body: object
}

/** Nothing in it is believed yet: the till's own rules look at each field. */
export function asksTill(name: FromPg, values: Values, { trace, sentAt }: Heading): TillMessage {
  const { business_date, number, amount, currency, pay_type, original_date, original_trace } = values
  const key = { stan: trace, sent_at: Math.floor((timeIn(sentAt) ?? 0) / 1000) }
  switch (name) {
    case 'echo':
      return { name: 'echo', body: key }
    case 'inquiry':
      return { name: 'inquiry', body: { ...key, business_date, number } }
    case 'collect': {
      const paid = { amount: Number(amount), currency, pay_type: PAY_TYPES[pay_type ?? ''] ?? pay_type }
      return { name: 'collect', body: { ...key, business_date, number, ...paid } }
    }
    case 'cancel': {
      const original = { business_date: original_date, stan: original_trace }
      return { name: 'cancel', body: { ...key, business_date, original, amount: Number(amount), reason: 'customer' } }
    }
    case 'reverse': {
      const original = { business_date: original_date, stan: original_trace }
      return { name: 'reverse', body: { ...key, business_date, original, reason: 'timeout' } }
    }
  }
}

const PAY_TYPES: Readonly<Record<string, string>> = { C: 'cash', K: 'card' }
