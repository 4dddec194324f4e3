/**
 * What is written down of what people see and do: before it happens, so that nothing happens unseen, and again how it
 * ended. Nothing secret and nothing of a customer is in it.
 */
import type { MerchantId, WallTime } from '../core/brand.ts'
import type { AuditEntry, AuditOutcome, Person } from '../core/console.ts'
import { timeOrderedId } from '../gateway/stamps.ts'
import { PAGE_USUAL } from '../wire/admin/answers.ts'
import type { AuditEntryAnswer, AuditPage } from '../wire/admin/people.ts'
import { type Answer, success } from './answer.ts'
import type { AdminDeps, Asked } from './ports.ts'
import { seconds } from './sessions.ts'

export interface Noted {
  readonly asked: Pick<Asked, 'address'>
  readonly person: Person
  readonly action: string
  readonly outcome: AuditOutcome
  /** Whose data it is about; the person's own merchant where nothing is said. */
  readonly merchantId?: MerchantId | null
  readonly object?: string | null
  readonly reason?: string | null
  readonly detail?: AuditEntry['detail']
}

export interface Audit {
  entry(noted: Noted): AuditEntry
  /** Durable when the promise resolves. */
  note(noted: Noted): Promise<void>
  /** Null: everything. */
  list(merchantId: MerchantId | null, asked: Asked): Promise<Answer>
}

export function createAudit({ keeper, gateway, random }: Pick<AdminDeps, 'keeper' | 'gateway' | 'random'>): Audit {
  let lastAt = 0 as WallTime
  /** Sorts behind every one that this process made before: the list is read by it. */
  const newId = (): string => {
    lastAt = Math.max(gateway.wall(), lastAt + 1) as WallTime
    return `aud_${timeOrderedId(lastAt, random)}`
  }
  const entry: Audit['entry'] = ({ asked, person, action, outcome, merchantId, object, reason, detail }) => ({
    id: newId(),
    at: gateway.wall(),
    person: { id: person.id, email: person.email, role: person.role },
    merchantId: merchantId === undefined ? person.merchantId : merchantId,
    address: asked.address,
    action,
    object: object ?? null,
    reason: reason ?? null,
    outcome,
    detail: detail ?? {},
  })
  return {
    entry,
    note: (noted) => keeper.writeAudit(entry(noted)),
    async list(merchantId, { query }) {
      const { after = null, limit = PAGE_USUAL } = query as { after?: string; limit?: number }
      const entries = await keeper.audit(merchantId, after, limit + 1)
      const page = entries.slice(0, limit)
      const next = entries.length > limit ? (page.at(-1)?.id ?? null) : null
      const answer: AuditPage = { entries: page.map(shown), next }
      return success(answer)
    },
  }
}

function shown({ id, at, person, merchantId, ...rest }: AuditEntry): AuditEntryAnswer {
  const { address, action, object, reason, outcome, detail } = rest
  return {
    id,
    at: seconds(at),
    person: person?.id ?? null,
    email: person?.email ?? null,
    role: person?.role ?? null,
    merchant: merchantId,
    address,
    action,
    object,
    reason,
    outcome,
    detail: { ...detail },
  }
}
