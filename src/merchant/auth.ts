/**
 * Who is asking. A token is made from the key's number, the second of its issue and a seal of the server; storage keeps
 * only when it was issued and when it ends, so nothing secret is at rest and every process reads the same tokens.
 * The seal covers the key's secret hash too: a changed secret ends the tokens that were got with the old one.
 */
import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto'
import type { ApiKey } from '../core/merchant.ts'
import { isLive, type TokenLife } from '../core/token.ts'
import type { Gateway } from '../gateway/gateway.ts'

/** The part of storage that remembers tokens. */
export interface TokenKeeper {
  find(keyNo: number): Promise<TokenLife | undefined>
  grant(keyNo: number): Promise<TokenLife>
}

export interface AuthDeps {
  readonly gateway: Pick<Gateway, 'directory' | 'wall'>
  readonly tokens: TokenKeeper
  /** Seals tokens; 32 random bytes that outlive the process. */
  readonly serverKey: Uint8Array
  /** Keyed hash of API secrets; 32 random bytes that outlive the process. */
  readonly pepper: Uint8Array
}

export interface Auth {
  /** Undefined for an unknown key and for a wrong secret alike, after the same work. */
  checkSecret(impKey: string, impSecret: string): ApiKey | undefined
  grant(key: ApiKey): Promise<{ readonly token: string; readonly life: TokenLife }>
  /** The key a live token belongs to. */
  keyOf(token: string): Promise<ApiKey | undefined>
}

export function createAuth({ gateway, tokens, ...keys }: AuthDeps): Auth {
  // Made once: a key given as bytes costs five times the work it is for.
  const serverKey = createSecretKey(keys.serverKey)
  const pepper = createSecretKey(keys.pepper)
  const keysByNo = createKeysByNo()
  return {
    checkSecret(impKey, impSecret) {
      const key = gateway.directory().apiKeys.get(impKey)
      const stored = Buffer.from(key?.secretHash ?? DECOY_HASH, 'hex')
      const given = createHmac('sha256', pepper).update(impSecret).digest()
      const same = stored.length === given.length && timingSafeEqual(stored, given)
      return same ? key : undefined
    },
    async grant(key) {
      const life = await tokens.grant(key.no)
      return { token: tokenText(serverKey, key, secondOf(life)), life }
    },
    async keyOf(token) {
      const named = readToken(token)
      const key = named === undefined ? undefined : keysByNo(gateway.directory()).get(named.keyNo)
      if (named === undefined || key === undefined) return undefined
      if (!isSame(token, tokenText(serverKey, key, named.issueSecond))) return undefined
      const life = await tokens.find(key.no)
      if (life === undefined || secondOf(life) !== named.issueSecond) return undefined
      return isLive(life, gateway.wall()) ? key : undefined
    },
  }
}

/** Never the hash of a secret: comparing with it costs what comparing with a real one does. */
const DECOY_HASH = '0'.repeat(64)

const SEAL_BYTES = 16
const TOKEN = /^([0-9a-f]{8})([0-9a-f]{8})[0-9a-f]{32}$/

/** hex of: key number (4 bytes), second of issue (4 bytes), seal (16 bytes). */
function tokenText(serverKey: KeyObject, key: ApiKey, issueSecond: number): string {
  const head = Buffer.alloc(8)
  head.writeUInt32BE(key.no, 0)
  head.writeUInt32BE(issueSecond, 4)
  const seal = createHmac('sha256', serverKey).update('access token').update(head).update(key.secretHash).digest()
  return Buffer.concat([head, seal.subarray(0, SEAL_BYTES)]).toString('hex')
}

function readToken(token: string): { readonly keyNo: number; readonly issueSecond: number } | undefined {
  const match = TOKEN.exec(token)
  if (match === null) return undefined
  const [, keyNo = '', issueSecond = ''] = match
  return { keyNo: Number.parseInt(keyNo, 16), issueSecond: Number.parseInt(issueSecond, 16) }
}

/** Both are texts of the token's one length. */
function isSame(given: string, right: string): boolean {
  return timingSafeEqual(Buffer.from(given, 'latin1'), Buffer.from(right, 'latin1'))
}

function secondOf({ issuedAt }: TokenLife): number {
  return Math.floor(issuedAt / 1000)
}

type Directory = ReturnType<Gateway['directory']>

/** The directory is replaced as a whole when it changes, so an index made once for it stays right. */
function createKeysByNo(): (directory: Directory) => ReadonlyMap<number, ApiKey> {
  const made = new WeakMap<Directory, ReadonlyMap<number, ApiKey>>()
  return (directory) => {
    const known = made.get(directory)
    if (known !== undefined) return known
    const keys = new Map([...directory.apiKeys.values()].map((key) => [key.no, key]))
    made.set(directory, keys)
    return keys
  }
}

/** Where clients put their token: raw, as a bearer, or in V1's own header. */
export function tokensIn(headers: {
  readonly authorization?: string | undefined
  readonly 'x-imptokenheader'?: string | readonly string[] | undefined
}): readonly string[] {
  const bare = (headers.authorization ?? '').replace(/^bearer +/i, '').trim()
  const own = headers['x-imptokenheader']
  return [bare, typeof own === 'string' ? own.trim() : ''].filter((token) => token !== '')
}
