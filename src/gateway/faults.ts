/** Storage's faults pass through the verbs; this is how the edges tell them apart. */
import { StorageFault, type StorageFaultKind } from '../storage/storage.ts'

/** Undefined for anything that is not storage's. */
export function storageFaultKind(fault: unknown): StorageFaultKind | undefined {
  return fault instanceof StorageFault ? fault.kind : undefined
}
