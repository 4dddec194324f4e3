/** Histories for the property test: much at the same time, repeats, late requests, and clocks that jump. */
import fc from 'fast-check'
import type { EndpointId, MerchantId } from '../core/brand.ts'
import { DEFAULT_ENDPOINT, type Endpoint } from '../core/endpoint.ts'
import { PAUSE_AFTER_MS, PROBE_EVERY_MS } from '../core/endpoint-health.ts'
import { type Ask, asks, merchants, PAYMENTS, upTo } from './contract-asks.ts'
import { EP1, EP2, putEndpoint } from './contract-outbox.ts'
import { COUNTERS, type DirectoryEntry } from './storage.ts'

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
