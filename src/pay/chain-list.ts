/**
 * At whose counters a number can be paid, by name. The operator's list of shops may be long and changes rarely, so the
 * names are gathered once for each list.
 */
import type { NetworkId } from '../core/brand.ts'
import type { Gateway } from '../gateway/gateway.ts'

type Directory = ReturnType<Gateway['directory']>

/** The chains of a network, in the order of their first shop. */
export function createChainList(directory: () => Directory): (network: NetworkId) => readonly string[] {
  const gathered = new WeakMap<Directory, ReadonlyMap<NetworkId, ReadonlySet<string>>>()
  return (network) => {
    const current = directory()
    const chains = gathered.get(current) ?? gather(current)
    gathered.set(current, chains)
    return [...(chains.get(network) ?? [])]
  }
}

function gather({ outlets }: Directory): ReadonlyMap<NetworkId, ReadonlySet<string>> {
  const chains = new Map<NetworkId, Set<string>>()
  for (const { network, chain } of outlets.values()) {
    const known = chains.get(network) ?? new Set()
    chains.set(network, known.add(chain))
  }
  return chains
}
