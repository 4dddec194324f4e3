/** A batch of chores: the tries together in one transaction, every other chore in one of its own. */
import type { Delivery } from '../../core/delivery.ts'
import type { Answer, BatchAnswer, Chore, ChoreResult, TimeTold } from '../writes.ts'
import { committedOf, given, refused } from './answers.ts'
import { type ChoreWork, runChore, type Settle, type SingleChore, settleTries } from './chores.ts'

/** `time`: told where nothing could be done. */
export async function commitChores(
  chores: readonly Chore[],
  { time, ...work }: ChoreWork & { readonly time: TimeTold },
): Promise<BatchAnswer> {
  const tries = chores.filter((chore): chore is Settle => chore.kind === 'settle')
  const settled = await settle(tries, work)
  const answers: Answer<ChoreResult>[] = []
  let told = settled.time ?? time
  for (const chore of chores) {
    if (chore.kind === 'settle') {
      answers.push(settled.answers[tries.indexOf(chore)] ?? refused(new Error('a try was left without an answer')))
      continue
    }
    const done = await single(chore, work)
    answers.push(done.answer)
    told = done.time ?? told
  }
  const deliveries = settled.answers.flatMap((answer) =>
    answer.ok && answer.value !== undefined ? [answer.value] : [],
  )
  return { commands: [], chores: answers, committed: committedOf([], deliveries), time: told }
}

async function settle(
  tries: readonly Settle[],
  work: ChoreWork,
): Promise<{ readonly answers: readonly Answer<Delivery | undefined>[]; readonly time?: TimeTold }> {
  if (tries.length === 0) return { answers: [] }
  try {
    const { value, time } = await settleTries(tries, work)
    return { answers: value.map(given), time }
  } catch (error) {
    return { answers: tries.map(() => refused(error)) }
  }
}

async function single(
  chore: SingleChore,
  work: ChoreWork,
): Promise<{ readonly answer: Answer<ChoreResult>; readonly time?: TimeTold }> {
  try {
    const { value, time } = await runChore(chore, work)
    return { answer: given(value), time }
  } catch (error) {
    return { answer: refused(error) }
  }
}
