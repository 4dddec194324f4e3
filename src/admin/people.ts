/**
 * Who may sign in: of one merchant, and above merchants. Nobody makes or changes anybody who may do more than they do
 * themselves, and a merchant is not left without somebody who could.
 */
import type { MerchantId } from '../core/brand.ts'
import type { ConsoleRole, Person, PersonId } from '../core/console.ts'
import { timeOrderedId } from '../gateway/stamps.ts'
import type { PersonAnswer, PersonWithLink } from '../wire/admin/people.ts'
import { MAY_MAKE } from '../wire/admin/roles.ts'
import { type Answer, DONE, refusal, success } from './answer.ts'
import { changePerson, makeLink } from './change-person.ts'
import type { AdminDeps, Asked, Caller } from './ports.ts'
import { seconds } from './sessions.ts'

export type PeopleDeps = Pick<AdminDeps, 'keeper' | 'publicUrl' | 'random'> & {
  readonly gateway: Pick<AdminDeps['gateway'], 'wall'>
}

export interface People {
  list(merchantId: MerchantId | null): Promise<Answer>
  invite(asked: Asked, caller: Caller, merchantId: MerchantId | null): Promise<Answer>
  change(asked: Asked, caller: Caller, merchantId: MerchantId | null): Promise<Answer>
  link(asked: Asked, caller: Caller, merchantId: MerchantId | null): Promise<Answer>
  signOut(asked: Asked, caller: Caller, merchantId: MerchantId | null): Promise<Answer>
}

export function createPeople(deps: PeopleDeps): People {
  const { keeper } = deps
  return {
    async list(merchantId) {
      return success({ people: (await keeper.people(merchantId)).map(personAnswer) })
    },
    invite: (asked, caller, merchantId) => invite(deps, asked, caller, merchantId),
    change: (asked, caller, merchantId) => change(deps, asked, caller, merchantId),
    async link(asked, caller, merchantId) {
      const found = await reachable(deps, asked, caller, merchantId)
      if ('kind' in found) return found
      const { link, url } = makeLink(deps, found.id)
      const person = await changePerson(keeper, found.id, ({ state }) => (state === 'disabled' ? undefined : { link }))
      return person === undefined ? refusal('changed_meanwhile') : withLink(person, url)
    },
    async signOut(asked, caller, merchantId) {
      const found = await reachable(deps, asked, caller, merchantId)
      if ('kind' in found) return found
      await keeper.endSessions(found.id, null)
      return DONE
    },
  }
}

/** Also for the command that makes the first one. Undefined where the e-mail is somebody's. */
export async function makePerson(
  deps: PeopleDeps,
  { email, name, role, merchantId }: Pick<Person, 'email' | 'name' | 'role' | 'merchantId'>,
): Promise<{ readonly person: Person; readonly url: string } | undefined> {
  const { keeper, gateway, random } = deps
  const id = `prs_${timeOrderedId(gateway.wall(), random)}` as PersonId
  const { link, url } = makeLink(deps, id)
  const person: Person = {
    id,
    version: 1,
    email: email.toLowerCase(),
    name,
    role,
    merchantId,
    state: 'invited',
    password: null,
    secondFactor: null,
    secondFactorBegun: null,
    recoveryCodes: [],
    link,
    createdAt: gateway.wall(),
  }
  return (await keeper.putPerson(person)) ? { person, url } : undefined
}

async function invite(
  deps: PeopleDeps,
  { body }: Asked,
  { person: by }: Caller,
  merchantId: MerchantId | null,
): Promise<Answer> {
  const { email, name, role = 'operator' } = body as { email: string; name: string; role?: ConsoleRole }
  if (!MAY_MAKE[by.role].includes(role)) return refusal('not_allowed')
  const made = await makePerson(deps, { email, name, role, merchantId })
  return made === undefined ? refusal('email_taken') : withLink(made.person, made.url)
}

interface Changes {
  readonly name?: string
  readonly role?: ConsoleRole
  readonly state?: 'active' | 'disabled'
}

async function change(deps: PeopleDeps, asked: Asked, caller: Caller, merchantId: MerchantId | null): Promise<Answer> {
  const { keeper } = deps
  const found = await reachable(deps, asked, caller, merchantId)
  if ('kind' in found) return found
  const { name, role, state } = asked.body as Changes
  if (role !== undefined && !MAY_MAKE[caller.person.role].includes(role)) return refusal('not_allowed')
  const losesPower = (role !== undefined && role !== found.role) || state === 'disabled'
  if (found.id === caller.person.id && losesPower) return refusal('not_yourself')
  if (losesPower && (await isLast(deps, found))) return refusal('last_of_its_kind')
  const person = await changePerson(keeper, found.id, (before) => ({
    ...(name === undefined ? {} : { name }),
    ...(role === undefined ? {} : { role }),
    ...(state === undefined ? {} : stateAfter(before, state)),
  }))
  if (person === undefined) return refusal('not_found')
  if (losesPower) await keeper.endSessions(person.id, null)
  return success(personAnswer(person))
}

/** Who never had a password is invited again, not active; who is disabled has no link that would let them in. */
function stateAfter({ password }: Person, state: 'active' | 'disabled'): Pick<Person, 'state'> & Partial<Person> {
  if (state === 'disabled') return { state, link: null }
  return { state: password === null ? 'invited' : 'active' }
}

/** The one who is named, where they are of this scope and not above whoever asks. */
async function reachable(
  { keeper }: PeopleDeps,
  { path }: Asked,
  { person: by }: Caller,
  merchantId: MerchantId | null,
): Promise<Person | ReturnType<typeof refusal>> {
  const person = await keeper.findPerson((path['person'] ?? '') as PersonId)
  if (person === undefined || person.merchantId !== merchantId) return refusal('not_found')
  return MAY_MAKE[by.role].includes(person.role) ? person : refusal('not_allowed')
}

/** An active owner, or operator, beside whom there is no other. */
async function isLast({ keeper }: PeopleDeps, { id, role, merchantId, state }: Person): Promise<boolean> {
  if ((role !== 'owner' && role !== 'operator') || state !== 'active') return false
  const people = await keeper.people(merchantId)
  return !people.some((other) => other.id !== id && other.role === role && other.state === 'active')
}

function withLink(person: Person, link: string): Answer {
  const answer: PersonWithLink = { person: personAnswer(person), link }
  return success(answer)
}

function personAnswer(person: Person): PersonAnswer {
  const { id, email, name, role, merchantId, state, secondFactor, createdAt, link } = person
  return {
    id,
    email,
    name,
    role,
    merchant: merchantId,
    state,
    second_factor: secondFactor !== null,
    created_at: seconds(createdAt),
    link_until: link === null ? null : seconds(link.expiresAt),
  }
}
