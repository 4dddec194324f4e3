/**
 * For tests only: the operator's bank. It is silent, late and refuses, before or after it has done what it was told; what it
 * was told under an id it does once. It keeps a book of what went out.
 */
import type { Money, RefundId, TransferId } from '../core/brand.ts'
import type { BankWord } from '../core/refund-commands.ts'
import type { Payer, TransferQuestion } from './ports.ts'
import type { Chance, VirtualTime } from './test-virtual-time.ts'

export interface SimulatedBank extends Payer {
  /** What went out for a refund. */
  paid(refundId: RefundId): Money
  /** A refund that was transferred twice. */
  readonly violations: readonly string[]
  silences(): number
  /** From now on it answers. */
  recover(): void
}

interface Order {
  readonly refundId: RefundId
  readonly amount: Money
  readonly word: BankWord
}

export function createSimulatedBank(time: VirtualTime, chance: Chance, sloppy: boolean): SimulatedBank {
  const book = new Map<TransferId, Order>()
  const violations: string[] = []
  let isSloppy = sloppy
  let silences = 0

  function order({ id, refund }: TransferQuestion): BankWord {
    const before = book.get(id)
    if (before !== undefined) return before.word
    const word: BankWord = chance.happens(0.2)
      ? { kind: 'failed', cause: chance.pick(['refused', 'holder_differs'] as const), reason: 'not today' }
      : { kind: 'paid_out', reference: `bank-${book.size + 1}` }
    const isSecond = [...book.values()].some(
      ({ refundId, word: { kind } }) => refundId === refund.id && kind === 'paid_out',
    )
    if (word.kind === 'paid_out' && isSecond) violations.push(`${time.now()} ${refund.id} was transferred twice`)
    book.set(id, { refundId: refund.id, amount: refund.amount, word })
    return word
  }

  /** Does the work, or not, and then answers, or not. */
  async function answered<Word>({ budgetMs }: TransferQuestion, work: () => Word) {
    await time.sleep(chance.ms(0, 1000))
    if (!isSloppy || !chance.happens(0.4)) return work()
    silences += 1
    if (chance.happens(0.5)) work()
    await time.sleep(budgetMs)
    return { kind: 'unanswered' } as const
  }

  return {
    pay: (question) => answered(question, () => order(question)),
    ask: (question) => answered(question, () => book.get(question.id)?.word ?? ({ kind: 'never_heard' } as const)),
    paid: (id) =>
      [...book.values()].reduce(
        (sum, { refundId, word, amount }) => (refundId === id && word.kind === 'paid_out' ? sum + amount : sum),
        0,
      ) as Money,
    violations,
    silences: () => silences,
    recover() {
      isSloppy = false
    },
  }
}
