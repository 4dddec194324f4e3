/**
 * What the fields of requests mean, in the document and on the page; by name, because a name means the same wherever it
 * stands. Limits are not told here: they stand in the shapes.
 */
import type { Words } from '../rejections.ts'

export const FIELD_WORDS: Readonly<Record<string, Words>> = {
  imp_key: { ko: 'API 키', en: 'Your API key.' },
  imp_secret: { ko: 'API 비밀키', en: 'Your API secret.' },
  imp_uid: { ko: '결제의 번호. merchant_uid보다 먼저입니다.', en: 'Id of the payment; wins over `merchant_uid`.' },
  merchant_uid: { ko: '가맹점의 주문번호', en: 'Your order number (주문번호).' },
  payment_status: {
    ko: '결제 상태. all은 모든 상태입니다.',
    en: 'Status of the payment; `all` for any.',
  },
  code: { ko: '세 자리 코드', en: 'Code of three digits.' },
  id: { ko: '주소, 통지, 환불의 번호', en: 'Id of the endpoint, delivery or refund.' },
  'Idempotency-Key': {
    ko: '멱등키. 이 요청만의 키를 정해 보내고, 답을 받지 못하면 같은 키로 같은 요청을 다시 보내세요. 결제가 있는 한 기억합니다.',
    en: 'A key of your own for this request (멱등키). Where no answer came, send the same again with the same key. It is kept for as long as the payment.',
  },
  rows: {
    ko: '발급할 행. 한 행이 POST /cvs의 파라미터 한 벌이며, 모르는 이름이 있으면 그 행을 거절합니다.',
    en: 'The rows, each with the parameters of `POST /cvs`; a row with a name we do not know is refused.',
  },
  amount: {
    ko: '금액. 원 또는 소수점 두 자리까지의 달러, 유로. 생략하면 결제취소에서는 남은 금액 전부, 변경에서는 그대로입니다.',
    en: 'Amount in the major unit: won, or dollars and euros with two decimals. Left out: in a cancel all that is left, in a change as it is.',
  },
  currency: { ko: '통화', en: 'Currency.' },
  barcode: {
    ko: '등록할 수납번호. 생략하면 새로 발급합니다.',
    en: 'A number of your own to register; left out, one is issued.',
  },
  expired_at: {
    ko: '결제기한(초 단위 Unix Timestamp). 생략하면 결제채널의 기한이고, 변경에서는 그대로입니다.',
    en: 'Deadline (결제기한), Unix seconds; left out, the channel’s usual one, in a change as it is.',
  },
  name: { ko: '상품 이름. 고객과 점원에게 보입니다.', en: 'What is sold; customer and clerk see it.' },
  buyer_name: { ko: '구매자 이름', en: 'Buyer’s name.' },
  buyer_email: { ko: '구매자 이메일', en: 'Buyer’s e-mail address.' },
  buyer_tel: { ko: '구매자 전화번호', en: 'Buyer’s telephone number.' },
  buyer_addr: { ko: '구매자 주소', en: 'Buyer’s address.' },
  buyer_postcode: { ko: '구매자 우편번호', en: 'Buyer’s postcode.' },
  pg: {
    ko: '결제채널: {provider}.{MID} 또는 {provider}',
    en: 'Payment channel (결제채널): `{provider}.{MID}` or `{provider}`.',
  },
  channel_key: { ko: '결제채널 키', en: 'Payment channel by its key.' },
  confirm_url: {
    ko: '계산대에서 결제 전에 물어볼 주소',
    en: 'Asked at the till before the payment is made.',
  },
  notice_url: {
    ko: '이 결제의 통지를 받을 주소 하나 또는 여러 개. 기본 Notification URL을 대신합니다.',
    en: 'One address or several that are told of this payment, in place of your Notification URL.',
  },
  custom_data: { ko: '그대로 돌려받을 값', en: 'Anything; given back with the payment.' },
  version: {
    ko: '알고 있는 cvs.version. 그 사이 달라졌으면 아무것도 바꾸지 않고 409로 답합니다.',
    en: '`cvs.version` as you know it; where it is another one by now, nothing changes and the answer is 409.',
  },
  reason: {
    ko: '까닭. 고객이 읽고, 수납 중지에서는 점원도 읽습니다.',
    en: 'Why; the customer reads it, and of a suspended payment the clerk too.',
  },
  checksum: {
    ko: '취소할 수 있다고 알고 있는 금액',
    en: 'What you believe is left to cancel.',
  },
  identifier: {
    ko: '현금영수증을 받을 번호. 하이픈은 있어도 됩니다.',
    en: 'Whom the receipt (현금영수증) is for; hyphens do not matter.',
  },
  identifier_type: {
    ko: 'phone 휴대폰, business 사업자, person 주민등록, taxcard 현금영수증카드. 생략하면 번호를 보고 정합니다.',
    en: 'What the number is; left out, its digits say.',
  },
  type: {
    ko: 'person 소득공제용, company 지출증빙용. 생략하면 사업자번호는 company, 나머지는 person',
    en: '`person`: off the buyer’s taxes; `company`: proof of an expense. Left out: `company` for a business number, else `person`.',
  },
  tax_free: {
    ko: '면세금액. 현금영수증에서는 발급하는 금액의, 생략하면 0. 결제취소에서는 취소하는 금액의',
    en: 'The part without tax: of a receipt, where left out is 0, or of what is cancelled.',
  },
  vat_amount: {
    ko: '부가세. 현금영수증에서는 생략하면 과세 금액의 1/11. 결제취소에서는 취소하는 금액의',
    en: 'The tax (VAT): in a receipt, where left out is an eleventh of what is taxed, or in what is cancelled.',
  },
  refund_holder: { ko: '환불계좌 예금주', en: 'Refund account: holder.' },
  refund_bank: { ko: '환불계좌 은행 코드', en: 'Refund account: code of the bank.' },
  refund_account: { ko: '환불계좌 번호', en: 'Refund account: number.' },
  refund_tel: { ko: '환불받을 사람의 전화번호', en: 'Telephone of who gets the refund.' },
  enable_webhook: {
    ko: 'true이면 V1 통지(notice_url)도 보냅니다.',
    en: 'True: V1 notices are sent too.',
  },
  include_sandbox: { ko: '테스트 채널의 결제도 답합니다.', en: 'Payments of test channels too.' },
  'imp_uid[]': { ko: '결제의 번호들', en: 'Ids of payments.' },
  'merchant_uid[]': { ko: '주문번호들', en: 'Order numbers.' },
  sorting: {
    ko: '정렬: 발급, 결제, 변경 시각. -는 최근 것부터입니다.',
    en: 'Order by issue, payment or change; `-` is newest first.',
  },
  page: { ko: '1부터 세는 페이지', en: 'Page, from 1 on.' },
  limit: { ko: '한 페이지의 건수', en: 'How many on a page.' },
  from: { ko: '시작(초 단위 Unix Timestamp, 포함)', en: 'Beginning, Unix seconds, included.' },
  to: { ko: '끝(초 단위 Unix Timestamp, 포함)', en: 'End, Unix seconds, included.' },
  url: { ko: '통지를 받을 주소', en: 'The address that is called.' },
  description: { ko: '이 주소에 대한 메모', en: 'A note of your own.' },
  format: { ko: '통지의 형식. 생략하면 modern', en: 'Form of the notices; `modern` where it is left out.' },
  events: { ko: '받을 일들. null은 전부', en: 'What it hears; null: everything.' },
  v1_notices: { ko: 'paid: 결제부터. all: 모두', en: '`paid`: from the payment on; `all`: everything.' },
  endpoint: { ko: '수신 URL의 번호', en: 'Id of an endpoint.' },
  state: { ko: '전송이나 지급의 결과', en: 'What became of it.' },
  after: { ko: '앞 답의 next', en: '`next` of the answer before.' },
  number: { ko: '수납번호. 빈칸이나 -가 있어도 됩니다.', en: 'Collection number; spaces and hyphens do not matter.' },
  attempt: {
    ko: '수납시도의 승인번호, pg_tid 또는 attempt_id',
    en: 'An attempt by its approval number (승인번호), `pg_tid` or `attempt_id`.',
  },
  outlet: { ko: '마지막 수납시도의 점포 번호', en: 'Id of the shop (점포) of the latest attempt.' },
  ids: { ko: '다시 보낼 통지의 번호들', en: 'Ids of deliveries.' },
}
