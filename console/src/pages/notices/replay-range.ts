/**
 * All notices of a time again, a part after the other: how many went is told as it goes, and it can be stopped between two
 * parts. A part that nobody answered is asked for again under its own key, so that nothing goes out twice.
 */
import { useEffect, useRef, useState } from 'react'
import { useAct } from '../../act.ts'
import type { AdminInput } from '../../api.ts'

type Input = AdminInput<'replayRange'>
export type Range = Omit<Input['body'], 'after'>
/** `held`: it was refused, or nobody answered. */
export type ReplayPhase = 'asking' | 'running' | 'stopped' | 'held' | 'done'

export function useReplayRange(merchant: string) {
  const act = useAct('replayRange')
  const [phase, setPhase] = useState<ReplayPhase>('asking')
  const [sent, setSent] = useState(0)
  const place = useRef<string | null>(null)
  const isStopped = useRef(false)
  useEffect(
    () => () => {
      isStopped.current = true
    },
    [],
  )
  const run = async (range: Range) => {
    isStopped.current = false
    setPhase('running')
    while (!isStopped.current) {
      const body = place.current === null ? range : { ...range, after: place.current }
      const done = await act.do({ path: { merchant }, body })
      if (done === undefined) return setPhase('held')
      setSent((before) => before + done.replayed)
      place.current = done.next
      if (done.next === null) return setPhase('done')
    }
    setPhase('stopped')
  }
  const stop = () => {
    isStopped.current = true
  }
  return { phase, sent, problem: act.problem, run, stop }
}
