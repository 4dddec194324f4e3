/**
 * What happens while one looks: the gateway tells each event of the merchant, and what is on the screen is asked for again.
 * A line that breaks is taken up again; while there is none, the page says so. A tab that nobody sees holds no line, for a
 * browser has few of them for one address.
 */
import { useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import { api } from './api.ts'
import { SESSION_KEY } from './session.tsx'

/** Many at once are one look. */
const GATHERED_MS = 250
const AGAIN_MS = 5_000

type LineState = 'on' | 'off'
const Line = createContext<LineState>('off')

export function useLine(): LineState {
  return useContext(Line)
}

export function Live({ merchant, children }: { readonly merchant: string; readonly children: ReactNode }) {
  const client = useQueryClient()
  const [line, setLine] = useState<LineState>('off')
  const isSeen = useSeen()
  const [turn, setTurn] = useState(0)
  useEffect(() => {
    if (!isSeen) return
    const source = new EventSource(api.liveUrl(merchant))
    let gathering: number | undefined
    const look = () => {
      gathering ??= window.setTimeout(() => {
        gathering = undefined
        void client.invalidateQueries({ predicate: ({ queryKey }) => isOf(merchant, queryKey) })
      }, GATHERED_MS)
    }
    // What happened before the line stood was told to nobody.
    source.onopen = () => {
      setLine('on')
      look()
    }
    let again: number | undefined
    source.onerror = () => {
      setLine('off')
      // A browser takes up a line that broke, but none that was answered with an error.
      if (source.readyState !== EventSource.CLOSED) return
      again = window.setTimeout(() => setTurn(turn + 1), AGAIN_MS)
      void client.invalidateQueries({ queryKey: SESSION_KEY })
    }
    source.addEventListener('change', look)
    return () => {
      source.close()
      window.clearTimeout(gathering)
      window.clearTimeout(again)
      setLine('off')
    }
  }, [merchant, client, isSeen, turn])
  return <Line value={line}>{children}</Line>
}

function useSeen(): boolean {
  const [isSeen, setSeen] = useState(() => document.visibilityState === 'visible')
  useEffect(() => {
    const look = () => setSeen(document.visibilityState === 'visible')
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [])
  return isSeen
}

function isOf(merchant: string, [, input]: readonly unknown[]): boolean {
  const { path } = (input ?? {}) as { readonly path?: { readonly merchant?: string } }
  return path?.merchant === merchant
}
