/** How far the money of a refund has come, and the way it takes. */
import type { RefundAnswer } from '../../api.ts'
import { type InBoth, useWords } from '../../language.tsx'
import { Badge, type Tone } from '../../parts/badge.tsx'

export type PayoutState = RefundAnswer['payout']['state']
type RefundRoute = RefundAnswer['route']

const TONES: Readonly<Record<PayoutState, Tone>> = { pending: 'wait', paid_out: 'good', failed: 'danger' }

const STATES: InBoth<Readonly<Record<PayoutState, string>>> = {
  ko: { pending: '지급 대기', paid_out: '지급됨', failed: '지급 실패' },
  en: { pending: 'Not paid out yet', paid_out: 'Paid out', failed: 'Payout failed' },
}

const ROUTES: InBoth<Readonly<Record<RefundRoute, string>>> = {
  ko: { bank: '계좌환불', slip: '환불 바코드', till: '계산대에서 바로' },
  en: { bank: 'Bank account', slip: 'Refund slip', till: 'At the till' },
}

export function usePayoutWords(): Readonly<Record<PayoutState, string>> {
  return useWords(STATES)
}

export function useRouteWords(): Readonly<Record<RefundRoute, string>> {
  return useWords(ROUTES)
}

export function RefundState({ refund: { payout } }: { readonly refund: Pick<RefundAnswer, 'payout'> }) {
  return <Badge tone={TONES[payout.state]}>{usePayoutWords()[payout.state]}</Badge>
}
