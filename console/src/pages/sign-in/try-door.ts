/** One try at the door: a press while one is on its way is no second one, and what was refused is said. */
import { useState } from 'react'
import { AdminError, type SessionAnswer } from '../../api.ts'
import { useSetSession } from '../../session.tsx'

export interface DoorTry {
  /** True: they are in, and the session is theirs. */
  try(call: () => Promise<SessionAnswer>): Promise<boolean>
  readonly isBusy: boolean
  readonly problem: AdminError | null
  /** The password was right and a second factor is on: its code is asked for too. */
  readonly needsCode: boolean
  startAgain(): void
}

export function useDoorTry(): DoorTry {
  const setSession = useSetSession()
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<AdminError | null>(null)
  const [needsCode, setNeedsCode] = useState(false)
  return {
    async try(call) {
      if (isBusy) return false
      setBusy(true)
      setProblem(null)
      try {
        setSession(await call())
        return true
      } catch (error) {
        if (!(error instanceof AdminError)) throw error
        if (error.code === 'code_needed' && !needsCode) setNeedsCode(true)
        else setProblem(error)
        return false
      } finally {
        setBusy(false)
      }
    },
    isBusy,
    problem,
    needsCode,
    startAgain() {
      setNeedsCode(false)
      setProblem(null)
    },
  }
}
