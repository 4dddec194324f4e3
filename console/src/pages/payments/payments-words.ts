/** What the list of payments says. */
import type { QuickRange } from '../../days.ts'
import type { InBoth } from '../../language.tsx'
import type { CustomerField, Status } from './search.ts'

export type Where = 'text' | CustomerField

export interface PaymentsWords {
  readonly title: string
  readonly issue: string
  readonly export: string
  readonly where: string
  readonly wheres: Readonly<Record<Where, string>>
  readonly look: string
  readonly textHelp: string
  readonly customerHelp: string
  readonly phoneHelp: string
  readonly tooShort: Readonly<Record<Where, string>>
  readonly status: string
  readonly statuses: Readonly<Record<Status | 'all', string>>
  readonly range: string
  readonly ranges: Readonly<Record<QuickRange | 'all', string>>
  readonly from: string
  readonly to: string
  readonly basis: string
  readonly wrongOrder: string
  readonly clear: string
  readonly columns: {
    readonly state: string
    readonly amount: string
    readonly goods: string
    readonly number: string
    readonly times: string
    readonly outlet: string
  }
  readonly issued: string
  readonly paid: string
  readonly deadline: string
  readonly gaveBack: string
  readonly revoked: string
  readonly expired: string
  readonly refunded: (amount: string) => string
  readonly noName: string
  readonly found: (count: number) => string
  readonly foundAll: (count: number) => string
  readonly lookedBackTo: (time: string) => string
  readonly notYet: (time: string) => string
  readonly further: string
  readonly nothingYet: string
  readonly nothingFound: string
  readonly tries: Readonly<Record<'text' | 'customer' | 'range' | 'status', string>>
}

export const PAYMENTS_WORDS: InBoth<PaymentsWords> = {
  ko: {
    title: '결제',
    issue: '수납번호 발급',
    export: '내보내기',
    where: '찾는 기준',
    wheres: {
      text: '주문·번호·상품',
      buyer_tel: '고객 전화번호',
      buyer_email: '고객 이메일',
      buyer_name: '고객 이름',
    },
    look: '찾기',
    textHelp: '주문번호(merchant_uid), 결제 고유번호(imp_uid), 수납번호, 상품명의 일부로 찾습니다.',
    customerHelp:
      '고객 정보는 암호화해 보관하므로 전체를 정확히 입력해야 찾을 수 있습니다. 입력한 값은 주소창에 남지 않습니다.',
    phoneHelp:
      '전화번호 전체나 뒤 네 자리로 찾습니다. 고객 정보는 암호화해 보관하므로 다른 일부로는 찾을 수 없습니다. 입력한 값은 주소창에 남지 않습니다.',
    tooShort: {
      text: '두 글자 이상 입력하세요.',
      buyer_tel: '전화번호 전체나 뒤 네 자리를 입력하세요.',
      buyer_email: '이메일 주소 전체를 입력하세요.',
      buyer_name: '이름을 입력하세요.',
    },
    status: '상태',
    statuses: {
      all: '모든 상태',
      ready: '수납대기',
      paid: '수납완료',
      cancelled: '말소·전액환불',
      failed: '기한만료',
    },
    range: '발급 기간',
    ranges: { all: '전체', today: '오늘', week: '최근 7일', lastWeek: '지난주', month: '이번 달' },
    from: '시작일',
    to: '종료일',
    basis:
      '기간은 수납번호를 발급한 시각으로 찾습니다(한국 시간). 수납한 시각은 목록에 따로 표시하고, 수납한 날을 기준으로 한 합계는 홈에 있습니다.',
    wrongOrder: '종료일이 시작일보다 빠릅니다.',
    clear: '조건 모두 지우기',
    columns: {
      state: '상태',
      amount: '금액',
      goods: '상품·주문번호',
      number: '수납번호',
      times: '시각',
      outlet: '점포',
    },
    issued: '발급',
    paid: '수납',
    deadline: '기한',
    gaveBack: '환불',
    revoked: '말소',
    expired: '만료',
    refunded: (amount) => `환불 ${amount}`,
    noName: '상품명 없음',
    found: (count) => `${count}건을 보고 있습니다.`,
    foundAll: (count) => `${count}건을 보고 있습니다. 더 이전의 결제는 없습니다.`,
    lookedBackTo: (time) => `${time} 이후에 발급된 결제까지 찾아보았습니다.`,
    notYet: (time) => `${time} 이후에 발급된 결제 중에는 없습니다. 더 이전까지 찾아볼 수 있습니다.`,
    further: '더 이전까지 찾기',
    nothingYet: '아직 결제가 없습니다. 수납번호를 발급하면 바로 여기에 나타납니다.',
    nothingFound: '조건에 맞는 결제가 없습니다.',
    tries: {
      text: '주문번호나 상품명의 일부만 넣어 보세요. 고객의 전화번호·이메일·이름은 왼쪽에서 찾는 기준을 바꿔야 합니다.',
      customer:
        '한 글자도 다르지 않게 전체를(전화번호는 뒤 네 자리도 됩니다) 입력했는지 확인하세요. 주문번호로도 찾을 수 있습니다.',
      range: '발급한 날 기준이므로, 수납이 최근이라도 발급이 이전이면 나오지 않습니다. 기간을 넓혀 보세요.',
      status: '상태를 "모든 상태"로 바꿔 보세요.',
    },
  },
  en: {
    title: 'Payments',
    issue: 'Issue a number',
    export: 'Export',
    where: 'Look by',
    wheres: {
      text: 'Order, number, goods',
      buyer_tel: 'Customer’s phone',
      buyer_email: 'Customer’s e-mail',
      buyer_name: 'Customer’s name',
    },
    look: 'Search',
    textHelp: 'A part of the order (merchant_uid), of imp_uid, of the number or of the goods is enough.',
    customerHelp:
      'Customers are kept encrypted, so all of it must be typed exactly. What you type here does not stay in the address.',
    phoneHelp:
      'The whole number or its last four digits. Customers are kept encrypted, so no other part finds them. What you type here does not stay in the address.',
    tooShort: {
      text: 'Type two characters or more.',
      buyer_tel: 'Type the whole phone number or its last four digits.',
      buyer_email: 'Type the whole e-mail address.',
      buyer_name: 'Type the name.',
    },
    status: 'Status',
    statuses: {
      all: 'Any status',
      ready: 'Waiting',
      paid: 'Collected',
      cancelled: 'Revoked or refunded',
      failed: 'Expired',
    },
    range: 'Issued',
    ranges: { all: 'Any time', today: 'Today', week: 'Last 7 days', lastWeek: 'Last week', month: 'This month' },
    from: 'From',
    to: 'To',
    basis:
      'Days are those on which the number was issued (Korean time). When it was collected stands in the list; sums by the day of collection are on the home page.',
    wrongOrder: 'The last day is before the first.',
    clear: 'Clear all',
    columns: {
      state: 'State',
      amount: 'Amount',
      goods: 'Goods and order',
      number: 'Number',
      times: 'Times',
      outlet: 'Shop',
    },
    issued: 'Issued',
    paid: 'Collected',
    deadline: 'Until',
    gaveBack: 'Refunded',
    revoked: 'Revoked',
    expired: 'Expired',
    refunded: (amount) => `Refunded ${amount}`,
    noName: 'Goods not named',
    found: (count) => `${count} shown.`,
    foundAll: (count) => `${count} shown. There is none before them.`,
    lookedBackTo: (time) => `Looked back to what was issued on ${time}.`,
    notYet: (time) => `None was issued since ${time}. You can look further back.`,
    further: 'Look further back',
    nothingYet: 'No payment yet. As soon as a number is issued, it is here.',
    nothingFound: 'Nothing was found.',
    tries: {
      text: 'Try a part of the order or of the goods. For a customer’s phone, e-mail or name, change what is looked by.',
      customer:
        'See that all of it is typed, without a letter missing; of a phone the last four digits are enough. The order finds it too.',
      range: 'Days are those of the issue: what was collected lately may have been issued before. Try a longer range.',
      status: 'Try any status.',
    },
  },
}
