/** When to look again at notices: of their tries no live event tells. */
import type { DeliveryAnswer } from '../../api.ts'

const AGAIN_MS = 3_000

/** Undefined where none of them waits for a try. */
export function nextLookMs(deliveries: readonly DeliveryAnswer[]): number | undefined {
  return deliveries.some(({ state }) => state === 'waiting') ? AGAIN_MS : undefined
}
