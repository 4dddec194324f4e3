import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { UndoHappening } from '../gateway/happening.ts'
import { tell } from './event-log.ts'
import { SAMPLE_TILL, samplePayment } from './test-samples.ts'

const payment = samplePayment()
const till = SAMPLE_TILL

/** Every kind of happening after a collect, and how it is told in English and in Korean. */
const TOLD: readonly (readonly [UndoHappening, string, string])[] = [
  [
    { type: 'cancelled_at_till', payment, till, approvalNo: '00000017' },
    'cancelled  한빛편의점 1호점, till 1: approval 00000017',
    '당일취소   한빛편의점 1호점 1번 계산대: 승인번호 00000017',
  ],
  [
    { type: 'completed', payment, till },
    'completed  한빛편의점 1호점, till 1: imp_073914820566',
    '수납확정   한빛편의점 1호점 1번 계산대: imp_073914820566',
  ],
  [
    { type: 'in_doubt', payment },
    'in doubt   imp_073914820566  its till never said that the money is there; see doubt-list',
    '결과미확인 imp_073914820566  계산대가 수납을 확정하지 않았습니다. doubt-list를 보세요',
  ],
  [
    { type: 'doubt_resolved', payment, found: 'collected' },
    'resolved   imp_073914820566  the money is there',
    '확인결과   imp_073914820566  돈을 받은 것으로 확인',
  ],
  [
    { type: 'doubt_resolved', payment, found: 'not_collected' },
    'resolved   imp_073914820566  the money is not there; payable again',
    '확인결과   imp_073914820566  돈을 받지 않은 것으로 확인, 다시 결제할 수 있습니다',
  ],
]

for (const [happening, english, korean] of TOLD) {
  test(`a line in each language: ${english}`, () => {
    assert.equal(tell(happening, 'en'), english)
    assert.equal(tell(happening, 'ko'), korean)
  })
}
