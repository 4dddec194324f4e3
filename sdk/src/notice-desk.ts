/** Where a merchant is told, and what became of each notice: the endpoints and the deliveries of a client. */
import type { Call, CallOptions } from './call.ts'
import type {
  AddEndpointBody,
  ChangeDefaultBody,
  ChangeEndpointBody,
  Delivery,
  DeliveryDetail,
  Endpoint,
  EndpointWithSecret,
  Operations,
  ReplayAnswer,
  ReplayNamedBody,
  ReplayRangeBody,
  TestAnswer,
} from './wire.gen.ts'

/** An id is `ep_...`, or `default`: your Notification URL. */
export interface Endpoints {
  list(options?: CallOptions): Promise<readonly Endpoint[]>
  /** Keep the `secret`: no other answer shows it. */
  add(endpoint: AddEndpointBody, options?: CallOptions): Promise<EndpointWithSecret>
  find(id: string, options?: CallOptions): Promise<Endpoint>
  change(id: string, changes: ChangeEndpointBody | ChangeDefaultBody, options?: CallOptions): Promise<Endpoint>
  remove(id: string, options?: CallOptions): Promise<void>
  /** What happens meanwhile waits. */
  pause(id: string, options?: CallOptions): Promise<Endpoint>
  resume(id: string, options?: CallOptions): Promise<Endpoint>
  /** A new secret; for a day the one before it signs too. */
  rotateSecret(id: string, options?: CallOptions): Promise<EndpointWithSecret>
  /** Calls it once now, and tells what came of it. */
  test(id: string, options?: CallOptions): Promise<TestAnswer>
}

export type DeliveriesAsked = Omit<Operations['listDeliveries']['query'], 'after' | 'limit'>

export interface Deliveries {
  /** Newest first, one after the other however many there are. */
  list(asked?: DeliveriesAsked, options?: CallOptions): AsyncGenerator<Delivery, void, undefined>
  /** With every try: the address, the answer, and the reason in words. */
  find(id: string, options?: CallOptions): Promise<DeliveryDetail>
  /** Sends it again, one that was delivered too. */
  replay(id: string, options?: CallOptions): Promise<DeliveryDetail>
  /** Up to 100 that are named, or those of a time; where `next` is not null, ask again with it as `after`. */
  replayMany(asked: ReplayNamedBody | ReplayRangeBody, options?: CallOptions): Promise<ReplayAnswer>
}

export function createEndpoints(call: Call): Endpoints {
  return {
    async list(options) {
      return (await call('listEndpoints', { input: {}, options })).response.endpoints
    },
    async add(body, options) {
      return (await call('addEndpoint', { input: { body }, options })).response
    },
    async find(id, options) {
      return (await call('getEndpoint', { input: { path: { id } }, options })).response
    },
    async change(id, body, options) {
      return (await call('changeEndpoint', { input: { path: { id }, body }, options })).response
    },
    async remove(id, options) {
      await call('removeEndpoint', { input: { path: { id } }, options })
    },
    async pause(id, options) {
      return (await call('pauseEndpoint', { input: { path: { id } }, options })).response
    },
    async resume(id, options) {
      return (await call('resumeEndpoint', { input: { path: { id } }, options })).response
    },
    async rotateSecret(id, options) {
      return (await call('rotateEndpointSecret', { input: { path: { id } }, options })).response
    },
    async test(id, options) {
      const timeoutMs = options?.timeoutMs ?? TEST_TIMEOUT_MS
      return (await call('testEndpoint', { input: { path: { id } }, options: { ...options, timeoutMs } })).response
    },
  }
}

/** The gateway waits 15 seconds for an endpoint. */
const TEST_TIMEOUT_MS = 20_000
const LIMIT = 100

export function createDeliveries(call: Call): Deliveries {
  return {
    async *list(asked = {}, options) {
      let after: string | undefined
      do {
        const input = { query: { ...asked, after, limit: LIMIT } }
        const { deliveries, next } = (await call('listDeliveries', { input, options })).response
        yield* deliveries
        after = next ?? undefined
      } while (after !== undefined)
    },
    async find(id, options) {
      return (await call('getDelivery', { input: { path: { id } }, options })).response
    },
    async replay(id, options) {
      return (await call('replayDelivery', { input: { path: { id } }, options })).response
    },
    async replayMany(body, options) {
      return (await call('replayDeliveries', { input: { body }, options })).response
    },
  }
}
