/**
 * The sandbox's bank. It moves no money. It remembers nothing: what becomes of an order follows from the account and from
 * when it is asked, so that a repeat is answered as the first was, after a restart too. An order goes out on the
 * working day after its refund, as a bank's do. Some account numbers make it misbehave.
 */
import type { Instant } from '../core/brand.ts'
import type { After, Payer, TransferAnswer, TransferQuestion } from '../gateway/ports.ts'
import type { Words } from '../wire/rejections.ts'
import { nextWorkingDay } from './practice-issuer.ts'

export interface PracticeBankDeps {
  readonly now: () => Instant
  readonly after: After
}

/** Nine zeros and a digit, by that digit. */
const FATES = {
  '0000000001': 'refused',
  '0000000002': 'silent',
  '0000000003': 'slow',
  '0000000004': 'holder',
} as const satisfies Readonly<Record<string, string>>

/** For who chooses one. */
export const ACCOUNT_WORDS: Readonly<Record<keyof typeof FATES, Words>> = {
  '0000000001': { ko: '은행이 거절합니다.', en: 'The bank refuses.' },
  '0000000002': {
    ko: '10초 안에 답이 없어 30초 뒤 다시 확인합니다.',
    en: 'No answer within ten seconds; asked about again after half a minute.',
  },
  '0000000003': { ko: '3초 뒤에 답합니다.', en: 'An answer after three seconds.' },
  '0000000004': { ko: '예금주가 다릅니다.', en: 'It is somebody else’s account.' },
}

const SLOW_MS = 3_000

export function createPracticeBank({ now, after }: PracticeBankDeps): Payer {
  const wait = (ms: number): Promise<void> => new Promise((resolve) => after(ms, resolve))
  const known = ({ id, account, refund }: TransferQuestion): TransferAnswer => {
    const fate = fateOf(account)
    if (fate === 'refused') return { kind: 'failed', cause: 'refused', reason: REASONS.refused }
    if (fate === 'holder') return { kind: 'failed', cause: 'holder_differs', reason: REASONS.holder }
    const outAt = nextWorkingDay(refund.acceptedAt)
    return now() >= outAt ? { kind: 'paid_out', reference: `TEST-${id.slice(-12)}` } : { kind: 'taken', knownAt: outAt }
  }
  return {
    async pay(question) {
      const fate = fateOf(question.account)
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

function fateOf({ number }: TransferQuestion['account']): (typeof FATES)[keyof typeof FATES] | 'plain' {
  return Object.hasOwn(FATES, number) ? FATES[number as keyof typeof FATES] : 'plain'
}

const REASONS = {
  refused: '연습: 000-000-0001 계좌는 거절됩니다 / Practice: account 000-000-0001 is refused',
  holder: '연습: 000-000-0004 계좌는 예금주가 다릅니다 / Practice: account 000-000-0004 is somebody else’s',
} as const
