/** What the tills of the example say, and how each is answered: their fields to ours, ours to theirs. */
import type { Body, Misfit, Table } from '../../../wire/fixed/field-table.ts'
import type { InquiryReply, ReverseReply, TillReplyBody } from '../../../wire/till.ts'
import type { DrawerTotals } from '../../../wire/till-day.ts'
import type { SaidMessage } from '../dialect.ts'
import { seoulTime } from './seoul-time.ts'
import {
  INQUIRY,
  INQUIRY_REPLY,
  LINE_TEST,
  LINE_TEST_REPLY,
  PAYMENT,
  PAYMENT_REPLY,
  REVERSE,
  REVERSE_REPLY,
  TOTALS,
  TOTALS_REPLY,
} from './tables.ts'

export interface Kind {
  /** The TX_GUBUN of its answer. */
  readonly answeredBy: string
  readonly request: Table
  readonly reply: Table
  /** `key`: what every message of ours begins with. */
  message(asked: Body, key: Key): SaidMessage | Misfit
  /** Its fields; undefined where these frames have none for it, as for most that is no yes. */
  answer(reply: TillReplyBody, asked: Body): Body | undefined
}

export interface Key {
  readonly business_date: string
  readonly stan: unknown
  readonly sent_at: number
}

/** By TX_GUBUN. 052 is ours: such protocols have no net cancel, and a till cannot do without. */
export const KINDS: Readonly<Record<string, Kind>> = {
  '030': {
    answeredBy: '040',
    request: INQUIRY,
    reply: INQUIRY_REPLY,
    message: ({ TAX_NO }, key) => ({ name: 'inquiry', body: { ...key, number: TAX_NO } }),
    answer: (reply, asked) => ('pay_types' in reply && fits(reply) ? billShown(reply, asked) : undefined),
  },
  '050': {
    answeredBy: '060',
    request: PAYMENT,
    reply: PAYMENT_REPLY,
    message(asked, key) {
      const pay_type = MEANS[String(asked['MEANS'])]
      if (pay_type === undefined) return oneOf('MEANS', MEANS)
      const { TAX_NO: number, PAY_AMOUNT: amount, PAY_DATE: business_date } = asked
      return { name: 'collect', body: { ...key, business_date, number, amount, currency: 'KRW', pay_type } }
    },
    answer: (reply, asked) =>
      'paid_at' in reply ? { ...asked, APPROVAL_NO: reply.approval_no, TEXT: reply.text.ko } : undefined,
  },
  '052': {
    answeredBy: '062',
    request: REVERSE,
    reply: REVERSE_REPLY,
    message(asked, key) {
      const reason = REASONS[String(asked['REASON'])]
      if (reason === undefined) return oneOf('REASON', REASONS)
      const original = { business_date: asked['ORIGINAL_DATE'], stan: asked['ORIGINAL_BCJ_NO'] }
      return { name: 'reverse', body: { ...key, original, reason } }
    },
    answer(reply, asked) {
      const found = 'original' in reply ? FOUND[reply.original] : undefined
      return found === undefined ? undefined : { ...asked, FOUND: found, TEXT: reply.text.ko }
    },
  },
  '700': {
    answeredBy: '710',
    request: TOTALS,
    reply: TOTALS_REPLY,
    message: (asked, key) => ({
      name: 'close',
      body: { ...key, business_date: asked['PAY_DATE'], totals: totalsIn(asked) },
    }),
    answer: (reply, { PAY_DATE }) =>
      'totals' in reply ? { PAY_DATE, ...totalsShown(reply.totals), TEXT: reply.text.ko } : undefined,
  },
  '800': {
    answeredBy: '090',
    request: LINE_TEST,
    reply: LINE_TEST_REPLY,
    message: (_asked, { stan, sent_at }) => ({ name: 'echo', body: { stan, sent_at } }),
    answer: (reply) => ('business_date' in reply ? { BUSINESS_DATE: reply.business_date } : undefined),
  },
}

/** 3, from a bank account, is no way of paying at our counters. */
const MEANS: Readonly<Record<string, 'cash' | 'card'>> = { 1: 'cash', 2: 'card' }

const REASONS: Readonly<Record<string, string>> = { 1: 'timeout', 2: 'bad_reply', 3: 'printer', 4: 'power' }

const FOUND: Readonly<Record<string, string | undefined>> = {
  reversed: '1',
  tombstoned: '2',
  was_refused: '3',
  closed: '4',
  was_cancelled: '5',
} satisfies Record<ReverseReply['original'], string>

const AMOUNT_MAX = 99_999_999_999

function fits({ currency, amount }: InquiryReply): boolean {
  return currency === 'KRW' && amount <= AMOUNT_MAX
}

/** The seller stands in the text, where there is room: a customer who was tricked can notice it here alone. */
function billShown({ merchant, name, amount, buyer_masked, expires_at }: InquiryReply, asked: Body): Body {
  const due = seoulTime(expires_at * 1000)
  return {
    ...asked,
    PAYER: buyer_masked ?? '',
    AGENCY: merchant,
    ITEM: name ?? '',
    YEAR_MONTH: due.slice(0, 6),
    TERM: '0',
    DUE_DATE: due.slice(0, 8),
    DUE_AMOUNT: amount,
    LATE_AMOUNT: 0,
    PAY_AMOUNT: amount,
    TEXT: merchant,
  }
}

const NOTHING = { count: 0, sum: 0 }

function totalsIn({ CASH_COUNT, CASH_AMOUNT, CARD_COUNT, CARD_AMOUNT }: Body): object {
  const collected = {
    cash: { count: CASH_COUNT, sum: CASH_AMOUNT },
    card: { count: CARD_COUNT, sum: CARD_AMOUNT },
  }
  return { collected, cancelled: { cash: NOTHING, card: NOTHING }, paid_out: NOTHING }
}

function totalsShown({ collected: { cash, card } }: DrawerTotals): Body {
  return { CASH_COUNT: cash.count, CASH_AMOUNT: cash.sum, CARD_COUNT: card.count, CARD_AMOUNT: card.sum }
}

function oneOf(field: string, known: Readonly<Record<string, string>>): Misfit {
  const list = Object.entries(known).map(([theirs, ours]) => `${theirs}(${ours})`)
  return { field, rule: { ko: `${list.join(', ')} 중 하나`, en: `one of ${list.join(', ')}` } }
}
