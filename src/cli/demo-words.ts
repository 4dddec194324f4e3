/** What the demo says, in the reader's language. */
import type { Language } from '../server/config.ts'

export function demoWords(language: Language) {
  return { language, ...(language === 'ko' ? KO : EN) }
}

const EN = {
  issue: 'issue',
  inquiry: 'inquiry',
  confirm: 'confirm',
  collect: 'collect',
  notice: 'notice',
  again: 'again',
  elsewhere: 'elsewhere',
  refused: 'refused',
  lostReply: 'lost reply',
  till: (number: number) => `till ${number}`,
  askedSeller: 'asked the seller',
  approved: 'approved',
  sellerTold: 'seller told',
  sameKey: 'till 1, same key',
  sameAnswer: 'same answer, byte for byte',
  sameNumber: 'till 2, same number',
  soldOut: 'sold out',
  sellerSays: (reason: string) => `seller says ${reason}`,
  tillReverses: 'till 1 reverses',
  payableAgain: 'reversal accepted; payable again',
  books: (drawer: string, gateway: string, seller: string) =>
    `Books: drawer ${drawer} = gateway ${gateway} = seller ${seller}`,
  wrong: 'The demo went wrong:',
}

const KO: typeof EN = {
  issue: '발급',
  inquiry: '수납조회',
  confirm: '확인',
  collect: '수납',
  notice: '통지',
  again: '다시',
  elsewhere: '다른 곳',
  refused: '거절',
  lostReply: '응답 끊김',
  till: (number) => `${number}번 계산대`,
  askedSeller: '판매자에게 물음',
  approved: '승인번호',
  sellerTold: '판매자에게 알림',
  sameKey: '1번 계산대, 같은 거래',
  sameAnswer: '한 글자도 다르지 않은 같은 응답',
  sameNumber: '2번 계산대, 같은 번호',
  soldOut: '품절',
  sellerSays: (reason) => `판매자: ${reason}`,
  tillReverses: '1번 계산대가 망취소',
  payableAgain: '되돌렸습니다. 다시 결제할 수 있습니다',
  books: (drawer, gateway, seller) => `장부: 서랍 ${drawer} = 게이트웨이 ${gateway} = 판매자 ${seller}`,
  wrong: '데모가 잘못되었습니다:',
}
