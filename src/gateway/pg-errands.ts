/**
 * Tells PGs what they must hear: that a number of theirs is revoked, over or costs something else, and that nothing came of
 * what they were asked. Each channel by itself, so that a PG that hangs holds up no other; again and again until it is done;
 * and somebody is called when it takes too long.
 */
import type { ChannelKey } from '../core/brand.ts'
import type { Payment } from '../core/payment.ts'
import {
  afterErrand,
  ERRAND_TRIES_ALARMING,
  type Errand,
  errandOf,
  type TakenRegistration,
} from '../core/registration.ts'
import { type ChannelLine, type PgAnswer, refusalText } from './channel-port.ts'
import type { GatewayDeps } from './gateway.ts'
import type { Repeat } from './ports.ts'

const SWEEP_EVERY_MS = 1000
/** Of one channel: requests of merchants find room beside them. */
const ERRANDS_AT_ONCE_MAX = 4

export interface PgErrands {
  /** All that is due now, of every channel. */
  sweep(): Promise<void>
  /** Sweeps again and again; returns the way to stop, which waits for what is being said. */
  start(): () => Promise<void>
}

type Deps = Pick<GatewayDeps, 'storage' | 'channels' | 'observe'> & {
  readonly repeat: Repeat
  readonly reportFault: (fault: unknown) => void
}

export function createPgErrands(deps: Deps): PgErrands {
  const { storage, channels, repeat, reportFault } = deps
  const running = new Map<ChannelKey, Promise<void>>()

  const begin = async (): Promise<void> => {
    const keys = [...storage.directory.current().connectors.keys()]
    const due = keys.length === 0 ? [] : await storage.registrations.dueOf(keys)
    for (const key of due) {
      const line = channels.lineOf(key)
      if (line === null || running.has(key)) continue
      const run = runChannel(deps, key, line)
        .catch(reportFault)
        .finally(() => running.delete(key))
      running.set(key, run)
    }
  }

  return {
    async sweep() {
      await begin()
      await Promise.all(running.values())
    },
    start() {
      const stop = repeat(SWEEP_EVERY_MS, begin)
      return async () => {
        await stop()
        await Promise.all(running.values())
      }
    },
  }
}

/** Until nothing is due, or the PG does not answer: then the rest waits for the next turn. */
async function runChannel(deps: Deps, key: ChannelKey, line: ChannelLine): Promise<void> {
  for (;;) {
    const taken = await deps.storage.registrations.take(key, ERRANDS_AT_ONCE_MAX)
    if (taken.length === 0) return
    const done = await Promise.all(taken.map((registration) => run(deps, line, registration)))
    if (done.includes(false)) return
  }
}

async function run({ storage, observe }: Deps, line: ChannelLine, registration: TakenRegistration): Promise<boolean> {
  const { merchantId, paymentId, channelKey, tries } = registration
  const payment = await storage.payments.find(merchantId, paymentId)
  const errand = errandOf(registration, payment)
  const answer = errand === null ? DONE : await tell(line, errand, registration, payment)
  if (answer.kind === 'done') {
    await storage.registrations.settle(registration, afterErrand(registration, payment, errand))
    if (errand !== null) observe({ type: 'pg_told', paymentId, errand })
    return true
  }
  const detail = answer.kind === 'refused' ? refusalText(answer) : answer.detail
  if (errand !== null && tries >= ERRAND_TRIES_ALARMING)
    observe({ type: 'pg_untold', paymentId, channelKey, errand, tries, detail })
  return answer.kind === 'refused'
}

const DONE: PgAnswer = { kind: 'done', value: undefined }

async function tell(
  line: ChannelLine,
  errand: Exclude<Errand, null>,
  registration: TakenRegistration,
  payment: Payment | undefined,
): Promise<PgAnswer> {
  const { paymentId } = registration
  if (payment === undefined || errand === 'undo') return undo(line, registration)
  const { number, amount, expiresAt } = payment
  if (errand === 'revoke') return line.revoke({ paymentId, number })
  return line.amend({ paymentId, number }, { amount, expiresAt })
}

/** What was asked may still be on its way: only what the PG itself calls over is over without its being told. */
async function undo(line: ChannelLine, { paymentId }: TakenRegistration): Promise<PgAnswer> {
  const standing = await line.status(paymentId)
  if (standing.kind === 'unanswered') return standing
  if (standing.kind === 'done' && standing.value.state === 'ended') return DONE
  return line.cancel(paymentId)
}
