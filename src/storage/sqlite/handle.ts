/**
 * The little of a database connection that the writer needs. `node:sqlite` has it as it is; a simulated disk or a handle
 * that fails on purpose has it too. Nothing here knows of files or threads.
 */
import type { Row, SqlValue } from '../rows/row.ts'

export interface SqlStatement {
  run(...values: readonly SqlValue[]): { readonly changes: number | bigint }
  get(...values: readonly SqlValue[]): Row | undefined
  all(...values: readonly SqlValue[]): readonly Row[]
}

export interface SqlHandle {
  exec(sql: string): void
  prepare(sql: string): SqlStatement
  close(): void
}
