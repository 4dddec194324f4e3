/**
 * One POST by undici's plainest way, which costs the generator least; the V1 request that both generators send.
 */
import type { Dispatcher } from 'undici'

export interface Answered {
  readonly status: number
  readonly body: Buffer
}

export function post(
  dispatcher: Dispatcher,
  path: string,
  headers: Readonly<Record<string, string>>,
  body: string | Uint8Array,
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    let status = 0
    let first: Buffer | undefined
    dispatcher.dispatch(
      { method: 'POST', path, headers, body },
      {
        onRequestStart() {},
        onResponseStart(_controller, statusCode) {
          status = statusCode
        },
        onResponseData(_controller, chunk) {
          first = first === undefined ? chunk : Buffer.concat([first, chunk])
        },
        onResponseEnd: () => resolve({ status, body: first ?? Buffer.alloc(0) }),
        onResponseError: (_controller, error) => reject(error),
      },
    )
  })
}

const JSON_TYPE = { 'content-type': 'application/json' }

/** Asks for a token as a merchant's server does. */
export async function getToken(
  dispatcher: Dispatcher,
  { impKey, impSecret }: { readonly impKey: string; readonly impSecret: string },
): Promise<string> {
  const keys = JSON.stringify({ imp_key: impKey, imp_secret: impSecret })
  const { status, body } = await post(dispatcher, '/users/getToken', JSON_TYPE, keys)
  if (status !== 200) throw new Error(`no token: HTTP ${status} ${body}`)
  return JSON.parse(body.toString()).response.access_token
}

/** About 400 bytes with everything a shop usually sends. Throws where the answer is no issued number. */
export async function issue(
  dispatcher: Dispatcher,
  token: string,
  { orderId, merchantUrl }: { readonly orderId: string; readonly merchantUrl: string },
): Promise<Buffer> {
  const order =
    `{"merchant_uid":"${orderId}","amount":36400,"name":"겨울 코트 1벌","buyer_name":"홍길동",` +
    '"buyer_tel":"010-1234-5678","buyer_email":"hong@example.com","buyer_addr":"서울특별시 강남구 테헤란로 1",' +
    `"buyer_postcode":"06234","confirm_url":"${merchantUrl}/confirm","notice_url":"${merchantUrl}/notice"}`
  const { status, body } = await post(dispatcher, '/cvs', { ...JSON_TYPE, authorization: token }, order)
  if (status !== 200 || body.compare(SUCCESS, 0, SUCCESS.length, 0, SUCCESS.length) !== 0)
    throw new Error(`no number for ${orderId}: HTTP ${status} ${body}`)
  return body
}

const SUCCESS = Buffer.from('{"code":0,')
