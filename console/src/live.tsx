/**
 * What happens while one looks: the gateway tells each event of the merchant, and what is on the screen is asked for again.
 * A line that breaks is taken up again; while there is none, the page says so. A tab that nobody sees holds no line, for a
 * browser has few of them for one address.
 */
import { useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import { api } from './api.ts'

/** Many at once are one look. */
const GATHERED_MS = 250

type LineState = 'on' | 'off'
const Line = createContext<LineState>('off')

export function useLine(): LineState {
  return useContext(Line)
}

export function Live({ merchant, children }: { readonly merchant: string; readonly children: ReactNode }) {
  const client = useQueryClient()
  const [line, setLine] = useState<LineState>('off')
  const isSeen = useSeen()
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
    source.onerror = () => setLine('off')
    source.addEventListener('change', look)
    return () => {
      source.close()
      window.clearTimeout(gathering)
      setLine('off')
    }
  }, [merchant, client, isSeen])
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
