/** What the exam's gateway makes of a completion and of a cancel: done once under a key, and told again to every repeat. */
import { PRACTICE_MARK } from '../../wire/practice-mark.ts'
import type { RejectionName } from '../../wire/rejections.ts'
import type { CancelMessage, CompleteMessage, TillReplyBody } from '../../wire/till.ts'
import { OK_WORDS } from '../../wire/till-codes.ts'
import { type Attempt, dayOf, keyOf, type Ledger, OK, wordsOf } from './exam-ledger.ts'

type RequestAsked =
  | { readonly message: 'complete'; readonly body: CompleteMessage }
  | { readonly message: 'cancel'; readonly body: CancelMessage }

export function answerRequest(ledger: Ledger, terminal: string, asked: RequestAsked): TillReplyBody {
  const { requests, tombstones, stamp } = ledger
  const { message, body } = asked
  const key = keyOf(terminal, body)
  const content = contentOf(asked)
  const known = requests.get(key)
  if (known?.content === content) return known.reply
  // A reverse has named this very request before it came, and barred its key.
  if (known !== undefined || tombstones.has(key)) return { ...wordsOf('key_conflict', message), ...stamp() }
  const found = originalOf(ledger, terminal, asked)
  const reply =
    typeof found === 'string' ? { ...wordsOf(found, message), ...stamp() } : carryOut(ledger, found, asked.message)
  const attempt = typeof found === 'string' ? null : found
  requests.set(key, { kind: message, terminal, date: body.business_date, content, reply, attempt })
  return reply
}

function contentOf({ message, body }: RequestAsked): string {
  const { business_date, stan, till } = { till: null, ...body.original }
  const words = message === 'cancel' ? [body.reason, body.clerk ?? null] : []
  return JSON.stringify([message, business_date, stan, till, body.amount, ...words])
}

/** The collect that is meant, or why there is none. */
function originalOf(ledger: Ledger, terminal: string, asked: RequestAsked): Attempt | RejectionName {
  const { attempts, tombstones, closed } = ledger
  const { message, body } = asked
  if (message === 'cancel' && closed.has(dayOf(terminal, body))) return 'day_closed'
  const till = message === 'cancel' ? body.original.till : undefined
  const seller = till === undefined ? terminal : `${terminal.slice(0, terminal.lastIndexOf('/'))}/${till}`
  const key = keyOf(seller, body.original)
  const attempt = attempts.get(key)
  if (tombstones.has(key) || (attempt?.state === 'reversed' && attempt.kind === 'collect')) return 'reversed_before'
  if (attempt?.state === 'cancelled') return 'cancelled_before'
  if (attempt?.state !== 'collected') return 'original_not_found'
  if (body.amount !== attempt.amount) return 'original_amount_differs'
  if (message === 'complete') return attempt
  return attempt.bill?.cancelRefused ?? (seller === terminal ? attempt : 'cancel_at_other_till')
}

function carryOut(ledger: Ledger, attempt: Attempt, message: RequestAsked['message']): TillReplyBody {
  const yes = { ...OK, ...ledger.stamp(), approval_no: APPROVAL_NO }
  if (message === 'complete') {
    attempt.isFinal = true
    return { ...yes, text: OK_WORDS.completed }
  }
  attempt.state = 'cancelled'
  attempt.reply = { ...wordsOf('cancelled_before', 'collect'), ...ledger.stamp() }
  const at = Math.floor(ledger.wallMs() / 1000)
  return { ...yes, text: OK_WORDS.cancelled, cancelled_at: at, receipt: [...cancelReceiptOf(attempt)] }
}

/** Every sale of the exam has the same. */
export const APPROVAL_NO = '00000017'

function cancelReceiptOf({ amount }: Attempt): readonly string[] {
  return [PRACTICE_MARK.ko, '편의점 수납 취소 영수증', `취소금액: ${amount.toLocaleString('en-US')}원`]
}
