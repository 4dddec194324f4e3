/** What the core answered, in one phrase a test can compare. */
import type { TillAnswer } from '../src/core/attempt.ts'
import type { Outcome } from '../src/core/commands.ts'

/** `issued`, `issued, again`, `no: expired`, `declined: amount_differs, again`, ... */
export function inWords(outcome: Outcome): string {
  if (outcome.kind === 'rejected') return `no: ${outcome.rejection.name}`
  if (outcome.kind === 'answered') return answerInWords(outcome.answer) + (outcome.again ? ', again' : '')
  if (outcome.kind === 'receipt_retried') return outcome.due ? 'its turn' : 'nothing due'
  const again = 'again' in outcome && outcome.again ? ', again' : ''
  return outcome.kind.replaceAll('_', ' ') + again
}

function answerInWords(answer: TillAnswer): string {
  switch (answer.kind) {
    case 'collected':
      return 'collected'
    case 'declined':
      return `declined: ${answer.rejection.name}`
    case 'reversed':
      return `taken: ${answer.original}`
    case 'paid_out':
      return 'paid out'
    case 'cancelled':
    case 'completed':
      return answer.kind
    case 'not_cancelled':
    case 'not_completed':
      return `${answer.kind.replace('_', ' ')}: ${answer.rejection.name}`
    case 'not_paid_out':
      return `not paid out: ${answer.rejection.name}`
    case 'payout_reversed':
      return `payout taken: ${answer.original}`
  }
}
