/** The sealed personal record as a row, and back. */
import type { MerchantId, PaymentId } from '../../core/brand.ts'
import type { SealedPersonal } from '../../core/commands.ts'
import * as cell from './cells.ts'
import type { Row, SqlValue } from './row.ts'

/** In the order of `insertPersonal`. Kept as bytes, a quarter smaller than their base64. */
export function personalValues(merchantId: MerchantId, id: PaymentId, personal: SealedPersonal): readonly SqlValue[] {
  const { keyId, sealed, phoneHash, phoneLast4Hash, emailHash, nameHash } = personal
  return [merchantId, id, keyId, Buffer.from(sealed, 'base64'), phoneHash, phoneLast4Hash, emailHash, nameHash]
}

export function personalOf(row: Row): SealedPersonal {
  return {
    keyId: cell.text(row, 'key_id'),
    sealed: Buffer.from(cell.bytes(row, 'sealed')).toString('base64'),
    phoneHash: cell.textOrNull(row, 'phone_hash'),
    phoneLast4Hash: cell.textOrNull(row, 'phone_last4_hash'),
    emailHash: cell.textOrNull(row, 'email_hash'),
    nameHash: cell.textOrNull(row, 'name_hash'),
  }
}
