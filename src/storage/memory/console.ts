/** The console's tables of the memory keeper, its chores on them and its reads of them. */
import type { MerchantId, WallTime } from '../../core/brand.ts'
import {
  ACTIONS_KEPT_MS,
  type ActionBegun,
  type AuditEntry,
  type ConsoleSession,
  type Person,
  type PersonId,
} from '../../core/console.ts'
import { type DayFigure, figureKey, summed } from '../../core/day-figures.ts'
import type { EventKey } from '../../core/event-id.ts'
import type { Reads } from '../reads.ts'
import { isSameEvent } from '../rows/console-rows.ts'
import type { ChoreResult, ConsoleChore } from '../writes.ts'

export interface ConsoleTables {
  readonly people: Map<PersonId, Person>
  readonly sessions: Map<string, ConsoleSession>
  readonly audit: Map<string, AuditEntry>
  readonly actions: Map<string, { readonly fingerprint: string; readonly at: WallTime; readonly answer: string | null }>
  readonly dayFigures: Map<string, DayFigure>
  readonly counted: Map<MerchantId, EventKey>
}

export function emptyConsole(): ConsoleTables {
  return {
    people: new Map(),
    sessions: new Map(),
    audit: new Map(),
    actions: new Map(),
    dayFigures: new Map(),
    counted: new Map(),
  }
}

export function runConsoleChore(tables: ConsoleTables, chore: ConsoleChore, wall: WallTime): ChoreResult {
  const { sessions } = tables
  switch (chore.kind) {
    case 'put_person':
      return putPerson(tables, chore.person)
    case 'put_session':
      for (const { hash, beganAt } of sessions.values()) if (beganAt < chore.endedBefore) sessions.delete(hash)
      sessions.set(chore.session.hash, { ...sessions.get(chore.session.hash), ...chore.session })
      return undefined
    case 'end_session':
      sessions.delete(chore.hash)
      return undefined
    case 'end_sessions':
      for (const { hash, personId } of sessions.values())
        if (personId === chore.personId && hash !== chore.but) sessions.delete(hash)
      return undefined
    case 'write_audit':
      writeAudit(tables, chore.entry)
      return undefined
    case 'begin_action':
      return beginAction(tables, chore, wall)
    case 'end_action': {
      const known = tables.actions.get(chore.key)
      if (known !== undefined) tables.actions.set(chore.key, { ...known, answer: chore.answer })
      writeAudit(tables, chore.entry)
      return undefined
    }
    case 'add_day_figures':
      return addDayFigures(tables, chore)
  }
}

function putPerson({ people }: ConsoleTables, person: Person): boolean {
  const isTaken = [...people.values()].some(({ id, email }) => email === person.email && id !== person.id)
  if (isTaken || (people.get(person.id)?.version ?? 0) !== person.version - 1) return false
  people.set(person.id, person)
  return true
}

function writeAudit({ audit }: ConsoleTables, entry: AuditEntry): void {
  if (audit.has(entry.id)) throw new Error(`broken invariant: the entry ${entry.id} was written twice`)
  audit.set(entry.id, entry)
}

function beginAction(
  tables: ConsoleTables,
  { action, entry }: Extract<ConsoleChore, { kind: 'begin_action' }>,
  wall: WallTime,
): ActionBegun {
  const { actions } = tables
  const { key, fingerprint } = action
  const known = actions.get(key)
  if (known !== undefined)
    return known.fingerprint === fingerprint ? { kind: 'again', answer: known.answer } : { kind: 'conflict' }
  for (const [old, { at }] of actions) if (at < wall - ACTIONS_KEPT_MS) actions.delete(old)
  actions.set(key, { fingerprint, at: wall, answer: null })
  writeAudit(tables, entry)
  return { kind: 'fresh' }
}

function addDayFigures(
  { dayFigures, counted }: ConsoleTables,
  { merchantId, counted: { from, to, figures } }: Extract<ConsoleChore, { kind: 'add_day_figures' }>,
): boolean {
  if (!isSameEvent(counted.get(merchantId) ?? null, from)) return false
  for (const figure of figures) {
    const before = dayFigures.get(figureKey(figure))
    for (const sum of summed(before === undefined ? [figure] : [before, figure])) dayFigures.set(figureKey(sum), sum)
  }
  counted.set(merchantId, to)
  return true
}

export function consoleReads(
  tables: ConsoleTables,
): Pick<Reads, 'person' | 'personByEmail' | 'people' | 'session' | 'audit' | 'dayFigures'> {
  const { people, sessions, audit, dayFigures, counted } = tables
  return {
    person: (id) => people.get(id),
    personByEmail: (email) => [...people.values()].find((person) => person.email === email),
    people: (merchantId) =>
      [...people.values()].filter((person) => person.merchantId === merchantId).sort((a, b) => (a.id < b.id ? -1 : 1)),
    session: (hash) => sessions.get(hash),
    audit: (merchantId, after, limit) =>
      [...audit.values()]
        .filter((entry) => merchantId === null || entry.merchantId === merchantId)
        .filter(({ id }) => after === null || id < after)
        .sort((a, b) => (a.id < b.id ? 1 : -1))
        .slice(0, limit),
    dayFigures: (merchantId, from, to) => ({
      figures: [...dayFigures.values()]
        .filter((figure) => figure.merchantId === merchantId)
        .filter(({ day }) => day === 0 || (day >= from && day <= to))
        .sort((a, b) => (figureKey(a) < figureKey(b) ? -1 : 1)),
      upTo: counted.get(merchantId) ?? null,
    }),
  }
}
