/** The writer's chores: deliveries, tokens, counters, the clock and the operator's settings, each inside the batch's transaction. */
import type { Instant, WallTime } from '../../core/brand.ts'
import { type ConfirmFigure, FIGURES_KEPT_MS } from '../../core/confirm-figures.ts'
import type { Delivery } from '../../core/delivery.ts'
import { grantToken } from '../../core/token.ts'
import { advancedBy } from '../business-time.ts'
import { reserveBlock } from '../counters.ts'
import { withEntries } from '../directory.ts'
import type { Report } from '../report-keeper.ts'
import { whole } from '../rows/cells.ts'
import { confirmFigureValues } from '../rows/confirm-figure-rows.ts'
import {
  apiKeyValues,
  channelValues,
  merchantValues,
  outletValues,
  tillValues,
  tokenOf,
  tokenValues,
} from '../rows/directory-rows.ts'
import { endpointValues } from '../rows/endpoint-rows.ts'
import { networkValues } from '../rows/network-rows.ts'
import { preparedValues } from '../rows/prepared-rows.ts'
import { connectorValues } from '../rows/registration-rows.ts'
import { reportOf, reportValues } from '../rows/report-rows.ts'
import { sightingValues } from '../rows/sighting-rows.ts'
import type { Directory, DirectoryEntry, PersonalNamed } from '../storage.ts'
import type { Chore, ChoreResult, TimeTold } from '../writes.ts'
import { runConsoleChore } from './console-chores.ts'
import { leaseDue, pauseEndpoint, pruneDelivered, replayDeliveries, settleTry } from './delivery-chores.ts'
import { one } from './load-rows.ts'
import { runRegistrationChore } from './registration-chores.ts'
import type { WriteStatements } from './statements.ts'

/** What a batch carries from one item to the next, and what it leaves behind when it is committed. */
export interface Work {
  readonly wall: WallTime
  time: TimeTold
  directory: Directory
  lastSeq: number
  /** Something was written. */
  dirty: boolean
  /** Those that chores changed. */
  readonly deliveries: Delivery[]
}

export function runChore(statements: WriteStatements, work: Work, chore: Chore): ChoreResult {
  switch (chore.kind) {
    case 'lease':
      return leaseDue(statements, work, chore)
    case 'settle':
      return settleTry(statements, work, chore)
    case 'replay':
      return replayDeliveries(statements, work, chore).map(({ id }) => id)
    case 'prune':
      return pruneDelivered(statements, work, chore)
    case 'pause':
      return pauseEndpoint(statements, work, chore)
    case 'grant':
      return grant(statements, work, chore.keyNo)
    case 'prepare':
      return prepare(statements, work, chore)
    case 'take': {
      const { counter, size } = chore
      const stored = one(statements.counter, [counter], (row) => whole(row, 'next'))
      const { first, next } = reserveBlock(counter, stored, size, work.wall)
      statements.putCounter.run(counter, next)
      work.dirty = true
      return first
    }
    case 'advance':
      work.time = advancedBy(work.time, chore.ms)
      work.dirty = true
      return work.time.last
    case 'put':
      work.directory = withEntries(work.directory, chore.entries)
      work.dirty = true
      for (const entry of chore.entries) put(statements, work, entry)
      return undefined
    case 'note_tills':
      for (const sighting of chore.sightings) statements.noteTill.run(...sightingValues(sighting))
      work.dirty = true
      return undefined
    case 'add_confirm_figures':
      addConfirmFigures(statements, work, chore.figures)
      return undefined
    case 'erase':
      work.dirty = true
      return erase(statements, chore.named)
    case 'take_report':
      return takeReport(statements, work, chore)
    case 'end_report':
      return endReport(statements, work, chore)
    case 'registrations':
      return runRegistrationChore(statements, work, chore.ask)
    case 'forget':
      forgetPayments(statements)
      work.dirty = true
      return undefined
    case 'check':
      work.dirty = true
      return undefined
    default:
      return runConsoleChore(statements, work, chore)
  }
}

function erase(statements: WriteStatements, named: PersonalNamed): number {
  if ('orderId' in named) return Number(statements.eraseExternalIdentifier.run(named.merchantId, named.orderId).changes)
  const { merchantId, paymentId, refundIds, receiptIds } = named
  const runs = [
    statements.erasePersonal.run(merchantId, paymentId),
    ...refundIds.map((id) => statements.eraseAccount.run(merchantId, id)),
    ...receiptIds.map((id) => statements.eraseReceiptIdentifier.run(merchantId, id)),
  ]
  return runs.reduce((sum, { changes }) => sum + Number(changes), 0)
}

/** Rows that refer to others go first. */
function forgetPayments(statements: WriteStatements): void {
  statements.forgetReportRows.run()
  statements.forgetReports.run()
  statements.forgetSuspense.run()
  statements.forgetTillDays.run()
  statements.forgetTries.run()
  statements.forgetDeliveries.run()
  statements.forgetPersonal.run()
  statements.forgetIssueKeys.run()
  statements.forgetReceiptIdentifiers.run()
  statements.forgetExternalIdentifiers.run()
  statements.forgetExternals.run()
  statements.forgetAccounts.run()
  statements.forgetRefunds.run()
  statements.forgetSlips.run()
  statements.forgetTillRequests.run()
  statements.forgetAttempts.run()
  statements.forgetEvents.run()
  statements.forgetPayments.run()
  statements.forgetOrders.run()
  statements.forgetPrepared.run()
  statements.forgetRegistrations.run()
  statements.forgetDayFigures.run()
  statements.forgetCounted.run()
}

function grant(statements: WriteStatements, work: Work, keyNo: number) {
  const before = one(statements.token, [keyNo], tokenOf)
  const token = grantToken(before, work.wall)
  if (token !== before) {
    statements.putToken.run(...tokenValues(keyNo, token))
    work.dirty = true
  }
  return token
}

function prepare(
  statements: WriteStatements,
  work: Work,
  { prepared, again }: Extract<Chore, { kind: 'prepare' }>,
): boolean {
  const statement = again ? statements.changePrepared : statements.addPrepared
  const isWritten = Number(statement.run(...preparedValues(prepared)).changes) === 1
  if (isWritten) work.dirty = true
  return isWritten
}

function takeReport(
  statements: WriteStatements,
  work: Work,
  { head, rows }: Extract<Chore, { kind: 'take_report' }>,
): Report {
  const { network, sender, fileId } = head
  const known = one(statements.reportOfName, [network, sender.kind, sender.name, fileId], reportOf)
  if (known !== undefined) return known
  const takenAt = work.time.last
  statements.insertReport.run(...reportValues(head, rows, takenAt))
  work.dirty = true
  return { ...head, takenAt, ended: null }
}

function endReport(
  statements: WriteStatements,
  work: Work,
  { id, ended }: Extract<Chore, { kind: 'end_report' }>,
): Report {
  statements.endReport.run(JSON.stringify(ended), id)
  work.dirty = true
  const report = one(statements.reportById, [id], reportOf)
  if (report === undefined) throw new Error(`broken invariant: there is no report ${id}`)
  return report
}

function addConfirmFigures(statements: WriteStatements, work: Work, figures: readonly ConfirmFigure[]): void {
  for (const figure of figures) statements.addConfirmFigure.run(...confirmFigureValues(figure))
  const merchants = new Set(figures.map(({ merchantId }) => merchantId))
  for (const merchantId of merchants) statements.dropOldFigures.run(merchantId, work.wall - FIGURES_KEPT_MS)
  work.dirty = true
}

/** The directory in memory says whether the entry may be, and which number a key gets; the row follows it. */
function put(statements: WriteStatements, work: Work, put: DirectoryEntry): void {
  switch (put.kind) {
    case 'merchant':
      statements.putMerchant.run(...merchantValues(put.entry))
      return
    case 'channel':
      if (put.entry.isDefault) statements.noDefaultChannel.run(put.entry.merchantId)
      statements.putChannel.run(...channelValues(put.entry))
      return
    case 'connector':
      statements.putConnector.run(...connectorValues(put.entry))
      return
    case 'endpoint':
      statements.putEndpoint.run(...endpointValues(put.entry))
      return
    case 'endpoint_removed':
      statements.deleteEndpoint.run(put.entry.merchantId, put.entry.id)
      statements.deleteHealth.run(put.entry.merchantId, put.entry.id)
      return
    case 'network':
      statements.putNetwork.run(...networkValues(put.entry))
      return
    case 'outlet':
      statements.putOutlet.run(...outletValues(put.entry))
      return
    case 'till':
      statements.putTill.run(...tillValues(put.entry))
      return
    case 'api_key': {
      const key = work.directory.apiKeys.get(put.entry.impKey)
      if (key !== undefined) statements.putApiKey.run(...apiKeyValues(key))
      return
    }
    case 'key_proof':
      statements.putKeyProof.run(put.entry.sealed)
  }
}

/** Where business time stood when the file was written last. */
export function storedTime(statements: WriteStatements): TimeTold {
  const row = statements.clock.get() ?? {}
  return { offsetMs: whole(row, 'offset_ms'), last: whole(row, 'last_at') as Instant }
}
