/**
 * A till that is a program: started, told what to do over its standard input, and killed where the power is cut. It gets
 * a process group of its own, so that the kill reaches what it has started too; what it writes to standard error is the
 * developer's to read.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import {
  type CancelDeed,
  type DayDeed,
  DRIVER_ANSWERS,
  type SaleDeed,
  type Skill,
  TillCannot,
  type TillDriver,
  TillGone,
  type TillStart,
  TillStuck,
} from './driver.ts'

export interface ProcessDriverOptions {
  readonly command: readonly [string, ...string[]]
  readonly speed: number
  /** What the slowest deed may take. */
  readonly deedMs: number
}

type Deed =
  | ({ readonly do: 'start' } & TillStart)
  | ({ readonly do: 'sale' } & SaleDeed)
  | ({ readonly do: 'cancel' } & CancelDeed)
  | { readonly do: DayDeed | 'count' }

interface Shape<Answer> {
  Check(value: unknown): value is Answer
}

export function createProcessDriver(options: ProcessDriverOptions): TillDriver {
  const { command, speed } = options
  let started: TillStart | undefined
  let running: RunningTill | undefined
  const folders: string[] = []

  const till = (): RunningTill => running ?? gone('the till is off')
  async function powerOn(start: TillStart): Promise<readonly Skill[]> {
    running = runTill(options)
    const { does = [] } = await running.ask({ do: 'start', ...start }, DRIVER_ANSWERS.start)
    return does
  }
  async function powerOff(): Promise<void> {
    await running?.kill()
    running = undefined
  }

  return {
    name: command.join(' '),
    speed,
    renews: true,
    async begin(start) {
      await powerOff()
      const journal = mkdtempSync(join(tmpdir(), 'sunap-exam-till-'))
      folders.push(journal)
      started = { ...start, journal, speed }
      return powerOn(started)
    },
    sale: (deed) => till().ask({ do: 'sale', ...deed }, DRIVER_ANSWERS.sale),
    cancel: (deed) => till().ask({ do: 'cancel', ...deed }, DRIVER_ANSWERS.cancel),
    day: (deed) => till().ask({ do: deed }, DRIVER_ANSWERS[deed]),
    count: () => till().ask({ do: 'count' }, DRIVER_ANSWERS.count),
    cutPower: powerOff,
    async restorePower() {
      await powerOn(started ?? gone('the till was never started'))
    },
    async end() {
      await powerOff()
      for (const folder of folders) rmSync(folder, { recursive: true, force: true })
    },
  }
}

interface RunningTill {
  ask<Answer>(deed: Deed, shape: Shape<Answer>): Promise<Answer>
  kill(): Promise<void>
}

function runTill({ command, deedMs }: ProcessDriverOptions): RunningTill {
  const [program, ...args] = command
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'], detached: true })
  const exited = once(child, 'close').catch(() => {})
  const answers = createAnswers(child)
  return {
    async ask(deed, shape) {
      const answer = answers.next(deedMs)
      child.stdin?.write(`${JSON.stringify(deed)}\n`)
      const value = await answer
      if (DRIVER_ANSWERS.cannot.Check(value)) throw new TillCannot(value.cannot)
      if (!shape.Check(value)) throw new TillGone(`${deed.do}: ${JSON.stringify(value)}`)
      return value
    },
    async kill() {
      if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) killGroup(child.pid)
      await exited
    },
  }
}

interface Answers {
  next(withinMs: number): Promise<unknown>
}

interface Waiting {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: Error) => void
}

/** One answer a deed, in their order. A line that is no JSON object is somebody's greeting and is passed over. */
function createAnswers(child: ChildProcess): Answers {
  const waiting: Waiting[] = []
  let end: Error | undefined
  const finish = (error: Error): void => {
    end ??= error
    for (const { reject } of waiting.splice(0)) reject(end)
  }
  child.on('error', (error) => finish(new TillGone(error.message)))
  child.on('close', (code, signal) => finish(new TillGone(`the till ended (${signal ?? code})`)))
  child.stdin?.on('error', () => {})
  if (child.stdout !== null) {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const value = readObject(line)
      if (value !== undefined) waiting.shift()?.resolve(value)
    })
  }
  return {
    next: (withinMs) =>
      new Promise((resolve, reject) => {
        if (end !== undefined) return reject(end)
        const timer = setTimeout(() => finish(new TillStuck(`no answer within ${withinMs} ms`)), withinMs)
        const settle = (): void => clearTimeout(timer)
        waiting.push({
          resolve(value) {
            settle()
            resolve(value)
          },
          reject(error) {
            settle()
            reject(error)
          },
        })
      }),
  }
}

function readObject(line: string): object | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

/** It may have ended in this moment. */
function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

function gone(problem: string): never {
  throw new TillGone(problem)
}
