/** The sealed personal record as a row, and back. */
import type { MerchantId, PaymentId } from '../../core/brand.ts'
import type { SealedPersonal } from '../../core/commands.ts'
import * as cell from './cells.ts'
import type { Row, SqlValue } from './row.ts'
import { sealedOf, sealedValues } from './sealed-rows.ts'

/** In the order of `insertPersonal`. */
export function personalValues(merchantId: MerchantId, id: PaymentId, personal: SealedPersonal): readonly SqlValue[] {
  const { phoneHash, phoneLast4Hash, emailHash, nameHash } = personal
  return [merchantId, id, ...sealedValues(personal), phoneHash, phoneLast4Hash, emailHash, nameHash]
}

export function personalOf(row: Row): SealedPersonal {
  return {
    ...sealedOf(row),
    phoneHash: cell.textOrNull(row, 'phone_hash'),
    phoneLast4Hash: cell.textOrNull(row, 'phone_last4_hash'),
    emailHash: cell.textOrNull(row, 'email_hash'),
    nameHash: cell.textOrNull(row, 'name_hash'),
  }
}
