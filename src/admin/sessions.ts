/**
 * Sessions on the server's side: begun with a fresh token whenever somebody proves who they are, ended when nobody asked for
 * a quarter of an hour, after a working day in any case, and all at once where a person changes.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { WallTime } from '../core/brand.ts'
import type { ConsoleSession, Person } from '../core/console.ts'
import { MAY } from '../wire/admin/roles.ts'
import type { SessionAnswer } from '../wire/admin/session.ts'
import { type Success, success } from './answer.ts'
import { newToken, type SessionCookie, sessionCookie, tokenHash } from './cookie.ts'
import { type AdminDeps, type Caller, PROVEN_MS, SESSION_IDLE_MS, SESSION_LIFE_MS } from './ports.ts'

/** What is written of a session's last request: no more often than that. */
const SEEN_EVERY_MS = 60_000

export interface Sessions {
  readonly cookie: SessionCookie
  /** Ends the one that came along: a token that somebody else may have put there leads nowhere. */
  begin(person: Person, former: string | undefined): Promise<Success>
  /** The same session under a fresh token, proven now. */
  renew(caller: Caller): Promise<Success>
  /** Undefined where it has ended, or its person may not sign in. */
  find(token: string): Promise<Caller | undefined>
  /** The same, but nobody has asked for anything: a session that is only looked at grows old. */
  look(token: string): Promise<Caller | undefined>
  end(token: string): Promise<void>
  csrfOf(token: string): string
  isCsrf(token: string, given: string): boolean
  answer(caller: Caller): SessionAnswer
}

type Deps = Pick<AdminDeps, 'keeper' | 'gateway' | 'random' | 'serverKey' | 'publicUrl' | 'practice' | 'version'>

export function createSessions(deps: Deps): Sessions {
  const { keeper, gateway, serverKey, publicUrl } = deps
  const cookie = sessionCookie(publicUrl.startsWith('https://'))
  const put = (session: ConsoleSession): Promise<void> =>
    keeper.putSession(session, (gateway.wall() - SESSION_LIFE_MS) as WallTime)
  const csrfOf = (token: string): string =>
    createHmac('sha256', serverKey).update(`console csrf ${token}`).digest('base64url')
  const answer = (caller: Caller): SessionAnswer => sessionAnswer(deps, caller, csrfOf(caller.token))
  const under = async (person: Person, times: Omit<ConsoleSession, 'hash' | 'personId'>): Promise<Success> => {
    const token = newToken(deps.random)
    const session = { hash: tokenHash(token), personId: person.id, ...times }
    await put(session)
    return success(answer({ person, session, token }), cookie.set(token))
  }
  const look = async (token: string): Promise<Caller | undefined> => {
    const session = await keeper.findSession(tokenHash(token))
    if (session === undefined || hasEnded(session, gateway.wall())) return undefined
    const person = await keeper.findPerson(session.personId)
    return person?.state === 'active' ? { person, session, token } : undefined
  }
  return {
    cookie,
    csrfOf,
    answer,
    isCsrf(token, given) {
      const right = Buffer.from(csrfOf(token))
      const came = Buffer.from(given)
      return right.length === came.length && timingSafeEqual(right, came)
    },
    async begin(person, former) {
      if (former !== undefined) await keeper.endSession(tokenHash(former))
      const now = gateway.wall()
      return under(person, { beganAt: now, seenAt: now, provenAt: now })
    },
    async renew({ person, session }) {
      await keeper.endSession(session.hash)
      const now = gateway.wall()
      return under(person, { beganAt: session.beganAt, seenAt: now, provenAt: now })
    },
    look,
    async find(token) {
      const found = await look(token)
      const now = gateway.wall()
      if (found === undefined || now - found.session.seenAt < SEEN_EVERY_MS) return found
      const seen = { ...found.session, seenAt: now }
      await put(seen)
      return { ...found, session: seen }
    },
    end: (token) => keeper.endSession(tokenHash(token)),
  }
}

function hasEnded({ beganAt, seenAt }: ConsoleSession, now: WallTime): boolean {
  return now >= beganAt + SESSION_LIFE_MS || now >= seenAt + SESSION_IDLE_MS
}

function sessionAnswer({ gateway, practice, version }: Deps, caller: Caller, csrf: string): SessionAnswer {
  const { person, session } = caller
  const { id, email, name, role, merchantId } = person
  const merchant = merchantId === null ? undefined : gateway.directory().merchants.get(merchantId)
  return {
    person: { id, email, name, role },
    merchant: merchant === undefined ? null : { id: merchant.id, name: merchant.name },
    permissions: [...MAY[role]],
    csrf,
    ends_at: seconds(session.beganAt + SESSION_LIFE_MS),
    idle_s: SESSION_IDLE_MS / 1000,
    second_factor: secondFactor(person, practice),
    proven_until: seconds(session.provenAt + PROVEN_MS),
    recovery_codes_left: person.recoveryCodes.length,
    practice,
    version,
  }
}

/** Where money is real, nobody goes without. */
export function secondFactor({ secondFactor: factor }: Person, practice: boolean): SessionAnswer['second_factor'] {
  return factor === null ? (practice ? 'off' : 'required') : 'on'
}

export function seconds(at: number): number {
  return Math.floor(at / 1000)
}
