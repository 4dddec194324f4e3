/** Where the money of a refund is, and who has to do what next. */
import type { RefundDetail } from '../../api.ts'
import { timeText } from '../../figures.ts'
import { type InBoth, type Language, useLanguage } from '../../language.tsx'

type Payout = RefundDetail['payout']

const CAUSES: InBoth<Readonly<Record<NonNullable<Payout['cause']>, string>>> = {
  ko: {
    refused: '은행이나 운영사가 지급하지 못했습니다.',
    holder_differs: '예금주가 계좌의 주인과 다릅니다.',
    expired: '환불 바코드의 기한이 지났습니다.',
  },
  en: {
    refused: 'The bank or the operator could not pay it.',
    holder_differs: 'The account is somebody else’s.',
    expired: 'The refund slip has expired.',
  },
}

const BY: InBoth<Readonly<Record<NonNullable<Payout['by']>, string>>> = {
  ko: {
    operator: '운영사가 지급했습니다.',
    bank: '은행이 이체했습니다.',
    till: '편의점 계산대에서 현금으로 지급했습니다.',
  },
  en: { operator: 'The operator paid it out.', bank: 'The bank transferred it.', till: 'A till paid it out in cash.' },
}

const FAILED_NEXT: Readonly<Record<Language, string>> = {
  ko: '돈은 아직 고객에게 가지 않았습니다. 운영사가 다른 계좌나 새 환불 바코드로 바꿀 수 있습니다.',
  en: 'The customer does not have the money yet. The operator can send it another way.',
}

export function PayoutSentence({ refund }: { readonly refund: RefundDetail }) {
  const [language] = useLanguage()
  return <p>{sentence(refund, language)}</p>
}

function sentence({ payout, route, slip_expires_at: until }: RefundDetail, language: Language): string {
  if (payout.state === 'failed') {
    const cause = payout.cause === null ? '' : `${CAUSES[language][payout.cause]} `
    return `${cause}${FAILED_NEXT[language]}`
  }
  if (payout.state === 'paid_out') return payout.by === null ? '' : BY[language][payout.by]
  if (route !== 'slip')
    return language === 'ko'
      ? '고객 계좌로 이체되기를 기다립니다.'
      : 'It waits to be transferred to the customer’s account.'
  return language === 'ko'
    ? `고객이 환불 바코드를 편의점에서 보여 주기를 기다립니다. ${timeText(until, 'ko')}까지 받을 수 있습니다.`
    : `It waits for the customer to show the slip at a store, until ${timeText(until, 'en')}.`
}
