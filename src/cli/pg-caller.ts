/** The practice PG at work: a customer stands in one of its shops, and it asks the gateway. */
import { randomBytes, randomInt } from 'node:crypto'
import { connect } from 'node:net'
import { FROM_PG, type FromPg, timeText, type Values } from '../channels/framed/fields.ts'
import { answerIn, frameOf, LENGTH_DIGITS, lengthIn, openFrame } from '../channels/framed/frame.ts'
import type { PgContract } from './pg-server.ts'

export interface PgCall {
  readonly message: FromPg
  readonly values: Values
  /** 12 digits; a repeat has the same. */
  readonly trace: string
}

export interface GatewayPlace {
  readonly host: string
  readonly port: number
}

/** How long the practice PG waits for the gateway. */
const ANSWER_MS = 15_000

/** The answer's fields; undefined where none came that could be read. */
export function callGateway(
  { host, port }: GatewayPlace,
  { mid, cipher }: PgContract,
  { message, values, trace }: PgCall,
): Promise<Values | undefined> {
  const { command, asks, answers } = FROM_PG[message]
  const heading = { mid, kind: 'Q', command, trace, sentAt: timeText(Date.now()) } as const
  const frame = frameOf(heading, asks, values, cipher, (count) => randomBytes(count))
  return new Promise((resolve) => {
    let bytes = Buffer.alloc(0)
    const socket = connect({ host, port, noDelay: true }, () => socket.write(frame))
    socket.setTimeout(ANSWER_MS, () => socket.destroy())
    socket.on('error', () => socket.destroy())
    socket.on('close', () => resolve(undefined))
    socket.on('data', (more) => {
      bytes = Buffer.concat([bytes, more])
      const length = lengthIn(bytes)
      if (length === undefined || bytes.length < LENGTH_DIGITS + length) return
      const opened = openFrame(bytes.subarray(LENGTH_DIGITS), cipher)
      resolve(opened?.heading.trace === trace ? answerIn(opened.rest, answers) : undefined)
      socket.destroy()
    })
  })
}

export function freshTrace(): string {
  return String(randomInt(10 ** 12)).padStart(12, '0')
}

/** Today in Seoul. */
export function today(): string {
  return timeText(Date.now()).slice(0, 8)
}
