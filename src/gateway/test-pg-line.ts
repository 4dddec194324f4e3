/** For tests only: a PG in this process that does what is asked, unless the test says what becomes of the next request. */
import type { PaymentId } from '../core/brand.ts'
import type { ChannelLine, ChannelLines, PgAnswer, PgSilence, PgStanding } from './channel-port.ts'
import { channelOf, MERCHANT } from './test-gateway.ts'

export type Asked = 'issue' | 'register' | 'amend' | 'revoke' | 'cancel' | 'status'

/** `done` does it and is silent, `lost` is silent without. */
export type Fate = 'done and silent' | 'lost' | 'not sent' | { readonly refuses: string } | { readonly gives: string }

export interface TestPgLine extends ChannelLines {
  /** In order: `issue imp_000000000001`. */
  readonly heard: string[]
  /** By payment. */
  readonly holds: Map<PaymentId, { number: string; amount: number; state: 'standing' | 'ended' }>
  /** What becomes of the next such request. */
  next(asked: Asked, ...fates: readonly Fate[]): void
  /** Called while the PG is at work, before it answers. */
  meanwhile: (asked: Asked) => Promise<void>
}

export const SILENCE_SENT: PgSilence = { kind: 'unanswered', sent: true, detail: 'no answer' }
const NOT_SENT: PgSilence = { kind: 'unanswered', sent: false, detail: 'no connection' }

/** Behind the channel of the merchant of the tests. */
export function openTestPg(): TestPgLine {
  const fates = new Map<Asked, Fate[]>()
  const heard: string[] = []
  const holds: TestPgLine['holds'] = new Map()
  let made = 0

  async function hear<Value>(asked: Asked, id: PaymentId, carryOut: () => PgAnswer<Value>): Promise<PgAnswer<Value>> {
    heard.push(`${asked} ${id}`)
    await pg.meanwhile(asked)
    const fate = fates.get(asked)?.shift()
    if (fate === 'not sent') return NOT_SENT
    if (fate === 'lost') return SILENCE_SENT
    if (typeof fate === 'object' && 'refuses' in fate) return { kind: 'refused', code: fate.refuses, text: '거절' }
    const answer = carryOut()
    if (typeof fate === 'object') return { kind: 'done', value: fate.gives as Value }
    return fate === 'done and silent' ? SILENCE_SENT : answer
  }

  const take = (id: PaymentId, number: string, amount: number): PgAnswer<string> => {
    const before = holds.get(id)
    if (before?.state === 'ended') return { kind: 'refused', code: '3005', text: '망취소' }
    holds.set(id, before ?? { number, amount, state: 'standing' })
    return { kind: 'done', value: before?.number ?? number }
  }
  const end = (id: PaymentId): PgAnswer => {
    holds.set(id, { ...(holds.get(id) ?? { number: '', amount: 0 }), state: 'ended' })
    return DONE
  }
  const line: ChannelLine = {
    issue: ({ paymentId, amount }) =>
      hear('issue', paymentId, () => {
        made += 1
        return take(paymentId, `9000000000${String(made).padStart(4, '0')}`, amount)
      }),
    register: ({ paymentId, amount }, number) =>
      hear('register', paymentId, () => {
        const taken = take(paymentId, number, amount)
        return taken.kind === 'done' ? DONE : taken
      }),
    amend: ({ paymentId }, { amount }) =>
      hear('amend', paymentId, () => {
        const before = holds.get(paymentId)
        if (before !== undefined) holds.set(paymentId, { ...before, amount })
        return DONE
      }),
    revoke: ({ paymentId }) => hear('revoke', paymentId, () => end(paymentId)),
    cancel: (paymentId) => hear('cancel', paymentId, () => end(paymentId)),
    status: (paymentId) => hear('status', paymentId, () => ({ kind: 'done', value: standingOf(holds.get(paymentId)) })),
  }
  const pg: TestPgLine = {
    heard,
    holds,
    meanwhile: async () => {},
    lineOf: (key) => (key === channelOf(MERCHANT).key ? line : null),
    next(asked, ...more) {
      fates.set(asked, [...(fates.get(asked) ?? []), ...more])
    },
  }
  return pg
}

const DONE: PgAnswer = { kind: 'done', value: undefined }

function standingOf(held: { readonly number: string; readonly state: 'standing' | 'ended' } | undefined): PgStanding {
  if (held === undefined) return { state: 'unknown' }
  return held.state === 'ended' ? { state: 'ended' } : { state: 'standing', number: held.number }
}
