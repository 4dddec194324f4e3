/**
 * This node's clock, set by the database's: all nodes of a gateway then tell one time, whatever their machines say.
 * Deciding always uses what the database tells in the transaction itself; this clock is for what is read in between.
 */
import type { WallTime } from '../../core/brand.ts'
import { type Clocks, SYSTEM_CLOCKS } from '../clocks.ts'

export interface NodeClock extends Clocks {
  /** The database told its time, in an answer that took so long; what it is taken for. */
  readonly hear: (databaseWall: WallTime, tookMs: number) => WallTime
}

/** An answer that took longer says little about now. */
const PROMPT_MS = 250

export function createNodeClock({ wall, mono }: Clocks = SYSTEM_CLOCKS): NodeClock {
  let aheadMs = 0
  let isSet = false
  return {
    wall: () => (wall() + aheadMs) as WallTime,
    mono,
    hear(databaseWall, tookMs) {
      if (!isSet || tookMs <= PROMPT_MS) {
        aheadMs = Math.round(databaseWall + tookMs / 2 - wall())
        isSet = true
      }
      return databaseWall
    },
  }
}

/** For tests: clocks moved by hand, whatever the database says. */
export function clockOfATest({ wall, mono }: Clocks): NodeClock {
  return { wall, mono, hear: () => wall() }
}
