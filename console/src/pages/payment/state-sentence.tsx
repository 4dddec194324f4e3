/** How a payment stands, in a sentence that says what to expect of it. */

import { added } from '../../amounts.ts'
import type { ConsolePayment } from '../../api.ts'
import { moneyText, timeText } from '../../figures.ts'
import { type Language, useLanguage } from '../../language.tsx'

type Standing = ConsolePayment['state'] | 'in_doubt' | 'partly_refunded'
type Seen = Pick<ConsolePayment, 'state' | 'amount' | 'cancel_amount' | 'cvs'>

export function StateSentence({ payment }: { readonly payment: ConsolePayment }) {
  const [language] = useLanguage()
  return <p>{SENTENCES[language][standingOf(payment)](payment)}</p>
}

function standingOf({ state, amount, cancel_amount, cvs }: Seen): Standing {
  if (state !== 'collected') return state
  if (cvs.state === 'in_doubt') return 'in_doubt'
  return cancel_amount > 0 && cancel_amount < amount ? 'partly_refunded' : 'collected'
}

type Sentence = (payment: ConsolePayment) => string

const SENTENCES: Readonly<Record<Language, Readonly<Record<Standing, Sentence>>>> = {
  ko: {
    waiting: ({ expired_at }) =>
      `고객이 편의점에서 결제하기를 기다리고 있습니다. ${timeText(expired_at, 'ko')}까지 낼 수 있습니다.`,
    suspended: ({ cvs: { suspend_reason: shown } }) =>
      `수납을 멈춰 두어 지금은 낼 수 없습니다.${shown === null ? '' : ` 계산대 안내: “${shown}”`}`,
    being_paid: () => '지금 편의점 계산대에서 수납하고 있습니다. 곧 결과가 나옵니다.',
    collected: ({ cvs }) => `${cvs.outlet_name ?? '편의점'}에서 수납했습니다.`,
    in_doubt: () => '점포가 돈을 받은 뒤 확정이 제때 오지 않았습니다. 운영사가 확인할 때까지 상품을 보내지 마세요.',
    partly_refunded: ({ amount, cancel_amount, currency }) =>
      `${moneyText(cancel_amount, currency, 'ko')}을 환불해 ${moneyText(added([amount, -cancel_amount]), currency, 'ko')}이 남았습니다.`,
    cancelled: () => '수납번호를 말소해 낼 수 없습니다.',
    refunded: () => '받은 돈을 모두 환불했습니다. 지급되었는지는 아래 환불에서 볼 수 있습니다.',
    expired: () => '결제기한이 지나 낼 수 없습니다. 고객이 다시 내려면 새 수납번호를 발급하세요.',
  },
  en: {
    waiting: ({ expired_at }) => `Waits for the customer to pay at a store, until ${timeText(expired_at, 'en')}.`,
    suspended: ({ cvs: { suspend_reason: shown } }) =>
      `It is suspended and cannot be paid now.${shown === null ? '' : ` The till shows “${shown}”.`}`,
    being_paid: () => 'It is being paid at a till right now; the result comes in a moment.',
    collected: ({ cvs }) => `Collected at ${cvs.outlet_name ?? 'a store'}.`,
    in_doubt: () => 'A store took the money and its completion did not come in time. Ship nothing until it is settled.',
    partly_refunded: ({ amount, cancel_amount, currency }) =>
      `${moneyText(cancel_amount, currency, 'en')} went back, ${moneyText(added([amount, -cancel_amount]), currency, 'en')} is left.`,
    cancelled: () => 'The number was revoked and cannot be paid.',
    refunded: () => 'All of it is refunded. Whether the money has been paid out stands under refunds below.',
    expired: () => 'Its deadline has passed. Issue a new number where the customer still wants to pay.',
  },
}
