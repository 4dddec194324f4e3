/**
 * A process of the bench as its parent sees it: asked for one step at a time over its own channel. Generator, server and
 * merchant each run in one, so that none of them slows another unseen. None outlives the bench, however it ends.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { type Static, type TSchema, Type } from 'typebox'
import { Compile } from 'typebox/compile'

export interface Child {
  /** Rejects when the process refuses the step, ends, or takes longer than two minutes. */
  ask<Shape extends TSchema>(step: string, given: object, shape: Shape): Promise<Static<Shape>>
  /** Resolves when the process is gone. */
  end(): Promise<void>
}

export const StepAnswer = Type.Union([
  Type.Object({ ok: Type.Literal(true), value: Type.Unknown() }),
  Type.Object({ ok: Type.Literal(false), message: Type.String() }),
])
export type StepAnswer = Static<typeof StepAnswer>

export const Step = Type.Object({ step: Type.String(), given: Type.Unknown() })

const STEP_MS_MAX = 120_000
const END_MS_MAX = 10_000

const running = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** `file` lies in this folder and calls `serveSteps`. */
export function startChild(file: string, nodeOptions: readonly string[] = []): Child {
  const child = fork(new URL(file, import.meta.url), [], {
    execArgv: ['--no-warnings', ...nodeOptions],
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  running.add(child)
  child.once('exit', () => running.delete(child))
  return {
    async ask(step, given, shape) {
      child.send({ step, given })
      const answer = Compile(StepAnswer).Parse(await nextMessage(child, `${step} of ${file}`))
      if (!answer.ok) throw new Error(`${file} could not ${step}: ${answer.message}`)
      return Compile(shape).Parse(answer.value)
    },
    async end() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      const limit = setTimeout(() => child.kill('SIGKILL'), END_MS_MAX)
      if (child.connected) child.disconnect()
      await gone
      clearTimeout(limit)
    },
  }
}

function nextMessage(child: ChildProcess, what: string): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>()
  const ended = (code: number | null): void => reject(new Error(`${what}: the process ended with ${code}`))
  const limit = setTimeout(() => reject(new Error(`${what} took more than ${STEP_MS_MAX} ms`)), STEP_MS_MAX)
  child.once('message', resolve).once('exit', ended)
  return promise.finally(() => {
    clearTimeout(limit)
    child.off('message', resolve).off('exit', ended)
  })
}
