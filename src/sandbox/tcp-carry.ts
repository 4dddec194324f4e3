/**
 * A till's message over the line of fixed length: a frame there, a frame back, a connection for each. An answer without the
 * right mac is no answer: anybody on the line could have sent it.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { readFields, readWholeFields, writeFields } from '../wire/fixed/field-table.ts'
import { frameLength, frameParts, sealedFrame, unsealedFrame } from '../wire/fixed/frame.ts'
import {
  FIXED_VERSION,
  MESSAGE_KINDS,
  REPLY_HEAD,
  REQUEST_BODIES,
  REQUEST_HEAD,
  replyBody,
  replyKind,
} from '../wire/fixed/till-tables.ts'
import { TILL_MESSAGES, type TillMessageName } from '../wire/till.ts'

/** What came back, and nothing believed of it yet. */
export interface Carried {
  readonly status: number | null
  readonly raw: Uint8Array
  readonly value: unknown
}

export type WriteFrame = (socket: Socket, frame: Uint8Array) => Promise<void>

export interface Caller {
  /** `network/outlet/till` */
  readonly terminal: string
  readonly secret: string | Uint8Array
}

export interface TcpLine {
  /** `tcp://127.0.0.1:8082` */
  readonly url: string
  readonly write?: WriteFrame
}

/** Rejects when no answer came within `waitsMs`, or when what came is none. */
export async function carryOverTcp(
  line: TcpLine & Caller,
  { name, message, waitsMs }: { readonly name: TillMessageName; readonly message: object; readonly waitsMs: number },
): Promise<Carried> {
  const raw = await exchangeFrames(line, requestFrame(line, name, message), waitsMs)
  return { status: null, raw, value: readReplyFrame(line, raw) }
}

/** Throws where a value does not fit its field. */
export function requestFrame({ terminal, secret }: Caller, name: TillMessageName, message: object): Uint8Array {
  const [network, outlet, till] = terminal.split('/')
  const head = { version: FIXED_VERSION, message: MESSAGE_KINDS[name], network, outlet, till }
  const content = writeFields([...REQUEST_HEAD, ...REQUEST_BODIES[name]], { ...message, ...head })
  const unsealed = unsealedFrame(content)
  return sealedFrame(unsealed, createHmac('sha256', secret).update(unsealed).digest('hex'))
}

/** The reply as the gateway's other line would have it. Throws where it is none, or not the gateway's. */
export function readReplyFrame({ secret }: Pick<Caller, 'secret'>, frame: Uint8Array): object {
  const { unsealed, content, mac } = frameParts(frame)
  const head = readFields(REPLY_HEAD, content)
  if (!head.ok) throw new Error(`what came back is no reply: ${head.field}: ${head.rule.en}`)
  const { key, ...answered } = head.body
  if (mac === undefined || !isMacOf(unsealed, secret, mac))
    throw new Error(`an answer without the right mac, which says ${answered['code']}`)
  const name = TILL_MESSAGES.find((each) => replyKind(each) === kindIn(key))
  const table = name === undefined ? [] : replyBody(name, String(answered['code']))
  const body = readWholeFields(table, content.subarray(head.bytesRead))
  if (!body.ok) throw new Error(`what came back is no reply: ${body.field}: ${body.rule.en}`)
  return { ...answered, ...body.body }
}

function kindIn(key: unknown): unknown {
  return typeof key === 'object' && key !== null && 'message' in key ? key.message : undefined
}

function isMacOf(bytes: Uint8Array, secret: Caller['secret'], mac: string): boolean {
  return timingSafeEqual(createHmac('sha256', secret).update(bytes).digest(), Buffer.from(mac, 'hex'))
}

async function exchangeFrames(
  { url, write = writeAtOnce }: TcpLine,
  frame: Uint8Array,
  waitsMs: number,
): Promise<Uint8Array> {
  const { hostname, port } = new URL(url)
  const socket = connect({ host: hostname, port: Number(port), noDelay: true })
  const callOff = setTimeout(() => socket.destroy(new Error('no answer in time')), waitsMs)
  try {
    const [answer] = await Promise.all([readFrame(socket), write(socket, frame)])
    return answer
  } catch (error) {
    throw new Error('no answer came', { cause: error })
  } finally {
    clearTimeout(callOff)
    socket.destroy()
  }
}

async function writeAtOnce(socket: Socket, frame: Uint8Array): Promise<void> {
  socket.write(frame)
}

async function readFrame(socket: Socket): Promise<Uint8Array> {
  let bytes = Buffer.alloc(0)
  for await (const piece of socket) {
    bytes = Buffer.concat([bytes, piece])
    const length = frameLength(bytes)
    if (length === undefined) throw new Error('what came back is no frame')
    if (length !== null && bytes.length >= length) return bytes.subarray(0, length)
  }
  throw new Error('the line ended without an answer')
}
