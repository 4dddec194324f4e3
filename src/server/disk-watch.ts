/**
 * Looks every minute at the room that is left for the data. A disk that is full takes no payment, and the hour in which
 * it can still be helped is the one before. Said again only after there was room in between.
 */
import type { Repeat } from '../gateway/ports.ts'
import type { Alarms } from '../outbound/alarms.ts'
import { type DiskSpace, diskNearlyFull } from './alarm-words.ts'

export interface DiskWatchDeps {
  readonly folder: string
  readonly spaceOf: (folder: string) => Promise<DiskSpace>
  readonly raise: Alarms['raise']
  readonly repeat: Repeat
}

export const LOOK_EVERY_MS = 60_000

/** A tenth, but of a large disk not more than a gibibyte: that is weeks of payments. */
const FREE_SHARE_MIN = 0.1
const FREE_BYTES_MIN = 1024 ** 3

/** Returns the way to stop. */
export function watchDisk({ folder, spaceOf, raise, repeat }: DiskWatchDeps): () => Promise<void> {
  let wasFull = false
  return repeat(LOOK_EVERY_MS, async () => {
    const space = await spaceOf(folder)
    const isFull = isNearlyFull(space)
    if (isFull && !wasFull) raise(diskNearlyFull(folder, space))
    wasFull = isFull
  })
}

export function isNearlyFull({ freeBytes, totalBytes }: DiskSpace): boolean {
  return freeBytes < Math.min(totalBytes * FREE_SHARE_MIN, FREE_BYTES_MIN)
}
