/** A row as an SQL engine takes it and gives it; what it means is said by the files beside this one, for every keeper alike. */
export type SqlValue = null | number | string | Uint8Array

/** As it comes out, before anybody looked at it. */
export type Row = Readonly<Record<string, unknown>>
