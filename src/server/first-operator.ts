/** The way into a sandbox's console for who has just started it: an operator, and a link that works once. */
import { changePerson, makeLink } from '../admin/change-person.ts'
import { makePerson } from '../admin/people.ts'
import type { Storage } from '../storage/storage.ts'
import { random } from './machine.ts'

const FIRST = { email: 'operator@example.com', name: '운영자', role: 'operator', merchantId: null } as const

/** A new link at each start, until somebody has used one; undefined from then on. */
export async function firstOperatorLink(
  { console: keeper, clock }: Pick<Storage, 'console' | 'clock'>,
  publicUrl: string,
): Promise<string | undefined> {
  const deps = { keeper, gateway: clock, publicUrl, random }
  const people = await keeper.people(null)
  if (people.some(({ state }) => state === 'active')) return undefined
  const [first] = people.filter(({ state }) => state === 'invited')
  if (first === undefined) return people.length > 0 ? undefined : (await makePerson(deps, FIRST))?.url
  const { link, url } = makeLink(deps, first.id)
  return (await changePerson(keeper, first.id, () => ({ link }))) && url
}
