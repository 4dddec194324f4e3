/**
 * A merchant's endpoints, by command. Its Notification URL is set with `merchant-set`; here it is the endpoint `default`,
 * which can be looked at, paused and resumed as the others.
 */
import type { EndpointId } from '../core/brand.ts'
import { DEFAULT_ENDPOINT, type Endpoint, NOTICE_FORMATS, NOTICE_TYPES } from '../core/endpoint.ts'
import type { EndpointSettings, EndpointView } from '../gateway/endpoints.ts'
import { PAUSED_WORDS } from '../merchant/present-notices.ts'
import { DESCRIPTION_CHARACTERS_MAX } from '../wire/endpoint-answer.ts'
import { NOTICE_REFUSALS, type NoticeRefusalName } from '../wire/notice-refusals.ts'
import { findMerchant } from './merchant-verbs.ts'
import { type Options, oneOf, type Row, type Shown, type Verb, type VerbDeps, VerbError } from './verb-options.ts'

export const ENDPOINT_VERBS = {
  'endpoint-add': { takes: ['merchant!', 'url!', 'description', 'format', 'events'], run: addEndpoint },
  'endpoint-set': { takes: ['merchant!', 'endpoint!', 'url', 'description', 'format', 'events'], run: setEndpoint },
  'endpoint-list': { takes: ['merchant!'], run: listEndpoints },
  'endpoint-remove': { takes: ['merchant!', 'endpoint!'], run: removeEndpoint },
  'endpoint-pause': { takes: ['merchant!', 'endpoint!'], run: pauseOrResume('pause') },
  'endpoint-resume': { takes: ['merchant!', 'endpoint!'], run: pauseOrResume('resume') },
  'endpoint-rotate': { takes: ['merchant!', 'endpoint!'], run: rotateSecret },
  'webhook-secret-rotate': {
    takes: ['merchant!'],
    run: (options, deps) => rotate({ ...options, endpoint: DEFAULT_ENDPOINT }, deps),
  },
} as const satisfies Readonly<Record<string, Verb>>

async function addEndpoint(options: Options, deps: VerbDeps): Promise<Shown> {
  const { id } = findMerchant(options, deps)
  const usual = { description: '', format: 'modern', hears: null } as const
  const settings = { ...usual, url: '', ...settingsIn(options, deps) }
  const made = taken(await deps.notices.endpoints.add(id, settings))
  return { ...describeEndpoint(made.view), secret: made.secret }
}

async function setEndpoint(options: Options, deps: VerbDeps): Promise<Shown> {
  const { id } = findMerchant(options, deps)
  if (options['endpoint'] === DEFAULT_ENDPOINT)
    throw new VerbError({
      ko: 'Notification URL은 merchant-set의 --notice-url, --content-type, --v1-notices로 정합니다.',
      en: 'the Notification URL is set with merchant-set: --notice-url, --content-type, --v1-notices',
    })
  const settings = settingsIn(options, deps)
  return describeEndpoint(taken(await deps.notices.endpoints.change(id, endpointIn(options), settings)).view)
}

async function listEndpoints(options: Options, deps: VerbDeps): Promise<Shown> {
  const { id } = findMerchant(options, deps)
  return (await deps.notices.endpoints.list(id)).map(describeEndpoint)
}

async function removeEndpoint(options: Options, deps: VerbDeps): Promise<Shown> {
  const { id } = findMerchant(options, deps)
  if (options['endpoint'] === DEFAULT_ENDPOINT)
    throw new VerbError({
      ko: `Notification URL은 지우지 않고 비웁니다: merchant-set --merchant ${id} --notice-url ''`,
      en: `the Notification URL is emptied, not removed: merchant-set --merchant ${id} --notice-url ''`,
    })
  taken(await deps.notices.endpoints.remove(id, endpointIn(options)))
  return { removed: endpointIn(options) }
}

function pauseOrResume(verb: 'pause' | 'resume'): Verb['run'] {
  return async (options, deps) => {
    const { id } = findMerchant(options, deps)
    return describeEndpoint(taken(await deps.notices.endpoints[verb](id, endpointIn(options))).view)
  }
}

async function rotateSecret(options: Options, deps: VerbDeps): Promise<Shown> {
  if (options['endpoint'] === DEFAULT_ENDPOINT)
    throw new VerbError({
      ko: '가맹점의 비밀값은 webhook-secret-rotate로 바꿉니다. confirm_url에도 서명하기 때문입니다.',
      en: "the merchant's own secret is changed with webhook-secret-rotate: it signs confirm_url too",
    })
  return rotate(options, deps)
}

async function rotate(options: Options, deps: VerbDeps): Promise<Shown> {
  const { id } = findMerchant(options, deps)
  const { view, secret } = taken(await deps.notices.endpoints.rotateSecret(id, endpointIn(options)))
  return { merchant: id, endpoint: view.id, secret, former_secret: `signs too until ${formerUntil(view)}` }
}

/** What was done; a refusal in the words of the API. */
export function taken<Value>(
  done: ({ readonly ok: true } & Value) | { readonly ok: false; readonly refusal: NoticeRefusalName },
): Value {
  if (!done.ok) throw new VerbError(NOTICE_REFUSALS[done.refusal].text)
  return done
}

function endpointIn({ endpoint }: Options): EndpointId {
  return (endpoint ?? '') as EndpointId
}

function settingsIn(options: Options, { urlProblem }: VerbDeps): Partial<EndpointSettings> {
  const { url, description } = options
  const problem = url === undefined ? undefined : urlProblem(url)
  if (problem !== undefined) throw new VerbError({ ko: `--url: ${problem.ko}`, en: `--url: ${problem.en}` })
  if (description !== undefined && !DESCRIPTION.test(description))
    throw new VerbError({
      ko: `--description: ${DESCRIPTION_CHARACTERS_MAX}자 이하의 한 줄이어야 합니다.`,
      en: `--description is one line of at most ${DESCRIPTION_CHARACTERS_MAX} characters`,
    })
  const format = oneOf(options, 'format', NOTICE_FORMATS)
  const hears = eventsIn(options)
  return {
    ...(url === undefined ? {} : { url }),
    ...(description === undefined ? {} : { description }),
    ...(format === undefined ? {} : { format }),
    ...(hears === undefined ? {} : { hears }),
  }
}

const DESCRIPTION = new RegExp(`^[^\\p{C}\\p{Zl}\\p{Zp}]{0,${DESCRIPTION_CHARACTERS_MAX}}$`, 'u')

/** `payment.paid,payment.reversed`, or `all`. */
function eventsIn({ events }: Options): Endpoint['hears'] | undefined {
  if (events === undefined) return undefined
  if (events === 'all') return null
  return events.split(',').map((name) => {
    const type = NOTICE_TYPES.find((candidate) => candidate === name)
    if (type === undefined)
      throw new VerbError({
        ko: `--events ${name}: all이거나, 쉼표로 이은 ${NOTICE_TYPES.join(',')} 가운데 몇 개여야 합니다.`,
        en: `--events ${name}: it is all, or some of ${NOTICE_TYPES.join(',')} with commas between`,
      })
    return type
  })
}

function describeEndpoint(view: EndpointView): Row {
  const { id, merchantId, url, description, format, hears, v1Notices } = view
  return {
    endpoint: id,
    merchant: merchantId,
    url: url ?? '-',
    ...(description === '' ? {} : { description }),
    format,
    events: hears?.join(',') ?? (v1Notices === null ? 'all' : `v1_notices ${v1Notices}`),
    state: stateOf(view),
  }
}

function stateOf({ health: { failingSince, pause } }: EndpointView): string {
  if (pause !== null) return `paused since ${timeText(pause.since)}. ${PAUSED_WORDS[pause.cause].en}`
  return failingSince === null ? 'active' : `failing since ${timeText(failingSince)}`
}

function formerUntil({ secrets }: EndpointView): string {
  return timeText(secrets.find(({ until }) => until !== null)?.until ?? 0)
}

/** As an operator reads and writes times. */
export function timeText(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, 'Z')
}
