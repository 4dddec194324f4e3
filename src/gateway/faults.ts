/** What can go wrong in a verb beside a refusal, and how the edges tell one fault from another. */
import { StorageFault, type StorageFaultKind } from '../storage/storage.ts'
import type { TillStamp } from './gateway.ts'

/** Undefined for anything that is not storage's. */
export function storageFaultKind(fault: unknown): StorageFaultKind | undefined {
  return fault instanceof StorageFault ? fault.kind : undefined
}

/** The claim is written and nobody can say how it ends: the till must ask `status` or `reverse`. */
export class OutcomeUnknown extends Error {
  readonly stamp: TillStamp
  constructor(stamp: TillStamp, options: ErrorOptions) {
    super('the claim is durable, its settlement is not', options)
    this.name = 'OutcomeUnknown'
    this.stamp = stamp
  }
}
