/** What the seller's desk says. */
import type { Goods } from '../order-book.ts'
import type { Language } from './page-frame.ts'

export interface ShopPageWords {
  readonly title: string
  readonly sell: string
  readonly what: string
  readonly sellButton: string
  readonly goods: Readonly<Record<Goods, string>>
  readonly unknownGoods: string
  readonly behaviour: string
  readonly behave: string
  readonly reason: string
  readonly confirm: Readonly<Record<string, string>>
  readonly notice: Readonly<Record<string, string>>
  readonly clock: string
  readonly clockHint: string
  readonly steps: Readonly<Record<string, string>>
  readonly book: string
  readonly empty: string
  readonly columns: readonly string[]
  readonly status: Readonly<Record<string, string>>
  readonly hung: string
}

export const SHOP_PAGE_WORDS: Readonly<Record<Language, ShopPageWords>> = {
  ko: {
    title: '예제상점',
    sell: '팔기',
    what: '상품',
    sellButton: '주문 받고 수납번호 발급',
    goods: { hoodie: '후드티', coffee: '원두커피', ticket: '마지막 공연표' },
    unknownGoods: '이 상점이 판 것이 아님',
    behaviour: '상점의 태도',
    behave: '적용',
    reason: '거절 사유',
    confirm: {
      accept: '받습니다 (200)',
      refuse: '거절합니다 (409)',
      hang: '답하지 않습니다',
      fail: '고장났습니다 (500)',
    },
    notice: {
      accept: '받습니다 (200)',
      fail: '고장났습니다 (500)',
      hang: '답하지 않습니다',
      redirect: '다른 주소로 돌립니다 (302)',
    },
    clock: '연습 시계',
    clockHint: '게이트웨이 전체의 시계를 앞으로 옮깁니다. 그 사이의 기한과 통지가 모두 치러집니다.',
    steps: { '1h': '1시간', '1d': '1일', '9d': '9일' },
    book: '주문 장부',
    empty: '아직 주문이 없습니다. 위에서 하나 팔아 보세요.',
    columns: ['상품 · 주문번호', '금액', '수납번호(고객 화면)', '상태', 'confirm_url에 답한 것', '통지와 답'],
    status: { ready: '수납대기', paid: '수납완료', cancelled: '취소', failed: '기한만료' },
    hung: '답 없음',
  },
  en: {
    title: '예제상점 (example seller)',
    sell: 'Sell',
    what: 'Goods',
    sellButton: 'Take an order, issue a number',
    goods: { hoodie: 'Hoodie', coffee: 'Coffee beans', ticket: 'Last ticket' },
    unknownGoods: 'not sold here',
    behaviour: 'How the seller behaves',
    behave: 'Apply',
    reason: 'Reason for refusing',
    confirm: { accept: 'accepts (200)', refuse: 'refuses (409)', hang: 'does not answer', fail: 'is broken (500)' },
    notice: { accept: 'accepts (200)', fail: 'is broken (500)', hang: 'does not answer', redirect: 'redirects (302)' },
    clock: 'Practice clock',
    clockHint: 'Moves the whole gateway forward. Every deadline and notice on the way is lived through.',
    steps: { '1h': '1 hour', '1d': '1 day', '9d': '9 days' },
    book: 'Order book',
    empty: 'No orders yet. Sell something above.',
    columns: [
      'Goods · order',
      'Amount',
      "Number (customer's page)",
      'State',
      'confirm_url answered',
      'Notices and answers',
    ],
    status: { ready: 'waiting', paid: 'paid', cancelled: 'cancelled', failed: 'expired' },
    hung: 'no answer',
  },
}
