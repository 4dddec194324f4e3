import type { ConsolePayment } from '../api.ts'
import { type InBoth, useWords } from '../language.tsx'
import { Badge, type Tone } from './badge.tsx'

type State = ConsolePayment['state']

const WORDS: InBoth<Readonly<Record<State | 'in_doubt' | 'partly', string>>> = {
  ko: {
    waiting: '수납대기',
    suspended: '수납정지',
    being_paid: '수납 처리 중',
    collected: '수납완료',
    cancelled: '말소',
    refunded: '전액환불',
    expired: '기한만료',
    in_doubt: '결과 미확인',
    partly: '일부환불',
  },
  en: {
    waiting: 'Waiting',
    suspended: 'Suspended',
    being_paid: 'Being paid',
    collected: 'Collected',
    cancelled: 'Revoked',
    refunded: 'Refunded',
    expired: 'Expired',
    in_doubt: 'In doubt',
    partly: 'Partly refunded',
  },
}

const TONES: Readonly<Record<State, Tone>> = {
  waiting: 'wait',
  suspended: 'danger',
  being_paid: 'wait',
  collected: 'good',
  cancelled: 'plain',
  refunded: 'plain',
  expired: 'plain',
}

/** How a payment stands, and whether a part of it went back. */
export function PaymentState({ of: { state, cvs, cancel_amount } }: { readonly of: ConsolePayment }) {
  const words = useWords(WORDS)
  return (
    <span className="badges">
      {state === 'collected' && cvs.state === 'in_doubt' ? (
        <Badge tone="danger">{words.in_doubt}</Badge>
      ) : (
        <Badge tone={TONES[state]}>{words[state]}</Badge>
      )}
      {state === 'collected' && cancel_amount > 0 && <Badge tone="plain">{words.partly}</Badge>}
    </span>
  )
}
