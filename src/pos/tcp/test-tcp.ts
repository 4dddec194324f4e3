/** For tests only: the listener for frames beside a house's other one, and a line to it, byte for byte. */
import { connect, type Socket } from 'node:net'
import type { TestContext } from 'node:test'
import { readReplyFrame, requestFrame } from '../../sandbox/tcp-carry.ts'
import { readFields } from '../../wire/fixed/field-table.ts'
import { frameLength, frameParts } from '../../wire/fixed/frame.ts'
import { REPLY_HEAD } from '../../wire/fixed/till-tables.ts'
import type { TillMessageName } from '../../wire/till.ts'
import type { Dialect } from '../dialects/dialect.ts'
import { fixedDialect } from '../dialects/fixed/fixed.ts'
import { type House, TILL_SECRET } from '../test-house.ts'
import { createTcpListener, type TcpListener } from './tcp-listener.ts'

export interface TcpHouse {
  readonly listener: TcpListener
  readonly port: number
  /** `tcp://127.0.0.1:…` */
  readonly url: string
}

/** Closed when the test ends. */
export async function openTcp(
  t: TestContext,
  house: House,
  {
    dialect = fixedDialect,
    after = house.deps.after,
  }: { readonly dialect?: Dialect; readonly after?: House['deps']['after'] } = {},
): Promise<TcpHouse> {
  const listener = createTcpListener({ ...house.deps, after, dialect })
  const port = await listener.listen({ host: '127.0.0.1', port: 0 })
  t.after(() => listener.close(100))
  return { listener, port, url: `tcp://127.0.0.1:${port}` }
}

export interface TestLine {
  readonly socket: Socket
  /** The next frame that comes; undefined: the line was closed before. */
  frame(): Promise<Uint8Array | undefined>
  readonly closed: Promise<void>
}

export async function dial({ port }: Pick<TcpHouse, 'port'>, localAddress = '127.0.0.1'): Promise<TestLine> {
  const socket = connect({ host: '127.0.0.1', port, localAddress, noDelay: true, allowHalfOpen: true })
  socket.on('error', () => {})
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  await Promise.race([new Promise<void>((resolve) => socket.once('connect', resolve)), closed])
  const frames = framesOf(socket)
  return { socket, closed, frame: async () => (await frames.next()).value }
}

async function* framesOf(socket: Socket): AsyncGenerator<Uint8Array, undefined> {
  let bytes = Buffer.alloc(0)
  try {
    for await (const piece of socket) {
      bytes = Buffer.concat([bytes, piece])
      for (let length = frameLength(bytes); length && bytes.length >= length; length = frameLength(bytes)) {
        yield bytes.subarray(0, length)
        bytes = bytes.subarray(length)
      }
    }
  } catch {
    // The line broke, which is one way of being closed.
  }
  return undefined
}

/** A signed frame of the first till, or of another. */
export function frameOf(
  house: House,
  name: TillMessageName,
  fields: object,
  { terminal = 'house/S001/1', secret = TILL_SECRET, wallMs = house.gateway.wall() as number } = {},
): Uint8Array {
  const message = { business_date: house.businessDate, ...fields, sent_at: Math.floor(wallMs / 1000) }
  return requestFrame({ terminal, secret }, name, message)
}

export function replyIn(
  frame: Uint8Array | undefined,
  secret: string = TILL_SECRET,
): Readonly<Record<string, unknown>> {
  if (frame === undefined) throw new Error('the line was closed without an answer')
  return { ...readReplyFrame({ secret }, frame) }
}

export interface PlainReply {
  readonly code: string
  readonly text: { readonly ko: string; readonly en: string }
  readonly key?: { readonly stan?: string }
}

/** Of a frame whose mac the test leaves aside. */
export function plainReplyIn(frame: Uint8Array | undefined): PlainReply {
  if (frame === undefined) throw new Error('the line was closed without an answer')
  const head = readFields(REPLY_HEAD, frameParts(frame).content)
  if (!head.ok) throw new Error(`no reply: ${head.field}`)
  return head.body as unknown as PlainReply
}
