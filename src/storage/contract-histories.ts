/**
 * Histories for the property test: few merchants, orders, numbers and till keys, much at the same time, repeats, late
 * requests, and clocks that jump, so that most of what is asked collides with something.
 */
import fc from 'fast-check'
import type { CommandId, EndpointId, MerchantId } from '../core/brand.ts'
import type { Command } from '../core/commands.ts'
import { DEFAULT_ENDPOINT, type Endpoint } from '../core/endpoint.ts'
import { PAUSE_AFTER_MS, PROBE_EVERY_MS } from '../core/endpoint-health.ts'
import { REISSUE_RULES } from '../core/merchant.ts'
import * as make from './contract-commands.ts'
import { EP1, EP2, putEndpoint } from './contract-outbox.ts'
import { COUNTERS, type DirectoryEntry } from './storage.ts'

export const PAYMENTS = 10
export const ORDERS = 3
export const NUMBERS = 4
export const KEYS = 24
export const RECEIPTS = 6
const LATEST_FENCE = 4

/** What is asked, without an id and without a clock: told when it runs. */
export type Ask =
  | {
      readonly ask: 'issue'
      readonly no: number
      readonly merchantId: MerchantId
      readonly order: number
      readonly number: number
      readonly amount: number
      readonly reissue: (typeof REISSUE_RULES)[number]
      readonly scheme: 'kr-generic-20' | 'registered'
      readonly expiresInMs: number | null
      readonly noticeUrls: readonly string[] | null
      readonly personal: boolean
      readonly key: string | null
    }
  | { readonly ask: 'inquire'; readonly number: number }
  | {
      readonly ask: 'claim'
      readonly key: number
      readonly number: number
      readonly amount: number
      readonly payType: 'cash' | 'card'
    }
  | { readonly ask: 'settle'; readonly key: number; readonly fence: number; readonly verdict: make.Verdicts }
  /** Of a claim that was granted: the last one, the one before, … */
  | { readonly ask: 'settle_claim'; readonly back: number; readonly verdict: make.Verdicts }
  /** Of a claim that was granted, whatever became of it. */
  | { readonly ask: 'reverse_claim'; readonly key: number; readonly back: number }
  | { readonly ask: 'reverse'; readonly key: number; readonly original: number }
  | { readonly ask: 'revoke'; readonly no: number; readonly merchantId: MerchantId }
  | {
      readonly ask: 'amend'
      readonly no: number
      readonly merchantId: MerchantId
      readonly amount: number | null
      readonly expiresInMs: number | null
      readonly version: number | null
    }
  | { readonly ask: 'suspend'; readonly no: number; readonly merchantId: MerchantId; readonly reason: string | null }
  | { readonly ask: 'resume'; readonly no: number; readonly merchantId: MerchantId }
  | { readonly ask: 'lapse'; readonly no: number; readonly orphaned: boolean }
  | { readonly ask: 'expire'; readonly no: number }
  | { readonly ask: 'ask_receipt'; readonly no: number; readonly receipt: number; readonly merchantId: MerchantId }
  | { readonly ask: 'cancel_receipt'; readonly no: number; readonly merchantId: MerchantId }
  | { readonly ask: 'retry_receipt'; readonly no: number }
  | {
      readonly ask: 'settle_receipt'
      readonly no: number
      readonly receipt: number
      readonly step: 'issuing' | 'issued' | 'cancelling'
      readonly refused: boolean
      readonly finalInMs: number | null
      readonly next: number | null
    }
  /** A command asked before, once more: the same in all, or only its id with something else. */
  | { readonly ask: 'repeat'; readonly back: number }

export interface Asked {
  readonly what: Ask
  /** Milliseconds left when it is asked; null: no hurry. */
  readonly leftMs: number | null
}

export type Step =
  | { readonly step: 'ask'; readonly asked: readonly Asked[] }
  | { readonly step: 'wall'; readonly ms: number }
  | { readonly step: 'advance'; readonly ms: number }
  /** The first queues that wait, so many of each. */
  | { readonly step: 'lease'; readonly queues: number; readonly limit: number }
  | {
      readonly step: 'settle'
      readonly back: number
      readonly status: number
      readonly retryAfterMs: number | null
      readonly chance: number
    }
  /** All notices of these payments. */
  | { readonly step: 'replay'; readonly merchantId: MerchantId; readonly numbers: readonly number[] }
  /** What was delivered so long ago. */
  | { readonly step: 'prune'; readonly agoMs: number; readonly limit: number }
  | {
      readonly step: 'pause'
      readonly merchantId: MerchantId
      readonly endpoint: EndpointId
      readonly paused: boolean
    }
  | { readonly step: 'endpoint'; readonly put: DirectoryEntry }
  | { readonly step: 'grant'; readonly keyNo: number }
  | { readonly step: 'take'; readonly counter: (typeof COUNTERS)[number]; readonly size: number }
  | { readonly step: 'put'; readonly merchantId: MerchantId; readonly v1Notices: 'paid' | 'all' }
  | { readonly step: 'forget' }

const upTo = (max: number) => fc.integer({ min: 1, max })
const merchants = fc.constantFrom(make.ALPHA, make.BRAVO)
const amounts = fc.constantFrom(1000, 1000, 1000, 1000, 1000, 1000, 2000)
const verdicts = fc.constantFrom<make.Verdicts>('payable', 'payable', 'payable', 'refused', 'unanswered')

const asks: fc.Arbitrary<Ask> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      ask: fc.constant('issue'),
      no: upTo(PAYMENTS),
      merchantId: merchants,
      order: upTo(ORDERS),
      number: upTo(NUMBERS),
      amount: amounts,
      reissue: fc.constantFrom(...REISSUE_RULES),
      scheme: fc.constantFrom('kr-generic-20', 'registered'),
      expiresInMs: fc.constantFrom(null, null, null, null, null, -1, 3_600_000, 100 * 86_400_000),
      noticeUrls: fc.constantFrom(null, null, ['https://a.example/n?x=1', 'https://b.example/n']),
      personal: fc.boolean(),
      key: fc.constantFrom(null, null, 'key-1', 'key-2'),
    }),
  },
  { weight: 3, arbitrary: fc.record({ ask: fc.constant('inquire'), number: upTo(NUMBERS) }) },
  {
    weight: 12,
    arbitrary: fc.record({
      ask: fc.constant('claim'),
      key: upTo(KEYS),
      number: upTo(NUMBERS),
      amount: amounts,
      payType: fc.constantFrom('cash', 'cash', 'cash', 'cash', 'cash', 'card'),
    }),
  },
  {
    weight: 9,
    arbitrary: fc.record({ ask: fc.constant('settle_claim'), back: fc.nat(2), verdict: verdicts }),
  },
  { weight: 3, arbitrary: fc.record({ ask: fc.constant('reverse_claim'), key: upTo(KEYS), back: fc.nat(2) }) },
  {
    weight: 1,
    arbitrary: fc.record({ ask: fc.constant('settle'), key: upTo(KEYS), fence: upTo(LATEST_FENCE), verdict: verdicts }),
  },
  { weight: 2, arbitrary: fc.record({ ask: fc.constant('reverse'), key: upTo(KEYS), original: upTo(KEYS) }) },
  { weight: 2, arbitrary: fc.record({ ask: fc.constant('revoke'), no: upTo(PAYMENTS), merchantId: merchants }) },
  {
    weight: 3,
    arbitrary: fc.record({
      ask: fc.constant('amend'),
      no: upTo(PAYMENTS),
      merchantId: merchants,
      amount: fc.constantFrom(null, 1000, 2000),
      expiresInMs: fc.constantFrom(null, null, -1, 60_000, 3_600_000),
      version: fc.constantFrom(null, null, null, 1, 2, 3),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      ask: fc.constant('suspend'),
      no: upTo(PAYMENTS),
      merchantId: merchants,
      reason: fc.constantFrom(null, '', '재고 "확인" 중 \\ 😀'),
    }),
  },
  { weight: 3, arbitrary: fc.record({ ask: fc.constant('resume'), no: upTo(PAYMENTS), merchantId: merchants }) },
  { weight: 2, arbitrary: fc.record({ ask: fc.constant('lapse'), no: upTo(PAYMENTS), orphaned: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ ask: fc.constant('expire'), no: upTo(PAYMENTS) }) },
  ...receiptAsks(),
  { weight: 3, arbitrary: fc.record({ ask: fc.constant('repeat'), back: fc.nat(20) }) },
)

/** Few receipts, so that a word is often about one that is not open any more. */
function receiptAsks(): readonly fc.MaybeWeightedArbitrary<Ask>[] {
  const receipt = upTo(RECEIPTS)
  return [
    {
      weight: 3,
      arbitrary: fc.record({ ask: fc.constant('ask_receipt'), no: upTo(PAYMENTS), receipt, merchantId: merchants }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ ask: fc.constant('cancel_receipt'), no: upTo(PAYMENTS), merchantId: merchants }),
    },
    { weight: 2, arbitrary: fc.record({ ask: fc.constant('retry_receipt'), no: upTo(PAYMENTS) }) },
    {
      weight: 6,
      arbitrary: fc.record({
        ask: fc.constant('settle_receipt'),
        no: upTo(PAYMENTS),
        receipt,
        step: fc.constantFrom('issuing', 'issuing', 'issued', 'cancelling'),
        refused: fc.constantFrom(false, false, true),
        finalInMs: fc.constantFrom(null, 60_000),
        next: fc.constantFrom(null, 1, 2),
      }),
    },
  ]
}

const asked: fc.Arbitrary<Asked> = fc.record({ what: asks, leftMs: fc.constantFrom(null, null, null, 5000, 200) })

const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 28,
    arbitrary: fc.record({ step: fc.constant('ask'), asked: fc.array(asked, { minLength: 1, maxLength: 8 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      step: fc.constant('wall'),
      ms: fc.constantFrom(-5000, 1, 1, 1000, 1000, 15_000, 1_860_000, PROBE_EVERY_MS, PAUSE_AFTER_MS),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      step: fc.constant('advance'),
      ms: fc.constantFrom(0, 60_000, 60_000, 1_800_000, 1_800_000, 86_400_000, 91 * 86_400_000),
    }),
  },
  { weight: 3, arbitrary: fc.record({ step: fc.constant('lease'), queues: upTo(8), limit: upTo(4) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      step: fc.constant('settle'),
      back: fc.nat(8),
      status: fc.constantFrom(200, 204, 302, 410, 500, 500, 503),
      retryAfterMs: fc.constantFrom(null, null, 120_000),
      chance: fc.constantFrom(0, 0.25, 0.999),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      step: fc.constant('replay'),
      merchantId: merchants,
      numbers: fc.array(upTo(PAYMENTS), { minLength: 1, maxLength: 4 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      step: fc.constant('prune'),
      agoMs: fc.constantFrom(0, 60_000, 86_400_000),
      limit: upTo(3),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      step: fc.constant('pause'),
      merchantId: merchants,
      endpoint: fc.constantFrom(DEFAULT_ENDPOINT, EP1, EP2),
      paused: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ step: fc.constant('endpoint'), put: endpoints() }) },
  { weight: 1, arbitrary: fc.record({ step: fc.constant('grant'), keyNo: upTo(2) }) },
  {
    weight: 1,
    arbitrary: fc.record({ step: fc.constant('take'), counter: fc.constantFrom(...COUNTERS), size: upTo(3) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      step: fc.constant('put'),
      merchantId: merchants,
      v1Notices: fc.constantFrom('paid', 'all'),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ step: 'forget' }) },
)

const issues = asks.filter(({ ask }) => ask === 'issue').map((what): Asked => ({ what, leftMs: null }))

/** A few issues first, or there would be little to collect. */
export const histories: fc.Arbitrary<readonly Step[]> = fc
  .tuple(fc.array(issues, { minLength: 3, maxLength: 6 }), fc.array(steps, { maxLength: 40 }))
  .map(([first, then]) => [{ step: 'ask', asked: first }, ...then])

/** Registered, changed and taken away; now and then by a merchant that does not own it. */
function endpoints(): fc.Arbitrary<DirectoryEntry> {
  const id = fc.constantFrom(EP1, EP2)
  const parts: fc.Arbitrary<Pick<Endpoint, 'merchantId' | 'format' | 'hears'>> = fc.record({
    merchantId: merchants,
    format: fc.constantFrom('modern', 'v1_json', 'v1_form'),
    hears: fc.constantFrom(null, ['payment.issued', 'payment.paid'], ['payment.revoked']),
  })
  return fc.oneof<fc.MaybeWeightedArbitrary<DirectoryEntry>[]>(
    { weight: 3, arbitrary: fc.tuple(id, parts).map(([id, of]) => putEndpoint(id, of)) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('endpoint_removed'),
        entry: fc.record({ id, merchantId: merchants }),
      }),
    },
  )
}

/** What a runner remembers for the asks that look back, oldest first. */
export interface Remembered {
  readonly commands: readonly Command[]
  readonly claims: readonly { readonly key: number; readonly fence: number }[]
}

/** The command of an ask; one that nothing can be settled or repeated by comes out as a command that changes nothing. */
export function commandOf(what: Ask, id: CommandId, at: number, { commands, claims }: Remembered): Command {
  switch (what.ask) {
    case 'issue': {
      const { expiresInMs, ...parts } = what
      return make.issue({ ...parts, id, expiresAt: expiresInMs === null ? null : at + expiresInMs })
    }
    case 'inquire':
      return make.inquire(what.number, id)
    case 'claim':
      return make.claim({ ...what, id })
    case 'settle':
      return make.settle({ ...what, id, verdict: make.verdict(what.verdict) })
    case 'settle_claim': {
      const granted = claims.at(-1 - what.back)
      return granted === undefined ? nothing(id) : make.settle({ ...granted, id, verdict: make.verdict(what.verdict) })
    }
    case 'reverse_claim': {
      const granted = claims.at(-1 - what.back)
      return granted === undefined ? nothing(id) : make.reverse({ key: what.key, original: granted.key, id })
    }
    case 'reverse':
      return make.reverse({ ...what, id })
    case 'revoke':
      return make.revoke(what.no, what.merchantId, id)
    case 'amend': {
      const { expiresInMs, ...parts } = what
      return make.amend({ ...parts, id, expiresAt: expiresInMs === null ? null : at + expiresInMs })
    }
    case 'suspend':
      return make.suspend(what.no, what.reason, what.merchantId, id)
    case 'resume':
      return make.resume(what.no, what.merchantId, id)
    case 'lapse':
      return make.lapse(what.no, what.orphaned, id)
    case 'expire':
      return make.expire(what.no, id)
    case 'ask_receipt':
      return make.askReceipt({ ...what, id })
    case 'cancel_receipt':
      return make.cancelReceipt(what.no, what.merchantId, id)
    case 'retry_receipt':
      return make.retryReceipt(what.no, id)
    case 'settle_receipt': {
      const { finalInMs, ...parts } = what
      return make.settleReceipt({ ...parts, id, finalAt: finalInMs === null ? null : at + finalInMs })
    }
    case 'repeat':
      return repeated(commands, what.back) ?? nothing(id)
  }
}

/** The same command once more; every third time only its id, on another command's content. */
function repeated(commands: readonly Command[], back: number): Command | undefined {
  const earlier = commands.at(-1 - back)
  const other = commands.at(-2 - back)
  return earlier !== undefined && back % 3 === 2 && other !== undefined ? { ...other, id: earlier.id } : earlier
}

function nothing(id: CommandId): Command {
  return make.expire(PAYMENTS + 1, id)
}
