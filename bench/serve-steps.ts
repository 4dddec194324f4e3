/**
 * The other end of `child.ts`: the process answers one step at a time and is gone when its parent is.
 */
import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { Step, type StepAnswer } from './child.ts'

export type Steps = Readonly<Record<string, (given: unknown) => Promise<object>>>

export function serveSteps(steps: Steps): void {
  process.on('disconnect', () => process.exit())
  process.on('message', (message) => {
    const { step, given } = Compile(Step).Parse(message)
    answerTo(steps, step, given).then((answer) => process.send?.(answer))
  })
}

async function answerTo(steps: Steps, step: string, given: unknown): Promise<StepAnswer> {
  try {
    const run = steps[step]
    if (run === undefined) throw new Error('no such step')
    return { ok: true, value: await run(given) }
  } catch (error) {
    return { ok: false, message: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}

/** What a parent gave, checked. */
export function reader<Shape extends TSchema>(shape: Shape) {
  const compiled = Compile(shape)
  return (given: unknown) => compiled.Parse(given)
}
