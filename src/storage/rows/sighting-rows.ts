/** When tills were last heard, as rows and back. */
import type { WallTime } from '../../core/brand.ts'
import type { TillSighting } from '../till-sightings.ts'
import * as cell from './cells.ts'
import type { Row, SqlValue } from './row.ts'

export function sightingValues({ terminal, at }: TillSighting): readonly SqlValue[] {
  return [terminal, at]
}

export function sightingOf(row: Row): TillSighting {
  return { terminal: cell.text(row, 'terminal'), at: cell.whole(row, 'seen_at') as WallTime }
}
