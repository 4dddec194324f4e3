/**
 * Where a request comes from: a page of our own, or no page at all. A browser says which page it is; a page of somebody
 * else's can make its own name lead to this machine, but cannot change the name it asks for.
 */
import type { IncomingHttpHeaders } from 'node:http'
import { isIP } from 'node:net'

export interface SourceRules {
  readonly publicUrl: string
  readonly allowedHosts: readonly string[]
}

export function createSourceGuard({ publicUrl, allowedHosts }: SourceRules) {
  const ours = [new URL(publicUrl).hostname, ...allowedHosts].map(bare)
  const onEveryAddress = ours.includes('0.0.0.0') || ours.includes('::')
  const isOurs = (name: string): boolean =>
    isLoopback(name) || ours.includes(name) || (onEveryAddress && isIP(name) !== 0)
  /** Reading needs no `Origin`: browsers send none with it. */
  return (method: string, headers: IncomingHttpHeaders): boolean => {
    const host = headers.host
    if (host === undefined || !HOST.test(host) || !isOurs(bare(host.replace(/:\d*$/, '')))) return false
    const { origin } = headers
    const site = headers['sec-fetch-site']
    if (site !== undefined && site !== 'same-origin' && !(site === 'none' && method === 'GET')) return false
    if (origin === undefined) return method === 'GET' || site === undefined || site === 'same-origin'
    const from = URL.parse(origin)
    // A proxy may hand on another port than people see.
    return from !== null && (from.origin === new URL(publicUrl).origin || from.host === host.toLowerCase())
  }
}

const HOST = /^(?:\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/i

function bare(name: string): string {
  return name.toLowerCase().replace(/^\[|\]$/g, '')
}

function isLoopback(name: string): boolean {
  if (name === 'localhost' || name.endsWith('.localhost') || name === '::1') return true
  return isIP(name) === 4 && name.startsWith('127.')
}
