/** What a person does about themselves: their sessions, their password, their second factor. */
import type { Random } from '../gateway/ports.ts'
import type { RecoveryCodes, SecondFactorBegun } from '../wire/admin/session.ts'
import { type Answer, DONE, refusal, success } from './answer.ts'
import { changePerson } from './change-person.ts'
import { tokenHash } from './cookie.ts'
import { base32, codeUri, stepOf } from './one-time-code.ts'
import { isGuessable } from './passwords.ts'
import type { Asked, Caller, OwnHandler } from './ports.ts'
import { qrPicture } from './qr-picture.ts'
import { isThem, type SignInDeps } from './sign-in.ts'

type Name =
  | 'session'
  | 'signOut'
  | 'signOutEverywhere'
  | 'prove'
  | 'changePassword'
  | 'beginSecondFactor'
  | 'confirmSecondFactor'
  | 'removeSecondFactor'

export function ownHandlers(of: SignInDeps): Record<Name, OwnHandler> {
  const { deps, sessions } = of
  return {
    session: async (_asked, caller) => success(sessions.answer(caller)),
    async signOut(_asked, { token }) {
      await sessions.end(token)
      return { ...DONE, cookie: sessions.cookie.clear() }
    },
    async signOutEverywhere(_asked, { person }) {
      await deps.keeper.endSessions(person.id, null)
      return { ...DONE, cookie: sessions.cookie.clear() }
    },
    prove: (asked, caller) => prove(of, asked, caller),
    changePassword: (asked, caller) => changePassword(of, asked, caller),
    beginSecondFactor: (_asked, caller) => beginSecondFactor(of, caller),
    confirmSecondFactor: (asked, caller) => confirmSecondFactor(of, asked, caller),
    async removeSecondFactor(_asked, { person, session }) {
      await changePerson(deps.keeper, person.id, () => ({ secondFactor: null, recoveryCodes: [] }))
      await deps.keeper.endSessions(person.id, session.hash)
      return DONE
    },
  }
}

async function prove(of: SignInDeps, asked: Asked, caller: Caller): Promise<Answer> {
  const waitS = of.deps.throttle.take(caller.person.email, asked.address)
  if (waitS > 0) return refusal('too_often', { headers: { 'retry-after': String(waitS) } })
  const problem = await isThem(of, caller.person, asked)
  if (problem !== undefined) return problem
  of.deps.throttle.forgive(caller.person.email, asked.address)
  const person = (await of.deps.keeper.findPerson(caller.person.id)) ?? caller.person
  return of.sessions.renew({ ...caller, person })
}

async function changePassword(of: SignInDeps, asked: Asked, caller: Caller): Promise<Answer> {
  const { keeper, passwords, throttle } = of.deps
  const { person } = caller
  const { current, password } = asked.body as Readonly<Record<'current' | 'password', string>>
  const waitS = throttle.take(person.email, asked.address)
  if (waitS > 0) return refusal('too_often', { headers: { 'retry-after': String(waitS) } })
  const matches = await passwords.check(person.password, current)
  if (matches === undefined) return refusal('busy', { headers: { 'retry-after': '2' } })
  if (!matches) return refusal('wrong')
  if (isGuessable(password, person)) return refusal('weak_password')
  throttle.forgive(person.email, asked.address)
  const hashed = await passwords.hash(password)
  const changed = await changePerson(keeper, person.id, () => ({ password: hashed, link: null }))
  await keeper.endSessions(person.id, caller.session.hash)
  return of.sessions.renew({ ...caller, person: changed ?? person })
}

/** 160 bits, as long as what it is mixed with. */
const SECRET_BYTES = 20

async function beginSecondFactor({ deps }: SignInDeps, { person }: Caller): Promise<Answer> {
  const secret = deps.random(SECRET_BYTES)
  const sealed = deps.seal(Buffer.from(secret).toString('hex'))
  await changePerson(deps.keeper, person.id, () => ({ secondFactorBegun: sealed }))
  const issuer = deps.practice ? 'Sunap (practice)' : 'Sunap'
  const uri = codeUri(secret, { issuer, account: person.email })
  const answer: SecondFactorBegun = { secret: base32(secret), uri, picture: qrPicture(uri) }
  return success(answer)
}

const RECOVERY_CODES = 10

async function confirmSecondFactor({ deps }: SignInDeps, asked: Asked, caller: Caller): Promise<Answer> {
  const code = String(asked.body['code'] ?? '').replace(/\s/g, '')
  const codes = Array.from({ length: RECOVERY_CODES }, () => newRecoveryCode(deps.random))
  let refused: 'not_begun' | 'wrong_code' = 'not_begun'
  const changed = await changePerson(deps.keeper, caller.person.id, ({ secondFactorBegun: sealed }) => {
    if (sealed === null) return undefined
    const step = stepOf(code, Buffer.from(deps.open(sealed), 'hex'), deps.gateway.wall(), 0)
    if (step === undefined) {
      refused = 'wrong_code'
      return undefined
    }
    return {
      secondFactor: { sealed, lastStep: step },
      secondFactorBegun: null,
      recoveryCodes: codes.map((each) => tokenHash(each.replaceAll('-', ''))),
    }
  })
  if (changed === undefined) return refusal(refused)
  await deps.keeper.endSessions(caller.person.id, caller.session.hash)
  const answer: RecoveryCodes = { recovery_codes: codes }
  return success(answer)
}

/** 80 bits, in letters and digits that nobody confuses. */
function newRecoveryCode(random: Random): string {
  const text = base32(random(10)).toLowerCase()
  return `${text.slice(0, 4)}-${text.slice(4, 8)}-${text.slice(8, 12)}-${text.slice(12)}`
}
