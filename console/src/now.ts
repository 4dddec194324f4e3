import { useAsk } from './ask.ts'
import { useSession } from './session.tsx'
import { useMerchant } from './shell.tsx'

/** What time it is for the trade, in unix seconds: in practice somebody may have moved its clock. */
export function useNow(): () => number {
  const merchant = useMerchant()
  const { practice } = useSession()
  const { data } = useAsk('home', { path: { merchant }, query: { days: 1 } }, { isOff: !practice })
  return () => data?.now ?? Math.floor(Date.now() / 1000)
}
