/** What is done about people, of a merchant and above merchants: the same to the page, two sets of routes to the gateway. */
import type { UseQueryResult } from '@tanstack/react-query'
import { MAY_MAKE } from '../../../../src/wire/admin/roles.ts'
import { useAct } from '../../act.ts'
import type { AdminError, AdminRoutes, ConsoleRole } from '../../api.ts'
import { useAsk } from '../../ask.ts'
import { useMay, useSession } from '../../session.tsx'

export type Person = AdminRoutes['people']['answer']['people'][number]
export type PersonWithLink = AdminRoutes['invitePerson']['answer']
type Role = AdminRoutes['invitePerson']['body']['role']

export interface Newcomer {
  readonly email: string
  readonly name: string
  readonly role: ConsoleRole
}

export interface PersonChange {
  readonly name?: string
  readonly role?: ConsoleRole
  readonly state?: 'active' | 'disabled'
  readonly reason?: string
}

export interface Deed<Input extends readonly unknown[], Answer> {
  do(...input: Input): Promise<Answer | undefined>
  readonly isBusy: boolean
  readonly problem: AdminError | null
  forget(): void
}

export interface PeopleDeeds {
  readonly list: UseQueryResult<AdminRoutes['people']['answer'], AdminError>
  /** The roles that who is signed in may give, and whose people they may change; none where they only look. */
  readonly roles: readonly ConsoleRole[]
  readonly invite: Deed<[Newcomer], PersonWithLink>
  readonly change: Deed<[Person, PersonChange], Person>
  readonly link: Deed<[Person], PersonWithLink>
  /** Null: there is no such thing above merchants. */
  readonly signOut: Deed<[Person], object> | null
}

export function usePeopleOf(merchant: string): PeopleDeeds {
  const path = { merchant }
  const invite = useAct('invitePerson')
  const change = useAct('changePerson')
  const link = useAct('linkPerson')
  const signOut = useAct('signPersonOut')
  return {
    list: useAsk('people', { path }),
    roles: useRoles('people.set').filter((role) => role !== 'operator'),
    invite: { ...invite, do: (body) => invite.do({ path, body: { ...body, role: body.role as Role } }) },
    change: {
      ...change,
      do: ({ id }, { role, ...body }) =>
        change.do({ path: { ...path, person: id }, body: role === undefined ? body : { ...body, role: role as Role } }),
    },
    link: { ...link, do: ({ id }) => link.do({ path: { ...path, person: id } }) },
    signOut: { ...signOut, do: ({ id }) => signOut.do({ path: { ...path, person: id } }) },
  }
}

export function usePeopleOfHouse(): PeopleDeeds {
  const invite = useAct('inviteOperator')
  const change = useAct('changeOperator')
  const link = useAct('linkOperator')
  return {
    list: useAsk('housePeople', {}),
    roles: useRoles('house.set').filter((role) => role === 'operator'),
    invite: { ...invite, do: ({ email, name }) => invite.do({ body: { email, name } }) },
    change: {
      ...change,
      do: ({ id }, { role: _role, ...body }) => change.do({ path: { person: id }, body }),
    },
    link: { ...link, do: ({ id }) => link.do({ path: { person: id } }) },
    signOut: null,
  }
}

function useRoles(permission: 'people.set' | 'house.set'): readonly ConsoleRole[] {
  const { person } = useSession()
  return useMay()(permission) ? MAY_MAKE[person.role] : []
}
