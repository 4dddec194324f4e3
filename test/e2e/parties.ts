/**
 * The two who talk to a gateway from outside, over its own sockets and by its own rules: a merchant with an API pair,
 * and a till with its secret. Whatever they know they were told, so a test that uses them sees what real ones see.
 */
import { createTillClient } from '../../src/sandbox/till-client.ts'
import type { PaymentAnswer } from '../../src/wire/payment-answer.ts'
import type { CollectReply, InquiryReply, Refusal, ReverseReply, SlipReply } from '../../src/wire/till.ts'

export interface Pair {
  readonly impKey: string
  readonly impSecret: string
}

export interface Reply {
  readonly status: number
  readonly text: string
  readonly code: number
  readonly message: string | null
  /** The payment, where the answer is one. */
  readonly payment: PaymentAnswer
}

export interface RemoteMerchant {
  /** The access token, got once. */
  token(): Promise<string>
  /** `body`: an object as JSON, parameters as a form. */
  ask(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object | URLSearchParams): Promise<Reply>
  /** `POST /cvs`: one order of 1,000 won where nothing else is said. */
  issue(body?: Readonly<Record<string, unknown>>): Promise<Reply>
  look(impUid: string): Promise<PaymentAnswer>
}

export function merchantAt(apiUrl: string, { impKey, impSecret }: Pair): RemoteMerchant {
  let got: Promise<string> | undefined
  let orders = 0
  const getToken = async (): Promise<string> => {
    const body = new URLSearchParams({ imp_key: impKey, imp_secret: impSecret })
    const reply = await fetch(`${apiUrl}/users/getToken`, { method: 'POST', body })
    const { response } = JSON.parse(await reply.text())
    return response.access_token
  }
  const token = (): Promise<string> => {
    got ??= getToken()
    return got
  }
  const ask: RemoteMerchant['ask'] = async (method, path, body) => {
    const isForm = body instanceof URLSearchParams
    const headers = {
      authorization: await token(),
      ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
    }
    const sent = body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }
    const reply = await fetch(apiUrl + path, { method, headers, ...sent })
    const text = await reply.text()
    const { code, message, response } = JSON.parse(text)
    return { status: reply.status, text, code, message, payment: response }
  }
  return {
    token,
    ask,
    issue(body = {}) {
      orders += 1
      return ask('POST', '/cvs', { merchant_uid: `order-${orders}`, amount: 1000, ...body })
    },
    look: async (impUid) => (await ask('GET', `/payments/${impUid}`)).payment,
  }
}

export interface RemoteTill {
  inquire(number: string): Promise<InquiryReply | SlipReply | Refusal>
  /** A sale of its own each time; in won. */
  collect(number: string, amount: number, payType?: 'cash' | 'card'): Promise<CollectReply | Refusal>
  /** Undoes the collect made last. */
  reverse(): Promise<ReverseReply | Refusal>
}

export function tillAt(posUrl: string, { id, secret }: { readonly id: string; readonly secret: string }): RemoteTill {
  const client = createTillClient({ url: posUrl, terminal: id, secret })
  let stan = 0
  let latest: { readonly business_date: string; readonly stan: string } | undefined
  /** The date is asked for each time: the sandbox may have moved it. */
  const newKey = async () => {
    stan += 1
    const { reply } = await client.echo({ stan: String(stan) })
    if (!('business_date' in reply)) throw new Error(`no echo: ${reply.text.en}`)
    return { business_date: reply.business_date, stan: String(stan) }
  }
  return {
    inquire: async (number) => (await client.inquire({ ...(await newKey()), number })).reply,
    async collect(number, amount, payType = 'cash') {
      latest = await newKey()
      return (await client.collect({ ...latest, number, amount, currency: 'KRW', pay_type: payType, clerk: '7' })).reply
    },
    async reverse() {
      if (latest === undefined) throw new Error('nothing was collected that could be reversed')
      return (await client.reverse({ ...(await newKey()), original: latest, reason: 'timeout' })).reply
    },
  }
}
