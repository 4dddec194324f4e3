/**
 * The sandbox's issuer of cash receipts. Nothing it issues has any legal force and nobody is told. It remembers nothing:
 * what it says of a receipt follows from the receipt's id, so that a repeat is answered as the first was, after a restart
 * too. Provisional at first and final on the next working day, as the tax office does it. Some telephone numbers make it
 * misbehave.
 */
import { createHash } from 'node:crypto'
import type { Instant } from '../core/brand.ts'
import type { After, IssuerAnswer, ReceiptIssuer, ReceiptQuestion } from '../gateway/ports.ts'
import type { Words } from '../wire/rejections.ts'

export interface PracticeIssuerDeps {
  readonly now: () => Instant
  readonly after: After
}

/** `010-0000-000N`, by N. */
const FATES = {
  '01000000001': 'refused',
  '01000000002': 'silent',
  '01000000003': 'slow',
  '01000000004': 'turned-down',
  '01000000005': 'kept',
} as const satisfies Readonly<Record<string, string>>

/** For who chooses one. */
export const IDENTIFIER_WORDS: Readonly<Record<keyof typeof FATES, Words>> = {
  '01000000001': { ko: '발급이 거절됩니다.', en: 'The receipt is refused.' },
  '01000000002': {
    ko: '10초 안에 답이 없고, 30초 뒤 다시 확인해 발급됩니다.',
    en: 'No answer within ten seconds; asked again after half a minute, and issued.',
  },
  '01000000003': { ko: '3초 뒤에 발급됩니다.', en: 'Issued after three seconds.' },
  '01000000004': {
    ko: '발급된 뒤 다음 영업일에 국세청이 반려합니다.',
    en: 'Issued, and turned down by the tax office on the next working day.',
  },
  '01000000005': { ko: '발급된 뒤 취소되지 않습니다.', en: 'Issued, and not cancelled any more.' },
}

type Fate = (typeof FATES)[keyof typeof FATES] | 'plain'

const SLOW_MS = 3_000

export function createPracticeIssuer({ now, after }: PracticeIssuerDeps): ReceiptIssuer {
  const wait = (ms: number): Promise<void> => new Promise((resolve) => after(ms, resolve))
  return {
    async issue({ receipt, tries, budgetMs }, { digits }) {
      const fate = fateOf(digits)
      if (fate === 'refused') return { kind: 'refused', reason: REASONS.refused }
      if (fate === 'silent' && tries === 1) {
        await wait(budgetMs)
        return { kind: 'unanswered' }
      }
      if (fate === 'slow') await wait(Math.min(SLOW_MS, budgetMs))
      const issued = { number: `TEST-${digitsOf(receipt.id)}`, tid: `TEST-${fate}-${receipt.id.slice(-12)}` }
      return { kind: 'issued', ...issued, finalAt: nextWorkingDay(now()) }
    },
    async cancel({ tid }) {
      return isOf(tid, 'kept') ? { kind: 'refused', reason: REASONS.kept } : { kind: 'cancelled' }
    },
    async followUp(question) {
      return looked(question)
    },
  }
}

const REASONS = {
  refused: '연습: 010-0000-0001은 발급이 거절됩니다 / Practice: 010-0000-0001 is refused',
  'turned-down': '연습: 010-0000-0004는 국세청이 반려합니다 / Practice: 010-0000-0004 is turned down by the tax office',
  kept: '연습: 010-0000-0005는 취소되지 않습니다 / Practice: 010-0000-0005 is not cancelled',
} as const

function looked({ tid }: ReceiptQuestion): IssuerAnswer {
  return isOf(tid, 'turned-down') ? { kind: 'refused', reason: REASONS['turned-down'] } : { kind: 'final' }
}

function fateOf(digits: string): Fate {
  return Object.hasOwn(FATES, digits) ? FATES[digits as keyof typeof FATES] : 'plain'
}

/** The name it gave says what is to become of it. */
function isOf(tid: string | null, fate: Fate): boolean {
  return tid?.startsWith(`TEST-${fate}-`) === true
}

function digitsOf(id: string): string {
  return String(createHash('sha256').update(id).digest().readUInt32BE() % 1_000_000_000).padStart(9, '0')
}

const DAY_MS = 86_400_000
const SEOUL_OFFSET_MS = 9 * 3_600_000

/** The beginning of the next day in Seoul that is no Saturday or Sunday; the sandbox knows no other holidays. */
export function nextWorkingDay(at: Instant): Instant {
  let day = Math.floor((at + SEOUL_OFFSET_MS) / DAY_MS) + 1
  // The first day of 1970 was a Thursday.
  while ((day + 4) % 7 === 0 || (day + 4) % 7 === 6) day += 1
  return (day * DAY_MS - SEOUL_OFFSET_MS) as Instant
}
