/**
 * The session's cookie. Behind https it has the name that a browser gives to no other site (`__Host-`) and travels over
 * nothing else; on a sandbox's http it has another name, for a browser would not take that one.
 */
import { createHash } from 'node:crypto'
import type { Random } from '../gateway/ports.ts'

export interface SessionCookie {
  /** `Set-Cookie` of a session. */
  set(token: string): string
  /** `Set-Cookie` that takes it away. */
  clear(): string
  /** The token that came; undefined where none did, or two. */
  read(header: string | undefined): string | undefined
}

export function sessionCookie(isSecure: boolean): SessionCookie {
  const name = isSecure ? '__Host-sunap' : 'sunap-console'
  const attributes = `; Path=/; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`
  return {
    set: (token) => `${name}=${token}${attributes}`,
    clear: () => `${name}=; Max-Age=0${attributes}`,
    read(header = '') {
      const found = header
        .split(';')
        .map((pair) => pair.trim())
        .filter((pair) => pair.startsWith(`${name}=`))
        .map((pair) => pair.slice(name.length + 1))
      const [token] = found
      return found.length === 1 && token !== undefined && TOKEN.test(token) ? token : undefined
    },
  }
}

const TOKEN = /^[\w-]{43}$/

/** 256 bits. */
export function newToken(random: Random): string {
  return Buffer.from(random(32)).toString('base64url')
}

/** What is kept of a token. It is long and random, so that a plain hash tells nothing. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}
