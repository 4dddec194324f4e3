/** What was seen, in few words: it stands at the end of a line of the report. */
import type { FailureCause } from '../../outbound/call-result.ts'
import type { Words } from '../../wire/rejections.ts'
import type { Answer } from './exam-line.ts'
import type { OrderState } from './order-state.ts'

export function sawAnswer(answer: Answer): Words {
  if (answer.kind === 'silent') return SILENCE[answer.cause] ?? OUR_FAULT
  return { ko: `HTTP ${answer.status}, ${answer.tookMs} ms`, en: `HTTP ${answer.status} in ${answer.tookMs} ms` }
}

export function sawState(answer: Answer, state: OrderState & { readonly seen: true }): Words {
  const { ko, en } = sawAnswer(answer)
  const counted = { ko: `${state.count}번 집계`, en: `counted ${state.count} times` }
  const paid = state.paid ? { ko: '결제됨', en: 'paid' } : { ko: '결제되지 않음', en: 'not paid' }
  const order = state.paid && state.count !== null && state.count !== 1 ? counted : paid
  return { ko: `${ko}, 주문은 ${order.ko}`, en: `${en}, and the order is ${order.en}` }
}

const OUR_FAULT: Words = { ko: '요청을 보내지 못함', en: 'the request could not be sent' }

const SILENCE: Readonly<Partial<Record<FailureCause, Words>>> = {
  dns: { ko: '호스트 이름을 찾을 수 없음', en: 'the host name has no address' },
  address_refused: { ko: '호출할 수 없는 주소', en: 'the address is one that is never called' },
  connect_timeout: { ko: '연결되지 않음(시간 초과)', en: 'no connection in time' },
  connect_refused: {
    ko: '연결 거부: 그 포트에서 듣는 서버가 없음',
    en: 'connection refused: nobody listens at that port',
  },
  unreachable: { ko: '서버까지 길이 없음', en: 'there is no way to the server' },
  tls: { ko: 'TLS 연결 실패(인증서 또는 https 설정)', en: 'TLS failed (certificate, or not an https port)' },
  reset: { ko: '응답 없이 연결을 끊음', en: 'closed the connection without a whole answer' },
  protocol: { ko: 'HTTP가 아닌 응답', en: 'the answer is not HTTP' },
  deadline: { ko: '제때 응답하지 않음', en: 'no answer in time' },
}
