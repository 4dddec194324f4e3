/**
 * A "no" of the core that no wire can say would reach a clerk as a fault. So every name in core's list needs its row in
 * the table of the wire, and the table may not keep rows of rejections that are gone.
 */
import { separate } from './code-text.ts'
import type { SourceTree } from './source-tree.ts'

export const CORE_LIST = 'src/core/rejections.ts'
export const WIRE_TABLE = 'src/wire/rejections.ts'
/** Rows of the table that stand in a file of their own. */
const ROWS_OF_REFUNDS = 'src/wire/refund-rejections.ts'

export function rejectionsWithoutRow(tree: SourceTree): string[] {
  const core = tree.get(CORE_LIST)
  const wire = tree.get(WIRE_TABLE)
  if (core === undefined && wire === undefined) return []
  if (core === undefined) return [`${CORE_LIST} is missing; ${WIRE_TABLE} has rows for its rejections.`]
  if (wire === undefined) return [`${WIRE_TABLE} is missing; every rejection of ${CORE_LIST} needs a row there.`]
  const names = listed(core)
  if (names.length === 0) return [`${CORE_LIST} must hold \`export const REJECTIONS = [...] as const\`.`]
  const { code } = separate(wire + (tree.get(ROWS_OF_REFUNDS) ?? ''))
  return names
    .filter((name) => !new RegExp(`(^|[\\s{,])${name}\\s*:`).test(code))
    .map((name) => `'${name}' of ${CORE_LIST} has no row in ${WIRE_TABLE}. Add what a merchant and a till are told.`)
}

function listed(core: string): string[] {
  const { code, literals } = separate(core)
  const start = code.search(/\bREJECTIONS\s*=\s*\[/)
  const end = code.indexOf(']', start)
  return start === -1 ? [] : literals.filter(({ index }) => index > start && index < end).map(({ text }) => text)
}
