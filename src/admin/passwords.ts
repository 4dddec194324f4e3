/**
 * Passwords as they are kept: scrypt with a salt of their own, the cost beside them, so that it can grow. However many come
 * at once, few are worked on: each takes a processor and some memory for a good part of a second.
 */
import { scrypt, timingSafeEqual } from 'node:crypto'
import type { Random } from '../gateway/ports.ts'
import { isMixed, isUnlike, type WhoseIsIt } from '../wire/admin/password-rules.ts'

export interface PasswordCost {
  /** As a power of two. */
  readonly log2N: number
  readonly r: number
  readonly p: number
}

/** 32 MiB, three times over. */
export const USUAL_COST: PasswordCost = { log2N: 15, r: 8, p: 3 }

export interface Passwords {
  hash(password: string): Promise<string>
  /** Null: nobody has it, and that costs the same. Undefined where too many wait already. */
  check(stored: string | null, password: string): Promise<boolean | undefined>
}

const AT_ONCE = 2
const WAITING_MAX = 64
const SALT_BYTES = 16
const HASH_BYTES = 32

export function createPasswords(random: Random, cost: PasswordCost = USUAL_COST): Passwords {
  const turns = createTurns()
  const hash = async (password: string): Promise<string> => {
    const salt = Buffer.from(random(SALT_BYTES))
    const made = await turns.take(() => derive(password, salt, cost))
    return ['scrypt', cost.log2N, cost.r, cost.p, salt.toString('base64url'), made.toString('base64url')].join('$')
  }
  // Of a password that nobody has.
  const decoy = [cost.log2N, cost.r, cost.p, Buffer.from(random(SALT_BYTES)).toString('base64url'), '']
  return {
    hash,
    async check(stored, password) {
      if (turns.isFull()) return undefined
      const kept = readStored(stored ?? ['scrypt', ...decoy].join('$'))
      const made = await turns.take(() => derive(password, kept.salt, kept.cost))
      return kept.hash.length === made.length && timingSafeEqual(kept.hash, made) && stored !== null
    },
  }
}

function derive(password: string, salt: Buffer, { log2N, r, p }: PasswordCost): Promise<Buffer> {
  const N = 2 ** log2N
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  // The same however it was typed.
  scrypt(password.normalize('NFKC'), salt, HASH_BYTES, { N, r, p, maxmem: 256 * N * r }, (error, key) =>
    error === null ? resolve(key) : reject(error),
  )
  return promise
}

function readStored(stored: string) {
  const [, log2N, r, p, salt = '', hash = ''] = stored.split('$')
  return {
    cost: { log2N: Number(log2N), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, 'base64url'),
    hash: Buffer.from(hash, 'base64url'),
  }
}

/** Few at once, the others in the order in which they came. */
function createTurns() {
  let running = 0
  const waiting: (() => void)[] = []
  return {
    isFull: () => waiting.length >= WAITING_MAX,
    async take<Value>(run: () => Promise<Value>): Promise<Value> {
      if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve))
      else running += 1
      try {
        return await run()
      } finally {
        const next = waiting.shift()
        if (next === undefined) running -= 1
        else next()
      }
    },
  }
}

/** What a password may not be, beside short. */
export function isGuessable(password: string, whose: WhoseIsIt): boolean {
  return !isMixed(password) || !isUnlike(password, whose)
}
