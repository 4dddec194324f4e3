/**
 * The invented seller's way to the gateway: the V1 API over real HTTP with its own key, as any merchant's server does
 * it. Nothing of the house is reached into.
 */

export interface ShopAccountOptions {
  readonly apiUrl: () => string
  readonly impKey: string
  readonly impSecret: string
}

export interface V1Answer {
  readonly status: number
  readonly code: number
  readonly message: string | null
  readonly response: Readonly<Record<string, unknown>> | null
}

export interface ShopAccount {
  /** One call of the API with a token. Rejects where the API does not answer, or answers something else. */
  call(method: 'GET' | 'POST', path: string, body?: object): Promise<V1Answer>
}

const ANSWER_MS = 5000

export function createShopAccount({ apiUrl, impKey, impSecret }: ShopAccountOptions): ShopAccount {
  let token: string | undefined

  async function send(method: string, path: string, headers: Record<string, string>, body?: object): Promise<V1Answer> {
    const answer = await fetch(new URL(path, apiUrl()), {
      method,
      headers: body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(ANSWER_MS),
    })
    return readAnswer(answer.status, await answer.json())
  }

  async function newToken(): Promise<string> {
    const answer = await send('POST', '/users/getToken', {}, { imp_key: impKey, imp_secret: impSecret })
    const given = answer.response?.['access_token']
    if (typeof given !== 'string') throw new Error(`the seller got no token: ${answer.message ?? answer.status}`)
    token = given
    return given
  }

  return {
    async call(method, path, body) {
      const answer = await send(method, path, { authorization: token ?? (await newToken()) }, body)
      if (answer.status !== 401) return answer
      return send(method, path, { authorization: await newToken() }, body)
    },
  }
}

function readAnswer(status: number, answer: unknown): V1Answer {
  const { code, message, response } = fieldsOf(answer)
  if (typeof code !== 'number') throw new Error(`HTTP ${status}: not an answer of the V1 API`)
  return {
    status,
    code,
    message: typeof message === 'string' ? message : null,
    response: typeof response === 'object' && response !== null ? fieldsOf(response) : null,
  }
}

/** The members of what may be an object. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {}
}
