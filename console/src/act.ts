/**
 * Acting: one press is one deed. While it runs, another press of the same gets the same promise; where nobody answered, pressing
 * again asks for the same deed under the same key, which does it once. Where the gateway wants to know again who is there, that is
 * asked over the page and the deed goes on. What was typed is not touched by any of it.
 */
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import {
  type AdminCallOptions,
  AdminError,
  type AdminInput,
  type AdminRouteName,
  type AdminRoutes,
  api,
} from './api.ts'
import { endSession } from './ask.ts'
import { useProof } from './proof.tsx'

type CallOptions = Omit<AdminCallOptions, 'key'>

export interface Act<Name extends AdminRouteName> {
  /** Undefined where it was not done, or nobody knows: then `problem` says why. */
  do(input: AdminInput<Name>, options?: CallOptions): Promise<AdminRoutes[Name]['answer'] | undefined>
  readonly isBusy: boolean
  /** It may have been done: the very same may be asked for again, and goes out once. */
  readonly isInDoubt: boolean
  readonly problem: AdminError | null
  forget(): void
}

interface Deed<Answer> {
  readonly input: string
  readonly key: string
  running: Promise<Answer | undefined> | null
  /** An answer to it was lost once: until the gateway has looked at its key again, it may have been done. */
  isInDoubt: boolean
}

interface ActOptions {
  /** Off where looking again would take away what the answer is shown on. */
  readonly looksAgain?: boolean
}

export function useAct<Name extends AdminRouteName>(name: Name, { looksAgain = true }: ActOptions = {}): Act<Name> {
  const client = useQueryClient()
  const prove = useProof()
  const deed = useRef<Deed<AdminRoutes[Name]['answer']> | null>(null)
  const [isBusy, setBusy] = useState(false)
  const [isInDoubt, setInDoubt] = useState(false)
  const [problem, setProblem] = useState<AdminError | null>(null)

  const attempt = async (input: AdminInput<Name>, options: AdminCallOptions, now: Deed<unknown>) => {
    setBusy(true)
    setProblem(null)
    try {
      const answer = await proven(() => api.call(name, input, options), prove)
      now.isInDoubt = false
      if (looksAgain) await client.invalidateQueries()
      deed.current = null
      return answer
    } catch (error) {
      const refused = asAdminError(error)
      if (isUnknown(refused)) now.isInDoubt = true
      // Turned away before its key was looked at, a deed in doubt is still in doubt; the next press is still this one.
      else if (!AT_THE_DOOR.has(refused.code)) now.isInDoubt = false
      if (!now.isInDoubt) deed.current = null
      endSession(client, refused)
      setProblem(refused)
      return undefined
    } finally {
      setInDoubt(now.isInDoubt)
      setBusy(false)
    }
  }

  const act = (input: AdminInput<Name>, options: CallOptions = {}) => {
    const text = JSON.stringify(input)
    const before = deed.current
    if (before?.running) return before.input === text ? before.running : Promise.resolve(undefined)
    const isSame = before?.input === text
    const key = isSame ? before.key : crypto.randomUUID()
    const now: Deed<AdminRoutes[Name]['answer']> = {
      input: text,
      key,
      running: null,
      isInDoubt: isSame && before.isInDoubt,
    }
    deed.current = now
    now.running = attempt(input, { ...options, key }, now).finally(() => {
      now.running = null
    })
    return now.running
  }

  return { do: act, isBusy, isInDoubt, problem, forget: () => setProblem(null) }
}

/** What the gateway refuses before it looks at a deed's key. */
const AT_THE_DOOR: ReadonlySet<string> = new Set([
  'prove_again',
  'csrf',
  'signed_out',
  'not_allowed',
  'second_factor_required',
  'strange_source',
  'too_often',
])

/** Done or not, nobody knows. `refused` is the gateway's own no, whatever its status. */
function isUnknown({ status, code }: AdminError): boolean {
  return status === null || code === 'outcome_unknown' || (status >= 500 && code !== 'refused')
}

async function proven<Answer>(call: () => Promise<Answer>, prove: () => Promise<boolean>): Promise<Answer> {
  try {
    return await call()
  } catch (error) {
    if (!(error instanceof AdminError && error.code === 'prove_again')) throw error
    if (!(await prove())) throw error
    return await call()
  }
}

function asAdminError(error: unknown): AdminError {
  if (error instanceof AdminError) return error
  const message = { ko: '이 화면에 오류가 있습니다. 새로 고쳐 주세요.', en: 'This page has a fault. Load it again.' }
  return new AdminError(null, { code: 'page_fault', message }, { cause: error })
}
