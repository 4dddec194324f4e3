/** For tests only: tills with one planted defect each, and what the exam must say of it: that, and nothing else. */
import { BAD_AFTERWARDS, type BadTill } from './test-bad-afterwards.ts'
import { type Begun, type Conduct, GOOD, type Reply } from './test-till-conduct.ts'

const signatures = new Map<string, Record<string, string>>()

const LINE: Readonly<Record<string, BadTill>> = {
  'signs the path without its slash': {
    defects: ['signature_wrong'],
    conduct: { sign: (sending) => ({ ...GOOD.sign(sending), 'Sunap-Signature': `v1=${'0'.repeat(64)}` }) },
  },
  'sends its trace number as a number': {
    defects: ['message_malformed'],
    conduct: { body: (message, fields) => (message === 'collect' ? { ...fields, stan: 17 } : fields) },
  },
}

const SALE: Readonly<Record<string, BadTill>> = {
  'shows the amount and not the goods': {
    defects: ['hides_terms'],
    conduct: {
      shown: (inquiry) => ({ ...GOOD.shown(inquiry), merchant: '', name: null }) as ReturnType<Conduct['shown']>,
    },
  },
  'tidies the lines of a receipt': {
    defects: ['alters_receipt'],
    conduct: { print: (lines) => lines.map((line) => line.replace(/\s+/g, ' ')) },
  },
  'takes digits alone for a number': {
    defects: ['refuses_spaces'],
    conduct: { keyed: (number) => (/^\d+$/.test(number) ? number : undefined) },
  },
  'collects what the customer puts down': {
    defects: ['collects_other_amount'],
    conduct: { amount: (inquiry, { tendered }) => tendered ?? Number(inquiry.amount) },
  },
  'collects what the inquiry has refused': {
    defects: ['collects_unasked'],
    conduct: {
      mayCollect: () => true,
      amount: ({ amount }) => Number(amount ?? 36_400),
      shown: ({ amount, merchant, name }) => ({
        amount: Number(amount ?? 0),
        merchant: String(merchant),
        name: String(name),
      }),
    },
  },
  'takes the money and presses nothing': {
    defects: ['does_not_collect'],
    conduct: { mayCollect: ({ direction }) => direction === 'out' },
  },
  'knows no refund slips': {
    defects: ['does_not_pay_out'],
    conduct: { mayCollect: ({ code, direction }) => code === '0000' && direction === 'in' },
  },
  'keeps the money of a refused sale': { defects: ['keeps_refused_money'], conduct: { keepsRefused: true } },
  'takes each press for a sale': { defects: ['collects_twice'], conduct: { locks: false } },
  'collects refund slips': { defects: ['collects_slip'], conduct: { paysOut: () => false } },
  'gives the money of a slip before it has asked': { defects: ['pays_unapproved'], conduct: { paysFirst: true } },
}

const AGAIN: Readonly<Record<string, BadTill>> = {
  'takes "not yet" for "no"': {
    defects: ['gives_up'],
    conduct: { judge: (reply) => (reply.class === 'RETRY_SAME_KEY' ? 'no' : GOOD.judge(reply)) },
  },
  'sends again under a new key': { defects: ['new_key_on_retry'], conduct: { keyAgain: (_key, next) => next() } },
  'sends again at once': { defects: ['retries_at_once'], conduct: { againMs: 0 } },
  'signs once for all sendings': {
    defects: ['old_signature'],
    conduct: {
      sign(sending) {
        const known = signatures.get(sending.body.replace(/"sent_at":\d+/, '')) ?? GOOD.sign(sending)
        signatures.set(sending.body.replace(/"sent_at":\d+/, ''), known)
        return known
      },
      body: (_message, fields) => ({ ...fields, sent_at: 0 }),
    },
  },
  'takes every code it does not know for a yes': {
    defects: ['takes_unknown_for_yes'],
    conduct: { judge: (reply) => (KNOWN_CODES.test(reply.code) ? GOOD.judge(reply) : 'yes') },
  },
  'falls over a code it does not know': {
    defects: ['dies'],
    conduct: {
      judge(reply) {
        if (!KNOWN_CODES.test(reply.code)) throw new Error(`no such code: ${reply.code}`)
        return GOOD.judge(reply)
      },
    },
  },
  'wants no other fields than those it knows': {
    defects: ['refuses_extra_fields'],
    conduct: {
      read(text) {
        const reply = GOOD.read(text)
        return reply !== undefined && 'loyalty_points' in reply ? undefined : reply
      },
    },
  },
}

const KNOWN_CODES = /^(0000|1\d{3}|2[0-4]\d{2}|3\d{3}|4\d{3}|9\d{3})$/
const NO_KEY = { business_date: '', stan: '' }
const SOME_SALE: Begun = { message: 'collect', key: NO_KEY, number: '', amount: 0, payType: 'cash' }
const YES: Reply = { code: '0000', class: 'OK', original: 'reversed' }

const SILENCE: Readonly<Record<string, BadTill>> = {
  'never reverses': { defects: ['leaves_open'], conduct: { doubt: () => 'give back' } },
  'collects again where the line was silent': {
    defects: ['collects_again'],
    conduct: { doubt: () => 'collect again' },
  },
  'waits three seconds': { defects: ['waits_too_short'], conduct: { waitMs: 3_000 } },
  'waits for ever': { defects: ['waits_for_ever'], conduct: { waitMs: Infinity } },
  'believes a reply after its reversal': { defects: ['believes_late_reply'], conduct: { hearsLate: true } },
  'takes HTTP 200 for a yes': {
    defects: ['believes_garbage'],
    conduct: { read: (text) => GOOD.read(text) ?? (text.startsWith('<') ? YES : undefined) },
  },
  'looks for 0000 in what came': {
    defects: ['believes_half_reply'],
    conduct: { read: (text) => GOOD.read(text) ?? (text.includes('"0000"') ? YES : undefined) },
  },
  'takes 9002 for a no': {
    defects: ['takes_unsure_for_no'],
    conduct: { doubt: (reply) => (reply?.code === '9002' ? 'give back' : 'settle') },
  },
  'gives the money back after every reversal': { defects: ['gives_back_closed'], conduct: { undoes: () => true } },
  'gives the money of a slip though it was reversed': {
    defects: ['drawer_differs'],
    conduct: { undoes: (reversed, { message }) => message === 'collect' && GOOD.undoes(reversed, SOME_SALE) },
  },
  'repeats a reversal until it is anything but closed': {
    defects: ['never_ends'],
    conduct: { endsUndoing: (reply) => reply?.code === '0000' && reply.original !== 'closed' },
  },
  'reverses once and leaves it at that': {
    defects: ['gives_up_reverse'],
    conduct: { endsUndoing: (reply, tries) => reply !== undefined || tries > 1 },
  },
  'hammers with reversals': { defects: ['hurries_reverse'], conduct: { gapsMs: Array(500).fill(300) } },
  'takes 1002 for the end of a reversal': {
    defects: ['drops_refused_reverse'],
    conduct: { endsUndoing: (reply) => reply?.class === 'OK' || reply?.class === 'DECLINED' },
  },
  'keeps the date of its first reversal': { defects: ['keeps_old_date'], conduct: { redates: false } },
  'dates the original today': {
    defects: ['wrong_original'],
    conduct: { original: ({ key }, today) => ({ ...key, business_date: today }) },
  },
}

const POWER: Readonly<Record<string, BadTill>> = {
  'starts without a look into its journal': { defects: ['forgets_open_sale'], conduct: { remembers: () => false } },
  'takes a reversal for done when it is sent': {
    defects: ['forgets_reverse'],
    conduct: { remembers: (_begun, isUndoing) => !isUndoing },
  },
  'counts its trace numbers from one when it starts': {
    defects: ['reuses_stan'],
    conduct: { nextStan: (last, isRestart) => (isRestart ? 1 : last + 1) },
  },
}

/** They sell and pay out, and do nothing else: a till has one defect, and is not looked at for long. */
const SELLERS = Object.entries({ ...LINE, ...SALE, ...AGAIN, ...SILENCE, ...POWER }).map(
  ([name, { defects, conduct }]) => [name, { defects, conduct: { does: [], ...conduct } }] as const,
)

export const BAD_TILLS: Readonly<Record<string, BadTill>> = { ...Object.fromEntries(SELLERS), ...BAD_AFTERWARDS }

/** The other way to settle what is not known, as good as the first. */
export const OTHER_TILLS: Readonly<Record<string, BadTill>> = {
  'asks before it reverses': { defects: [], conduct: { asksFirst: true } },
}
