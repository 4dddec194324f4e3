/** The practice PG's two addresses, each a listener that takes one request a connection and does to the answer what was told. */
import { randomBytes } from 'node:crypto'
import { createServer, type Server, type Socket } from 'node:net'
import type { Cipher } from '../channels/framed/cipher.ts'
import { RESULT, read, TO_PG, type ToPg, timeText, type Values } from '../channels/framed/fields.ts'
import { frameOf, type Heading, LENGTH_DIGITS, lengthIn, midIn, openFrame } from '../channels/framed/frame.ts'
import type { PgBooks, PgVerdict } from './pg-books.ts'
import type { Fault } from './pg-faults.ts'

export interface PgContract {
  readonly mid: string
  readonly cipher: Cipher
  readonly books: PgBooks
}

export interface PgServerDeps {
  readonly contracts: readonly PgContract[]
  /** What is done to this request's answer; undefined: nothing. */
  readonly nextFault: (message: ToPg) => Fault | undefined
  readonly tell: (event: Readonly<Record<string, unknown>>) => void
}

/** Not listening yet. */
export function createPgServer(place: 'main' | 'backup', deps: PgServerDeps): Server {
  return createServer({ noDelay: true }, (socket) => {
    let bytes = Buffer.alloc(0)
    socket.on('error', () => socket.destroy())
    socket.on('data', (more) => {
      bytes = Buffer.concat([bytes, more])
      const length = lengthIn(bytes)
      if (bytes.length >= LENGTH_DIGITS && length === undefined) socket.destroy()
      else if (length !== undefined && bytes.length === LENGTH_DIGITS + length)
        hear(socket, place, bytes.subarray(LENGTH_DIGITS), deps)
    })
  })
}

const MESSAGES: ReadonlyMap<string, ToPg> = new Map(
  Object.entries(TO_PG).map(([name, { command }]) => [command, name as ToPg]),
)

function hear(socket: Socket, place: string, frame: Buffer, { contracts, nextFault, tell }: PgServerDeps): void {
  const contract = contracts.find(({ mid }) => mid === midIn(frame))
  const opened = contract && openFrame(frame, contract.cipher)
  const message = MESSAGES.get(opened?.heading.command ?? '')
  const asked = opened && message && read(TO_PG[message].asks, opened.rest)
  if (contract === undefined || opened === undefined || message === undefined || asked === undefined) {
    tell({ event: 'not understood', place })
    socket.destroy()
    return
  }
  const fault = nextFault(message)
  tell({
    event: 'heard',
    place,
    mid: contract.mid,
    message,
    ...asked,
    ...(fault === undefined ? {} : { fault: fault.name }),
  })
  if (fault?.name === 'lose') {
    socket.destroy()
    return
  }
  const verdict: PgVerdict =
    fault?.name === 'refuse' ? { result: fault.value, message: '거절' } : contract.books.carryOut(message, asked)
  say(socket, answerOf(opened.heading, message, verdict, contract, fault), fault)
}

function answerOf(asked: Heading, message: ToPg, verdict: PgVerdict, { cipher }: PgContract, fault?: Fault): Buffer {
  const trace = fault?.name === 'other_trace' ? '000000000000' : asked.trace
  const heading: Heading = { ...asked, kind: 'A', trace, sentAt: timeText(Date.now()) }
  const fields = verdict.result === '0000' ? [...RESULT, ...TO_PG[message].answers] : RESULT
  return frameOf(heading, fields, verdict as Values, cipher, (count) => randomBytes(count))
}

function say(socket: Socket, answer: Buffer, fault?: Fault): void {
  switch (fault?.name) {
    case 'no_answer':
      return
    case 'late':
      setTimeout(() => socket.end(answer), Number(fault.value))
      return
    case 'wrong_length':
      socket.end(Buffer.concat([Buffer.from('0040'), answer.subarray(LENGTH_DIGITS)]))
      return
    case 'garbage':
      socket.end(randomBytes(64))
      return
    case 'drop':
      socket.destroy()
      return
    default:
      socket.end(answer)
  }
}
