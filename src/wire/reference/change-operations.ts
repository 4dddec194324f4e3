/** What can be changed on a payment that waits, described for the reference. */
import { AmendBody, SuspendBody } from '../change-body.ts'
import { PaymentAnswer } from '../payment-answer.ts'
import { AMENDED_EXAMPLE, IMP_UID, RESUMED_EXAMPLE, SUSPENDED_EXAMPLE } from './examples.ts'
import type { Operation } from './operation.ts'

const ONE = { group: 'numbers', segments: { imp_uid: IMP_UID }, refusals: [404, 409] } as const

export const CHANGE_OPERATIONS: readonly Operation[] = [
  {
    ...ONE,
    id: 'amendPayment',
    method: 'patch',
    path: '/api/payments/{imp_uid}',
    title: { ko: '금액·결제기한 변경', en: 'Change amount or deadline' },
    told: {
      ko: '결제를 기다리는 수납번호의 금액과 결제기한을 바꿉니다. 번호와 고객 화면은 그대로입니다. 금액이 달라지면 같은 주문의 다른 수납번호는 말소됩니다. 그 전에 조회한 계산대는 다시 조회해야 합니다.',
      en: 'Changes amount and deadline (결제기한) of a number that waits; number and page stay. Another amount revokes the other numbers of the order. A till that inquired before has to ask again.',
    },
    body: { shapes: [AmendBody], example: { amount: AMENDED_EXAMPLE.amount } },
    answer: { shape: PaymentAnswer, example: AMENDED_EXAMPLE },
  },
  {
    ...ONE,
    id: 'suspendPayment',
    method: 'post',
    path: '/api/payments/{imp_uid}/suspend',
    title: { ko: '수납 중지', en: 'Suspend' },
    told: {
      ko: '다시 시작할 때까지 어느 계산대에서도 결제되지 않습니다. 까닭은 점원과 고객에게 보입니다. 결제기한은 그대로 지나갑니다. status는 ready이고 cvs.state가 suspended입니다.',
      en: 'No till takes it until it is resumed; clerk and customer read the reason. The deadline does not wait. `status` stays `ready`, `cvs.state` is `suspended`.',
    },
    body: { shapes: [SuspendBody], example: { reason: SUSPENDED_EXAMPLE.cvs.suspend_reason } },
    answer: { shape: PaymentAnswer, example: SUSPENDED_EXAMPLE },
  },
  {
    ...ONE,
    id: 'resumePayment',
    method: 'post',
    path: '/api/payments/{imp_uid}/resume',
    title: { ko: '수납 재개', en: 'Resume' },
    told: {
      ko: '멈춘 결제를 다시 받을 수 있게 합니다. 멈추지 않은 결제라면 같은 답을 받습니다.',
      en: 'It can be paid again. Not suspended: the same answer.',
    },
    answer: { shape: PaymentAnswer, example: RESUMED_EXAMPLE },
  },
]
