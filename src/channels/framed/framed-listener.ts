/**
 * From the PG: it asks whether a number may be paid, says that money came, and takes back what it got no good answer to. Each
 * of these is a till's message under the PG's own key, answered by the same rules and kept the same way. Who is not on a
 * contract's list of peers is hung up on, and so is whatever is no frame of that contract: silence makes a PG ask.
 */
import { createServer, type Server, type Socket } from 'node:net'
import type { TillIdentity } from '../../core/attempt.ts'
import type { MonoTime, WallTime } from '../../core/brand.ts'
import type { Channel } from '../../core/merchant.ts'
import type { TillMessageName, TillReplyBody } from '../../wire/till.ts'
import { type Field, FROM_PG, type FromPg, fitted, RESULT, read, timeText, type Values } from './fields.ts'
import { frameOf, type Heading, LENGTH_DIGITS, lengthIn, midIn, openFrame } from './frame.ts'
import type { FramedSettings } from './settings.ts'
import { asksTill } from './till-messages.ts'

export interface Contract {
  readonly channel: Pick<Channel, 'mid' | 'network' | 'provider'>
  readonly settings: FramedSettings
}

export interface FramedListenerDeps {
  /** As they are at this moment. */
  readonly contracts: () => readonly Contract[]
  /** Never rejects. */
  readonly answerPg: (
    pg: TillIdentity,
    message: { readonly name: TillMessageName; readonly body: unknown; readonly arrivedAt: MonoTime },
  ) => Promise<TillReplyBody>
  readonly wall: () => WallTime
  readonly mono: () => MonoTime
  readonly random: (bytes: number) => Uint8Array
  /** Must not throw. */
  readonly reportFault: (fault: unknown) => void
}

export interface FramedListener {
  listen(host: string, port: number): Promise<number>
  /** What is being answered is answered first. */
  close(): Promise<void>
}

const CONNECTIONS_MAX = 256
/** A line may stand still for this long between two messages. */
const SILENT_MS = 120_000

export function createFramedListener(deps: FramedListenerDeps): FramedListener {
  const lines = new Set<ServedLine>()
  let closing = false
  const server: Server = createServer({ noDelay: true }, (socket) => {
    const address = socket.remoteAddress ?? ''
    if (closing || !deps.contracts().some(({ settings }) => settings.isPeer(address))) {
      socket.destroy()
      return
    }
    const line = serve(socket, (frame) => answer(frame, address, deps), deps.reportFault)
    lines.add(line)
    socket.on('close', () => lines.delete(line))
  })
  server.maxConnections = CONNECTIONS_MAX
  return {
    listen: (host, port) =>
      new Promise((resolve, reject) => {
        server.once('error', reject).listen(port, host, () => {
          const bound = server.address()
          resolve(typeof bound === 'object' && bound !== null ? bound.port : port)
        })
      }),
    async close() {
      closing = true
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      await Promise.all([...lines].map((line) => line.end()))
      await closed
    },
  }
}

interface ServedLine {
  end(): Promise<void>
}

/** One message after the other, as they come. */
function serve(
  socket: Socket,
  answerTo: (frame: Buffer) => Promise<Buffer | undefined>,
  reportFault: FramedListenerDeps['reportFault'],
): ServedLine {
  let bytes = Buffer.alloc(0)
  let answering: Promise<void> | undefined

  function next(): void {
    if (answering !== undefined || bytes.length < LENGTH_DIGITS) return
    const length = lengthIn(bytes)
    if (length === undefined) {
      socket.destroy()
      return
    }
    if (bytes.length < LENGTH_DIGITS + length) return
    const frame = bytes.subarray(LENGTH_DIGITS, LENGTH_DIGITS + length)
    bytes = bytes.subarray(LENGTH_DIGITS + length)
    // What comes meanwhile waits in the socket, so that nobody fills our memory.
    socket.pause()
    answering = reply(frame).finally(() => {
      answering = undefined
      socket.resume()
      next()
    })
  }

  async function reply(frame: Buffer): Promise<void> {
    try {
      const answer = await answerTo(frame)
      if (answer === undefined) socket.destroy()
      else socket.write(answer)
    } catch (fault) {
      reportFault(fault)
      socket.destroy()
    }
  }

  socket.setTimeout(SILENT_MS, () => {
    if (answering === undefined) socket.destroy()
  })
  socket.on('error', () => socket.destroy())
  socket.on('data', (more) => {
    bytes = Buffer.concat([bytes, more])
    next()
  })
  return {
    async end() {
      await answering
      socket.destroySoon()
      socket.setTimeout(1000, () => socket.destroy())
    },
  }
}

/** Undefined where nothing is said: whoever sent this is no contract's PG, or not under its key. */
async function answer(frame: Buffer, address: string, deps: FramedListenerDeps): Promise<Buffer | undefined> {
  const arrivedAt = deps.mono()
  const mid = midIn(frame)
  const contract = deps.contracts().find(({ channel, settings }) => channel.mid === mid && settings.isPeer(address))
  if (contract === undefined) return undefined
  const { channel, settings } = contract
  const opened = openFrame(frame, settings.cipher)
  const name = COMMANDS.get(opened?.heading.command ?? '')
  if (opened?.heading.kind !== 'Q' || name === undefined) return undefined
  const values = read(FROM_PG[name].asks, opened.rest)
  if (values === undefined) return undefined
  const body = await deps.answerPg(tillOf(channel, values), {
    ...asksTill(name, values, opened.heading),
    arrivedAt,
  })
  const heading: Heading = { ...opened.heading, kind: 'A', sentAt: timeText(deps.wall()) }
  const { fields, said } = answerFields(name, body)
  return frameOf(heading, fields, said, settings.cipher, deps.random)
}

const COMMANDS: ReadonlyMap<string, FromPg> = new Map(
  Object.entries(FROM_PG).map(([name, { command }]) => [command, name as FromPg]),
)

/** The PG is the one till of the contract's network; where the customer stood is what it says. */
function tillOf({ mid, network, provider }: Contract['channel'], { chain, store }: Values): TillIdentity {
  return { network, chain: chain || provider, outlet: 'PG', outletName: store || 'PG', till: mid }
}

const MESSAGE_BYTES = 150

function answerFields(name: FromPg, body: TillReplyBody): { readonly fields: readonly Field[]; readonly said: Values } {
  const result = { result: body.code, message: fitted(body.text.ko, MESSAGE_BYTES) }
  if (body.code !== '0000') return { fields: RESULT, said: result }
  return { fields: [...RESULT, ...FROM_PG[name].answers], said: { ...result, ...answered(body) } }
}

/** What a reply says, in the words of the table; a slip is never met on a PG's network. */
function answered(body: TillReplyBody): Values {
  if ('pay_types' in body)
    return {
      amount: String(body.amount),
      currency: body.currency,
      merchant: fitted(body.merchant, 60),
      name: fitted(body.name ?? '', 120),
      expires_at: timeText(body.expires_at * 1000),
      hold_until: timeText(body.hold_until * 1000),
      pay_types: body.pay_types.map((type) => (type === 'cash' ? 'C' : 'K')).join(''),
    }
  if ('paid_at' in body)
    return { approval_no: body.approval_no, paid_at: timeText(body.paid_at * 1000), gateway_ref: body.gateway_ref }
  if ('cancelled_at' in body)
    return {
      approval_no: body.approval_no,
      cancelled_at: timeText(body.cancelled_at * 1000),
      gateway_ref: body.gateway_ref,
    }
  if ('original' in body) return { original: body.original.toUpperCase(), gateway_ref: body.gateway_ref }
  return 'business_date' in body ? { business_date: body.business_date } : {}
}
