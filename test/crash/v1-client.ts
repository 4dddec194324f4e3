/**
 * A merchant's end of its API, across restarts. A request whose answer was lost is neither done nor not done, and
 * that is what it says; only reads are repeated here.
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { Static, TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { Refused, successOf } from '../../src/wire/envelope.ts'
import { PaymentAnswer } from '../../src/wire/payment-answer.ts'
import { RefundPage } from '../../src/wire/refund-answer.ts'
import { TokenAnswer } from '../../src/wire/token.ts'
import type { Gate } from './gate.ts'

export type V1Answer<Response> =
  | { readonly kind: 'done'; readonly response: Response }
  | { readonly kind: 'refused'; readonly message: string }
  /** No answer came. */
  | { readonly kind: 'unknown' }

export interface V1Client {
  /** `key`: the same again under it is the same number. */
  issue(fields: object, key: string): Promise<V1Answer<PaymentAnswer>>
  revoke(impUid: string): Promise<V1Answer<PaymentAnswer>>
  amend(impUid: string, fields: object): Promise<V1Answer<PaymentAnswer>>
  suspend(impUid: string): Promise<V1Answer<PaymentAnswer>>
  resume(impUid: string): Promise<V1Answer<PaymentAnswer>>
  /** `key`: the same again under it is the same refund. */
  refund(fields: object, key: string): Promise<V1Answer<PaymentAnswer>>
  /** Asks until it is answered, as those below. */
  find(impUid: string): Promise<V1Answer<PaymentAnswer>>
  refundsOf(impUid: string): Promise<V1Answer<RefundPage>>
  /** A page of those that wait for their money. */
  pendingRefunds(after: string | null): Promise<V1Answer<RefundPage>>
}

export interface V1ClientOptions {
  readonly gate: Gate
  readonly impKey: string
  readonly impSecret: string
  readonly complain: (complaint: string) => void
}

const ANSWER_MS = 10_000
const AGAIN_MS = 10

interface Asked {
  readonly method: string
  readonly path: string
  readonly body?: object
  readonly token?: string
  readonly key?: string
}

export function createV1Client({ gate, impKey, impSecret, complain }: V1ClientOptions): V1Client {
  let token: Promise<string> | undefined

  async function getToken(): Promise<string> {
    const body = { imp_key: impKey, imp_secret: impSecret }
    const answer = await insist(() => exchange({ method: 'POST', path: '/users/getToken', body }, Tokens))
    if (answer.kind !== 'done') throw new Error(`no token: ${JSON.stringify(answer)}`)
    return answer.response.access_token
  }

  async function asMerchant<Response>(asked: Asked, shape: Shape<Response>): Promise<V1Answer<Response>> {
    token ??= getToken()
    const answer = await exchange({ ...asked, token: await token }, shape)
    if (answer.kind === 'refused' && answer.message === 'Unauthorized') token = undefined
    return answer
  }

  async function exchange<Response>(asked: Asked, shape: Shape<Response>): Promise<V1Answer<Response>> {
    const { apiUrl } = await gate.life()
    const answer = await send(apiUrl, asked).catch((error: unknown) => {
      if (error instanceof Error && error.name === 'TimeoutError')
        complain(`${asked.method} ${asked.path} was not answered within ${ANSWER_MS} ms`)
      return undefined
    })
    if (answer === undefined) return { kind: 'unknown' }
    const value: unknown = JSON.parse(answer.text)
    if (shape.Check(value)) return { kind: 'done', response: value.response }
    if (answer.status >= 500 || !refusals.Check(value)) complain(`${asked.path}: ${answer.status} ${answer.text}`)
    return { kind: 'refused', message: refusals.Check(value) ? value.message : answer.text }
  }

  const ask = (asked: Asked) => asMerchant(asked, Payments)
  const read = <Response>(path: string, shape: Shape<Response>) =>
    insist(() => asMerchant({ method: 'GET', path }, shape))

  return {
    issue: (body, key) => ask({ method: 'POST', path: '/cvs', body, key }),
    revoke: (impUid) => ask({ method: 'DELETE', path: `/cvs/${impUid}` }),
    amend: (impUid, body) => ask({ method: 'PATCH', path: `/api/payments/${impUid}`, body }),
    suspend: (impUid) => ask({ method: 'POST', path: `/api/payments/${impUid}/suspend` }),
    resume: (impUid) => ask({ method: 'POST', path: `/api/payments/${impUid}/resume` }),
    refund: (body, key) => ask({ method: 'POST', path: '/payments/cancel', body, key }),
    find: (impUid) => read(`/payments/${impUid}`, Payments),
    refundsOf: (impUid) => read(`/api/refunds?imp_uid=${impUid}&limit=100`, RefundPages),
    pendingRefunds: (after) =>
      read(`/api/refunds?state=pending&limit=100${after === null ? '' : `&after=${after}`}`, RefundPages),
  }
}

interface Shape<Response> {
  Check(value: unknown): value is { readonly response: Response }
}

function shapeOf<Response extends TSchema>(response: Response): Shape<Static<Response>> {
  const compiled = Compile(successOf(response))
  return { Check: (value): value is { readonly response: Static<Response> } => compiled.Check(value) }
}

const Payments = shapeOf(PaymentAnswer)
const RefundPages = shapeOf(RefundPage)
const Tokens = shapeOf(TokenAnswer)
const refusals = Compile(Refused)

async function send(
  apiUrl: string,
  { method, path, body, token, key }: Asked,
): Promise<{ readonly status: number; readonly text: string }> {
  const response = await fetch(apiUrl + path, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: token }),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(ANSWER_MS),
  })
  return { status: response.status, text: await response.text() }
}

async function insist<Response>(ask: () => Promise<V1Answer<Response>>): Promise<V1Answer<Response>> {
  for (;;) {
    const answer = await ask()
    if (answer.kind !== 'unknown') return answer
    await pause(AGAIN_MS)
  }
}
