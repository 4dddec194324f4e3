/** Figures as a text table: the first column to the left, the others to the right. */
import type { Server } from './messages.ts'

export const SERVER_NAMES: Readonly<Record<Server, string>> = {
  sqlite: 'SQLite, durable',
  postgres: 'PostgreSQL, durable',
  memory: 'memory, forgets',
  'node:http': 'node:http, echo',
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('   ')
      .trimEnd()
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}

/** `5 rounds of at most 4 s` */
export function roundsText(rounds: number, each: string): string {
  return `${rounds} ${rounds === 1 ? 'round' : 'rounds'} of ${each}`
}
