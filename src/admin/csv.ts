/**
 * A table as spreadsheets read it: UTF-8 with the mark that Excel asks for, and nothing in it that a spreadsheet would carry
 * out: a merchant's order number may begin with `=` because a customer wrote it.
 */
import type { Cell } from './workbook.ts'

export const CSV_MARK = '\uFEFF'

export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(cellText).join(',')}\r\n`
}

function cellText(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  const defused = LOOKS_LIKE_FORMULA.test(cell) ? `'${cell}` : cell
  return /[",\r\n;\t]/.test(defused) || defused !== defused.trim() ? `"${defused.replaceAll('"', '""')}"` : defused
}

/** Full-width signs too, which some spreadsheets take for the plain ones; and what hides a sign behind itself. */
const LOOKS_LIKE_FORMULA = /^[\s\0]*[=+\-@\t\r|%＝＋－＠]/
