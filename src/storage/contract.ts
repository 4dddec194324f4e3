/**
 * What every keeper promises, as tests: each keeper's own test file calls this once. What only one keeper can promise
 * (files, crashes, a full disk) stands beside that keeper.
 */
import { describe, it } from 'node:test'
import { browsePromises } from './contract-browse.ts'
import { commandPromises, commandRestartPromises } from './contract-command.ts'
import { consolePromises, consoleRestartPromises } from './contract-console.ts'
import { deliveryPromises, deliveryRestartPromises } from './contract-delivery.ts'
import { endpointPromises, endpointRestartPromises } from './contract-endpoint.ts'
import { erasePromises } from './contract-erase.ts'
import { externalPromises } from './contract-external.ts'
import { feedPromises } from './contract-feed.ts'
import { figurePromises, figureRestartPromises } from './contract-figures.ts'
import { historyContract } from './contract-history.ts'
import { issueKeyPromises, issueKeyRestartPromises } from './contract-issue-key.ts'
import { listPromises } from './contract-lists.ts'
import { preparedPromises } from './contract-prepared.ts'
import { receiptPromises } from './contract-receipt.ts'
import { lateWordPromises, refundPromises, refundRestartPromises, transferPromises } from './contract-refunds.ts'
import { registrationPromises, registrationRestartPromises } from './contract-registrations.ts'
import { replayPromises } from './contract-replay.ts'
import { reportPromises, reportRestartPromises } from './contract-reports.ts'
import { searchPromises } from './contract-search.ts'
import { settingsPromises } from './contract-settings.ts'
import { type Keeper, openScene, type Promises } from './contract-subject.ts'
import { tillPromises } from './contract-till.ts'
import { undoPromises, undoRestartPromises } from './contract-undo.ts'

const CHAPTERS: Readonly<Record<string, Promises>> = {
  commands: commandPromises,
  'keys of issues': issueKeyPromises,
  tills: tillPromises,
  'cancels, completions, doubt': undoPromises,
  refunds: refundPromises,
  'report files': reportPromises,
  transfers: transferPromises,
  'transfers that were called failed': lateWordPromises,
  deliveries: deliveryPromises,
  lists: listPromises,
  feed: feedPromises,
  search: searchPromises,
  browsing: browsePromises,
  'prepared amounts': preparedPromises,
  'cash receipts': receiptPromises,
  'cash receipts of cash taken elsewhere': externalPromises,
  erasure: erasePromises,
  'what PGs hold': registrationPromises,
  endpoints: endpointPromises,
  'listing, replay, pruning': replayPromises,
  'settings, tokens, counters, clock': settingsPromises,
  'figures of questions to merchants': figurePromises,
  console: consolePromises,
}

const AFTER_A_RESTART: Readonly<Record<string, Promises>> = {
  'commands after a restart': commandRestartPromises,
  'keys of issues after a restart': issueKeyRestartPromises,
  'cancels, completions, doubt after a restart': undoRestartPromises,
  'refunds after a restart': refundRestartPromises,
  'report files after a restart': reportRestartPromises,
  'what PGs hold after a restart': registrationRestartPromises,
  'deliveries after a restart': deliveryRestartPromises,
  'endpoints after a restart': endpointRestartPromises,
  'figures after a restart': figureRestartPromises,
  'console after a restart': consoleRestartPromises,
}

export function storageContract(keeper: Keeper): void {
  const chapters = keeper.isDurable ? { ...CHAPTERS, ...AFTER_A_RESTART } : CHAPTERS
  for (const [title, promises] of Object.entries(chapters)) {
    describe(`${keeper.name}: ${title}`, () => {
      for (const [promise, isKept] of Object.entries(promises))
        it(promise, async (t) => isKept(await openScene(t, keeper.open)))
    })
  }
  historyContract(keeper)
}
