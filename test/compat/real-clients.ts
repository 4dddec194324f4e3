/**
 * The clients of this folder's package.json as npm has them, no file of theirs touched. Neither a set-up nor a start waits
 * for them.
 */
import { fileURLToPath } from 'node:url'
import { type LockedPackages, lockedPackages } from '../set-up/locked-packages.ts'

export function realClients(): Promise<LockedPackages> {
  return lockedPackages(fileURLToPath(new URL('./', import.meta.url)), 'clients')
}
