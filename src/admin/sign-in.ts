/**
 * Signing in: by password and code, or once by a link. Whoever is turned away learns nothing of who there is: an unknown
 * name costs the same work and gets the same bytes, and a link that was used looks like one that never was.
 */
import { timingSafeEqual } from 'node:crypto'
import type { Person } from '../core/console.ts'
import type { LinkAnswer } from '../wire/admin/session.ts'
import { type Answer, type Refusal, refusal, success } from './answer.ts'
import type { Audit } from './audit.ts'
import { changePerson, readLinkToken } from './change-person.ts'
import { tokenHash } from './cookie.ts'
import { stepOf } from './one-time-code.ts'
import { isGuessable } from './passwords.ts'
import type { AdminDeps, Asked, OpenHandler } from './ports.ts'
import { type Sessions, seconds } from './sessions.ts'

export interface SignInDeps {
  readonly deps: AdminDeps
  readonly sessions: Sessions
  readonly audit: Audit
}

export function signInHandlers(of: SignInDeps): Record<'signIn' | 'lookAtLink' | 'useLink', OpenHandler> {
  return {
    signIn: (asked) => signIn(of, asked),
    lookAtLink: (asked) => lookAtLink(of, asked),
    useLink: (asked) => useLink(of, asked),
  }
}

async function signIn(of: SignInDeps, asked: Asked): Promise<Answer> {
  const { keeper, throttle } = of.deps
  const email = text(asked, 'email').toLowerCase()
  const waitS = throttle.take(email, asked.address)
  if (waitS > 0) return refusal('too_often', { headers: { 'retry-after': String(waitS) } })
  const person = await keeper.findPersonByEmail(email)
  const problem = await isThem(of, person, asked)
  if (problem !== undefined || person === undefined) {
    if (person !== undefined) await of.audit.note({ asked, person, action: 'session.failed', outcome: 'refused' })
    return problem ?? refusal('wrong')
  }
  throttle.forgive(email, asked.address)
  await of.audit.note({ asked, person, action: 'session.begun', outcome: 'done' })
  // A code that was just taken is gone from what was read before.
  return of.sessions.begin((await keeper.findPerson(person.id)) ?? person, asked.cookie)
}

/** Why it is not them; undefined where it is. The password first: only who has it learns that a code is wanted. */
export async function isThem(
  { deps }: Pick<SignInDeps, 'deps'>,
  person: Person | undefined,
  asked: Asked,
): Promise<Refusal | undefined> {
  const matches = await deps.passwords.check(person?.password ?? null, text(asked, 'password'))
  if (matches === undefined) return refusal('busy', { headers: { 'retry-after': '2' } })
  if (!matches || person?.state !== 'active') return refusal('wrong')
  if (person.secondFactor === null) return undefined
  const code = asked.body['code']
  if (typeof code !== 'string') return refusal('code_needed')
  return (await takeCode(deps, person, code)) ? undefined : refusal('wrong')
}

/** Once: a code of the app by its step, a recovery code by taking it away. */
export async function takeCode(
  { keeper, gateway, open }: Pick<AdminDeps, 'keeper' | 'gateway' | 'open'>,
  { id }: Person,
  given: string,
): Promise<boolean> {
  const code = given.replace(/[\s-]/g, '').toLowerCase()
  const taken = await changePerson(keeper, id, ({ secondFactor: factor, recoveryCodes }) => {
    if (factor === null) return undefined
    const step = stepOf(code, Buffer.from(open(factor.sealed), 'hex'), gateway.wall(), factor.lastStep)
    if (step !== undefined) return { secondFactor: { ...factor, lastStep: step } }
    const hash = tokenHash(code)
    if (!recoveryCodes.includes(hash)) return undefined
    return { recoveryCodes: recoveryCodes.filter((each) => each !== hash) }
  })
  return taken !== undefined
}

async function lookAtLink({ deps }: SignInDeps, asked: Asked): Promise<Answer> {
  const waitS = deps.throttle.take(`a link from ${asked.address}`, asked.address)
  const person = await personOfLink(deps, asked)
  if (person?.link == null) {
    return waitS > 0 ? refusal('too_often', { headers: { 'retry-after': String(waitS) } }) : refusal('link_over')
  }
  deps.throttle.forgive(`a link from ${asked.address}`, asked.address)
  const { email, name, role, merchantId, link, password } = person
  const answer: LinkAnswer = {
    kind: password === null ? 'invitation' : 'reset',
    email,
    name,
    role,
    merchant: merchantId === null ? null : (deps.gateway.directory().merchants.get(merchantId)?.name ?? null),
    expires_at: seconds(link.expiresAt),
  }
  return success(answer)
}

async function useLink(of: SignInDeps, asked: Asked): Promise<Answer> {
  const { deps, sessions, audit } = of
  const found = await personOfLink(deps, asked)
  if (found === undefined) return refusal('link_over')
  const password = text(asked, 'password')
  if (isGuessable(password, found)) return refusal('weak_password')
  const problem = await codeProblem(of, found, asked)
  if (problem !== undefined) return problem
  const hashed = await deps.passwords.hash(password)
  const name = asked.body['name']
  // Of two who use it at once, one does.
  const person = await changePerson(deps.keeper, found.id, ({ link }) =>
    link?.hash === found.link?.hash
      ? { password: hashed, link: null, state: 'active', ...(typeof name === 'string' ? { name } : {}) }
      : undefined,
  )
  if (person === undefined) return refusal('link_over')
  await deps.keeper.endSessions(person.id, null)
  await audit.note({ asked, person, action: 'link.used', outcome: 'done' })
  return sessions.begin(person, asked.cookie)
}

async function codeProblem({ deps }: SignInDeps, person: Person, asked: Asked): Promise<Refusal | undefined> {
  if (person.secondFactor === null) return undefined
  const code = asked.body['code']
  if (typeof code !== 'string') return refusal('code_needed')
  const waitS = deps.throttle.take(person.email, asked.address)
  if (waitS > 0) return refusal('too_often', { headers: { 'retry-after': String(waitS) } })
  return (await takeCode(deps, person, code)) ? undefined : refusal('wrong')
}

/** Undefined for one that is no link, was used, or is over. */
async function personOfLink(
  { keeper, gateway }: Pick<AdminDeps, 'keeper' | 'gateway'>,
  asked: Asked,
): Promise<Person | undefined> {
  const token = readLinkToken(text(asked, 'token'))
  const person = token && (await keeper.findPerson(token.id))
  if (token === undefined || person?.link == null || person.state === 'disabled') return undefined
  const kept = Buffer.from(person.link.hash)
  const given = Buffer.from(tokenHash(token.secret))
  const isIt = kept.length === given.length && timingSafeEqual(kept, given)
  return isIt && gateway.wall() < person.link.expiresAt ? person : undefined
}

function text({ body }: Asked, name: string): string {
  const value = body[name]
  if (typeof value !== 'string') throw new Error(`broken invariant: ${name} was not looked at`)
  return value
}
