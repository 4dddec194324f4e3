/** The sentences of the reference that belong to no single operation. */
import type { Words } from '../rejections.ts'
import type { Group } from './operation.ts'

export const INTRODUCTION: Words = {
  ko: '가맹점 서버가 쓰는 API입니다: PortOne(아임포트) V1의 방식 그대로인 것과, V1에 없어 /api/ 아래에 둔 것. 모든 답은 {code, message, response}이고 code 0이 성공입니다. message는 한국어이며, Accept-Language로 다른 언어를 청하면 영어입니다. 시각은 초 단위 Unix Timestamp이며 없으면 0입니다. 연습 환경의 /sandbox/와 계산대 프로토콜(/pos/v1/)은 여기에 없습니다.',
  en: 'What a merchant’s server uses: PortOne (iamport) V1 as it is, and below `/api/` what V1 lacks. Every answer is `{code, message, response}`, and `code` 0 is success. A `message` is Korean, or English where `Accept-Language` asks for another language. Times are Unix seconds, 0 where there is none. The sandbox’s own routes (`/sandbox/`) and the till’s protocol (`/pos/v1/`) are not in it.',
}

export const GROUP_WORDS: Readonly<Record<Group, Words>> = {
  token: { ko: '토큰 받기', en: 'Getting a token' },
  numbers: { ko: '수납번호', en: 'Collection numbers' },
  payments: { ko: '결제', en: 'Payments' },
  prepared: { ko: '결제금액 사전등록', en: 'Prepared amounts' },
  receipts: { ko: '현금영수증', en: 'Cash receipts' },
  lookups: { ko: '결제채널과 코드', en: 'Channels and codes' },
  endpoints: { ko: '수신 URL', en: 'Endpoints' },
  deliveries: { ko: '통지 내역', en: 'Deliveries' },
  events: { ko: '일어난 일', en: 'Events' },
  figures: { ko: '응답 현황', en: 'Figures' },
}

/** Every refusal has the same shape; 405 comes of another method than the address takes. */
export const STATUS_WORDS: Readonly<Record<number, Words>> = {
  400: {
    ko: '요청이 잘못되었습니다. message가 어느 파라미터를 어떻게 고칠지 말합니다.',
    en: 'The request is wrong; `message` names the parameter and what it must be.',
  },
  401: {
    ko: '토큰이 없거나 끝났습니다. 새로 받으세요. getToken에서는 키나 비밀키가 틀렸습니다.',
    en: 'No token, or one that has ended: get a new one. Of getToken: wrong key or secret.',
  },
  404: { ko: '없거나 이 가맹점의 것이 아닙니다.', en: 'It is not there, or not yours.' },
  409: {
    ko: '지금 상태에서는 할 수 없습니다. POST /cvs에서는 그 멱등키가 다른 요청에 이미 쓰였습니다.',
    en: 'It is there, and cannot be done as it stands now. Of `POST /cvs`: the key was used for another request.',
  },
  413: { ko: '본문이 너무 큽니다.', en: 'The body is too large.' },
  415: {
    ko: '본문은 JSON 또는 폼(일괄 발급은 JSON 또는 CSV)이어야 하고 압축하지 않아야 합니다.',
    en: 'A body is JSON or a form (of a bulk issue JSON or CSV), and not compressed.',
  },
  429: {
    ko: '너무 많이 진행 중입니다. Retry-After초 뒤에 다시 하세요.',
    en: 'Too many of these are running. Try again after `Retry-After` seconds.',
  },
  500: {
    ko: '서버 오류입니다. 결과가 중요하면 결제를 조회하세요.',
    en: 'Internal error. If the outcome matters, look the payment up.',
  },
  501: { ko: '이 결제채널은 이 일을 하지 않습니다.', en: 'This payment channel does not do that.' },
  503: {
    ko: '아무것도 바뀌지 않았습니다. 잠시 후 다시 하세요.',
    en: 'Nothing was changed. Try again in a moment.',
  },
}
