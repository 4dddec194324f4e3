/** When each till was last heard, about: told to whoever runs the house, and to nothing that decides about money. */
import type { WallTime } from '../core/brand.ts'

export interface TillSighting {
  /** `network/outlet/till`. */
  readonly terminal: string
  readonly at: WallTime
}

export interface TillSightings {
  /** The latest stays, whoever saw it. No terminal twice. */
  note(sightings: readonly TillSighting[]): Promise<void>
  /** In the order of the terminals; one that was never heard is not in it. */
  all(): Promise<readonly TillSighting[]>
}
