/** What frames the reference: headings, the flow, how a token is got. What operations say stands beside their shapes. */
import type { Language } from '../page-language.ts'

export interface PageWords {
  readonly title: string
  readonly otherLanguage: string
  readonly contents: string
  readonly asJson: string
  readonly flow: string
  readonly flowPicture: string
  readonly flowSteps: readonly string[]
  readonly tokenHow: string
  readonly callbacks: string
  readonly callbacksTold: string
  readonly errors: string
  readonly errorsTold: string
  readonly parameters: string
  readonly either: string
  readonly headers: string
  readonly required: string
  readonly call: string
  readonly bodyAsCsv: string
  readonly answer: string
  readonly answerAsCsv: string
  readonly yourAnswer: string
  readonly alwaysRefused: string
  readonly tradeRefusal: string
  readonly part: string
  readonly statuses: string
  readonly shapes: ShapeWords
}

/** How a schema is said. */
export interface ShapeWords {
  readonly text: string
  readonly wholeNumber: string
  readonly number: string
  readonly anything: string
  readonly yesOrNo: string
  readonly object: string
  readonly upToCharacters: (max: number) => string
  readonly from: (min: number, max: number | undefined) => string
  readonly moreThan: (min: number) => string
  readonly listOf: (item: string, max: number | undefined) => string
  readonly usually: (value: string) => string
}

export const REFERENCE_WORDS: Readonly<Record<Language, PageWords>> = {
  ko: {
    title: '가맹점 API 안내',
    otherLanguage: 'English',
    contents: '차례',
    asJson: 'OpenAPI 3.1 문서 (openapi.json)',
    flow: '흐름',
    flowPicture: '가맹점 서버, Sunap, 계산대 사이에 오가는 것을 차례로 그린 그림. 아래 목록과 같은 내용입니다.',
    flowSteps: [
      '가맹점 서버가 POST /cvs로 수납번호를 발급받아 고객에게 결제 페이지(pay_url)를 보냅니다.',
      '고객이 편의점에서 바코드를 보이면 계산대가 금액을 조회합니다.',
      '계산대가 수납하기 전에 Sunap이 가맹점 서버의 confirm_url에 결제해도 되는지 묻고, 200이면 승인합니다.',
      '결제되면 notice_url과 수신 URL에 통지합니다.',
    ],
    tokenHow: 'imp_key와 imp_secret으로 토큰을 받아, 나머지 모든 요청의 Authorization 헤더에 넣어 보내세요.',
    callbacks: '가맹점 서버로 보내는 요청',
    callbacksTold: '모든 요청에 Standard Webhooks 서명이 붙습니다.',
    errors: '오류',
    errorsTold:
      '거절은 {"code": 1 또는 -1, "message": 이유, "response": null}입니다. 업무상 거절은 1, 요청을 처리할 수 없으면 -1입니다. 주소가 받지 않는 방식으로 요청하면 405이고, 답의 Allow 헤더가 맞는 방식을 말합니다.',
    parameters: '파라미터',
    either: '또는',
    headers: '헤더',
    required: '필수',
    call: '요청 예',
    bodyAsCsv: '본문의 예 (CSV)',
    answer: '답의 예',
    answerAsCsv: '답의 예 (CSV)',
    yourAnswer: '가맹점 서버의 답',
    alwaysRefused: '항상 거절합니다.',
    tradeRefusal: '200의 code가 1이나 -1이면 업무상 거절입니다.',
    part: '일부만 찾으면 207입니다.',
    statuses: '오류 상태',
    shapes: {
      text: '문자열',
      wholeNumber: '정수',
      number: '숫자',
      anything: '아무 값',
      yesOrNo: 'true, false',
      object: '객체',
      upToCharacters: (max) => `최대 ${max}자`,
      from: (min, max) => (max === undefined ? `${min} 이상` : `${min}~${max}`),
      moreThan: (min) => `${min}보다 큼`,
      listOf: (item, max) => `배열(${item})${max === undefined ? '' : ` 최대 ${max}개`}`,
      usually: (value) => `생략하면 ${value}`,
    },
  },
  en: {
    title: 'Merchant API reference',
    otherLanguage: '한국어',
    contents: 'Contents',
    asJson: 'The same as OpenAPI 3.1 (openapi.json)',
    flow: 'The flow',
    flowPicture:
      'What goes to and fro between your server, Sunap and the till, in order. The list below says the same.',
    flowSteps: [
      'Your server asks for a collection number with POST /cvs, and sends the customer its page (pay_url).',
      'The customer shows the barcode at a store, and the till asks for the amount.',
      'Before the till collects, Sunap asks your confirm_url whether it may be paid; 200 is a yes.',
      'Once it is paid, notice_url and your endpoints are told.',
    ],
    tokenHow:
      'Get a token for your imp_key and imp_secret, and send it as the Authorization header of every other request.',
    callbacks: 'What is sent to your server',
    callbacksTold: 'Every call is signed by the rules of Standard Webhooks.',
    errors: 'Errors',
    errorsTold:
      'A refusal is {"code": 1 or -1, "message": why, "response": null}: 1 where the trade refuses, -1 where the request could not be served. A method that an address does not take is answered with 405, and the Allow header names the right ones.',
    parameters: 'Parameters',
    either: 'or',
    headers: 'Headers',
    required: 'required',
    call: 'Example call',
    bodyAsCsv: 'Example body (CSV)',
    answer: 'Example answer',
    answerAsCsv: 'Example answer (CSV)',
    yourAnswer: 'Your answer',
    alwaysRefused: 'Always refused.',
    tradeRefusal: '200 with code 1 or -1 is a refusal of the trade.',
    part: '207: not all were found.',
    statuses: 'Errors',
    shapes: {
      text: 'text',
      wholeNumber: 'whole number',
      number: 'number',
      anything: 'anything',
      yesOrNo: 'true, false',
      object: 'object',
      upToCharacters: (max) => `up to ${max} characters`,
      from: (min, max) => (max === undefined ? `from ${min} on` : `${min} to ${max}`),
      moreThan: (min) => `more than ${min}`,
      listOf: (item, max) => `list of ${item}${max === undefined ? '' : `, up to ${max}`}`,
      usually: (value) => `left out: ${value}`,
    },
  },
}

/** Who talks to whom: the first lane is between the merchant's server and Sunap, the second between Sunap and the till. */
export interface FlowStep {
  readonly lane: 1 | 2
  readonly toRight: boolean
  readonly text: Readonly<Record<Language, string>>
}

export const FLOW_PARTIES: Readonly<Record<Language, readonly string[]>> = {
  ko: ['가맹점 서버', 'Sunap', '계산대'],
  en: ['your server', 'Sunap', 'till'],
}

export const FLOW_STEPS: readonly FlowStep[] = [
  { lane: 1, toRight: true, text: { ko: 'POST /cvs', en: 'POST /cvs' } },
  { lane: 1, toRight: false, text: { ko: '수납번호', en: 'number' } },
  { lane: 2, toRight: false, text: { ko: '조회', en: 'inquiry' } },
  { lane: 2, toRight: true, text: { ko: '금액', en: 'amount' } },
  { lane: 2, toRight: false, text: { ko: '수납', en: 'collect' } },
  { lane: 1, toRight: false, text: { ko: 'confirm_url?', en: 'confirm_url?' } },
  { lane: 1, toRight: true, text: { ko: '200', en: '200' } },
  { lane: 2, toRight: true, text: { ko: '승인', en: 'approved' } },
  { lane: 1, toRight: false, text: { ko: '통지', en: 'notice' } },
]
