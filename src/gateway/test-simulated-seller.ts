/**
 * For tests only: the merchants' side. They answer when they feel like it, hear notices, and keep a book of what they
 * were told: the newest state of each payment by its version, and how often each notice came.
 */
import assert from 'node:assert/strict'
import type { AttemptId, MerchantId, PaymentId } from '../core/brand.ts'
import type { V1Status } from '../core/v1-status.ts'
import type { CallRequest, CallResult } from '../outbound/call-result.ts'
import type { Storage } from '../storage/storage.ts'
import type { AskMerchant, MerchantsWord, Question } from './ports.ts'
import { SILENCE, YES } from './test-gateway.ts'
import type { Chance, VirtualTime } from './test-virtual-time.ts'

export interface SimulatedSeller {
  readonly askMerchant: AskMerchant
  post(request: CallRequest): Promise<CallResult>
  /** The attempts that were answered yes in their time. */
  readonly yes: ReadonlySet<AttemptId>
  readonly book: ReadonlyMap<PaymentId, { readonly version: number; readonly status: V1Status }>
  /** How often each notice was taken, by its id. */
  readonly taken: ReadonlyMap<string, number>
  /** From now on every notice is taken. */
  recover(): void
}

export interface SellerDeps {
  readonly time: VirtualTime
  readonly chance: Chance
  readonly keeper: Storage
  /** Receivers refuse and hang now and then; our own hands slip while asking. */
  readonly sloppy: boolean
}

export function createSimulatedSeller({ time, chance, keeper, sloppy }: SellerDeps): SimulatedSeller {
  const yes = new Set<AttemptId>()
  const book = new Map<PaymentId, { version: number; status: V1Status }>()
  const taken = new Map<string, number>()
  /** By its id, whatever became of it. */
  const known = new Set<string>()
  /** The newest version that was taken of each payment. */
  const newest = new Map<PaymentId, number>()
  let isSloppy = sloppy

  async function askMerchant({ payment, budgetMs }: Question): Promise<MerchantsWord> {
    if (isSloppy && chance.happens(0.02)) throw new Error('a slip of our own')
    const thinksMs = chance.happens(0.8) ? chance.ms(0, 400) : chance.ms(0, 9000)
    if (thinksMs >= budgetMs) {
      await time.sleep(budgetMs)
      return SILENCE
    }
    await time.sleep(thinksMs)
    if (chance.happens(0.2)) return { verdict: { kind: 'refused', reason: null }, latencyMs: thinksMs, detail: '409' }
    yes.add(payment.lastAttempt.id)
    return YES
  }

  async function post({ url, body, headers }: CallRequest): Promise<CallResult> {
    await time.sleep(chance.ms(0, 2000))
    const id = headers['webhook-id'] ?? ''
    const version = Number(headers['sunap-version'])
    const notice: { imp_uid: PaymentId; status: V1Status } = JSON.parse(body)
    const merchantId = new URL(url).hostname.replace('.example', '') as MerchantId
    const seen = await keeper.payments.find(merchantId, notice.imp_uid)
    assert.ok(seen !== undefined && seen.version >= version, 'who is told reads what was told, or newer')
    if (!known.has(id)) assert.ok(version > (newest.get(notice.imp_uid) ?? 0), 'nothing older is first told after it')
    known.add(id)
    if (isSloppy && chance.happens(0.2)) return chance.happens(0.5) ? answered(500) : answered(503, '7')
    newest.set(notice.imp_uid, Math.max(version, newest.get(notice.imp_uid) ?? 0))
    taken.set(id, (taken.get(id) ?? 0) + 1)
    if (version > (book.get(notice.imp_uid)?.version ?? 0)) book.set(notice.imp_uid, { version, status: notice.status })
    if (isSloppy && chance.happens(0.1))
      return { kind: 'failed', cause: 'deadline', detail: '', status: null, latencyMs: 1 }
    return answered(200)
  }

  return {
    askMerchant,
    post,
    yes,
    book,
    taken,
    recover() {
      isSloppy = false
    },
  }
}

function answered(status: number, retryAfter: string | null = null): CallResult {
  const headers = { contentType: null, contentEncoding: null, retryAfter, location: null }
  const body = new Uint8Array(0)
  return { kind: 'answered', status, headers, body, bodyTruncated: false, remoteAddress: '127.0.0.1', latencyMs: 1 }
}
