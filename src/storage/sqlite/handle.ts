/**
 * The little of a database connection that the writer needs. `node:sqlite` has it as it is; a simulated disk or a handle
 * that fails on purpose has it too. Nothing here knows of files or threads.
 */
export type SqlValue = null | number | string | Uint8Array

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

/** A row as it comes out, before anybody looked at it. */
export type Row = Readonly<Record<string, unknown>>
