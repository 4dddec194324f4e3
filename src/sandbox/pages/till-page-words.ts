/** What the clerk's screen says, apart from the replies of the line. */
import type { Language } from './page-frame.ts'

export interface TillPageWords {
  readonly title: string
  readonly tills: string
  readonly number: string
  readonly inquire: string
  readonly phoneWarning: string
  readonly nothingScanned: string
  readonly seller: string
  readonly goods: string
  readonly buyer: string
  readonly amount: string
  readonly collect: Readonly<Record<'cash' | 'card', string>>
  readonly slip: string
  readonly giveAfter: string
  readonly payOut: string
  readonly loseReply: string
  readonly twice: string
  readonly last: Readonly<Record<'in' | 'out', string>>
  readonly stan: string
  readonly seen: string
  readonly seenAs: Readonly<Record<'collected' | 'cancelled' | 'paid_out' | 'declined' | 'lost', string>>
  readonly status: string
  readonly reverse: string
  readonly cancel: string
  readonly drawer: string
  readonly drawerEmpty: string
  readonly why: Readonly<Record<'sale' | 'cancel' | 'payout' | 'reversal', string>>
}

export const TILL_PAGE_WORDS: Readonly<Record<Language, TillPageWords>> = {
  ko: {
    title: '편의점 계산대',
    tills: '계산대 고르기',
    number: '바코드를 스캔하거나 번호를 입력하세요',
    inquire: '조회',
    phoneWarning: '전화로 불러 준 번호인가요? 본사·경찰은 전화로 수납을 시키지 않습니다.',
    nothingScanned: '조회하면 판매자와 금액이 여기에 보입니다.',
    seller: '판매자',
    goods: '상품',
    buyer: '주문자',
    amount: '금액',
    collect: { cash: '현금 받고 수납', card: '카드로 수납' },
    slip: '환불 바코드: 돈이 나갑니다',
    giveAfter: '돈을 받지 마세요. 지급을 누르고 지급되었다는 답을 본 뒤에 이 금액을 내주세요.',
    payOut: '지급',
    loseReply: '응답을 잃어버리기 (연습)',
    twice: '같은 거래를 두 번 보내기 (연습)',
    last: { in: '방금 거래', out: '방금 지급' },
    stan: '전문관리번호',
    seen: '결과',
    seenAs: { collected: '수납됨', cancelled: '취소됨', paid_out: '지급됨', declined: '거절됨', lost: '모름' },
    status: '결과 확인',
    reverse: '망취소',
    cancel: '당일취소',
    drawer: '시재 점검',
    drawerEmpty: '아직 받은 돈이 없습니다.',
    why: { sale: '수납', cancel: '당일취소', payout: '환불 지급', reversal: '망취소' },
  },
  en: {
    title: "Store's till",
    tills: 'Choose a till',
    number: 'Scan the barcode or type the number',
    inquire: 'Inquire',
    phoneWarning: 'Was this number read to you on the phone? Head office and police never do that.',
    nothingScanned: 'The seller and the amount appear here after an inquiry.',
    seller: 'Seller',
    goods: 'Goods',
    buyer: 'Buyer',
    amount: 'Amount',
    collect: { cash: 'Take cash and collect', card: 'Collect by card' },
    slip: 'Refund slip: money goes out',
    giveAfter: 'Take no money. Press pay out, and give this amount when the answer says that it is paid out.',
    payOut: 'Pay out',
    loseReply: 'Lose the reply (practice)',
    twice: 'Send the same sale twice (practice)',
    last: { in: 'Last sale', out: 'Last payout' },
    stan: 'Trace number',
    seen: 'Result',
    seenAs: {
      collected: 'collected',
      cancelled: 'cancelled',
      paid_out: 'paid out',
      declined: 'declined',
      lost: 'unknown',
    },
    status: 'Ask for the result',
    reverse: 'Reverse',
    cancel: 'Cancel (same day)',
    drawer: 'Drawer count',
    drawerEmpty: 'No money has been taken yet.',
    why: { sale: 'Collected', cancel: 'Cancelled', payout: 'Refund paid out', reversal: 'Reversed' },
  },
}
