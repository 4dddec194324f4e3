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
export const SLIPS = 5
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
  | { readonly ask: 'lapse'; readonly no: number; readonly orphaned: boolean }
  | { readonly ask: 'expire'; readonly no: number }
  | {
      readonly ask: 'refund'
      readonly no: number
      readonly merchantId: MerchantId
      readonly refund: number
      readonly amount: number | null
      readonly slip: number | undefined
      readonly tellV1: boolean
    }
  | {
      readonly ask: 'settle_payout'
      readonly no: number
      readonly refund: number
      readonly merchantId: MerchantId
      readonly result: 'paid_out' | 'failed'
    }
  | {
      readonly ask: 'reroute'
      readonly no: number
      readonly refund: number
      readonly merchantId: MerchantId
      readonly slip: number | undefined
    }
  | { readonly ask: 'pay_out'; readonly key: number; readonly slip: number; readonly amount: number }
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

/** A refund's id is its payment's for ever, as a gateway stamps it. */
export const REFUNDS_OF_PAYMENT = 3
export function refundNo(no: number, place: number): number {
  return no * REFUNDS_OF_PAYMENT + place
}

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
  { weight: 2, arbitrary: fc.record({ ask: fc.constant('lapse'), no: upTo(PAYMENTS), orphaned: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ ask: fc.constant('expire'), no: upTo(PAYMENTS) }) },
  {
    weight: 8,
    arbitrary: fc
      .record({
        no: upTo(PAYMENTS),
        merchantId: merchants,
        place: fc.integer({ min: 0, max: REFUNDS_OF_PAYMENT - 1 }),
        amount: fc.constantFrom(null, 300, 300, 300, 700),
        slip: fc.option(upTo(SLIPS), { nil: undefined }),
        tellV1: fc.boolean(),
      })
      .map(({ place, ...parts }): Ask => ({ ask: 'refund', ...parts, refund: refundNo(parts.no, place) })),
  },
  {
    weight: 3,
    arbitrary: fc
      .record({
        no: upTo(PAYMENTS),
        merchantId: merchants,
        place: fc.integer({ min: 0, max: REFUNDS_OF_PAYMENT - 1 }),
        result: fc.constantFrom<'paid_out' | 'failed'>('paid_out', 'failed'),
      })
      .map(({ place, ...parts }): Ask => ({ ask: 'settle_payout', ...parts, refund: refundNo(parts.no, place) })),
  },
  {
    weight: 3,
    arbitrary: fc
      .record({
        no: upTo(PAYMENTS),
        merchantId: merchants,
        place: fc.integer({ min: 0, max: REFUNDS_OF_PAYMENT - 1 }),
        slip: fc.option(upTo(SLIPS), { nil: undefined }),
      })
      .map(({ place, ...parts }): Ask => ({ ask: 'reroute', ...parts, refund: refundNo(parts.no, place) })),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      ask: fc.constant('pay_out'),
      key: upTo(KEYS),
      slip: upTo(SLIPS),
      amount: fc.constantFrom(300, 300, 300, 700, 1000),
    }),
  },
  { weight: 3, arbitrary: fc.record({ ask: fc.constant('repeat'), back: fc.nat(20) }) },
)

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
    case 'lapse':
      return make.lapse(what.no, what.orphaned, id)
    case 'expire':
      return make.expire(what.no, id)
    case 'refund':
      return make.refund({ ...what, id })
    case 'settle_payout':
      return make.settlePayout({ ...what, id })
    case 'reroute':
      return make.reroute({ ...what, id })
    case 'pay_out':
      return make.payOut({ ...what, id })
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
