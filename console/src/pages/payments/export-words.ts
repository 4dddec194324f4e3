/** What the export says, and its columns as they are called in the file. */
import type { AdminInput } from '../../api.ts'
import type { InBoth } from '../../language.tsx'

type Body = AdminInput<'exportPayments'>['body']
export type ExportColumn = NonNullable<Body['columns']>[number]
export type Format = Body['format']

export interface ExportWords {
  readonly title: string
  readonly what: (isFiltered: boolean) => string
  readonly masked: string
  readonly format: string
  readonly formats: Readonly<Record<Format, string>>
  readonly language: string
  readonly columns: string
  readonly all: string
  readonly none: string
  readonly noColumn: string
  readonly reason: string
  readonly reasonHelp: string
  readonly reasonMissing: string
  readonly go: string
  readonly stop: string
  readonly close: string
  readonly making: (size: string) => string
  readonly saved: (name: string, size: string) => string
  readonly names: Readonly<Record<ExportColumn, string>>
}

export const EXPORT_WORDS: InBoth<ExportWords> = {
  ko: {
    title: '결제 내보내기',
    what: (isFiltered) =>
      isFiltered
        ? '지금 조건에 맞는 결제를 모두 담습니다. 기한만료·말소·환불도 조건에 맞으면 들어갑니다.'
        : '조건이 없어 모든 결제를 담습니다. 기한만료·말소·환불도 들어갑니다.',
    masked:
      '고객 이름과 연락처는 가려서 담습니다(홍*동, 010-****-5678). 수납번호는 스무 자리가 모두 남도록 텍스트로 담고, 마지막에 통화별 합계가 붙습니다. 시각은 한국 시간입니다.',
    format: '파일 형식',
    formats: { csv: 'CSV', xlsx: '엑셀(XLSX)' },
    language: '열 이름의 언어',
    columns: '담을 열',
    all: '모두 선택',
    none: '모두 해제',
    noColumn: '열을 하나 이상 고르세요.',
    reason: '내보내는 이유',
    reasonHelp: '누가, 언제, 왜 내보냈는지 작업 기록에 남습니다.',
    reasonMissing: '이유를 두 글자 이상 적어 주세요.',
    go: '파일 만들기',
    stop: '그만두기',
    close: '닫기',
    making: (size) => `파일을 만들고 있습니다. 지금까지 ${size}를 받았습니다.`,
    saved: (name, size) => `${name}(${size}) 파일을 저장했습니다.`,
    names: {
      imp_uid: '결제 고유번호',
      merchant_uid: '주문번호',
      barcode: '수납번호',
      name: '상품명',
      amount: '금액',
      currency: '통화',
      state: '상태',
      started_at: '발급일시',
      expired_at: '결제기한',
      paid_at: '수납일시',
      cancelled_at: '취소일시',
      failed_at: '만료일시',
      cancel_amount: '환불금액',
      net_amount: '수납잔액',
      pg: '결제채널',
      outlet: '점포코드',
      outlet_name: '점포명',
      till: 'POS',
      pay_type: '결제구분',
      approval_no: '승인번호',
      buyer_name: '고객명(마스킹)',
      buyer_tel: '연락처(마스킹)',
    },
  },
  en: {
    title: 'Export payments',
    what: (isFiltered) =>
      isFiltered
        ? 'All payments that your search finds, the expired, revoked and refunded ones too.'
        : 'All payments, for nothing narrows them down; the expired, revoked and refunded ones too.',
    masked:
      'Customers’ names and phones are masked (홍*동, 010-****-5678). Numbers are written as text, so that all twenty digits stay, and the last rows are the sums of each currency. Times are Korea’s.',
    format: 'Kind of file',
    formats: { csv: 'CSV', xlsx: 'Excel (XLSX)' },
    language: 'Language of its columns',
    columns: 'Columns',
    all: 'All of them',
    none: 'None of them',
    noColumn: 'Choose one column or more.',
    reason: 'Why you export it',
    reasonHelp: 'Who exported, when and why is kept in the audit log.',
    reasonMissing: 'Say why, in two characters or more.',
    go: 'Make the file',
    stop: 'Stop',
    close: 'Close',
    making: (size) => `The file is being made: ${size} so far.`,
    saved: (name, size) => `${name} (${size}) is saved.`,
    names: {
      imp_uid: 'imp_uid',
      merchant_uid: 'merchant_uid',
      barcode: 'number',
      name: 'goods',
      amount: 'amount',
      currency: 'currency',
      state: 'state',
      started_at: 'issued',
      expired_at: 'deadline',
      paid_at: 'collected',
      cancelled_at: 'cancelled',
      failed_at: 'expired',
      cancel_amount: 'refunded',
      net_amount: 'net collected',
      pg: 'channel',
      outlet: 'shop',
      outlet_name: 'shop name',
      till: 'till',
      pay_type: 'pay type',
      approval_no: 'approval',
      buyer_name: 'customer (masked)',
      buyer_tel: 'phone (masked)',
    },
  },
}
