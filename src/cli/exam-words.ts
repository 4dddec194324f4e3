/** What the exam command says besides its report. */
import type { Language } from '../server/config.ts'

export interface ExamWords {
  readonly usage: string
  readonly wrongForm: string
  readonly wrongOption: (problem: string) => string
  readonly wrongFormat: (given: string) => string
  readonly wrongSecret: string
  readonly needsSecret: string
  readonly wrongUrl: (name: string, problem: string) => string
  readonly noOrderPlace: string
  readonly wrongOrders: string
  readonly wrongPort: string
  readonly portTaken: (port: number) => string
  readonly begins: (start: ExamStart) => readonly string[]
}

export interface ExamStart {
  readonly url: string
  readonly apiUrl: string
  readonly impKey: string
  readonly impSecret: string
  readonly firstOrder: string
  readonly lastOrder: string
  readonly amount: string
}

const EN: ExamWords = {
  usage: `Examines a receiver of notices and grades it. Its developer's own machine is the place for it.

  npm run sunap -- exam receiver <url>

  --format v1-json          v1-json, v1-form or modern: the notices it was written for
  --secret whsec_…          the secret it verifies signatures with; needed for modern
  --state-url <url>         what it believes about an order, {merchant_uid} in its place: GET answers
                            {"status": "paid", "paid_count": 1}
  --orders <prefix>         what the order numbers begin with
  --api-port 8090           where the V1 API listens that it may ask back
  --json                    the report as JSON

  Exit code: 0 nothing failed, 1 something did, 2 the command is wrong. More: docs/receiver-exam.md`,
  wrongForm:
    'Write it like: npm run sunap -- exam receiver http://127.0.0.1:3000/notice. Show all options: exam receiver --help. A till: exam till --help',
  wrongOption: (problem) => `${problem} Show all options: npm run sunap -- exam receiver --help`,
  wrongFormat: (given) => `--format ${given}: it is one of v1-json, v1-form, modern.`,
  wrongSecret: '--secret is whsec_ and the base64 of 24 to 64 bytes.',
  needsSecret: '--format modern needs --secret: the signature is all that such a receiver can verify.',
  wrongUrl: (name, problem) => `${name}: ${problem}`,
  noOrderPlace: '--state-url must hold {merchant_uid} where the order number goes.',
  wrongOrders: '--orders is 1 to 30 letters, digits, _ or -.',
  wrongPort: '--api-port is a number from 0 to 65535 (0: any free one).',
  portTaken: (port) => `Port ${port} is taken. Choose another with --api-port.`,
  begins: ({ url, apiUrl, impKey, impSecret, firstOrder, lastOrder, amount }) => [
    `Receiver  ${url}`,
    `V1 API    ${apiUrl}   imp_key ${impKey}   imp_secret ${impSecret}`,
    `Orders    ${firstOrder} to ${lastOrder}, ${amount} won each`,
    '',
  ],
}

const KO: ExamWords = {
  usage: `통지 수신 서버를 시험하고 등급을 매깁니다. 개발 중인 컴퓨터에서 실행하세요.

  npm run sunap -- exam receiver <URL>

  --format v1-json          v1-json, v1-form, modern: 수신 서버가 받는 통지의 형식
  --secret whsec_…          서명을 검증하는 비밀키. modern에는 꼭 필요합니다
  --state-url <URL>         주문을 어떻게 알고 있는지 묻는 주소. {merchant_uid} 자리에 주문번호가 들어가고, GET에
                            {"status": "paid", "paid_count": 1}로 답합니다
  --orders <앞부분>         시험 주문번호의 앞부분
  --api-port 8090           수신 서버가 되물을 V1 API의 포트
  --json                    결과를 JSON으로

  종료 코드: 0 실패 없음, 1 실패 있음, 2 명령이 잘못됨. 자세히: docs/receiver-exam.ko.md`,
  wrongForm:
    '이렇게 쓰세요: npm run sunap -- exam receiver http://127.0.0.1:3000/notice. 옵션 보기: exam receiver --help. 단말: exam till --help',
  wrongOption: (problem) => `옵션이 잘못되었습니다: ${problem} 옵션 보기: npm run sunap -- exam receiver --help`,
  wrongFormat: (given) => `--format ${given}: v1-json, v1-form, modern 중 하나입니다.`,
  wrongSecret: '--secret 은 whsec_ 다음에 24~64바이트의 base64입니다.',
  needsSecret: '--format modern 에는 --secret 이 필요합니다. 이런 수신 서버가 검증할 수 있는 것은 서명뿐입니다.',
  wrongUrl: (name, problem) => `${name}: ${problem}`,
  noOrderPlace: '--state-url 에는 주문번호가 들어갈 자리 {merchant_uid} 가 있어야 합니다.',
  wrongOrders: '--orders 는 영문자, 숫자, _, - 로 1~30자입니다.',
  wrongPort: '--api-port 는 0~65535의 숫자입니다(0: 비어 있는 아무 포트).',
  portTaken: (port) => `${port}번 포트를 다른 프로그램이 쓰고 있습니다. --api-port 로 다른 포트를 고르세요.`,
  begins: ({ url, apiUrl, impKey, impSecret, firstOrder, lastOrder, amount }) => [
    `수신 서버  ${url}`,
    `V1 API     ${apiUrl}   imp_key ${impKey}   imp_secret ${impSecret}`,
    `시험 주문  ${firstOrder} ~ ${lastOrder}, 각 ${amount}원`,
    '',
  ],
}

export const EXAM_WORDS: Readonly<Record<Language, ExamWords>> = { ko: KO, en: EN }
