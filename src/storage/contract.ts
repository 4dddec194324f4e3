/**
 * What every keeper promises, as tests: each keeper's own test file calls this once. What only one keeper can promise
 * (files, crashes, a full disk) stands beside that keeper.
 */
import { commandContract } from './contract-command.ts'
import { deliveryContract } from './contract-delivery.ts'
import { historyContract } from './contract-history.ts'
import { settingsContract } from './contract-settings.ts'
import type { OpenSubject } from './contract-subject.ts'
import { tillContract } from './contract-till.ts'

export function storageContract(name: string, open: OpenSubject): void {
  commandContract(name, open)
  tillContract(name, open)
  deliveryContract(name, open)
  settingsContract(name, open)
  historyContract(name, open)
}
