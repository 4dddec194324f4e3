/** A list that came whole, a page at a time: a chain has thousands of shops. */
import type { ReactNode } from 'react'
import { useWords } from '../../language.tsx'
import { Button } from '../../parts/button.tsx'
import { SHOP_WORDS } from './shop-words.ts'

const ROWS = 50

interface Props<Row> {
  readonly rows: readonly Row[]
  readonly page: number
  readonly onPage: (page: number) => void
  readonly children: (rows: readonly Row[]) => ReactNode
}

export function Paged<Row>({ rows, page, onPage, children }: Props<Row>) {
  const words = useWords(SHOP_WORDS)
  const last = Math.max(1, Math.ceil(rows.length / ROWS))
  // A page that an address names may be gone.
  const at = Math.min(page, last)
  return (
    <>
      {children(rows.slice((at - 1) * ROWS, at * ROWS))}
      <div className="row">
        <span className="muted small">{words.count(rows.length)}</span>
        {last > 1 && (
          <>
            <Button onPress={() => onPage(at - 1)} isDisabled={at === 1}>
              {words.before}
            </Button>
            <span className="small">{words.pageOf(at, last)}</span>
            <Button onPress={() => onPage(at + 1)} isDisabled={at === last}>
              {words.next}
            </Button>
          </>
        )}
      </div>
    </>
  )
}
