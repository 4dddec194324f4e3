/**
 * What the command line's till finds in the data folder: how to reach a running sandbox, how far it has counted its own
 * sales, and the journal of them. A trace number is written down before it is used, so that a second run never sends a
 * new sale as an old one.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import type { Terminal } from '../sandbox/practice-till.ts'
import { openTillJournal, type TillJournal } from '../sandbox/till-journal.ts'
import { FolderInUse, type OwnerLock, takeOwnerLock } from '../storage/sqlite/owner-lock.ts'

export interface SandboxFile {
  readonly posUrl: string
  readonly terminals: readonly Terminal[]
}

export interface TraceNumbers {
  /** The last one that was used; 0 before the first. */
  last(): number
  /** One further, noted before it is answered. */
  next(): string
}

/** `missing`: no gateway has written one; `unreadable`: what is there was written by something else. */
export type SandboxFileReading = SandboxFile | 'missing' | 'unreadable'

/** Above these stand the trace numbers of the sandbox's own plays. */
export const TRACE_NUMBER_MAX = 999_999

export function readSandboxFile(folder: string): SandboxFileReading {
  const text = readText(join(folder, 'sandbox.json'))
  if (text === undefined) return 'missing'
  const value = parse(text)
  if (!sandboxShape.Check(value)) return 'unreadable'
  return { posUrl: value.pos_url, terminals: value.terminals }
}

export function traceNumbersOf(folder: string, terminal: string): TraceNumbers {
  const path = join(folder, 'till.json')
  const readAll = (): Static<typeof CountsShape> => {
    const value = parse(readText(path) ?? '{}')
    return countsShape.Check(value) ? value : {}
  }
  const last = (): number => readAll()[terminal] ?? 0
  return {
    last,
    next() {
      const next = (last() % TRACE_NUMBER_MAX) + 1
      const draft = `${path}.new`
      writeFileSync(draft, `${JSON.stringify({ ...readAll(), [terminal]: next }, null, 2)}\n`, {
        mode: 0o600,
        flush: true,
      })
      renameSync(draft, path)
      return String(next)
    },
  }
}

/** A till's journal, and whether this process is the only one at this till. */
export interface OwnJournal {
  readonly journal: TillJournal
  readonly isAlone: boolean
  close(): void
}

/** Waits up to `waitMs` for another process at this till to end. */
export function openOwnJournal(folder: string, terminal: string, waitMs: number): OwnJournal {
  const own = join(folder, 'tills')
  mkdirSync(own, { recursive: true, mode: 0o700 })
  const name = terminal.replaceAll('/', '-')
  const lock = takeLock(own, `${name}.lock`, waitMs)
  const isAlone = lock !== undefined
  const journal = openTillJournal(join(own, `${name}.jsonl`), { isAlone })
  return { journal, isAlone, close: () => lock?.release() }
}

function takeLock(folder: string, file: string, waitMs: number): OwnerLock | undefined {
  try {
    return takeOwnerLock(folder, { file, waitMs })
  } catch (error) {
    if (error instanceof FolderInUse) return undefined
    throw error
  }
}

/** The rest of the file is for other scripts. */
const sandboxShape = Compile(
  Type.Object({
    pos_url: Type.String({ pattern: '^https?://' }),
    terminals: Type.Array(Type.Object({ id: Type.String({ minLength: 1 }), secret: Type.String({ minLength: 1 }) }), {
      minItems: 1,
    }),
  }),
)

const CountsShape = Type.Record(Type.String(), Type.Integer({ minimum: 0, maximum: TRACE_NUMBER_MAX }))
const countsShape = Compile(CountsShape)

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
