/**
 * `POST /api/bulk-issues`: many numbers with one request. What is wrong with the request as a whole is refused here, before
 * anything is issued; else the answer is a flow of lines. Each row has a key made of the request's, so that whoever lost
 * the line sends the same again and gets every row that was issued as it is.
 */
import type { MerchantId } from '../core/brand.ts'
import { BULKS_AT_ONCE_MAX } from '../wire/bulk-issue.ts'
import { IDEMPOTENCY_KEY } from '../wire/idempotency.ts'
import { issueRows } from './bulk-flow.ts'
import { linesFor } from './bulk-lines.ts'
import { readRows } from './bulk-rows.ts'
import type { CvsDeps } from './cvs.ts'
import { parameterRefusal, type Refusal, refusal } from './envelope.ts'
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

export function createBulkIssue(deps: CvsDeps): BulkIssue {
  const enter = createPlaces(BULKS_AT_ONCE_MAX)
  let isStopping = false
  return {
    async answer(merchantId, { bytes, contentType, encoding, accept, idempotencyKey }) {
      const keyReading = readIdempotencyKey(idempotencyKey)
      if (!keyReading.ok) return keyReading.refusal
      const { key } = keyReading
      if (key === null) return KEY_MISSING
      const leave = enter(merchantId)
      if (leave === undefined) return TOO_MANY
      using entered = new DisposableStack()
      entered.defer(leave)
      const reading = await readRows(bytes, contentType, encoding)
      if (!reading.ok) return reading.refusal
      const lines = linesFor(accept)
      const flow = issueRows(deps, { merchantId, rows: reading.rows, key, lines }, () => isStopping)
      entered.move()
      return { kind: 'flow', contentType: lines.contentType, lines: flow, ended: leave }
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
