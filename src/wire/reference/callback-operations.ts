/** What Sunap sends to a merchant's server: the question before a payment, and notices in both forms. */
import { type TObject, Type } from 'typebox'
import { ConfirmBody, ModernNotice, NoticeBody } from '../callbacks.ts'
import type { Words } from '../rejections.ts'
import { CONFIRM_EXAMPLE, MODERN_EXAMPLE, NOTICE_EXAMPLE } from './examples.ts'

export interface Callback {
  readonly id: string
  readonly title: Words
  readonly told: Words
  readonly body: { readonly shape: TObject; readonly example: unknown }
  /** Also as a form. */
  readonly mayBeForm?: true
  /** What an answer of the merchant's means, by its status. */
  readonly answers: Readonly<Record<string, Words>>
}

/** A no may say why; the clerk and the customer read it. */
export const ConfirmNo = Type.Object({ reason: Type.Optional(Type.String()) })

const NOTICE_ANSWERS: Callback['answers'] = {
  '2XX': { ko: '받았습니다.', en: 'Received.' },
  '410': { ko: '없어진 주소입니다. 멈춥니다.', en: 'Gone: it is paused.' },
  default: { ko: '받지 못했습니다. 이레 동안 다시 보냅니다.', en: 'Not received; tried again for seven days.' },
}

export const CALLBACKS: readonly Callback[] = [
  {
    id: 'confirm',
    title: { ko: '결제 확인 질문 (confirm_url)', en: 'May this be paid? (confirm_url)' },
    told: {
      ko: '고객의 돈이 계산대에 있을 때 묻습니다. 기한(deadline) 안의 200만 승인이고, 4xx는 거절입니다. 거절 이유는 본문의 reason에 적으세요.',
      en: 'Asked while the customer’s money is on the counter (결제 확인). Only a 200 before `deadline` is a yes; 4xx is a no, and `reason` says why.',
    },
    body: { shape: ConfirmBody, example: CONFIRM_EXAMPLE },
    answers: {
      '200': { ko: '결제해도 됩니다.', en: 'It may be paid.' },
      '4XX': { ko: '거절합니다.', en: 'Refused.' },
      default: { ko: '답하지 않은 것으로 봅니다.', en: 'Taken as no answer.' },
    },
  },
  {
    id: 'notice',
    title: { ko: '통지, V1 형식 (notice_url)', en: 'Notice, V1 form (notice_url)' },
    told: {
      ko: '돈이 들어오거나 나갔다는 통지입니다. GET /payments/{imp_uid}로 확인한 뒤 처리하세요. 폼으로 받을 수도 있습니다.',
      en: 'Money came or went (통지). Look the payment up before you act. Sent as a form where you chose so.',
    },
    body: { shape: NoticeBody, example: NOTICE_EXAMPLE },
    mayBeForm: true,
    answers: NOTICE_ANSWERS,
  },
  {
    id: 'modernNotice',
    title: { ko: '통지, 새 형식', en: 'Notice, modern form' },
    told: {
      ko: 'Standard Webhooks 형식입니다. version이 더 낮은 통지는 더 옛날 소식입니다.',
      en: 'The layout of Standard Webhooks. A lower `version` is older news.',
    },
    body: { shape: ModernNotice, example: MODERN_EXAMPLE },
    answers: NOTICE_ANSWERS,
  },
]

/** On every call; how they are checked is told in docs/notices.md. */
export const CALLBACK_HEADERS: Readonly<Record<string, Words>> = {
  'webhook-id': { ko: '전송의 번호. 다시 보내도 같습니다.', en: 'Id of the delivery, the same at every try.' },
  'webhook-timestamp': { ko: '이번 시도의 시각(초)', en: 'When this try was made, Unix seconds.' },
  'webhook-signature': {
    ko: 'v1,와 base64 서명. 비밀키를 바꾸는 동안에는 둘입니다.',
    en: '`v1,` and the signature in base64; two while a secret is changed.',
  },
}
