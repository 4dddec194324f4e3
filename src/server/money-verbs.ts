/** What an operator does about money where no gateway runs on the data: the same verbs, told to nobody. */
import { businessDates } from '../gateway/business-date.ts'
import { createDoubts } from '../gateway/doubts.ts'
import { createErasure } from '../gateway/erase.ts'
import type { Gateway } from '../gateway/gateway.ts'
import { createPersonalVault } from '../gateway/personal-vault.ts'
import { createReads } from '../gateway/reads.ts'
import { createRefunds } from '../gateway/refunds.ts'
import { createReports } from '../gateway/reports.ts'
import { createStamps } from '../gateway/stamps.ts'
import { createSuspense } from '../gateway/suspense.ts'
import type { Storage } from '../storage/storage.ts'
import { random } from './machine.ts'
import type { Secrets } from './secrets.ts'

export type MoneyVerbs = Pick<Gateway, 'find' | 'refunds' | 'doubts' | 'reports' | 'suspense' | 'erase'>

export function openMoneyVerbs(storage: Storage, secrets: Secrets): MoneyVerbs {
  const vault = createPersonalVault({ keys: secrets.vault, random })
  const reads = createReads({ storage, vault })
  const stamps = createStamps({ storage, random })
  // No bank is asked from here, so what is given back is transferred by hand.
  const refunds = createRefunds({ storage, vault, stamps, reads, payer: null, observe: () => {} })
  const told = { storage, stamps, issuer: null, observe: () => {} }
  const businessDate = businessDates(storage)
  return {
    find: reads.find,
    refunds,
    doubts: createDoubts({ storage, stamps, observe: () => {} }),
    reports: createReports({ ...told, businessDate }),
    suspense: createSuspense(told),
    erase: createErasure({ storage }),
  }
}
