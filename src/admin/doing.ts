/**
 * An action of somebody who may: written down, done once under its key, written down again with how it ended. A double click
 * is two requests under one key: the second is answered with what the first one was, and does nothing.
 */
import { createHash } from 'node:crypto'
import type { Merchant } from '../core/merchant.ts'
import { storageFaultKind } from '../gateway/faults.ts'
import type { AdminRoute } from '../wire/admin/route.ts'
import { type Answer, refusal } from './answer.ts'
import type { Audit, Noted } from './audit.ts'
import type { AdminDeps, Asked, Caller } from './ports.ts'

export const KEY = /^[!-~]{8,100}$/

export interface Deed {
  readonly name: string
  readonly row: AdminRoute
  readonly asked: Asked
  readonly caller: Caller
  readonly merchant: Merchant | undefined
}

export type Doing = (deed: Deed, run: () => Promise<Answer>) => Promise<Answer>

export function createDoing({
  deps,
  audit,
}: {
  readonly deps: Pick<AdminDeps, 'keeper'>
  readonly audit: Audit
}): Doing {
  const { keeper } = deps
  return async (deed, run) => {
    const { row, asked, caller } = deed
    if (row.audit === undefined) return run()
    const noted = notedOf(deed, row.audit)
    if (row.keyed !== true) {
      await audit.note({ ...noted, outcome: 'asked' })
      const answer = await run()
      await audit.note({ ...noted, outcome: outcomeOf(answer) })
      return answer
    }
    const action = { key: `${caller.person.id}/${asked.idempotencyKey}`, fingerprint: fingerprintOf(deed) }
    const begun = await keeper.beginAction(action, audit.entry({ ...noted, outcome: 'asked' }))
    if (begun.kind === 'conflict') return refusal('key_conflict')
    if (begun.kind === 'again') return begun.answer === null ? refusal('outcome_unknown') : JSON.parse(begun.answer)
    try {
      const answer = await run()
      await keeper.endAction(action.key, JSON.stringify(answer), audit.entry({ ...noted, outcome: outcomeOf(answer) }))
      return answer
    } catch (error) {
      // Storage that takes nothing more now may have taken the deed: nobody is told that nothing was done.
      if (storageFaultKind(error) === undefined) throw error
      return refusal('outcome_unknown')
    }
  }
}

function notedOf({ row, asked, caller, merchant }: Deed, action: string): Omit<Noted, 'outcome'> {
  const { merchant: _merchant, ...named } = asked.path
  const reason = asked.body['reason']
  const detail = Object.fromEntries(
    (row.noted ?? []).flatMap((name) => {
      const value = asked.body[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )
  return {
    asked,
    person: caller.person,
    action,
    merchantId: merchant?.id ?? caller.person.merchantId,
    object: Object.values(named)[0] ?? null,
    reason: typeof reason === 'string' ? reason : null,
    detail,
  }
}

function outcomeOf(answer: Answer): 'done' | 'refused' {
  return answer.kind === 'refusal' ? 'refused' : 'done'
}

function fingerprintOf({ name, asked, merchant }: Deed): string {
  const said = JSON.stringify([name, merchant?.id ?? null, asked.path, Object.entries(asked.body).sort()])
  return createHash('sha256').update(said).digest('base64url')
}
