/**
 * Who may use the console, their sessions, what is written down of what they do, and what an action was answered. Nothing
 * of it decides about money; it is kept beside the money so that nobody acts on it unseen.
 */
import type { Brand, MerchantId, WallTime } from './brand.ts'

/** `prs_...` */
export type PersonId = Brand<string, 'PersonId'>

/** `operator` stands above merchants; the others belong to one. */
export const CONSOLE_ROLES = ['operator', 'owner', 'admin', 'finance', 'developer', 'viewer'] as const
export type ConsoleRole = (typeof CONSOLE_ROLES)[number]

/** `invited`: has no password yet. */
export const PERSON_STATES = ['invited', 'active', 'disabled'] as const
export type PersonState = (typeof PERSON_STATES)[number]

export interface Person {
  readonly id: PersonId
  /** Counts changes, from 1: who changes it says which one they saw. */
  readonly version: number
  /** In small letters; one person has it. */
  readonly email: string
  readonly name: string
  readonly role: ConsoleRole
  /** Null for operators, and for nobody else. */
  readonly merchantId: MerchantId | null
  readonly state: PersonState
  /** Hashed; null: there is none. */
  readonly password: string | null
  readonly secondFactor: SecondFactor | null
  /** One that is begun and not confirmed, sealed. */
  readonly secondFactorBegun: string | null
  /** Hashes of those that are left. */
  readonly recoveryCodes: readonly string[]
  readonly link: OneTimeLink | null
  readonly createdAt: WallTime
}

export interface SecondFactor {
  readonly sealed: string
  /** The time step of the last code that was taken: none before it, nor itself, is taken again. */
  readonly lastStep: number
}

export interface OneTimeLink {
  readonly hash: string
  readonly expiresAt: WallTime
}

export interface ConsoleSession {
  /** Of the token in the cookie. */
  readonly hash: string
  readonly personId: PersonId
  readonly beganAt: WallTime
  /** When a request came last, to a minute. */
  readonly seenAt: WallTime
  /** When the person last showed a password. */
  readonly provenAt: WallTime
}

export const AUDIT_OUTCOMES = ['asked', 'done', 'refused'] as const
export type AuditOutcome = (typeof AUDIT_OUTCOMES)[number]

/** Written once; nothing changes it or takes it away. */
export interface AuditEntry {
  /** `aud_...`; sorts by time of writing. */
  readonly id: string
  readonly at: WallTime
  /** As they were then; null: nobody was signed in. */
  readonly person: { readonly id: PersonId; readonly email: string; readonly role: ConsoleRole } | null
  readonly merchantId: MerchantId | null
  readonly address: string
  readonly action: string
  readonly object: string | null
  readonly reason: string | null
  readonly outcome: AuditOutcome
  readonly detail: Readonly<Record<string, unknown>>
}

/** What was asked under a key, so that it is done once. */
export interface ConsoleAction {
  /** The person's and theirs. */
  readonly key: string
  /** Of what was asked: the same key with another one is a mistake. */
  readonly fingerprint: string
}

/** What was found under the key. `answer`: null while nobody knows what came of it. */
export type ActionBegun =
  | { readonly kind: 'fresh' }
  | { readonly kind: 'again'; readonly answer: string | null }
  | { readonly kind: 'conflict' }

/** A key is known for as long as anybody could still press the button again. */
export const ACTIONS_KEPT_MS = 7 * 86_400_000
