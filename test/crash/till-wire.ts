/**
 * A till's line to whichever process serves now. `once` is what happens at a counter: an answer or none. `insist` is
 * the till's own rule: the same message again, freshly signed, until an answer decides.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { createTillClient, type TillClient, type TillExchange } from '../../src/sandbox/till-client.ts'
import type { Refusal } from '../../src/wire/till.ts'
import type { Gate } from './gate.ts'

export interface Terminal {
  /** `network/outlet/till` */
  readonly id: string
  readonly secret: string
}

interface Coded {
  readonly code: string
  readonly class: string
}

type Send<Reply extends Coded> = (client: TillClient) => Promise<TillExchange<Reply>>

export interface TillWire {
  readonly terminal: Terminal
  /** Undefined where no answer came. `hangUpMs`: the till gives up so soon. */
  once<Reply extends Coded>(send: Send<Reply>, hangUpMs?: number): Promise<Heard<Reply> | undefined>
  /** The first answer of class OK or DECLINED. */
  insist<Reply extends Coded>(send: Send<Reply>): Promise<Heard<Reply>>
  /** Exchanges that ended without an answer. */
  readonly lost: number
}

export interface Heard<Reply> {
  readonly reply: Reply | Refusal
  readonly text: string
}

export interface TillWireOptions {
  readonly terminal: Terminal
  readonly gate: Gate
  readonly complain: (complaint: string) => void
}

const AGAIN_MS = 10
/** Malformed, not accepted, key conflict; and an unknown end that the gateway lived to tell. No till earns one here. */
const NEVER = ['1001', '1002', '9002', '9401']

export function createTillWire({ terminal, gate, complain }: TillWireOptions): TillWire {
  let lost = 0

  async function once<Reply extends Coded>(send: Send<Reply>, hangUpMs?: number): Promise<Heard<Reply> | undefined> {
    const { posUrl } = await gate.life()
    const client = createTillClient({
      url: posUrl,
      terminal: terminal.id,
      secret: terminal.secret,
      ...(hangUpMs === undefined ? {} : { fetch: hangingUp(hangUpMs) }),
    })
    try {
      const { reply, raw } = await send(client)
      gate.answered()
      const text = new TextDecoder().decode(raw)
      if (NEVER.includes(reply.code)) complain(`${terminal.id} was told ${text}`)
      return { reply, text }
    } catch (error) {
      const complaint = complaintOf(error, hangUpMs !== undefined)
      if (complaint !== undefined) complain(`${terminal.id}: ${complaint}`)
      lost += 1
      return undefined
    }
  }

  return {
    terminal,
    once,
    async insist(send) {
      for (;;) {
        const heard = await once(send)
        if (heard !== undefined && decides(heard.reply)) return heard
        await pause(AGAIN_MS)
      }
    },
    get lost() {
      return lost
    },
  }
}

/** Class OK or DECLINED: final under this key. */
export function decides(reply: { readonly class: string }): boolean {
  return reply.class === 'OK' || reply.class === 'DECLINED'
}

function hangingUp(afterMs: number): typeof fetch {
  return (target, init) => fetch(target, { ...init, signal: AbortSignal.timeout(afterMs) })
}

/** A broken connection is what kills bring; silence of a living gateway and a reply that is none are findings. */
function complaintOf(error: unknown, hungUp: boolean): string | undefined {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return hungUp ? undefined : 'no answer within the time a till waits'
  return error.name === 'TypeError' ? undefined : error.message
}
