/** A short text that is equal for equal business fields: how a repeat is told from a reused key. */
import { createHash } from 'node:crypto'

export function fingerprint(fields: readonly (string | number | null)[]): string {
  return createHash('sha256').update(JSON.stringify(fields)).digest('base64url')
}
