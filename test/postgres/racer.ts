/**
 * One node of a race, in a process of its own: it wants every number that it is told of, and says which it got. Whoever
 * gets one collects it, so that a second winner would be a second payment.
 */

import type { CommandId } from '../../src/core/brand.ts'
import { readDatabaseAddress } from '../../src/server/database-address.ts'
import { claim, settle } from '../../src/storage/contract-commands.ts'
import { openPostgresStorage } from '../../src/storage/postgres/postgres-storage.ts'

/** Numbers `from` up to but without `to`. */
export interface Heat {
  readonly from: number
  readonly to: number
}

export type FromRacer = { readonly kind: 'ready' } | { readonly kind: 'won'; readonly numbers: readonly number[] }

/** As many claims of this node are under way at once. */
const AT_ONCE = 128
/** Neighbours whose order each node draws for itself. */
const SHUFFLED = 64
/** Till keys and command ids of one node lie apart from the others'. */
const KEYS_OF_A_NODE = 10_000_000

const [, , url = '', node = '0'] = process.argv
const storage = await openPostgresStorage({ address: readDatabaseAddress(url) })
let stamped = 0

process.on('message', async (heat: Heat | 'end') => {
  if (heat === 'end') {
    await storage.close()
    process.disconnect()
    return
  }
  const won: number[] = []
  const wanted = inOwnOrder(heat)[Symbol.iterator]()
  async function runLane(): Promise<void> {
    for (const no of wanted) if (await wins(no)) won.push(no)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, runLane))
  tell({ kind: 'won', numbers: won })
})
tell({ kind: 'ready' })

/** Nodes that all went in one order would take whole batches from each other, not numbers. */
function inOwnOrder({ from, to }: Heat): readonly number[] {
  const numbers = Array.from({ length: to - from }, (_, index) => from + index)
  const places = new Map(numbers.map((no) => [no, Math.floor(no / SHUFFLED) + Math.random()]))
  return numbers.toSorted((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0))
}

async function wins(no: number): Promise<boolean> {
  const key = Number(node) * KEYS_OF_A_NODE + no
  const claimed = await storage.execute(claim({ key, number: no, id: commandId() }))
  if (claimed.kind !== 'claimed') return false
  const settled = await storage.execute(settle({ key, fence: claimed.payment.fence, id: commandId() }))
  return settled.answer.kind === 'collected'
}

function commandId(): CommandId {
  stamped += 1
  return `cmd_${node}_${stamped}` as CommandId
}

function tell(message: FromRacer): void {
  process.send?.(message)
}
