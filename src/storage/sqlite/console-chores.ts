/** The writer's chores for the console: people, sessions, what is written down, and days in figures. */
import { ACTIONS_KEPT_MS, type ActionBegun, type Person } from '../../core/console.ts'
import { text, textOrNull } from '../rows/cells.ts'
import {
  auditValues,
  countedOf,
  dayFigureValues,
  isSameEvent,
  personOf,
  personValues,
  sessionValues,
} from '../rows/console-rows.ts'
import type { ChoreResult, ConsoleChore } from '../writes.ts'
import type { Work } from './chores.ts'
import { one } from './load-rows.ts'
import type { WriteStatements } from './statements.ts'

export function runConsoleChore(statements: WriteStatements, work: Work, chore: ConsoleChore): ChoreResult {
  switch (chore.kind) {
    case 'put_person':
      return putPerson(statements, work, chore.person)
    case 'put_session':
      statements.endOldSessions.run(chore.endedBefore)
      statements.putSession.run(...sessionValues(chore.session))
      break
    case 'end_session':
      statements.endSession.run(chore.hash)
      break
    case 'end_sessions':
      statements.endSessions.run(chore.personId, chore.but)
      break
    case 'write_audit':
      statements.insertAudit.run(...auditValues(chore.entry))
      break
    case 'begin_action':
      return beginAction(statements, work, chore)
    case 'end_action':
      statements.answerAction.run(chore.answer, chore.key)
      statements.insertAudit.run(...auditValues(chore.entry))
      break
    case 'add_day_figures':
      return addDayFigures(statements, work, chore)
  }
  work.dirty = true
  return undefined
}

function putPerson(statements: WriteStatements, work: Work, person: Person): boolean {
  const before = one(statements.person, [person.id], personOf)
  const owner = one(statements.personByEmail, [person.email], personOf)
  if ((before?.version ?? 0) !== person.version - 1 || (owner !== undefined && owner.id !== person.id)) return false
  const statement = before === undefined ? statements.addPerson : statements.changePerson
  statement.run(...personValues(person))
  work.dirty = true
  return true
}

function beginAction(
  statements: WriteStatements,
  work: Work,
  { action, entry }: Extract<ConsoleChore, { kind: 'begin_action' }>,
): ActionBegun {
  const known = one(statements.action, [action.key], (row) => ({
    fingerprint: text(row, 'fingerprint'),
    answer: textOrNull(row, 'answer'),
  }))
  if (known !== undefined)
    return known.fingerprint === action.fingerprint ? { kind: 'again', answer: known.answer } : { kind: 'conflict' }
  statements.dropOldActions.run(work.wall - ACTIONS_KEPT_MS)
  statements.insertAction.run(action.key, action.fingerprint, work.wall)
  statements.insertAudit.run(...auditValues(entry))
  work.dirty = true
  return { kind: 'fresh' }
}

function addDayFigures(
  statements: WriteStatements,
  work: Work,
  { merchantId, counted }: Extract<ConsoleChore, { kind: 'add_day_figures' }>,
): boolean {
  const upTo = one(statements.counted, [merchantId], countedOf) ?? null
  if (!isSameEvent(upTo, counted.from)) return false
  for (const figure of counted.figures) statements.addDayFigure.run(...dayFigureValues(figure))
  statements.putCounted.run(merchantId, counted.to.paymentId, counted.to.version)
  work.dirty = true
  return true
}
