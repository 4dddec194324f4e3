/**
 * Several nodes want the same numbers at the same moment: each number has exactly one winner, and the database names the
 * same one. `npm run races -- --races=200000 --nodes=3` is the long way; the tests run a short one.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { readDatabaseAddress } from '../../src/server/database-address.ts'
import { ALPHA, issue, paymentId, WORLD } from '../../src/storage/contract-commands.ts'
import { openPostgresStorage } from '../../src/storage/postgres/postgres-storage.ts'
import type { Storage } from '../../src/storage/storage.ts'
import type { FromRacer, Heat } from './racer.ts'

export interface RaceResult {
  readonly races: number
  readonly nodes: number
  /** Numbers that nobody won, or more than one; and those of which the database says otherwise. */
  readonly wrong: readonly number[]
  /** How many each node won. */
  readonly wins: readonly number[]
  readonly tookMs: number
}

/** Numbers of one heat: all nodes begin it together. */
const HEAT = 1_000

export async function runRaces(url: string, races: number, nodes: number): Promise<RaceResult> {
  const storage = await openPostgresStorage({ address: readDatabaseAddress(url) })
  const racers = await Promise.all(Array.from({ length: nodes }, (_, node) => startRacer(url, node)))
  try {
    await storage.directory.put(WORLD)
    const wins = racers.map(() => 0)
    const wrong: number[] = []
    const startedAt = performance.now()
    for (let from = 1; from <= races; from += HEAT) {
      const heat = { from, to: Math.min(from + HEAT, races + 1) }
      await issueAll(storage, heat)
      const won = await Promise.all(racers.map((racer) => racer.run(heat)))
      won.forEach((numbers, node) => {
        wins[node] = (wins[node] ?? 0) + numbers.length
      })
      wrong.push(...(await notWonOnce(storage, heat, won.flat())))
    }
    return { races, nodes, wrong, wins, tookMs: performance.now() - startedAt }
  } finally {
    await Promise.all(racers.map((racer) => racer.end()))
    await storage.close()
  }
}

async function issueAll(storage: Storage, { from, to }: Heat): Promise<void> {
  await Promise.all(Array.from({ length: to - from }, (_, index) => storage.execute(issue({ no: from + index }))))
}

const READ_AT_ONCE = 50

async function notWonOnce(storage: Storage, { from, to }: Heat, won: readonly number[]): Promise<readonly number[]> {
  const times = new Map<number, number>()
  for (const no of won) times.set(no, (times.get(no) ?? 0) + 1)
  const numbers = Array.from({ length: to - from }, (_, index) => from + index)
  const isWrong = async (no: number): Promise<boolean> => {
    const payment = await storage.payments.find(ALPHA, paymentId(no))
    const events = await storage.payments.events(ALPHA, paymentId(no))
    const collected = events.filter(({ data }) => data.type === 'collected').length
    return times.get(no) !== 1 || payment?.state !== 'paid' || collected !== 1
  }
  const wrong: number[] = []
  // No more at once than a busy machine answers before they are given up.
  for (let from = 0; from < numbers.length; from += READ_AT_ONCE) {
    const read = numbers.slice(from, from + READ_AT_ONCE)
    const found = await Promise.all(read.map(isWrong))
    wrong.push(...read.filter((_, index) => found[index]))
  }
  return wrong
}

interface Racer {
  readonly run: (heat: Heat) => Promise<readonly number[]>
  readonly end: () => Promise<void>
}

async function startRacer(url: string, node: number): Promise<Racer> {
  const child = fork(fileURLToPath(new URL('./racer.ts', import.meta.url)), [url, String(node)])
  const gone = once(child, 'exit')
  const hear = async (): Promise<FromRacer> => {
    const ended = gone.then(() => {
      throw new Error(`node ${node} of the race ended`)
    })
    const [message] = await Promise.race([once(child, 'message'), ended])
    return message
  }
  await hear()
  return {
    async run(heat) {
      child.send(heat)
      const message = await hear()
      return message.kind === 'won' ? message.numbers : []
    },
    async end() {
      if (child.connected) child.send('end')
      await gone
    },
  }
}
