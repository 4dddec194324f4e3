/**
 * `/api/endpoints`: where a merchant is told, by itself: added, changed, stopped for a while, given a new secret, tried
 * out. The Notification URL is the endpoint `default`.
 */
import type { EndpointId, MerchantId } from '../core/brand.ts'
import { DEFAULT_ENDPOINT, NOTICE_FORMATS } from '../core/endpoint.ts'
import type { DefaultSettings, EndpointSettings, EndpointView } from '../gateway/endpoints.ts'
import { NOTICE_TYPES } from '../wire/callbacks.ts'
import { DESCRIPTION_CHARACTERS_MAX, type TestAnswer, V1_FORMATS, V1_NOTICES } from '../wire/endpoint-answer.ts'
import { AddEndpointBody, ChangeDefaultBody, ChangeEndpointBody } from '../wire/endpoint-body.ts'
import type { KeyedRoute } from './asked.ts'
import type { Body } from './body-parsers.ts'
import { type Answer, type Refusal, success } from './envelope.ts'
import { type NoticeDesk, noticeRefusal } from './notice-desk.ts'
import { presentEndpoint } from './present-notices.ts'
import { createFieldReader, eachOf, oneOf, orNull, refuseFields, textUpTo } from './read-fields.ts'
import { type CheckUrl, readUrl } from './readings.ts'
import { renderSample } from './render-notice.ts'

export interface EndpointRouteDeps {
  readonly notices: Pick<NoticeDesk, 'endpoints' | 'sendTrial'>
  readonly gateway: { wall(): number }
  readonly checkUrl: CheckUrl
}

export function endpointRoutes(deps: EndpointRouteDeps): readonly KeyedRoute[] {
  const { endpoints } = deps.notices
  return [
    {
      method: 'GET',
      url: '/api/endpoints',
      handle: async (_asked, { merchantId }) =>
        success({ endpoints: (await endpoints.list(merchantId)).map(presentEndpoint) }),
    },
    { method: 'POST', url: '/api/endpoints', handle: ({ body }, { merchantId }) => add(deps, merchantId, body) },
    { method: 'GET', url: '/api/endpoints/:id', handle: onOne((merchantId, id) => find(deps, merchantId, id)) },
    {
      method: 'PATCH',
      url: '/api/endpoints/:id',
      handle: onOne((merchantId, id, body) => change(deps, merchantId, id, body)),
    },
    {
      method: 'DELETE',
      url: '/api/endpoints/:id',
      handle: onOne(async (merchantId, id) => {
        const done = await endpoints.remove(merchantId, id)
        return done.ok ? success({ id }) : noticeRefusal(done.refusal)
      }),
    },
    verb('pause', async (merchantId, id) => shownOrRefused(await endpoints.pause(merchantId, id))),
    verb('resume', async (merchantId, id) => shownOrRefused(await endpoints.resume(merchantId, id))),
    verb('rotate-secret', async (merchantId, id) => shownOrRefused(await endpoints.rotateSecret(merchantId, id))),
    verb('test', (merchantId, id) => tryOut(deps, merchantId, id)),
  ]
}

type OnOne = (merchantId: MerchantId, id: EndpointId, body: Body) => Promise<Answer>

function onOne(handle: OnOne): KeyedRoute['handle'] {
  return ({ path, body }, { merchantId }) => handle(merchantId, (path['id'] ?? '') as EndpointId, body)
}

/** Takes no fields. */
function verb(name: string, handle: OnOne): KeyedRoute {
  return {
    method: 'POST',
    url: `/api/endpoints/:id/${name}`,
    handle: onOne(async (merchantId, id, body) => refuseFields(body.fields) ?? handle(merchantId, id, body)),
  }
}

async function find({ notices }: EndpointRouteDeps, merchantId: MerchantId, id: EndpointId): Promise<Answer> {
  const view = await notices.endpoints.find(merchantId, id)
  return view === undefined ? noticeRefusal('endpoint_unknown') : success(presentEndpoint(view))
}

async function add(
  { notices, checkUrl }: EndpointRouteDeps,
  merchantId: MerchantId,
  { fields }: Body,
): Promise<Answer> {
  const reader = createFieldReader(fields, Object.keys(AddEndpointBody.properties))
  const settings: EndpointSettings = {
    url: reader.required('url', (given) => readUrl(given, checkUrl), ''),
    description: reader.maybe('description', readDescription) ?? '',
    format: reader.maybe('format', oneOf(NOTICE_FORMATS)) ?? 'modern',
    hears: reader.maybe('events', readEvents) ?? null,
  }
  return reader.refusal() ?? shownOrRefused(await notices.endpoints.add(merchantId, settings))
}

async function change(deps: EndpointRouteDeps, merchantId: MerchantId, id: EndpointId, body: Body): Promise<Answer> {
  const { endpoints } = deps.notices
  // Before its fields are read: whose endpoint it is not learns nothing about what would be right.
  if ((await endpoints.find(merchantId, id)) === undefined) return noticeRefusal('endpoint_unknown')
  if (id === DEFAULT_ENDPOINT) {
    const reading = readDefault(body, deps.checkUrl)
    return reading.ok ? shownOrRefused(await endpoints.setDefault(merchantId, reading.changes)) : reading.refusal
  }
  const reading = readChanges(body, deps.checkUrl)
  return reading.ok ? shownOrRefused(await endpoints.change(merchantId, id, reading.changes)) : reading.refusal
}

type Changes<Settings> =
  | { readonly ok: true; readonly changes: Partial<Settings> }
  | { readonly ok: false; readonly refusal: Refusal }

function readChanges({ fields }: Body, checkUrl: CheckUrl): Changes<EndpointSettings> {
  const reader = createFieldReader(fields, Object.keys(ChangeEndpointBody.properties))
  const url = reader.maybe('url', (given) => readUrl(given, checkUrl))
  const description = reader.maybe('description', readDescription)
  const format = reader.maybe('format', oneOf(NOTICE_FORMATS))
  const hears = reader.maybe('events', readEvents)
  const refusal = reader.refusal()
  if (refusal !== undefined) return { ok: false, refusal }
  return { ok: true, changes: given({ url, description, format, hears }) }
}

function readDefault({ fields }: Body, checkUrl: CheckUrl): Changes<DefaultSettings> {
  const reader = createFieldReader(fields, Object.keys(ChangeDefaultBody.properties))
  const url = reader.maybe(
    'url',
    orNull((given) => readUrl(given, checkUrl)),
  )
  const format = reader.maybe('format', oneOf(V1_FORMATS))
  const v1Notices = reader.maybe('v1_notices', oneOf(V1_NOTICES))
  const refusal = reader.refusal()
  return refusal === undefined ? { ok: true, changes: given({ url, format, v1Notices }) } : { ok: false, refusal }
}

/** The members that are there. */
function given<Settings extends object>(settings: { readonly [Key in keyof Settings]: Settings[Key] | undefined }) {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as Partial<Settings>
}

const readDescription = textUpTo(DESCRIPTION_CHARACTERS_MAX)
const readEvents = orNull(eachOf(oneOf(NOTICE_TYPES), NOTICE_TYPES.length))

async function tryOut(
  { notices, gateway }: EndpointRouteDeps,
  merchantId: MerchantId,
  id: EndpointId,
): Promise<Answer> {
  const view = await notices.endpoints.find(merchantId, id)
  if (view === undefined) return noticeRefusal('endpoint_unknown')
  const { url, format, secrets } = view
  if (url === null) return noticeRefusal('no_address')
  const body = renderSample(format, gateway.wall())
  const outcome = await notices.sendTrial({ merchantId, url, format, body, secrets })
  if (outcome === undefined) return noticeRefusal('test_under_way')
  const { delivered, status, cause, latencyMs, words, answer } = outcome
  const shown: TestAnswer = { url, delivered, status, cause, latency_ms: latencyMs, words, answer }
  return success(shown)
}

type Outcome =
  | { readonly ok: true; readonly view: EndpointView; readonly secret?: string }
  | { readonly ok: false; readonly refusal: Parameters<typeof noticeRefusal>[0] }

function shownOrRefused(outcome: Outcome): Answer {
  if (!outcome.ok) return noticeRefusal(outcome.refusal)
  const { view, secret } = outcome
  return success({ ...presentEndpoint(view), ...(secret === undefined ? {} : { secret }) })
}
