/** A person changed by whoever saw them as they are: two who change at once do not lose what the other did. */
import type { WallTime } from '../core/brand.ts'
import type { Person, PersonId } from '../core/console.ts'
import { tokenHash } from './cookie.ts'
import type { AdminDeps, ConsoleKeeper } from './ports.ts'

const TRIES_MAX = 5

/**
 * `change` answers what is to be written, or undefined where nothing is; then so is the answer. Where somebody else was
 * quicker it is asked again about the person as they are now.
 */
export async function changePerson(
  keeper: Pick<ConsoleKeeper, 'findPerson' | 'putPerson'>,
  id: PersonId,
  change: (person: Person) => Partial<Omit<Person, 'id' | 'version'>> | undefined,
): Promise<Person | undefined> {
  for (let tries = 1; tries <= TRIES_MAX; tries += 1) {
    const person = await keeper.findPerson(id)
    const changes = person && change(person)
    if (person === undefined || changes === undefined) return undefined
    const changed = { ...person, ...changes, version: person.version + 1 }
    if (await keeper.putPerson(changed)) return changed
  }
  throw new Error(`${id} is changed by somebody else again and again`)
}

export const LINK_LIFE_MS = 72 * 3_600_000

export interface LinkMade {
  readonly link: NonNullable<Person['link']>
  /** Where the person goes; what is behind the `#` reaches no server's log. */
  readonly url: string
}

export function makeLink(
  {
    gateway,
    publicUrl,
    random,
  }: Pick<AdminDeps, 'publicUrl' | 'random'> & { gateway: Pick<AdminDeps['gateway'], 'wall'> },
  id: PersonId,
): LinkMade {
  const secret = Buffer.from(random(32)).toString('base64url')
  const expiresAt = (gateway.wall() + LINK_LIFE_MS) as WallTime
  return { link: { hash: tokenHash(secret), expiresAt }, url: `${publicUrl}/console/link#${id}.${secret}` }
}

/** Whom a link's token names, and its secret. */
export function readLinkToken(token: string): { readonly id: PersonId; readonly secret: string } | undefined {
  const [, id, secret] = /^(prs_[0-9a-f-]{36})\.([\w-]{43})$/.exec(token) ?? []
  return id === undefined || secret === undefined ? undefined : { id: id as PersonId, secret }
}
