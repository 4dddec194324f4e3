/**
 * The rows of a bulk issue on their way: so many at once, each a `POST /cvs` under a key of its own, answered in their
 * order. Whoever takes the lines sets the pace: rows are begun only while lines are taken, and what was begun comes to its
 * end in any case.
 */
import { setImmediate } from 'node:timers/promises'
import type { MerchantId } from '../core/brand.ts'
import { storageFaultKind } from '../gateway/faults.ts'
import type { BodyReading } from './body-parsers.ts'
import type { BulkLines } from './bulk-lines.ts'
import { type CvsDeps, issueUnderKey } from './cvs.ts'
import type { Answer } from './envelope.ts'
import { BUSY } from './faults.ts'
import { memberOf } from './given.ts'

/** Of one request: enough to fill a commit with those of a few others, and to leave room in it. */
export const ROWS_IN_FLIGHT_MAX = 64

export interface RowsAsked {
  readonly merchantId: MerchantId
  readonly rows: readonly BodyReading[]
  readonly key: string
  readonly lines: BulkLines
}

/** Without its last line where the house closes; throws where nobody can say what became of a row. */
export async function* issueRows(
  deps: CvsDeps,
  { merchantId, rows, key, lines }: RowsAsked,
  isStopping: () => boolean,
): AsyncGenerator<string> {
  if (lines.head !== '') yield lines.head
  const inTurn = createTurns()
  const issue = (row: BodyReading, index: number): Promise<Answer | null> =>
    // A space stands in no merchant's key, so that no other request's key is ever this one.
    inTurn(merchantUidOf(row), () => issueRow(deps, merchantId, row, `${key} ${index + 1}`))
  let row = 0
  let issued = 0
  for await (const answer of inOrder(rows, issue, isStopping)) {
    if (answer === null) return
    row += 1
    if (answer.kind === 'success') issued += 1
    // Rows that wait for nothing, because all are refused, must not keep everybody else waiting.
    if (row % ROWS_IN_FLIGHT_MAX === 0) await setImmediate()
    yield lines.line({ row, of: rows.length, merchantUid: merchantUidOf(rows[row - 1]), answer })
  }
  if (row === rows.length) yield lines.end(row, issued)
}

/** Null where the house has closed. */
async function issueRow(deps: CvsDeps, merchantId: MerchantId, row: BodyReading, key: string): Promise<Answer | null> {
  if (!row.ok) return row.refusal
  try {
    return await issueUnderKey(deps, merchantId, row.body, key)
  } catch (fault) {
    const kind = storageFaultKind(fault)
    if (kind === 'full' || kind === 'overloaded') return BUSY
    if (kind === 'closed') return null
    throw fault
  }
}

/** Some at once, what comes of them in the order of the items. */
async function* inOrder<Item, Result>(
  items: readonly Item[],
  run: (item: Item, index: number) => Promise<Result>,
  isStopping: () => boolean,
): AsyncGenerator<Result> {
  const begun: Promise<Result>[] = []
  const waiting = items.entries()
  for (;;) {
    while (begun.length < ROWS_IN_FLIGHT_MAX && !isStopping()) {
      const { value, done } = waiting.next()
      if (done) break
      const [index, item] = value
      const result = run(item, index)
      // Nobody may be left to hear of it.
      result.catch(() => {})
      begun.push(result)
    }
    const oldest = begun.shift()
    if (oldest === undefined) return
    yield await oldest
  }
}

/** Requests about one order one after the other, as a client that waits for each answer sends them. */
function createTurns(): <Result>(order: string, run: () => Promise<Result>) => Promise<Result> {
  const last = new Map<string, Promise<unknown>>()
  return (order, run) => {
    const before = last.get(order)
    const turn = before === undefined ? run() : before.then(run, run)
    last.set(order, turn)
    return turn
  }
}

function merchantUidOf(row: BodyReading | undefined): string {
  const given = row?.ok ? memberOf(row.body.fields, 'merchant_uid') : undefined
  return typeof given === 'string' || typeof given === 'number' ? String(given) : ''
}
