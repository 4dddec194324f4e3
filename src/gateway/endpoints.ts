/**
 * Where a merchant is told, and how that fares. The Notification URL stands among the endpoints as `default`: what it is
 * belongs to the merchant, so it is never added and never removed, only set and emptied. Changes are made one after
 * another, for each reads what it changes: two at once would lose one, and with it a secret that was already shown.
 */
import type { EndpointId, MerchantId, WallTime } from '../core/brand.ts'
import { DEFAULT_ENDPOINT, type Endpoint, type NoticeFormat, rotatedSecrets } from '../core/endpoint.ts'
import { type EndpointHealth, healthy } from '../core/endpoint-health.ts'
import type { Merchant } from '../core/merchant.ts'
import type { Directory, DirectoryEntry, Storage } from '../storage/storage.ts'
import type { MakeSecret, Random } from './ports.ts'
import { timeOrderedId } from './stamps.ts'

/** Beside the Notification URL. */
export const ENDPOINTS_MAX = 20

export interface EndpointView extends Omit<Endpoint, 'url'> {
  /** Null: the Notification URL is not set. */
  readonly url: string | null
  /** Of the Notification URL, else null. */
  readonly v1Notices: Merchant['v1Notices'] | null
  readonly health: EndpointHealth
}

export type EndpointSettings = Pick<Endpoint, 'url' | 'description' | 'format' | 'hears'>

/** What of the Notification URL can be set. */
export interface DefaultSettings {
  readonly url: string | null
  readonly format: Exclude<NoticeFormat, 'modern'>
  readonly v1Notices: Merchant['v1Notices']
}

export type EndpointRefusal = 'endpoint_unknown' | 'too_many_endpoints' | 'default_stays' | 'no_address'

export type Done<Value, Refusal> = ({ readonly ok: true } & Value) | { readonly ok: false; readonly refusal: Refusal }

type Viewed = Done<{ readonly view: EndpointView }, EndpointRefusal>
type Made = Done<{ readonly view: EndpointView; readonly secret: string }, EndpointRefusal>

export interface EndpointVerbs {
  /** The Notification URL first, the others in the order in which they were added. */
  list(merchantId: MerchantId): Promise<readonly EndpointView[]>
  /** Undefined for an unknown one and for another merchant's alike. */
  find(merchantId: MerchantId, id: EndpointId): Promise<EndpointView | undefined>
  add(merchantId: MerchantId, settings: EndpointSettings): Promise<Made>
  /** For `default` use `setDefault`. */
  change(merchantId: MerchantId, id: EndpointId, changes: Partial<EndpointSettings>): Promise<Viewed>
  setDefault(merchantId: MerchantId, changes: Partial<DefaultSettings>): Promise<Viewed>
  remove(merchantId: MerchantId, id: EndpointId): Promise<Done<object, EndpointRefusal>>
  pause(merchantId: MerchantId, id: EndpointId): Promise<Viewed>
  resume(merchantId: MerchantId, id: EndpointId): Promise<Viewed>
  /** The new secret signs at once, the one before it for `SECRET_OVERLAP_MS` more. */
  rotateSecret(merchantId: MerchantId, id: EndpointId): Promise<Made>
}

export interface EndpointDeps {
  readonly storage: Pick<Storage, 'directory' | 'endpoints' | 'clock'>
  readonly random: Random
  readonly makeSecret: MakeSecret
}

export function createEndpoints(deps: EndpointDeps): EndpointVerbs {
  const { storage } = deps
  const inTurn = oneAfterAnother()
  const list = async (merchantId: MerchantId): Promise<readonly EndpointView[]> => {
    const health = await storage.endpoints.health(merchantId)
    const healthOf = (id: EndpointId): EndpointHealth =>
      health.find(({ endpoint }) => endpoint === id) ?? healthy(merchantId, id)
    const own = storage.directory.current().endpoints.get(merchantId) ?? []
    return [
      { ...defaultOf(requiredMerchant(storage.directory.current(), merchantId)), health: healthOf(DEFAULT_ENDPOINT) },
      ...own.map((each) => ({ ...each, v1Notices: null, health: healthOf(each.id) })),
    ]
  }
  const find: EndpointVerbs['find'] = async (merchantId, id) => (await list(merchantId)).find((each) => each.id === id)
  const viewed = async (merchantId: MerchantId, id: EndpointId): Promise<Viewed> => {
    const view = await find(merchantId, id)
    return view === undefined ? refused('endpoint_unknown') : { ok: true, view }
  }
  const pauseOrResume =
    (verb: 'pause' | 'resume'): EndpointVerbs['pause'] =>
    (merchantId, id) =>
      inTurn(async () => {
        const found = await viewed(merchantId, id)
        if (!found.ok) return found
        if (found.view.url === null) return refused('no_address')
        return { ok: true, view: { ...found.view, health: await storage.endpoints[verb](merchantId, id) } }
      })
  return {
    list,
    find,
    pause: pauseOrResume('pause'),
    resume: pauseOrResume('resume'),
    ...changesOf(deps, { inTurn, viewed }),
  }
}

interface Steps {
  readonly inTurn: InTurn
  readonly viewed: (merchantId: MerchantId, id: EndpointId) => Promise<Viewed>
}

function changesOf(
  { storage, random, makeSecret }: EndpointDeps,
  { inTurn, viewed }: Steps,
): Pick<EndpointVerbs, 'add' | 'change' | 'setDefault' | 'remove' | 'rotateSecret'> {
  const put = (entry: DirectoryEntry): Promise<unknown> => storage.directory.put([entry])
  /** As every node has it: what is changed must be what is there. */
  const own = async (merchantId: MerchantId): Promise<readonly Endpoint[]> =>
    (await storage.directory.latest()).endpoints.get(merchantId) ?? []
  return {
    add: (merchantId, settings) =>
      inTurn(async () => {
        if ((await own(merchantId)).length >= ENDPOINTS_MAX) return refused('too_many_endpoints')
        const { shown, sealed } = makeSecret()
        const id = `ep_${timeOrderedId(storage.clock.wall(), random)}` as EndpointId
        await put({ kind: 'endpoint', entry: { id, merchantId, ...settings, secrets: [{ sealed, until: null }] } })
        return withSecret(await viewed(merchantId, id), shown)
      }),
    change: (merchantId, id, changes) =>
      inTurn(async () => {
        const endpoint = (await own(merchantId)).find((each) => each.id === id)
        if (endpoint === undefined) return refused('endpoint_unknown')
        await put({ kind: 'endpoint', entry: { ...endpoint, ...changes } })
        return viewed(merchantId, id)
      }),
    setDefault: (merchantId, { url, format, v1Notices }) =>
      inTurn(async () => {
        const merchant = requiredMerchant(await storage.directory.latest(), merchantId)
        const changes: Partial<Merchant> = {
          ...(url === undefined ? {} : { noticeUrl: url }),
          ...(format === undefined ? {} : { noticeContentType: format === 'v1_json' ? 'json' : 'form' }),
          ...(v1Notices === undefined ? {} : { v1Notices }),
        }
        await put({ kind: 'merchant', entry: { ...merchant, ...changes } })
        return viewed(merchantId, DEFAULT_ENDPOINT)
      }),
    remove: (merchantId, id) =>
      inTurn(async () => {
        if (id === DEFAULT_ENDPOINT) return refused('default_stays')
        if (!(await own(merchantId)).some((each) => each.id === id)) return refused('endpoint_unknown')
        await put({ kind: 'endpoint_removed', entry: { id, merchantId } })
        return { ok: true }
      }),
    rotateSecret: (merchantId, id) =>
      inTurn(async () => {
        const { shown, sealed } = makeSecret()
        const entry = rotated(await storage.directory.latest(), merchantId, id, sealed, storage.clock.wall())
        if (entry === undefined) return refused('endpoint_unknown')
        await put(entry)
        return withSecret(await viewed(merchantId, id), shown)
      }),
  }
}

function rotated(
  directory: Directory,
  merchantId: MerchantId,
  id: EndpointId,
  sealed: string,
  wall: WallTime,
): DirectoryEntry | undefined {
  if (id === DEFAULT_ENDPOINT) {
    const merchant = requiredMerchant(directory, merchantId)
    const webhookSecrets = rotatedSecrets(merchant.webhookSecrets, sealed, wall)
    return { kind: 'merchant', entry: { ...merchant, webhookSecrets } }
  }
  const endpoint = directory.endpoints.get(merchantId)?.find((each) => each.id === id)
  if (endpoint === undefined) return undefined
  return { kind: 'endpoint', entry: { ...endpoint, secrets: rotatedSecrets(endpoint.secrets, sealed, wall) } }
}

function defaultOf(merchant: Merchant): Omit<EndpointView, 'health'> {
  return {
    id: DEFAULT_ENDPOINT,
    merchantId: merchant.id,
    url: merchant.noticeUrl,
    description: '',
    format: merchant.noticeContentType === 'json' ? 'v1_json' : 'v1_form',
    hears: null,
    v1Notices: merchant.v1Notices,
    secrets: merchant.webhookSecrets,
  }
}

function requiredMerchant({ merchants }: Directory, id: MerchantId): Merchant {
  const merchant = merchants.get(id)
  if (merchant === undefined) throw new Error(`broken invariant: ${id} is no merchant`)
  return merchant
}

function refused<Refusal extends EndpointRefusal>(refusal: Refusal): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal }
}

function withSecret(viewed: Viewed, secret: string): Made {
  return viewed.ok ? { ...viewed, secret } : viewed
}

type InTurn = <Value>(run: () => Promise<Value>) => Promise<Value>

function oneAfterAnother(): InTurn {
  let turn: Promise<unknown> = Promise.resolve()
  return (run) => {
    const done = turn.then(run)
    turn = done.catch(() => {})
    return done
  }
}
