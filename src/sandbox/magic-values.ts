/**
 * One field makes the outcome: a payment whose `buyer_email` is one of these at the reserved domain `till.test` is played
 * by the sandbox itself as soon as it is issued. Any other address waits for a till.
 */
import type { FastifyInstance } from 'fastify'
import type { Misbehaviour } from './plays.ts'

export interface MagicValue {
  /** Where the confirmation goes instead of the merchant's own address. */
  readonly confirmPath?: '/sandbox/confirm/refused' | '/sandbox/confirm/timeout'
  /** The deadline is this far away. */
  readonly endsAfterMs?: number
  /** A till comes by after this; left out: none does. */
  readonly till?: { readonly afterMs: number; readonly misbehave?: Misbehaviour }
}

export const MAGIC_DOMAIN = 'till.test'

export const MAGIC_VALUES: Readonly<Record<string, MagicValue>> = {
  paid: { till: { afterMs: 0 } },
  'paid-after-10s': { till: { afterMs: 10_000 } },
  refused: { confirmPath: '/sandbox/confirm/refused', till: { afterMs: 0 } },
  'confirm-timeout': { confirmPath: '/sandbox/confirm/timeout', till: { afterMs: 0 } },
  'lost-reply': { till: { afterMs: 0, misbehave: 'lost_reply' } },
  reversed: { till: { afterMs: 0, misbehave: 'power_cut' } },
  expired: { endsAfterMs: 1000 },
}

export function magicValueOf(buyerEmail: string | null): MagicValue | undefined {
  const [local = '', domain, ...rest] = buyerEmail?.trim().toLowerCase().split('@') ?? []
  return domain === MAGIC_DOMAIN && rest.length === 0 && Object.hasOwn(MAGIC_VALUES, local)
    ? MAGIC_VALUES[local]
    : undefined
}

/** The merchants behind `refused` and `confirm-timeout`: one says no, the other nothing. */
export function registerMagicConfirms(app: FastifyInstance): void {
  app.register(async (scope) => {
    const hanging = new Set<{ destroy(): void }>()
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', (_request, payload, done) => {
      payload.resume()
      done(null)
    })
    scope.addHook('preClose', async () => {
      for (const socket of hanging) socket.destroy()
    })
    scope.post('/sandbox/confirm/refused', async (_request, reply) => reply.code(409).send({ reason: REASON }))
    scope.post('/sandbox/confirm/timeout', async ({ raw: { socket } }, reply) => {
      reply.hijack()
      hanging.add(socket)
      socket.once('close', () => hanging.delete(socket))
    })
  })
}

const REASON = '연습: refused@till.test'
