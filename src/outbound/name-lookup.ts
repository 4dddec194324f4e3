/**
 * From a host name to its addresses. The system's own lookup knows the hosts file and the names of containers,
 * but it holds one of the few threads of the process for as long as a name server stalls: with two slow names a
 * merchant could stop every other merchant's confirm_url. So in production we ask DNS ourselves, without
 * threads; in the sandbox, where the merchant is the operator, the system's lookup serves.
 */
import { lookup, Resolver } from 'node:dns/promises'
import { setTimeout as pause } from 'node:timers/promises'
import type { OutboundMode } from './address-guard.ts'

/** All addresses of a name, IPv4 and IPv6. Rejects with the resolver's error when there is none. */
export type NameLookup = (hostname: string) => Promise<readonly string[]>

export function lookupForMode(mode: OutboundMode): NameLookup {
  return mode === 'production' ? createDnsLookup() : lookUpBySystem
}

export async function lookUpBySystem(hostname: string): Promise<readonly string[]> {
  const found = await lookup(hostname, { all: true })
  return found.map(({ address }) => address)
}

/** `servers`: `address:port` of the name servers to ask; the machine's own when left out. */
export function createDnsLookup(servers?: readonly string[]): NameLookup {
  const resolver = new Resolver({ timeout: QUERY_TIMEOUT_MS, tries: QUERY_TRIES })
  if (servers !== undefined) resolver.setServers(servers)
  return async (hostname) => {
    const found: string[] = []
    const queries = [resolver.resolve4(hostname), resolver.resolve6(hostname)].map(async (query) => {
      found.push(...(await query))
    })
    // Some name servers never answer for IPv6: once one family is known, the other gets a moment and no more.
    const oneAndAMoment = Promise.any(queries).then(
      () => pause(SECOND_FAMILY_MS, undefined, { ref: false }),
      () => undefined,
    )
    await Promise.race([Promise.allSettled(queries), oneAndAMoment])
    if (found.length === 0) await queries[0]
    return [...found]
  }
}

const QUERY_TIMEOUT_MS = 1_000
const QUERY_TRIES = 2
/** RFC 8305 calls it the resolution delay. */
const SECOND_FAMILY_MS = 50
