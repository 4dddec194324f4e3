/**
 * Stands before every line: a PG that hangs holds so many requests and no more, and soon none, for where the last were
 * nearly all silent it is not asked for a while. One for each channel, so that no PG's trouble is another's.
 */
import type { MonoTime } from '../core/brand.ts'
import type { ChannelLine, PgAnswer, PgSilence } from '../gateway/channel-port.ts'
import { afterCall, type Breaker, beforeCall, NEW_BREAKER } from '../outbound/confirm-breaker.ts'

export interface GateDeps {
  readonly mono: () => MonoTime
  /** Told when the PG has been silent for too long, and when it answers again; must not throw. */
  readonly tell: (change: 'pg_silent' | 'pg_answers') => void
  /** Told of a connector's own faults; must not throw. */
  readonly reportFault: (fault: unknown) => void
}

/** Requests to one PG under one contract that may wait for their answers at the same time. */
export const ASKED_AT_ONCE_MAX = 16
/** More wait for their turn, as the rows of a bulk issue do, */
export const QUEUED_MAX = 512
/** and nobody longer than this: whoever asked would be gone. */
export const QUEUED_MS_MAX = 10_000

/** `line`: the one of today; its settings may be replaced while others wait. */
export function gated(line: () => ChannelLine, deps: GateDeps): ChannelLine {
  const through = createGate(deps)
  return {
    issue: (asked) => through(() => line().issue(asked)),
    register: (asked, number) => through(() => line().register(asked, number)),
    amend: (told, terms) => through(() => line().amend(told, terms)),
    revoke: (told) => through(() => line().revoke(told)),
    cancel: (paymentId) => through(() => line().cancel(paymentId)),
    status: (paymentId) => through(() => line().status(paymentId)),
  }
}

function createGate({ mono, tell, reportFault }: GateDeps) {
  const turns = createTurns()
  let breaker: Breaker = NEW_BREAKER

  function pass(after: Breaker): void {
    const before = breaker
    breaker = after
    if (before.state === 'closed' && after.state === 'open') tell('pg_silent')
    if (before.state === 'probing' && after.state === 'closed') tell('pg_answers')
  }

  async function inTurn<Value>(ask: () => Promise<PgAnswer<Value>>): Promise<PgAnswer<Value>> {
    const permission = beforeCall(breaker, mono())
    breaker = permission.breaker
    if (permission.call === 'not made') return notSent('not asked: this PG has been silent')
    let answer: PgAnswer<Value> = FAILED
    try {
      answer = await ask()
    } catch (fault) {
      reportFault(fault)
    }
    const end = answer === FAILED ? 'inconclusive' : answer.kind === 'unanswered' ? 'silent' : 'answered'
    pass(afterCall(breaker, permission.call, end, mono()))
    return answer
  }

  return async <Value>(ask: () => Promise<PgAnswer<Value>>): Promise<PgAnswer<Value>> => {
    if (turns.queued() >= QUEUED_MAX) return notSent(`${QUEUED_MAX} requests to this PG are waiting already`)
    const since = mono()
    await turns.take()
    try {
      if (mono() - since > QUEUED_MS_MAX) return notSent('its turn came too late: this PG is slow')
      return await inTurn(ask)
    } finally {
      turns.give()
    }
  }
}

/** So many at once, the others in the order in which they came. */
function createTurns() {
  const queue: (() => void)[] = []
  let free = ASKED_AT_ONCE_MAX
  return {
    queued: () => queue.length,
    take(): Promise<void> {
      if (free === 0) return new Promise((resolve) => queue.push(resolve))
      free -= 1
      return Promise.resolve()
    },
    give(): void {
      const next = queue.shift()
      if (next === undefined) free += 1
      else next()
    },
  }
}

function notSent(detail: string): PgSilence {
  return { kind: 'unanswered', sent: false, detail }
}

/** How far it came nobody can say. */
const FAILED: PgSilence = { kind: 'unanswered', sent: true, detail: 'the gateway could not ask' }
