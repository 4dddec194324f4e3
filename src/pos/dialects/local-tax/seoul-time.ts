/** `20261122140307`: the clock of Korean frames, which has no zone and no summer. */

const SEOUL_OFFSET_MS = 9 * 3_600_000

export function seoulTime(ms: number): string {
  return new Date(ms + SEOUL_OFFSET_MS).toISOString().replace(/\D/g, '').slice(0, 14)
}

/** NaN where it is none. */
export function readSeoulTime(text: string): number {
  return Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/, '$1-$2-$3T$4:$5:$6+09:00'))
}
