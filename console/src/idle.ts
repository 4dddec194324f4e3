/**
 * Whoever has gone away is signed out: nobody has touched this console, in any of its tabs, for as long as a session may be
 * idle. The gateway would not do it by itself, because an open page goes on asking what happens.
 */
import { useEffect, useEffectEvent } from 'react'

const KEPT_AS = 'sunap-console-touched'
const LOOKS_EVERY_MS = 5_000
const TOUCHES = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const

export function useIdleEnd(idleS: number, end: () => void): void {
  const goneAway = useEffectEvent(end)
  useEffect(() => {
    const touch = () => localStorage.setItem(KEPT_AS, String(Date.now()))
    touch()
    for (const kind of TOUCHES) document.addEventListener(kind, touch, { passive: true })
    const looking = window.setInterval(() => {
      if (Date.now() - Number(localStorage.getItem(KEPT_AS)) >= idleS * 1000) goneAway()
    }, LOOKS_EVERY_MS)
    return () => {
      for (const kind of TOUCHES) document.removeEventListener(kind, touch)
      window.clearInterval(looking)
    }
  }, [idleS])
}
