/**
 * One request by undici's plainest way, which costs the generator least, and the V1 requests that the generators send.
 * What was answered last is kept for each path, so that the floor can answer the same bytes.
 */
import type { Dispatcher } from 'undici'
import type { GatewayAddresses, HeardAnswer } from './messages.ts'

export interface Asked {
  readonly method: 'GET' | 'POST'
  readonly path: string
  /** How every path of its kind begins; the whole of it where left out. */
  readonly kind?: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | Uint8Array | null
  /** How an answer that means yes begins. */
  readonly yes: Buffer
}

export interface Answered {
  readonly status: number
  readonly headers: Dispatcher.ResponseData['headers']
  readonly body: Buffer
}

export type Heard = Map<string, Answered>

/** Throws where the answer is not a yes. */
export async function ask(dispatcher: Dispatcher, heard: Heard, asked: Asked): Promise<Answered> {
  const { method, path, kind = path, yes } = asked
  const answered = await exchange(dispatcher, asked)
  const { status, body } = answered
  if (status !== 200 || body.compare(yes, 0, yes.length, 0, yes.length) !== 0)
    throw new Error(`${method} ${path}: HTTP ${status} ${body}`)
  heard.set(kind, answered)
  return answered
}

function exchange(dispatcher: Dispatcher, { method, path, headers, body }: Asked): Promise<Answered> {
  return new Promise((resolve, reject) => {
    let status = 0
    let answerHeaders: Answered['headers'] = {}
    let first: Buffer | undefined
    dispatcher.dispatch(
      { method, path, headers, body },
      {
        onRequestStart() {},
        onResponseStart(_controller, statusCode, headers) {
          status = statusCode
          answerHeaders = headers
        },
        onResponseData(_controller, chunk) {
          first = first === undefined ? chunk : Buffer.concat([first, chunk])
        },
        onResponseEnd: () => resolve({ status, headers: answerHeaders, body: first ?? Buffer.alloc(0) }),
        onResponseError: (_controller, error) => reject(error),
      },
    )
  })
}

/** Node writes these itself, for every server. */
const BY_NODE: ReadonlySet<string> = new Set(['date', 'connection', 'keep-alive'])

export function answersHeard(heard: Heard): HeardAnswer[] {
  return [...heard].map(([path, { headers, body }]) => ({
    path,
    headers: Object.fromEntries(
      Object.entries(headers).flatMap(([name, value]) => (BY_NODE.has(name) ? [] : [[name, String(value)]])),
    ),
    body: body.toString(),
  }))
}

const JSON_TYPE = { 'content-type': 'application/json' }
const V1_YES = Buffer.from('{"code":0,')

type Keys = Pick<GatewayAddresses, 'impKey' | 'impSecret'>

/** Asks for a token as a merchant's server does. */
export async function getToken(dispatcher: Dispatcher, heard: Heard, keys: Keys): Promise<string> {
  const answered = await ask(dispatcher, heard, tokenOf(keys))
  return JSON.parse(answered.body.toString()).response.access_token
}

export function tokenOf({ impKey, impSecret }: Keys): Asked {
  const body = JSON.stringify({ imp_key: impKey, imp_secret: impSecret })
  return { method: 'POST', path: '/users/getToken', headers: JSON_TYPE, body, yes: V1_YES }
}

/** About 400 bytes with everything a shop usually sends. */
export function issueOf(token: string, orderId: string, merchantUrl: string): Asked {
  const body =
    `{"merchant_uid":"${orderId}","amount":36400,"name":"겨울 코트 1벌","buyer_name":"홍길동",` +
    '"buyer_tel":"010-1234-5678","buyer_email":"hong@example.com","buyer_addr":"서울특별시 강남구 테헤란로 1",' +
    `"buyer_postcode":"06234","confirm_url":"${merchantUrl}/confirm","notice_url":"${merchantUrl}/notice"}`
  return { method: 'POST', path: '/cvs', headers: { ...JSON_TYPE, authorization: token }, body, yes: V1_YES }
}

export interface Issued {
  readonly orderId: string
  readonly impUid: string
  readonly number: string
}

/** So many at once, until there are `count`; `orderId` makes the next one. */
export async function issueNumbers(
  dispatcher: Dispatcher,
  heard: Heard,
  wanted: {
    readonly count: number
    readonly token: string
    readonly merchantUrl: string
    readonly orderId: () => string
  },
): Promise<readonly Issued[]> {
  const issued: Issued[] = []
  let left = wanted.count
  const issueSome = async (): Promise<void> => {
    while (left > 0) {
      left -= 1
      const orderId = wanted.orderId()
      const { body } = await ask(dispatcher, heard, issueOf(wanted.token, orderId, wanted.merchantUrl))
      const { imp_uid: impUid, barcode: number } = JSON.parse(body.toString()).response
      issued.push({ orderId, impUid, number })
    }
  }
  await Promise.all(Array.from({ length: ISSUED_AT_ONCE }, issueSome))
  return issued
}

export const ISSUED_AT_ONCE = 32

export function queryOf(token: string, impUid: string): Asked {
  const kind = '/payments/'
  return { method: 'GET', path: kind + impUid, kind, headers: { authorization: token }, body: null, yes: V1_YES }
}
