/** The two lines to the till's session, as a load generator uses them: kept open, several messages under way on each. */
import { connect, type Socket } from 'node:net'
import { Pool } from 'undici'
import { requestFrame } from '../src/sandbox/tcp-carry.ts'
import { readFields } from '../src/wire/fixed/field-table.ts'
import { frameLength, frameParts } from '../src/wire/fixed/frame.ts'
import { REPLY_HEAD } from '../src/wire/fixed/till-tables.ts'
import type { TillMessageName } from '../src/wire/till.ts'
import { ask, type Heard } from './exchange.ts'
import type { GatewayAddresses, LineName } from './messages.ts'
import { openTills } from './till-messages.ts'

/** Sends one message and resolves with its yes; rejects with any other answer. */
export type SendMessage = (name: TillMessageName, fields: object) => Promise<void>

const CONNECTIONS = 64

export async function openLines(line: LineName, heard: Heard, gateway: GatewayAddresses): Promise<SendMessage> {
  const pool = new Pool(gateway.posUrl, { connections: CONNECTIONS, pipelining: 1 })
  const write = await openTills(pool, heard, gateway)
  if (line === 'frames') return openFrames(gateway, heard)
  return async (name, fields) => void (await ask(pool, heard, write(name, fields)))
}

interface Waiting {
  readonly resolve: () => void
  readonly reject: (error: Error) => void
}

/** Each line shows a till's secret at once: one that is silent for long is taken for a stranger's. */
async function openFrames({ tcpUrl, terminals }: GatewayAddresses, heard: Heard): Promise<SendMessage> {
  const { hostname, port } = new URL(tcpUrl)
  const waiting = new Map<string, Waiting>()
  const sockets = Array.from({ length: CONNECTIONS }, () =>
    connect({ host: hostname, port: Number(port), noDelay: true }),
  )
  for (const socket of sockets) hearFrames(socket, waiting)
  const business_date = dateIn(heard)
  let messages = 0
  const send: SendMessage = (name, fields) => {
    messages += 1
    const [till, socket] = [terminals[messages % terminals.length], sockets[messages % CONNECTIONS]]
    if (till === undefined || socket === undefined) throw new Error('the gateway has no till')
    // Not one of the numbers that the other line counts from.
    const stan = `9${String(messages).padStart(8, '0')}`
    const message = { business_date, ...fields, stan, sent_at: Math.floor(Date.now() / 1000) }
    socket.write(requestFrame({ terminal: till.id, secret: till.secret }, name, message))
    return new Promise((resolve, reject) => waiting.set(stan, { resolve, reject }))
  }
  await Promise.all(sockets.map(() => send('echo', {})))
  return send
}

/** As the echo told it, which is the first message of every generator. */
function dateIn(heard: Heard): string {
  return JSON.parse(heard.get('/pos/v1/echo')?.body.toString() ?? '{}').business_date
}

/** The mac is not looked at: the generator is not what is measured. */
function hearFrames(socket: Socket, waiting: Map<string, Waiting>): void {
  let bytes = Buffer.alloc(0)
  socket.on('data', (piece) => {
    bytes = bytes.length === 0 ? piece : Buffer.concat([bytes, piece])
    for (let length = frameLength(bytes); length && bytes.length >= length; length = frameLength(bytes)) {
      const head = readFields(REPLY_HEAD, frameParts(bytes.subarray(0, length)).content)
      bytes = bytes.subarray(length)
      if (!head.ok) throw new Error(`no reply: ${head.field}`)
      const { key, code } = head.body
      const { stan } = key as { readonly stan: string }
      const till = waiting.get(stan)
      waiting.delete(stan)
      if (code === '0000') till?.resolve()
      else till?.reject(new Error(`a frame was answered ${code}`))
    }
  })
  socket.on('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('a line was closed'))
  })
}
