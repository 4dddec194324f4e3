/** The desk of money in suspense: what waits, and what a person does about it. */
import type { NetworkId, SuspenseId } from '../core/brand.ts'
import { toMajorAmount } from '../core/money.ts'
import type { SuspenseEntry, SuspenseState } from '../core/suspense.ts'
import { actionsOn, type DeskAnswer } from '../gateway/suspense.ts'
import { PAGE_USUAL } from '../wire/admin/answers.ts'
import type { SuspenseAnswer, SuspensePage } from '../wire/admin/desks.ts'
import { CAUSE_WORDS, DESK_REFUSALS } from '../wire/desk-words.ts'
import { type Answer, refusal, success } from './answer.ts'
import type { AdminDeps, Asked, OwnHandler } from './ports.ts'
import { seconds } from './sessions.ts'

type Name = 'suspenses' | 'suspense' | 'postSuspense' | 'refundSuspense' | 'holdSuspense'
type Desk = AdminDeps['gateway']['suspense']

export function suspenseHandlers({ gateway: { suspense } }: Pick<AdminDeps, 'gateway'>): Record<Name, OwnHandler> {
  const onEntry =
    (act: (id: SuspenseId, note: string | undefined) => Promise<DeskAnswer>): OwnHandler =>
    async ({ path, body }) => {
      const id = entryIn(path)
      return id === undefined ? refusal('not_found') : settled(await act(id, body['note'] as string | undefined))
    }
  return {
    suspenses: ({ query }) => list(suspense, query),
    async suspense({ path }) {
      const id = entryIn(path)
      const entry = id && (await suspense.find(id))
      return entry === undefined ? refusal('not_found') : success(suspenseAnswer(entry))
    },
    postSuspense: onEntry((id, note = undefined) => suspense.post(id, note ?? null)),
    refundSuspense: onEntry((id, note = '') => suspense.refund(id, note)),
    holdSuspense: onEntry((id, note = '') => suspense.hold(id, note)),
  }
}

async function list(suspense: Desk, query: Asked['query']): Promise<Answer> {
  const { state = 'open', network, after, limit = PAGE_USUAL } = query as ListQuery
  const filter = {
    ...(state === 'all' ? {} : { state }),
    ...(network === undefined ? {} : { network }),
  }
  const found = await suspense.list(filter, after ?? null, limit + 1)
  const entries = found.slice(0, limit)
  const answer: SuspensePage = {
    entries: entries.map(suspenseAnswer),
    next: found.length > limit ? (entries.at(-1)?.id ?? null) : null,
  }
  return success(answer)
}

interface ListQuery {
  readonly state?: SuspenseState | 'all'
  readonly network?: NetworkId
  readonly after?: SuspenseId
  readonly limit?: number
}

function settled(done: DeskAnswer): Answer {
  if (done.ok) return success(suspenseAnswer(done.entry))
  const { why } = done
  return { kind: 'refusal', status: why === 'not_found' ? 404 : 409, code: why, message: DESK_REFUSALS[why] }
}

function entryIn({ id = '' }: Asked['path']): SuspenseId | undefined {
  return /^sus_[0-9a-f-]{36}$/.test(id) ? (id as SuspenseId) : undefined
}

function suspenseAnswer(entry: SuspenseEntry): SuspenseAnswer {
  const { id, state, cause, direction, number, amount, currency, payType, takenAt, note } = entry
  const { network, chain, outlet, outletName, till, date, paymentId, merchantId } = entry
  const [report = '', row] = entry.row.split('/')
  return {
    id,
    state,
    cause,
    cause_words: CAUSE_WORDS[cause],
    direction,
    number,
    amount: toMajorAmount(amount, currency),
    currency,
    pay_type: payType,
    network,
    chain,
    outlet,
    outlet_name: outletName,
    till,
    date,
    taken_at: takenAt === null ? null : seconds(takenAt),
    imp_uid: paymentId,
    merchant: merchantId,
    report,
    row: Number(row),
    opened_at: seconds(entry.openedAt),
    changed_at: seconds(entry.changedAt),
    note,
    actions: [...actionsOn(entry)],
  }
}
