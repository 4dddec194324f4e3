/** What the exam says to a person who stands at the till under exam, and asks. */
import type { DayDeed, SaleDeed } from './driver.ts'

export interface HandWords {
  readonly name: string
  readonly begin: (url: string, terminal: string, secret: string) => string
  /** The letters are those of the hand driver. */
  readonly skills: string
  readonly sale: (deed: SaleDeed) => string
  readonly end: string
  readonly cannot: string
  readonly cancel: (number: string, reason: string) => string
  readonly cancelEnd: string
  readonly day: Readonly<Record<DayDeed, string>>
  readonly done: string
  readonly merchant: string
  readonly goods: string
  readonly amount: string
  readonly slip: string
  readonly count: string
  readonly cut: string
  readonly restore: string
}

const EN: HandWords = {
  name: 'by hand',
  begin: (url, terminal, secret) => `Set the till up:
  address   ${url}
  terminal  ${terminal}
  secret    ${secret}
Enter when it is ready:`,
  skills:
    'What does this till do besides? Type the letters, then Enter: f completes (a network of two phases), c cancels the same day, o opens its day, e ends (closes) it, r reports it. Only Enter: none of these.',
  sale: ({ number, pay_type, tendered, presses, jams }) =>
    [
      `\nType or scan: ${number}`,
      ...(pay_type === 'card' ? ['The customer pays by card.'] : []),
      ...(tendered === undefined ? [] : [`The customer puts down ${tendered.toLocaleString('en-US')} won.`]),
      ...(presses === undefined ? [] : ['Press the collect button twice, quickly.']),
      ...(jams === undefined
        ? []
        : ['When it is collected no slip comes out: say so to the till. The customer takes the money back and goes.']),
      'Do what the screen says until the till has done with it.',
    ].join('\n'),
  end: 'How did it end? c collected, p paid out, r refused, u not known, x it cannot be done:',
  cannot: 'said at the till',
  cancel: (number, reason) =>
    `\nThe customer of ${number} wants the money back. Cancel that sale (reason: ${reason}) and do what the screen says.`,
  cancelEnd: 'How did it end? c cancelled, r refused, u not known, x it cannot be done:',
  day: {
    open: '\nOpen the business day at the till.',
    close: '\nClose the business day at the till: it counts what it sold. Change no figure to make it fit.',
    report: '\nSend the report file of the present business day (kind 01).',
  },
  done: 'What does the till say? y it is done, n it is not, x it cannot be done:',
  merchant: 'Which seller was shown?',
  goods: 'Which goods were shown?',
  amount: 'Which amount was shown (won)?',
  slip: 'Type the lines of the slip as they were printed, then an empty one; only an empty one: you did not look.',
  count:
    'When the till has settled everything, reversals too: the cash it has taken since the exam began, less what it gave (won):',
  cut: '\nNOW: cut the power of the till. Enter when it is off:',
  restore: 'Switch the till on again. Enter when it is ready:',
}

const KO: HandWords = {
  name: '손으로',
  begin: (url, terminal, secret) => `단말을 이렇게 설정하세요.
  주소      ${url}
  단말 ID   ${terminal}
  비밀키    ${secret}
준비되면 Enter:`,
  skills:
    '이 단말이 더 하는 것을 글자로 입력하고 Enter를 누르세요. f 수납확정(2단계 네트워크), c 당일취소, o 업무개시, e 업무마감, r 수납내역 보고. Enter만: 없음.',
  sale: ({ number, pay_type, tendered, presses, jams }) =>
    [
      `\n입력하거나 스캔하세요: ${number}`,
      ...(pay_type === 'card' ? ['손님이 카드로 냅니다.'] : []),
      ...(tendered === undefined ? [] : [`손님이 ${tendered.toLocaleString('en-US')}원을 냅니다.`]),
      ...(presses === undefined ? [] : ['[수납]을 빠르게 두 번 누르세요.']),
      ...(jams === undefined
        ? []
        : ['수납은 되지만 영수증이 나오지 않습니다. 단말에 그렇게 알리세요. 손님은 돈을 돌려받고 갑니다.']),
      '단말이 끝낼 때까지 화면대로 하세요.',
    ].join('\n'),
  end: '어떻게 끝났습니까? c 수납, p 지급, r 거절, u 모름, x 할 수 없음:',
  cannot: '단말 앞에서 그렇게 답함',
  cancel: (number, reason) =>
    `\n${number}의 손님이 돈을 돌려받으려 합니다. 그 거래를 당일취소하고(사유: ${reason}) 화면대로 하세요.`,
  cancelEnd: '어떻게 끝났습니까? c 취소, r 거절, u 모름, x 할 수 없음:',
  day: {
    open: '\n단말에서 업무를 개시하세요.',
    close: '\n단말에서 업무를 마감하세요. 단말이 센 그대로 두고, 맞추려고 숫자를 고치지 마세요.',
    report: '\n지금 영업일의 수납내역 파일(01)을 보내세요.',
  },
  done: '단말이 무엇이라고 합니까? y 했음, n 못 했음, x 할 수 없음:',
  merchant: '화면에 나온 판매자는?',
  goods: '화면에 나온 상품은?',
  amount: '화면에 나온 금액(원)은?',
  slip: '영수증에 찍힌 줄을 그대로 입력하고 빈 줄로 끝내세요. 빈 줄만 입력하면 보지 않은 것입니다.',
  count: '망취소까지 모두 끝난 뒤, 시험을 시작하고 받은 현금에서 내준 현금을 뺀 금액(원):',
  cut: '\n지금 단말의 전원을 끊으세요. 꺼졌으면 Enter:',
  restore: '단말을 다시 켜세요. 준비되면 Enter:',
}

export const HAND_WORDS: Readonly<Record<'ko' | 'en', HandWords>> = { ko: KO, en: EN }
