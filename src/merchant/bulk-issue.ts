/**
 * `POST /api/bulk-issues`: many numbers with one request, each row issued and answered as a `POST /cvs` of its own, in
 * the order of the rows. The answer is written while the rows are issued and is the progress; it goes no faster than its
 * reader. Each row has a key of its own made of the request's, so that whoever lost the line sends the same again and gets
 * every row that was issued as it was.
 */
import { setImmediate } from 'node:timers/promises'
import type { MerchantId } from '../core/brand.ts'
import { storageFaultKind } from '../gateway/faults.ts'
import { BULKS_AT_ONCE_MAX } from '../wire/bulk-issue.ts'
import { IDEMPOTENCY_KEY } from '../wire/idempotency.ts'
import type { BodyReading } from './body-parsers.ts'
import { type BulkLines, linesFor } from './bulk-lines.ts'
import { readRows } from './bulk-rows.ts'
import { type CvsDeps, issueUnderKey } from './cvs.ts'
import { type Answer, parameterRefusal, type Refusal, refusal } from './envelope.ts'
import { BUSY } from './faults.ts'
import { memberOf } from './given.ts'
import { readIdempotencyKey } from './idempotency-key.ts'

export interface BulkAsked {
  readonly bytes: Uint8Array
  readonly contentType: string | undefined
  readonly encoding: string | undefined
  readonly accept: string | undefined
  readonly idempotencyKey: string | null
}

export interface BulkFlow {
  readonly kind: 'flow'
  readonly contentType: string
  readonly lines: AsyncIterable<string>
  /** To be called when nobody takes lines any more, to the end or not. */
  readonly ended: () => void
}

export interface BulkIssue {
  answer(merchantId: MerchantId, asked: BulkAsked): Promise<BulkFlow | Refusal>
  /** The house closes: rows that were begun are answered, no more are begun. */
  stop(): void
}

/** Of one request: enough to fill a commit with those of a few others, and to leave room in it. */
const ROWS_IN_FLIGHT_MAX = 64

export function createBulkIssue(deps: CvsDeps): BulkIssue {
  const enter = createPlaces(BULKS_AT_ONCE_MAX)
  let isStopping = false

  /** Answers null where the house has closed. */
  async function issueRow(merchantId: MerchantId, row: BodyReading, key: string): Promise<Answer | null> {
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

  async function* flow(
    merchantId: MerchantId,
    rows: readonly BodyReading[],
    key: string,
    lines: BulkLines,
  ): AsyncGenerator<string> {
    if (lines.head !== '') yield lines.head
    const inTurn = createTurns()
    const issue = (row: BodyReading, index: number): Promise<Answer | null> =>
      // A space stands in no merchant's key, so that no other request's key is ever this one.
      inTurn(merchantUidOf(row), () => issueRow(merchantId, row, `${key} ${index + 1}`))
    let row = 0
    let issued = 0
    for await (const answer of inOrder(rows, issue, () => isStopping)) {
      if (answer === null) return
      row += 1
      if (answer.kind === 'success') issued += 1
      // Rows that wait for nothing, because all are refused, must not keep everybody else waiting.
      if (row % ROWS_IN_FLIGHT_MAX === 0) await setImmediate()
      yield lines.line({ row, of: rows.length, merchantUid: merchantUidOf(rows[row - 1]), answer })
    }
    if (row === rows.length) yield lines.end(row, issued)
  }

  return {
    async answer(merchantId, { bytes, contentType, encoding, accept, idempotencyKey }) {
      const keyReading = readIdempotencyKey(idempotencyKey)
      if (!keyReading.ok) return keyReading.refusal
      const { key } = keyReading
      if (key === null) return KEY_MISSING
      const leave = enter(merchantId)
      if (leave === undefined) return TOO_MANY
      let isFlowing = false
      try {
        const reading = await readRows(bytes, contentType, encoding)
        if (!reading.ok) return reading.refusal
        const lines = linesFor(accept)
        const { contentType: answerType } = lines
        isFlowing = true
        return {
          kind: 'flow',
          contentType: answerType,
          lines: flow(merchantId, reading.rows, key, lines),
          ended: leave,
        }
      } finally {
        if (!isFlowing) leave()
      }
    },
    stop() {
      isStopping = true
    },
  }
}

/** So many of each merchant at once. Answers the way out, or undefined where there is no room. */
function createPlaces(max: number): (merchantId: MerchantId) => (() => void) | undefined {
  const taken = new Map<MerchantId, number>()
  const change = (merchantId: MerchantId, by: 1 | -1): void => {
    taken.set(merchantId, (taken.get(merchantId) ?? 0) + by)
  }
  return (merchantId) => {
    if ((taken.get(merchantId) ?? 0) >= max) return undefined
    change(merchantId, 1)
    return () => change(merchantId, -1)
  }
}

/** Some at once, what comes of them in the order of the items. Those that were begun come to their end in any case. */
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

const KEY_MISSING = parameterRefusal(IDEMPOTENCY_KEY, {
  ko: '이 요청에는 꼭 필요한 헤더입니다. 연결이 끊기면 같은 키로 같은 요청을 다시 보내세요. 이미 발급된 행은 그대로 답하고, 두 번 발급하지 않습니다.',
  en: 'this request needs the header: when the line breaks, send the same again with the same key. Every row that was issued is answered as it was, and none is issued twice.',
})

const TOO_MANY = refusal(
  429,
  {
    ko: `일괄 발급은 한 번에 ${BULKS_AT_ONCE_MAX}건까지 진행할 수 있습니다. 앞의 것이 끝난 뒤 다시 보내 주세요.`,
    en: `${BULKS_AT_ONCE_MAX} bulk issues of yours are running, and no more do at once. Send this again when one has ended.`,
  },
  { headers: { 'retry-after': '5' } },
)
