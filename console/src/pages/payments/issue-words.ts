/** What the page says on which a number is issued by hand. */
import type { InBoth } from '../../language.tsx'
import type { Draft } from './issue-draft.ts'

export interface IssueWords {
  readonly title: string
  readonly lead: string
  readonly fields: Readonly<Record<keyof Draft, string>>
  readonly orderHelp: string
  readonly amountHelp: (currency: string) => string
  readonly nameHelp: string
  readonly deadlineHelp: (days: string) => string
  readonly channelHelp: string
  readonly noChannel: string
  readonly notAllowed: string
  readonly customer: string
  readonly customerHelp: string
  readonly own: string
  readonly ownHelp: string
  readonly missing: string
  readonly tooLong: (max: number) => string
  readonly notAnAmount: (currency: string) => string
  readonly noDay: string
  readonly wrongNumber: string
  readonly wrongEmail: string
  readonly go: string
  readonly sameOrder: string
  readonly done: string
  readonly doneLead: string
  readonly number: string
  readonly amount: string
  readonly goods: string
  readonly order: string
  readonly deadline: string
  readonly payPage: string
  readonly payPageHelp: string
  readonly open: string
  readonly share: string
  readonly shareText: (amount: string, deadline: string) => string
  readonly notShared: string
  readonly detail: string
  readonly another: string
}

export const ISSUE_WORDS: InBoth<IssueWords> = {
  ko: {
    title: '수납번호 발급',
    lead: '발급한 번호를 고객이 편의점 계산대에서 보여 주고 결제합니다.',
    fields: {
      merchant_uid: '주문번호(merchant_uid)',
      amount: '금액',
      name: '상품명',
      expired_at: '결제기한',
      channel_key: '결제채널',
      barcode: '등록할 번호',
      buyer_name: '고객 이름',
      buyer_tel: '고객 전화번호',
      buyer_email: '고객 이메일',
    },
    orderHelp:
      '가맹점에서 이 결제를 알아볼 번호입니다. 40자까지, 아직 결제할 수 있는 다른 결제와 겹치지 않게 넣으세요.',
    amountHelp: (currency) => (currency === 'KRW' ? '원 단위' : `${currency}, 소수 둘째 자리까지`),
    nameHelp: '고객의 결제 화면과 점원의 POS에 보입니다.',
    deadlineHelp: (days) =>
      `고른 날 밤 11:59:59까지 결제할 수 있습니다(한국 시간). 비워 두면 결제채널의 기본값인 ${days}일입니다.`,
    channelHelp: '어느 계약으로 받을지 고릅니다.',
    noChannel: '이 가맹점에는 결제채널이 없어 발급할 수 없습니다. 운영사에 결제채널 등록을 요청하세요.',
    notAllowed: '이 역할로는 수납번호를 발급할 수 없습니다. 가맹점의 소유자나 관리자에게 요청하세요.',
    customer: '고객 정보 (선택)',
    customerHelp: '암호화해 보관하고 콘솔에서는 가려서 보여 줍니다. 고객의 결제 화면과 점원의 POS에는 나오지 않습니다.',
    own: '가지고 있는 번호 등록 (선택)',
    ownHelp:
      '직접 만든 번호를 쓸 때만 넣습니다. 비워 두면 새 번호를 만들어 드립니다. 영문 대문자·숫자·하이픈 4~30자입니다.',
    missing: '꼭 필요한 항목입니다.',
    tooLong: (max) => `최대 ${max}자입니다.`,
    notAnAmount: (currency) =>
      currency === 'KRW'
        ? '0보다 큰 금액을 숫자로 넣으세요. 예: 36400'
        : '0보다 큰 금액을 소수 둘째 자리까지 넣으세요. 예: 12.50',
    noDay: '날짜로 읽을 수 없습니다.',
    wrongNumber: '영문 대문자, 숫자, 하이픈으로 4~30자여야 합니다.',
    wrongEmail: '이메일 주소가 아닙니다.',
    go: '발급',
    sameOrder: '이 주문번호의 결제 찾아보기',
    done: '수납번호를 발급했습니다',
    doneLead: '번호나 결제 화면 주소를 고객에게 보내세요.',
    number: '수납번호',
    amount: '금액',
    goods: '상품명',
    order: '주문번호',
    deadline: '결제기한',
    payPage: '결제 화면 주소',
    payPageHelp: '고객이 열면 바코드가 나옵니다. 주문자 정보는 보이지 않습니다.',
    open: '결제 화면 열기',
    share: '공유',
    shareText: (amount, deadline) => `편의점에서 ${amount}을 결제해 주세요. 기한: ${deadline}`,
    notShared: '공유하지 못했습니다. 주소를 복사해 보내세요.',
    detail: '결제 상세 보기',
    another: '하나 더 발급',
  },
  en: {
    title: 'Issue a number',
    lead: 'Your customer shows the number at a shop’s till and pays there.',
    fields: {
      merchant_uid: 'Order (merchant_uid)',
      amount: 'Amount',
      name: 'Goods',
      expired_at: 'Last day',
      channel_key: 'Payment channel',
      barcode: 'Number to register',
      buyer_name: 'Customer’s name',
      buyer_tel: 'Customer’s phone',
      buyer_email: 'Customer’s e-mail',
    },
    orderHelp: 'What you know this payment by: up to 40 characters, and of no other payment that can still be paid.',
    amountHelp: (currency) => (currency === 'KRW' ? 'In won' : `In ${currency}, with two decimals at most`),
    nameHelp: 'Shown on the customer’s page and on the clerk’s till.',
    deadlineHelp: (days) =>
      `Can be paid until 11:59:59 pm of that day (Korean time). Left empty: ${days} days, as the payment channel has it.`,
    channelHelp: 'Under which contract it is taken.',
    noChannel: 'This merchant has no payment channel, so nothing can be issued. Ask the operator to add one.',
    notAllowed: 'Your role may not issue numbers. Ask an owner or an admin of the merchant.',
    customer: 'Customer (optional)',
    customerHelp: 'Kept encrypted and shown masked here. Neither the customer’s page nor the till shows it.',
    own: 'Register a number of your own (optional)',
    ownHelp:
      'Only for numbers that you make yourself; left empty, a new one is made. 4 to 30 capitals, digits and hyphens.',
    missing: 'This is needed.',
    tooLong: (max) => `At most ${max} characters.`,
    notAnAmount: (currency) =>
      currency === 'KRW'
        ? 'An amount above 0, in digits, such as 36400.'
        : 'An amount above 0 with two decimals at most, such as 12.50.',
    noDay: 'This is no day.',
    wrongNumber: 'Must be 4 to 30 capitals, digits and hyphens.',
    wrongEmail: 'This is no e-mail address.',
    go: 'Issue',
    sameOrder: 'Look for payments of this order',
    done: 'The number is issued',
    doneLead: 'Send the number or the address of its page to your customer.',
    number: 'Number',
    amount: 'Amount',
    goods: 'Goods',
    order: 'Order',
    deadline: 'Deadline',
    payPage: 'Customer’s page',
    payPageHelp: 'Shows the barcode to whoever opens it, and nothing of who ordered.',
    open: 'Open the page',
    share: 'Share',
    shareText: (amount, deadline) => `Please pay ${amount} at a convenience store until ${deadline}.`,
    notShared: 'Could not be shared: copy the address and send it.',
    detail: 'Look at the payment',
    another: 'Issue another',
  },
}
