/**
 * For tests only: an issuer of cash receipts that fails, hangs and answers late, before or after it has done what it was
 * asked for. It keeps a book of its own and does each step of a receipt once, whoever asks and however often.
 */
import type { PaymentId, ReceiptId } from '../core/brand.ts'
import { isExternal } from '../core/external-receipt.ts'
import type { IssuerAnswer, ReceiptIssuer, ReceiptQuestion } from './ports.ts'
import type { Chance, VirtualTime } from './test-virtual-time.ts'

export interface SimulatedIssuer extends ReceiptIssuer {
  /** The receipts of a payment that stand, as the tax office knows them. */
  standing(paymentId: PaymentId): readonly ReceiptId[]
  /** Two of one payment at once. */
  readonly violations: readonly string[]
  /** How many it issued, and how often it was asked in vain. */
  issued(): number
  silences(): number
  /** From now on it answers. */
  recover(): void
}

interface Entry {
  readonly paymentId: PaymentId
  issued: IssuerAnswer
  cancelled: boolean
}

export function createSimulatedIssuer(time: VirtualTime, chance: Chance, sloppy: boolean): SimulatedIssuer {
  const book = new Map<ReceiptId, Entry>()
  const violations: string[] = []
  let isSloppy = sloppy
  let silences = 0
  const standing = (paymentId: PaymentId): readonly ReceiptId[] =>
    [...book].flatMap(([id, entry]) =>
      entry.paymentId === paymentId && entry.issued.kind === 'issued' && !entry.cancelled ? [id] : [],
    )

  /** Does the work, or not, and then answers, or not. */
  async function answered({ budgetMs }: ReceiptQuestion, work: () => IssuerAnswer): Promise<IssuerAnswer> {
    await time.sleep(chance.ms(0, 1000))
    if (isSloppy && chance.happens(0.3)) {
      silences += 1
      if (chance.happens(0.5)) work()
      await time.sleep(budgetMs)
      return { kind: 'unanswered' }
    }
    const word = work()
    await time.sleep(isSloppy && chance.happens(0.2) ? budgetMs - 1000 : 0)
    return word
  }

  function issue({ receipt, of }: ReceiptQuestion): IssuerAnswer {
    if (isExternal(of)) throw new Error('the simulated world takes all its cash at tills')
    const payment = of
    const before = book.get(receipt.id)
    if (before !== undefined) return before.issued
    const others = standing(payment.id)
    if (others.length > 0) violations.push(`${time.now()} ${payment.id} has two receipts, ${others} and ${receipt.id}`)
    const issued: IssuerAnswer = chance.happens(0.1)
      ? { kind: 'refused', reason: 'not today' }
      : { kind: 'issued', number: String(book.size + 1).padStart(9, '0'), tid: `tid-${book.size + 1}`, finalAt: null }
    book.set(receipt.id, { paymentId: payment.id, issued, cancelled: false })
    return issued
  }

  return {
    issue: (question) => answered(question, () => issue(question)),
    cancel: (question) =>
      answered(question, () => {
        const entry = book.get(question.receipt.id)
        if (entry === undefined) violations.push(`${time.now()} ${question.receipt.id} was never issued`)
        else entry.cancelled = true
        return { kind: 'cancelled' }
      }),
    followUp: (question) => answered(question, () => ({ kind: 'final' })),
    standing,
    violations,
    issued: () => [...book.values()].filter(({ issued }) => issued.kind === 'issued').length,
    silences: () => silences,
    recover() {
      isSloppy = false
    },
  }
}
