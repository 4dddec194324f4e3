/**
 * For tests only: the far end of a till's line that answers as badly as a test wishes. Each message is answered by the
 * next of its script; the last one stays.
 */

import { EventEmitter, once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'

/** `cut`: the line breaks; `garbage`: something that is no reply. */
export type Answer = Readonly<Record<string, unknown>> | 'cut' | 'garbage'

export interface TillLine {
  readonly url: string
  /** Message and body of everything that came, in order. */
  readonly received: { readonly message: string; readonly body: Readonly<Record<string, unknown>> }[]
  /** Resolves when the first of these has come. */
  heard(message: string): Promise<void>
}

export type Script = Readonly<Record<string, readonly Answer[]>>

const stamped = { gateway_ref: '000000000001', server_time: 1_795_323_788 }
const text = { ko: '말', en: 'words' }

export const yes = (members: Readonly<Record<string, unknown>> = {}) => ({
  code: '0000',
  class: 'OK',
  text,
  ...stamped,
  ...members,
})
export const no = (code: string, kind = 'DECLINED') => ({ code, class: kind, text, ...stamped })

export const ECHO = yes({ business_date: '20261122' })
export const SHOWN = yes({
  direction: 'in',
  merchant: '예제상점',
  name: '후드티',
  amount: 1000,
  currency: 'KRW',
  buyer_masked: '홍*동',
  pay_types: ['cash', 'card'],
  expires_at: 1_795_923_788,
  hold_until: 1_795_925_588,
  inquiry_token: 'token',
})
export const COLLECTED = yes({ approval_no: '00000017', paid_at: 1_795_323_788, receipt: ['영수증'] })
export const REVERSED = yes({ original: 'reversed' })

export async function openTillLine(t: TestContext, script: Script): Promise<TillLine> {
  const received: TillLine['received'] = []
  const arrivals = new EventEmitter()
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request.setEncoding('utf8')) body += chunk
    const message = request.url?.split('/').at(-1) ?? ''
    const nth = received.filter((earlier) => earlier.message === message).length
    received.push({ message, body: JSON.parse(body) })
    arrivals.emit(message)
    const answers = script[message] ?? (message === 'echo' ? [ECHO] : [])
    const answer = answers[nth] ?? answers.at(-1) ?? 'cut'
    if (answer === 'cut') request.socket.destroy()
    else response.end(answer === 'garbage' ? '<html>' : JSON.stringify(answer))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    async heard(message) {
      if (!received.some((one) => one.message === message)) await once(arrivals, message)
    },
  }
}
