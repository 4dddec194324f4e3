/** Texts that were encrypted before they came here, as the last two columns of their row, and back. */
import type { SealedText } from '../../core/commands.ts'
import * as cell from './cells.ts'
import type { Row, SqlValue } from './row.ts'

/** Kept as bytes, a quarter smaller than their base64. */
export function sealedValues({ keyId, sealed }: SealedText): readonly [SqlValue, SqlValue] {
  return [keyId, Buffer.from(sealed, 'base64')]
}

export function sealedOf(row: Row): SealedText {
  return {
    keyId: cell.text(row, 'key_id'),
    sealed: Buffer.from(cell.bytes(row, 'sealed')).toString('base64'),
  }
}
