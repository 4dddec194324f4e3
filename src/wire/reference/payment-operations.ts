/** V1's routes: token, numbers, payments, prepared amounts, what is looked up once. */
import { BalanceAnswer } from '../balance-answer.ts'
import { BULK_ROWS_MAX, BULKS_AT_ONCE_MAX, BulkIssueBody, BulkLine } from '../bulk-issue.ts'
import { ChannelList } from '../channel-list.ts'
import { BANKS, CARDS, Institution, Institutions } from '../institutions.ts'
import { IssueBody } from '../issue-body.ts'
import { PaymentAnswer } from '../payment-answer.ts'
import { NAMED_PAYMENTS_MAX, NamedPayments, PaymentPage, SEARCHED_DAYS_MAX } from '../payment-lists.ts'
import { PrepareBody, PreparedAnswer } from '../prepare.ts'
import { NamedAsked, OneOfOrderAsked, OrderListAsked, PaymentAsked, SearchAsked } from '../searches.ts'
import { TokenAnswer, TokenBody } from '../token.ts'
import {
  BALANCE_EXAMPLE,
  BULK_CSV_EXAMPLE,
  BULK_EXAMPLES,
  CHANNEL_EXAMPLE,
  IMP_UID,
  ISSUED_EXAMPLE,
  MERCHANT_UID,
  PAID_EXAMPLE,
  PREPARED_EXAMPLE,
  REVOKED_EXAMPLE,
  TOKEN_EXAMPLE,
} from './examples.ts'
import type { Operation } from './operation.ts'
import { RECEIPT_OPERATIONS } from './receipt-operations.ts'

const BY_ID = { imp_uid: IMP_UID }
const BY_ORDER = { merchant_uid: MERCHANT_UID }
const PAYMENT_PAID = { shape: PaymentAnswer, example: PAID_EXAMPLE }
const PAGE = { shape: PaymentPage, example: { total: 1, previous: 0, next: 0, list: [PAID_EXAMPLE] } }
const PREPARED = { shape: PreparedAnswer, example: PREPARED_EXAMPLE }
const PREPARING = { shapes: [PrepareBody], example: { merchant_uid: MERCHANT_UID, amount: PREPARED_EXAMPLE.amount } }

/** Of a row that is refused. */
const LONG_AGO = 1_700_000_000

const TOKEN: Operation = {
  id: 'getToken',
  group: 'token',
  method: 'post',
  path: '/users/getToken',
  isOpen: true,
  title: { ko: '액세스 토큰 발급', en: 'Get an access token' },
  told: {
    ko: '나머지 모든 요청에 필요한 토큰을 받습니다. 살아 있는 동안에는 같은 토큰을 답하므로 여러 서버가 함께 써도 됩니다.',
    en: 'The token (액세스 토큰) that every other request needs. While one lives the same one is answered, so several servers may share it.',
  },
  body: {
    shapes: [TokenBody],
    example: { imp_key: '1234567890123456', imp_secret: 'your-api-secret' },
  },
  answer: { shape: TokenAnswer, example: TOKEN_EXAMPLE },
  refusals: [],
}

const NUMBERS: readonly Operation[] = [
  {
    id: 'issueNumber',
    group: 'numbers',
    method: 'post',
    path: '/cvs',
    title: { ko: '수납번호 발급·등록', en: 'Issue or register a collection number' },
    told: {
      ko: '주문의 수납번호를 발급합니다. barcode를 보내면 그 번호를 등록합니다. 고객에게는 pay_url을 보내세요. 이미 결제된 주문처럼 업무상 거절은 200에 code 1로 답합니다. 모르는 파라미터는 무시합니다. 같은 Idempotency-Key로 같은 요청이 다시 오면 새로 발급하지 않고 그 결제를 지금 상태로 답하며 Idempotent-Replayed: true 헤더를 붙입니다. 거절된 요청의 키는 남지 않으니 고쳐서 다시 쓸 수 있습니다.',
      en: 'Issues the number (수납번호) an order is paid with at a store; with `barcode` it registers one of your own. Send your customer `pay_url`. What the trade refuses, such as an order already paid, is answered with 200 and `code` 1. Unknown parameters are ignored. The same request under the same `Idempotency-Key` issues nothing more: it is answered with that payment as it is now, and the header `Idempotent-Replayed: true`. A refused request leaves no key behind.',
    },
    keyed: 'optional',
    body: {
      shapes: [IssueBody],
      example: {
        merchant_uid: MERCHANT_UID,
        amount: ISSUED_EXAMPLE.amount,
        name: ISSUED_EXAMPLE.name,
        buyer_name: ISSUED_EXAMPLE.buyer_name,
        confirm_url: 'https://shop.example/confirm',
        notice_url: 'https://shop.example/notice',
      },
    },
    answer: { shape: PaymentAnswer, example: ISSUED_EXAMPLE },
    refusals: [200, 409],
  },
  {
    id: 'issueInBulk',
    group: 'numbers',
    method: 'post',
    path: '/api/bulk-issues',
    title: { ko: '수납번호 일괄 발급', en: 'Issue numbers in bulk' },
    told: {
      ko: `행마다 POST /cvs를 하나씩 합니다. 최대 ${BULK_ROWS_MAX}행이고 한 번에 ${BULKS_AT_ONCE_MAX}건까지 진행합니다. 행이 끝나는 대로 행 순서대로 한 줄씩 답하므로 답이 곧 진행 상황입니다. 마지막 줄 {"done": true}가 없으면 끝까지 온 것이 아닙니다. 같은 키로 같은 요청을 다시 보내면 이미 발급된 행은 그대로 답하고 나머지를 발급합니다. 본문은 JSON, 또는 첫 줄에 파라미터 이름이 있는 UTF-8 CSV(text/csv)입니다. Accept: text/csv이면 CSV로 답합니다. 파일 전체의 잘못은 아무것도 발급하지 않고 400으로, 한 행의 잘못은 그 행의 줄로 답합니다.`,
      en: `Each row is a \`POST /cvs\`, up to ${BULK_ROWS_MAX} of them, and ${BULKS_AT_ONCE_MAX} such requests at once. A line comes for each row as soon as it is done, in the order of the rows, so the answer is the progress. Without the last line, \`{"done": true}\`, it is not whole: send the same again with the same key, and every row that was issued is answered as it is and the rest are issued. The body is JSON, or CSV (\`text/csv\`, UTF-8) whose first line names the parameters. With \`Accept: text/csv\` the answer is CSV, whole when its last row is its own \`of\`. What is wrong with the whole is refused with 400 before anything is issued, what is wrong with a row in its line.`,
    },
    keyed: 'required',
    body: {
      shapes: [BulkIssueBody],
      example: {
        rows: [
          { merchant_uid: 'fee-2026-12-001', amount: ISSUED_EXAMPLE.amount, name: ISSUED_EXAMPLE.name },
          { merchant_uid: 'fee-2026-12-002', amount: ISSUED_EXAMPLE.amount, expired_at: LONG_AGO },
        ],
      },
      csv: `merchant_uid,amount,name,expired_at\nfee-2026-12-001,${ISSUED_EXAMPLE.amount},${ISSUED_EXAMPLE.name},\nfee-2026-12-002,${ISSUED_EXAMPLE.amount},,${LONG_AGO}\n`,
    },
    lines: { shape: BulkLine, examples: BULK_EXAMPLES, csv: BULK_CSV_EXAMPLE },
    refusals: [429],
  },
  {
    id: 'revokeNumber',
    group: 'numbers',
    method: 'delete',
    path: '/cvs/{imp_uid}',
    segments: BY_ID,
    title: { ko: '수납번호 말소', en: 'Revoke a number' },
    told: {
      ko: '아직 결제되지 않은 수납번호를 말소합니다. 이미 말소된 번호에 다시 요청하면 같은 답을 받습니다.',
      en: 'Revokes (말소) a number that is not paid yet. Revoked already: the same answer again.',
    },
    answer: { shape: PaymentAnswer, example: REVOKED_EXAMPLE },
    refusals: [404],
  },
]

const ONE_PAYMENT: readonly Operation[] = [
  {
    id: 'getPayment',
    group: 'payments',
    method: 'get',
    path: '/payments/{imp_uid}',
    segments: BY_ID,
    query: PaymentAsked,
    title: { ko: '결제 조회', en: 'Find a payment' },
    told: {
      ko: '통지를 받으면 이것으로 확인한 뒤 상품을 보내세요. 테스트 채널의 결제는 include_sandbox=true일 때만 보입니다.',
      en: 'Ask this when a notice came, before you ship anything. A payment of a test channel shows only with `include_sandbox=true`.',
    },
    answer: PAYMENT_PAID,
    refusals: [404],
  },
  ...(['', '/{payment_status}'] as const).map(
    (status): Operation => ({
      id: status === '' ? 'findPayment' : 'findPaymentOfStatus',
      group: 'payments',
      method: 'get',
      path: `/payments/find/{merchant_uid}${status}`,
      segments: status === '' ? BY_ORDER : { ...BY_ORDER, payment_status: 'paid' },
      query: OneOfOrderAsked,
      title:
        status === ''
          ? { ko: '주문번호로 조회', en: 'Find by order' }
          : { ko: '주문번호와 상태로 조회', en: 'Find by order and status' },
      told: {
        ko: '주문의 결제 가운데 정렬 순서에서 첫 번째 하나를 답합니다.',
        en: 'One payment of the order (주문번호): the first in the order of `sorting`.',
      },
      answer: PAYMENT_PAID,
      refusals: [404],
    }),
  ),
  {
    id: 'getBalance',
    group: 'payments',
    method: 'get',
    path: '/payments/{imp_uid}/balance',
    segments: BY_ID,
    title: { ko: '잔액 조회', en: 'Balance' },
    told: {
      ko: '수납되어 돌려주지 않은 금액을 공급가와 부가세로 나누어 답합니다.',
      en: 'What was collected and not given back, split into supply (공급가) and VAT (부가세).',
    },
    answer: { shape: BalanceAnswer, example: BALANCE_EXAMPLE },
    refusals: [404],
  },
]

const LISTS: readonly Operation[] = [
  {
    id: 'listNamedPayments',
    group: 'payments',
    method: 'get',
    path: '/payments',
    query: NamedAsked,
    asked: `imp_uid[]=${IMP_UID}`,
    mayBePart: true,
    title: { ko: '여러 건 조회', en: 'Several at once' },
    told: {
      ko: `imp_uid와 merchant_uid를 합해서 ${NAMED_PAYMENTS_MAX}개까지 조회합니다. 일부만 찾으면 207, 하나도 없으면 404입니다.`,
      en: `Up to ${NAMED_PAYMENTS_MAX} ids and order numbers together. 207: not all were found; 404: none.`,
    },
    answer: { shape: NamedPayments, example: [PAID_EXAMPLE] },
    refusals: [404],
  },
  {
    id: 'listNoOrder',
    group: 'payments',
    method: 'get',
    path: '/payments/findAll',
    title: { ko: '주문번호 없는 주문 조회', en: 'All of no order' },
    told: {
      ko: '주문번호가 빠진 요청입니다. 항상 400으로 merchant_uid가 필요하다고 답합니다.',
      en: 'A request whose order number was left out: always 400, naming `merchant_uid`.',
    },
    refusals: [],
  },
  ...(['', '/{payment_status}'] as const).map(
    (status): Operation => ({
      id: status === '' ? 'listOrderPayments' : 'listOrderPaymentsOfStatus',
      group: 'payments',
      method: 'get',
      path: `/payments/findAll/{merchant_uid}${status}`,
      segments: status === '' ? BY_ORDER : { ...BY_ORDER, payment_status: 'paid' },
      query: OrderListAsked,
      title:
        status === ''
          ? { ko: '주문의 모든 결제', en: 'All of an order' }
          : { ko: '주문의 결제를 상태로', en: 'All of an order, by status' },
      told: { ko: '한 주문의 결제를 페이지로 답합니다.', en: 'The payments of one order, in pages.' },
      answer: PAGE,
      refusals: [404],
    }),
  ),
  ...(['', '/{payment_status}'] as const).map(
    (status): Operation => ({
      id: status === '' ? 'searchPayments' : 'searchPaymentsOfStatus',
      group: 'payments',
      method: 'get',
      path: `/payments/status${status}`,
      ...(status === '' ? {} : { segments: { payment_status: 'paid' } }),
      query: SearchAsked,
      title:
        status === '' ? { ko: '기간 검색', en: 'Search by time' } : { ko: '상태와 기간 검색', en: 'Search by status' },
      told: {
        ko: `기간(최대 ${SEARCHED_DAYS_MAX}일) 안의 결제를 페이지로 답합니다. from과 to를 생략하면 지금까지의 ${SEARCHED_DAYS_MAX}일입니다.`,
        en: `Payments within a time of at most ${SEARCHED_DAYS_MAX} days, in pages; without \`from\` and \`to\` the last ${SEARCHED_DAYS_MAX} days.`,
      },
      answer: PAGE,
      refusals: [],
    }),
  ),
]

const PREPARING_OPERATIONS: readonly Operation[] = [
  {
    id: 'prepareAmount',
    group: 'prepared',
    method: 'post',
    path: '/payments/prepare',
    title: { ko: '결제금액 사전등록', en: 'Prepare an amount' },
    told: {
      ko: '주문의 금액을 미리 등록합니다. 그 뒤의 POST /cvs는 이 금액이어야 합니다.',
      en: 'Says beforehand (사전등록) what an order costs; `POST /cvs` is then held to it.',
    },
    body: PREPARING,
    answer: PREPARED,
    refusals: [200],
  },
  {
    id: 'changePreparedAmount',
    group: 'prepared',
    method: 'put',
    path: '/payments/prepare',
    title: { ko: '사전등록 금액 변경', en: 'Change a prepared amount' },
    told: {
      ko: '등록한 금액과 통화를 바꿉니다.',
      en: 'Takes the place of what was prepared, amount and currency.',
    },
    body: PREPARING,
    answer: PREPARED,
    refusals: [404],
  },
  {
    id: 'getPreparedAmount',
    group: 'prepared',
    method: 'get',
    path: '/payments/prepare/{merchant_uid}',
    segments: BY_ORDER,
    title: { ko: '사전등록 금액 조회', en: 'Look up a prepared amount' },
    told: { ko: '주문에 등록한 금액입니다.', en: 'What was prepared for the order.' },
    answer: PREPARED,
    refusals: [404],
  },
]

const LOOKUPS: readonly Operation[] = [
  {
    id: 'listChannels',
    group: 'lookups',
    method: 'get',
    path: '/users/pg',
    title: { ko: '결제채널 목록', en: 'Your payment channels' },
    told: {
      ko: '요청의 pg와 channel_key에 쓰는 이름입니다.',
      en: 'The channels (결제채널) by the names that `pg` and `channel_key` use.',
    },
    answer: { shape: ChannelList, example: [CHANNEL_EXAMPLE] },
    refusals: [],
  },
  ...lookupsOf('banks', BANKS, { ko: '은행', en: 'Banks' }, { ko: '은행 하나', en: 'One bank' }),
  ...lookupsOf('cards', CARDS, { ko: '카드사', en: 'Card companies' }, { ko: '카드사 하나', en: 'One card company' }),
]

function lookupsOf(
  name: 'banks' | 'cards',
  all: readonly Institution[],
  title: Operation['title'],
  titleOfOne: Operation['title'],
): readonly Operation[] {
  const [first = { code: '', name: '' }] = all
  const [list, one] = name === 'banks' ? ['listBanks', 'getBank'] : ['listCards', 'getCard']
  const told = {
    ko: '금융결제원의 세 자리 코드와 이름입니다. 코드는 문자열입니다.',
    en: 'Code of three digits (금융결제원) and name. A code is a text.',
  }
  return [
    {
      id: list,
      group: 'lookups',
      method: 'get',
      path: `/${name}`,
      title,
      told,
      answer: { shape: Institutions, example: all.slice(0, 2) },
      refusals: [],
    },
    {
      id: one,
      group: 'lookups',
      method: 'get',
      path: `/${name}/{code}`,
      segments: { code: first.code },
      title: titleOfOne,
      told,
      answer: { shape: Institution, example: first },
      refusals: [404],
    },
  ]
}

export const PAYMENT_OPERATIONS: readonly Operation[] = [
  TOKEN,
  ...NUMBERS,
  ...ONE_PAYMENT,
  ...LISTS,
  ...PREPARING_OPERATIONS,
  ...RECEIPT_OPERATIONS,
  ...LOOKUPS,
]
