/**
 * Reading: what was asked for, kept under its name and input, so that two places that show it show the same. What is being
 * looked at again stays on the screen meanwhile, and an answer that is older than the one shown is thrown away
 * where a page says which is older.
 */
import { QueryCache, QueryClient, type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query'
import { AdminError, type AdminInput, type AdminRouteName, type AdminRoutes, api } from './api.ts'
import { forgetSession } from './session.tsx'

const TRIES_MORE = 2

/** Nothing happens to what is shown for so long, whoever else changes it, where no live event says so. */
const FRESH_MS = 10_000

export function createQueryClient(): QueryClient {
  const client = new QueryClient({
    queryCache: new QueryCache({ onError: (error) => endSession(client, error) }),
    defaultOptions: {
      queries: {
        staleTime: FRESH_MS,
        retry: (failures, error) => failures < TRIES_MORE && mayPass(error),
      },
    },
  })
  return client
}

/** The gateway knows the session no more: the way back in is shown, and what was on the screen is not. */
export function endSession(client: QueryClient, error: unknown): void {
  if (error instanceof AdminError && error.code === 'signed_out') forgetSession(client)
}

interface AskOptions<Answer> {
  /** Not yet: something it needs is missing. */
  readonly isOff?: boolean
  /** Of two answers, whether the second is older than the first. */
  readonly isOlder?: (shown: Answer, come: Answer) => boolean
  /** Another input shows what the one before found until its own is there: for pages of a list. */
  readonly keepsBefore?: boolean
  /** When to look again by itself, for what no live event tells of. Undefined: not. */
  readonly againInMs?: (shown: Answer) => number | undefined
}

export function useAsk<Name extends AdminRouteName>(
  name: Name,
  input: AdminInput<Name>,
  { isOff = false, isOlder, keepsBefore = false, againInMs }: AskOptions<AdminRoutes[Name]['answer']> = {},
): UseQueryResult<AdminRoutes[Name]['answer'], AdminError> {
  const client = useQueryClient()
  const queryKey = askKey(name, input)
  return useQuery<AdminRoutes[Name]['answer'], AdminError>({
    queryKey,
    enabled: !isOff,
    refetchInterval: ({ state: { data } }) => (data !== undefined && againInMs?.(data)) || false,
    ...(keepsBefore ? { placeholderData: (before) => before } : {}),
    queryFn: async ({ signal }) => {
      const come = await api.call(name, input, { signal })
      const shown = client.getQueryData<AdminRoutes[Name]['answer']>(queryKey)
      return shown !== undefined && isOlder?.(shown, come) === true ? shown : come
    },
  })
}

function askKey<Name extends AdminRouteName>(name: Name, input: AdminInput<Name>): readonly unknown[] {
  return [name, input]
}

/** What may be answered otherwise in a moment. */
function mayPass(error: unknown): boolean {
  return error instanceof AdminError && (error.status === null || error.status >= 500)
}
