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
import { STATEMENTS } from './statements.ts'
import { columnsOf, ROWS } from './tables.ts'
import type { Transaction } from './transaction.ts'

export async function runConsoleChore(transaction: Transaction, chore: ConsoleChore): Promise<ChoreResult> {
  switch (chore.kind) {
    case 'put_person':
      return putPerson(transaction, chore.person)
    case 'put_session':
      await transaction.change(STATEMENTS.endOldSessions, [chore.endedBefore])
      await transaction.change(STATEMENTS.putSession, sessionValues(chore.session))
      return undefined
    case 'end_session':
      await transaction.change(STATEMENTS.endSession, [chore.hash])
      return undefined
    case 'end_sessions':
      await transaction.change(STATEMENTS.endSessions, [chore.personId, chore.but])
      return undefined
    case 'write_audit':
      await transaction.change(STATEMENTS.insertAudit, auditValues(chore.entry))
      return undefined
    case 'begin_action':
      return beginAction(transaction, chore)
    case 'end_action':
      await transaction.change(STATEMENTS.answerAction, [chore.answer, chore.key])
      await transaction.change(STATEMENTS.insertAudit, auditValues(chore.entry))
      return undefined
    case 'add_day_figures':
      return addDayFigures(transaction, chore)
  }
}

/** Who changes a person holds the row; who takes an e-mail first has it. */
async function putPerson(transaction: Transaction, person: Person): Promise<boolean> {
  if (person.version === 1) return (await transaction.change(STATEMENTS.addPerson, personValues(person))) === 1
  const [before] = await transaction.ask(STATEMENTS.lockPerson, [person.id])
  if (before === undefined || personOf(before).version !== person.version - 1) return false
  const [owner] = await transaction.ask(STATEMENTS.personByEmail, [person.email])
  if (owner !== undefined && personOf(owner).id !== person.id) return false
  await transaction.change(STATEMENTS.changePerson, personValues(person))
  return true
}

async function beginAction(
  transaction: Transaction,
  { action, entry }: Extract<ConsoleChore, { kind: 'begin_action' }>,
): Promise<ActionBegun> {
  const { key, fingerprint } = action
  if ((await transaction.change(STATEMENTS.addAction, [key, fingerprint, transaction.wall])) === 1) {
    await transaction.change(STATEMENTS.dropOldActions, [transaction.wall - ACTIONS_KEPT_MS])
    await transaction.change(STATEMENTS.insertAudit, auditValues(entry))
    return { kind: 'fresh' }
  }
  const [known = {}] = await transaction.ask(STATEMENTS.action, [key])
  if (text(known, 'fingerprint') !== fingerprint) return { kind: 'conflict' }
  return { kind: 'again', answer: textOrNull(known, 'answer') }
}

async function addDayFigures(
  transaction: Transaction,
  { merchantId, counted: { from, to, figures } }: Extract<ConsoleChore, { kind: 'add_day_figures' }>,
): Promise<boolean> {
  if (from === null) {
    const values = [merchantId, to.paymentId, to.version]
    if ((await transaction.change(STATEMENTS.addCounted, values)) === 0) return false
  } else {
    const [row] = await transaction.ask(STATEMENTS.lockCounted, [merchantId])
    if (row === undefined || !isSameEvent(countedOf(row), from)) return false
    await transaction.change(STATEMENTS.putCounted, [merchantId, to.paymentId, to.version])
  }
  if (figures.length > 0) await transaction.change(ROWS.addDayFigures, columnsOf(figures.map(dayFigureValues)))
  return true
}
