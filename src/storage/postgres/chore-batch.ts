/** A batch of chores: the tries together in one transaction, every other chore in one of its own. */
import type { Delivery } from '../../core/delivery.ts'
import type { Answer, BatchAnswer, Chore, ChoreResult, TimeTold } from '../writes.ts'
import { committedOf, given, refused } from './answers.ts'
import { type ChoreWork, type Done, runChore, runSettles, type Settle, type SingleChore } from './chores.ts'

/** `time`: told where nothing could be done. */
export async function commitChores(
  chores: readonly Chore[],
  { time, ...work }: ChoreWork & { readonly time: TimeTold },
): Promise<BatchAnswer> {
  const tries = chores.filter((chore): chore is Settle => chore.kind === 'settle')
  const settled = await settle(tries, work)
  const answers: Answer<ChoreResult>[] = []
  const deliveries: Delivery[] = [...(settled.done?.deliveries ?? [])]
  let told = settled.done?.time ?? time
  for (const chore of chores) {
    if (chore.kind === 'settle') {
      answers.push(settled.answers[tries.indexOf(chore)] ?? refused(new Error('a try was left without an answer')))
      continue
    }
    const done = await single(chore, work)
    answers.push(done.answer)
    deliveries.push(...(done.done?.deliveries ?? []))
    told = done.done?.time ?? told
  }
  return { commands: [], chores: answers, committed: committedOf([], deliveries), time: told }
}

async function settle(
  tries: readonly Settle[],
  work: ChoreWork,
): Promise<{ readonly answers: readonly Answer<ChoreResult>[]; readonly done?: Done<unknown> }> {
  if (tries.length === 0) return { answers: [] }
  try {
    const done = await runSettles(tries, work)
    return { answers: done.value.map(given), done }
  } catch (error) {
    return { answers: tries.map(() => refused(error)) }
  }
}

async function single(
  chore: SingleChore,
  work: ChoreWork,
): Promise<{ readonly answer: Answer<ChoreResult>; readonly done?: Done<unknown> }> {
  try {
    const done = await runChore(chore, work)
    return { answer: given(done.value), done }
  } catch (error) {
    return { answer: refused(error) }
  }
}
