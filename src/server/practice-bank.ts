/**
 * The sandbox's bank. It moves no money. It remembers nothing: what becomes of an order follows from the account and from
 * when it is asked, so that a repeat is answered as the first was, after a restart too. An order goes out on the
 * working day after its refund, as a bank's do. Some account numbers make it misbehave.
 */
import type { Instant } from '../core/brand.ts'
import type { After, Payer, TransferAnswer, TransferQuestion } from '../gateway/ports.ts'
import { nextWorkingDay } from './practice-issuer.ts'

export interface PracticeBankDeps {
  readonly now: () => Instant
  readonly after: After
}

/** Nine zeros and a digit, by that digit. */
const FATES: Readonly<Record<string, 'refused' | 'silent' | 'slow' | 'holder'>> = {
  '0000000001': 'refused',
  '0000000002': 'silent',
  '0000000003': 'slow',
  '0000000004': 'holder',
}

const SLOW_MS = 3_000

export function createPracticeBank({ now, after }: PracticeBankDeps): Payer {
  const wait = (ms: number): Promise<void> => new Promise((resolve) => after(ms, resolve))
  const known = ({ id, account, refund }: TransferQuestion): TransferAnswer => {
    const fate = FATES[account.number]
    if (fate === 'refused') return { kind: 'failed', cause: 'refused', reason: REASONS.refused }
    if (fate === 'holder') return { kind: 'failed', cause: 'holder_differs', reason: REASONS.holder }
    const outAt = nextWorkingDay(refund.acceptedAt)
    return now() >= outAt ? { kind: 'paid_out', reference: `TEST-${id.slice(-12)}` } : { kind: 'taken', knownAt: outAt }
  }
  return {
    async pay(question) {
      const fate = FATES[question.account.number]
      if (fate === 'silent') {
        await wait(question.budgetMs)
        return { kind: 'unanswered' }
      }
      if (fate === 'slow') await wait(Math.min(SLOW_MS, question.budgetMs))
      return known(question)
    },
    ask: async (question) => known(question),
  }
}

const REASONS = {
  refused: '연습: 000-000-0001 계좌는 거절됩니다 / Practice: account 000-000-0001 is refused',
  holder: '연습: 000-000-0004 계좌는 예금주가 다릅니다 / Practice: account 000-000-0004 is somebody else’s',
} as const
