/** Who is signed in. Every page below it has a session; without one there is the way to sign in, and back to where one was. */
import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useState } from 'react'
import { AdminError, api, type Permission, type SessionAnswer } from './api.ts'

export const SESSION_KEY = ['session'] as const

const ENDED_KEY = ['session ended'] as const

const Signed = createContext<SessionAnswer | null>(null)

/** There was one, and the gateway knows it no more; nor does this page know what was seen with it. */
export function forgetSession(client: QueryClient): void {
  if (client.getQueryData(SESSION_KEY)) client.setQueryData(ENDED_KEY, true)
  client.setQueryData(SESSION_KEY, null)
  client.removeQueries({ predicate: ({ queryKey: [name] }) => name !== SESSION_KEY[0] && name !== ENDED_KEY[0] })
}

/** One has ended that nobody ended here. */
export function useHasEnded(): boolean {
  const client = useQueryClient()
  const [hasEnded] = useState(() => client.getQueryData(ENDED_KEY) === true)
  return hasEnded
}

/** Null: nobody is signed in. */
export function useSessionQuery() {
  return useQuery<SessionAnswer | null, AdminError>({
    queryKey: SESSION_KEY,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal, client }) => {
      try {
        return await api.call('session', {}, { signal })
      } catch (error) {
        if (error instanceof AdminError && error.code === 'signed_out') {
          forgetSession(client)
          return null
        }
        throw error
      }
    },
  })
}

export function SignedIn({ session, children }: { readonly session: SessionAnswer; readonly children: ReactNode }) {
  return <Signed value={session}>{children}</Signed>
}

/** Of pages that nobody sees without one. */
export function useSession(): SessionAnswer {
  const session = useContext(Signed)
  if (session === null) throw new Error('broken invariant: a page of the console without a session')
  return session
}

export function useMay(): (permission: Permission) => boolean {
  const { permissions } = useSession()
  return (permission) => permissions.includes(permission)
}

/** A session that came with an answer: after signing in, after a proof. Null: it has ended. */
export function useSetSession(): (session: SessionAnswer | null) => void {
  const client = useQueryClient()
  return (session) => {
    const before = client.getQueryData<SessionAnswer | null>(SESSION_KEY)
    // Another person sees nothing of the one before.
    if (before?.person.id !== session?.person.id)
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== SESSION_KEY[0] })
    client.setQueryData(SESSION_KEY, session)
  }
}
