/**
 * The console's API for the pages of the console, in the browser that holds the session: the cookie goes by itself, what the
 * own page must show beside it is remembered here. A call is made once; whoever wants it twice asks with the same key.
 */
import {
  ADMIN_ROUTES,
  type AdminRefusal,
  type AdminRouteName,
  type AdminRoutes,
  type SessionAnswer,
  type Words,
} from '../admin.gen.ts'

export interface AdminClientOptions {
  /** Of the gateway; the page's own where nothing is said. */
  readonly url?: string | undefined
  /** Instead of the global one. */
  readonly fetch?: typeof globalThis.fetch | undefined
}

export interface AdminCallOptions {
  /** For what is done once: the same key for the same click, a new one for the next. */
  readonly key?: string | undefined
  readonly signal?: AbortSignal | undefined
  /** Of a file: how much of it has come, again and again. */
  readonly received?: ((bytes: number) => void) | undefined
}

export type AdminInput<Name extends AdminRouteName> = Omit<AdminRoutes[Name], 'answer'>

export interface AdminClient {
  /** Throws `AdminError`. */
  call<Name extends AdminRouteName>(
    name: Name,
    input: AdminInput<Name>,
    options?: AdminCallOptions,
  ): Promise<AdminRoutes[Name]['answer']>
  /** Where an `EventSource` listens to a merchant; its events are called `change` and hold a `LiveEvent`. */
  liveUrl(merchant: string): string
}

/** Any other answer than the one that was asked for. */
export class AdminError extends Error {
  override readonly name = 'AdminError'
  /** HTTP's; null where nothing was answered: then it is not known whether it was done. */
  readonly status: number | null
  /** `signed_out`, `prove_again`, `bad_field` …; `no_answer` where there was none. */
  readonly code: string
  readonly field: string | null
  readonly words: Words
  /** Not before so many seconds; null where nothing is said of it. */
  readonly waitS: number | null

  constructor(
    status: number | null,
    { code, field, message }: AdminRefusal['error'],
    { cause, waitS = null }: { readonly cause?: unknown; readonly waitS?: number | null } = {},
  ) {
    super(message.en, cause === undefined ? undefined : { cause })
    this.status = status
    this.code = code
    this.field = field ?? null
    this.words = message
    this.waitS = waitS
  }
}

export function createAdminClient({ url = '', fetch = globalThis.fetch }: AdminClientOptions = {}): AdminClient {
  const base = `${url.replace(/\/+$/, '')}/admin/api`
  let csrf: string | undefined
  const call: AdminClient['call'] = async (name, input, options = {}) => {
    const { method, path, isKeyed } = ADMIN_ROUTES[name]
    const { path: names = {}, query = {}, body } = input as Input
    const headers: Record<string, string> = { accept: 'application/json' }
    if (method !== 'GET' && csrf !== undefined) headers['x-sunap-csrf'] = csrf
    if (method !== 'GET' && body !== undefined) headers['content-type'] = 'application/json'
    if (isKeyed === true) headers['idempotency-key'] = options.key ?? crypto.randomUUID()
    const reply = await answered(fetch, `${base}${placed(path, names)}${queryText(query)}`, {
      method,
      headers,
      credentials: 'same-origin',
      ...(method === 'GET' || body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    })
    const answer: unknown = await contentOf(reply, options.received)
    if (isSession(answer)) csrf = answer.csrf
    return answer as AdminRoutes[typeof name]['answer']
  }
  return { call, liveUrl: (merchant) => `${base}${placed(ADMIN_ROUTES.live.path, { merchant })}` }
}

interface Input {
  readonly path?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, unknown>>
  readonly body?: unknown
}

async function answered(fetch: typeof globalThis.fetch, url: string, init: RequestInit): Promise<Response> {
  const reply = await fetch(url, init).catch(noAnswer)
  if (reply.ok) return reply
  throw new AdminError(reply.status, await refusalIn(reply), { waitS: waitIn(reply) })
}

function waitIn({ headers }: Response): number | null {
  const said = headers.get('retry-after') ?? ''
  return /^\d{1,6}$/.test(said) ? Number(said) : null
}

/** What stands before the gateway answers in its own way. */
async function refusalIn(reply: Response): Promise<AdminRefusal['error']> {
  const said = (await reply.json().catch(() => undefined)) as AdminRefusal | undefined
  return said?.error?.message === undefined ? { ...NO_ANSWER, code: 'strange_answer' } : said.error
}

const NO_ANSWER: AdminRefusal['error'] = {
  code: 'no_answer',
  message: {
    ko: '서버에 연결하지 못했습니다. 처리되었는지 알 수 없으니 지금 상태를 확인해 주세요.',
    en: 'The server did not answer. Whether it was done is not known: look at how things stand.',
  },
}

async function contentOf(reply: Response, received: AdminCallOptions['received']): Promise<unknown> {
  const type = reply.headers.get('content-type') ?? ''
  if (type.startsWith('application/json')) return reply.json().catch(noAnswer)
  if (type.startsWith('text/event-stream')) return reply.body
  // A page of somebody who stands before the gateway is no answer of it, though it came with 200.
  const name = /filename="([^"/\\]+)"/.exec(reply.headers.get('content-disposition') ?? '')?.[1]
  if (name === undefined) throw new AdminError(null, NO_ANSWER)
  return new File([await counted(reply, received).catch(noAnswer)], name, { type })
}

/** What broke off is no answer: whether it was done is not known. */
function noAnswer(cause: unknown): never {
  throw new AdminError(null, NO_ANSWER, { cause })
}

function counted(reply: Response, received: AdminCallOptions['received']): Promise<Blob> {
  if (received === undefined || reply.body === null) return reply.blob()
  let bytes = 0
  const count = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(piece, to) {
      bytes += piece.byteLength
      received(bytes)
      to.enqueue(piece)
    },
  })
  return new Response(reply.body.pipeThrough(count)).blob()
}

function isSession(answer: unknown): answer is SessionAnswer {
  return typeof answer === 'object' && answer !== null && 'csrf' in answer && typeof answer.csrf === 'string'
}

/** A name that is missing would ask for something else. */
function placed(path: string, names: Readonly<Record<string, string>>): string {
  return path.replace(/:(\w+)/g, (_, name: string) => {
    const value = names[name]
    if (value === undefined || value === '') throw new TypeError(`${path}: ${name} is empty`)
    return encodeURIComponent(value)
  })
}

function queryText(query: Readonly<Record<string, unknown>>): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined)
  const text = new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)])).toString()
  return text === '' ? '' : `?${text}`
}
