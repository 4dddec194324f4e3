/** What happened to this refund among all that happened to its payment. */
import type { RefundDetail } from '../../api.ts'
import { useAsk } from '../../ask.ts'
import { Asked } from '../../parts/asked.tsx'
import { useMerchant } from '../../shell.tsx'
import { Timeline } from '../payment/timeline.tsx'

export function RefundStory({ refund: { id, imp_uid } }: { readonly refund: RefundDetail }) {
  const merchant = useMerchant()
  const ask = useAsk('payment', { path: { merchant, imp_uid } })
  return (
    <Asked of={ask} lines={3}>
      {({ timeline }) => (
        <Timeline entries={timeline.filter(({ data }) => data.refunds.some((refund) => refund.id === id))} />
      )}
    </Asked>
  )
}
