/** What the console's API needs from outside, and what its handlers are given. Joined in `server/`. */
import type { MerchantId, WallTime } from '../core/brand.ts'
import type { ConsoleSession, Person } from '../core/console.ts'
import type { Merchant } from '../core/merchant.ts'
import type { Gateway, GatewayDeps, PaymentView } from '../gateway/gateway.ts'
import type { Moment } from '../gateway/moment.ts'
import type { After, Random } from '../gateway/ports.ts'
import type { PracticeScripts } from '../wire/admin/practice.ts'
import type { FeedEvent } from '../wire/event-feed.ts'
import type { Language } from '../wire/language.ts'
import type { PaymentAnswer } from '../wire/payment-answer.ts'
import type { Words } from '../wire/rejections.ts'
import type { Answer } from './answer.ts'
import type { Passwords } from './passwords.ts'
import type { Fields } from './read-shape.ts'
import type { Throttle } from './throttle.ts'

export type ConsoleKeeper = GatewayDeps['storage']['console']

/** A route of the merchant's own API, as it answers that merchant. */
export type Relay = (merchantId: MerchantId, route: string, asked: RelayAsked) => Promise<Relayed>

export interface RelayAsked {
  readonly path?: Readonly<Record<string, string>>
  readonly query?: Fields
  readonly body?: Fields
  readonly idempotencyKey?: string
}

export type Relayed =
  | { readonly ok: true; readonly response: object }
  | { readonly ok: false; readonly status: number; readonly message: Words; readonly field?: string }

type Row = Readonly<Record<string, string>>

/** One of the operator's commands. */
export type RunVerb = (
  verb: string,
  options: Row,
) => Promise<{ readonly ok: true; readonly rows: readonly Row[] } | { readonly ok: false; readonly words: Words }>

/** The sandbox's world, as its test API steers it. */
export interface Steering {
  readonly pay: Steer
  readonly cancel: Steer
  readonly expire: Steer
  readonly clock: Steer
  readonly moveClock: Steer
  readonly reset: Steer
  readonly scripts: () => PracticeScripts
}

type Steer = (body: Fields) => Promise<Steered>

export type Steered =
  | { readonly ok: true; readonly value: object }
  | {
      readonly ok: false
      readonly refusal: { readonly status: number; readonly parameter?: string; readonly message: Words }
    }

export interface AdminDeps {
  readonly keeper: ConsoleKeeper
  readonly gateway: Pick<
    Gateway,
    | 'directory'
    | 'now'
    | 'wall'
    | 'find'
    | 'browse'
    | 'history'
    | 'refunds'
    | 'figures'
    | 'feedEnd'
    | 'suspense'
    | 'doubts'
    | 'reports'
  >
  readonly relay: Relay
  readonly runVerb: RunVerb
  readonly show: {
    readonly payment: (view: PaymentView) => PaymentAnswer
    readonly moment: (moment: Moment) => FeedEvent
  }
  /** Called after each commit with the merchants it was about; returns the way to stop listening. */
  readonly onChange: (listener: (merchants: ReadonlySet<MerchantId>) => void) => () => void
  readonly random: Random
  readonly after: After
  readonly passwords: Passwords
  readonly throttle: Throttle
  readonly seal: (secret: string) => string
  readonly open: (sealed: string) => string
  /** 32 random bytes that outlive the process. */
  readonly serverKey: Uint8Array
  /** Where people reach the console, without a slash at its end. */
  readonly publicUrl: string
  /** Names and addresses under which this machine may be asked, beside that of `publicUrl`. */
  readonly allowedHosts: readonly string[]
  readonly practice: boolean
  /** Null in production. */
  readonly steering: Steering | null
  readonly version: string
  /** For who has not said another. */
  readonly language: Language
}

export interface Caller {
  readonly person: Person
  readonly session: ConsoleSession
  /** What the cookie held. */
  readonly token: string
}

/** What a handler is given, after everything was looked at that can be looked at beforehand. */
export interface Asked {
  readonly path: Readonly<Record<string, string>>
  readonly query: Fields
  readonly body: Fields
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  /** An IP address. */
  readonly address: string
  /** What the cookie held, whether or not it leads anywhere. */
  readonly cookie: string | undefined
  /** Ends when the other side is gone. */
  readonly gone: AbortSignal
  readonly idempotencyKey: string
}

export type OpenHandler = (asked: Asked) => Promise<Answer>
export type OwnHandler = (asked: Asked, caller: Caller) => Promise<Answer>
export type MerchantHandler = (asked: Asked, caller: Caller, merchant: Merchant) => Promise<Answer>

export const SESSION_IDLE_MS = 15 * 60_000
export const SESSION_LIFE_MS = 8 * 3_600_000
export const PROVEN_MS = 15 * 60_000

export function isProven({ provenAt }: ConsoleSession, wall: WallTime): boolean {
  return wall < provenAt + PROVEN_MS
}
