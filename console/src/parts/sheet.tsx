import type { ReactNode } from 'react'

export interface Column<Row> {
  readonly name: string
  readonly cell: (row: Row) => ReactNode
  /** Money and counts. */
  readonly isRight?: boolean
}

interface Props<Row> {
  /** What it lists, for who cannot see it. */
  readonly caption: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly keyOf: (row: Row) => string
  /** Being looked for again, or another page is on its way: what stands here is the one before. */
  readonly isStale?: boolean
}

/** A table on a wide screen, a card a row on a telephone. */
export function Sheet<Row>({ caption, columns, rows, keyOf, isStale = false }: Props<Row>) {
  return (
    <div className="frame" aria-busy={isStale || undefined}>
      <table className="sheet">
        <caption className="unseen">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ name, isRight }) => (
              <th key={name} scope="col" className={isRight ? 'right' : undefined}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map(({ name, cell, isRight }) => (
                <td key={name} data-column={name} className={isRight ? 'right number' : undefined}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
