/** Every dialect that `SUNAP_POS_TCP_PORT` can name. A chain's own is one line here. */
import type { Dialect } from './dialect.ts'
import { fixedDialect } from './fixed/fixed.ts'
import { localTaxDialect } from './local-tax/local-tax.ts'

export const DIALECTS = {
  fixed: fixedDialect,
  'local-tax': localTaxDialect,
} as const satisfies Readonly<Record<string, Dialect>>

export type DialectName = keyof typeof DIALECTS

export function isDialectName(name: string): name is DialectName {
  return Object.hasOwn(DIALECTS, name)
}
