/**
 * The first thing a newcomer sees: where to be the customer, the clerk and the seller, and what to paste to make a
 * number of one's own and pay it. Everything on it works as printed.
 */

import type { Payment } from '../core/payment.ts'
import { groupNumber } from '../numbers/show-number.ts'
import type { Language } from './config.ts'
import { amountText } from './event-log.ts'

export interface StartFacts {
  readonly version: string
  readonly apiUrl: string
  readonly posUrl: string
  /** The base of addresses that are handed out. */
  readonly publicUrl: string
  readonly impKey: string
  readonly impSecret: string
  /** Null where the example seller could sell nothing; a remark says why. */
  readonly example: Payment | null
  readonly merchant: string
  /** Lets the first person into the console, once; null where somebody has set a password before. */
  readonly consoleLink: string | null
  /** Shown as the folder the data is in. */
  readonly dataFolder: string
  readonly tookMs: number
  /** Sentences about what is not as usual: a port that was taken, an address others can reach. */
  readonly remarks: readonly string[]
}

export function startScreen(facts: StartFacts, language: Language): string {
  const { apiUrl, example, impKey, impSecret } = facts
  const words = language === 'ko' ? KO : EN
  return [
    `Sunap ${facts.version}  ${words.sandbox}${' '.repeat(20)}${words.started((facts.tookMs / 1000).toFixed(1))}`,
    `  Node ${process.versions.node} · ${words.data} ${facts.dataFolder}`,
    ...facts.remarks.map((remark) => `  ${remark}`),
    '',
    ...(example === null
      ? []
      : [`  ${soldLine(example, facts, language)}`, '', `  1  ${customerLine(example, facts, words)}`]),
    `  2  ${words.till}   ${apiUrl}/till   ${words.tillHint}`,
    `  3  ${words.seller}   ${apiUrl}/shop   ${words.sellerHint}`,
    `  4  ${words.console}   ${consoleLine(facts, words)}`,
    '',
    `  ${words.noHands}    npm run till    npm run demo`,
    '',
    `  V1 API   ${apiUrl}      imp_key ${impKey}   ${words.secretPlace(`${facts.dataFolder}sandbox.json`)}`,
    `  ${words.own}`,
    '',
    `    TOKEN=$(curl -s ${apiUrl}/users/getToken -d imp_key=${impKey} -d imp_secret=${impSecret} \\`,
    `            | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`,
    `    curl -s ${apiUrl}/cvs -H "Authorization: $TOKEN" \\`,
    `         -d merchant_uid=order-$(date +%s) -d amount=1000 -d name=coffee`,
    '',
    `  ${words.payIt}`,
    '',
    `    curl -s ${apiUrl}/sandbox/pay -H 'content-type: application/json' -d '{"number":"..."}'`,
    '',
    `  ${words.practice}`,
    `  ${words.stop}    npm start -- --fresh`,
    '',
  ].join('\n')
}

function soldLine({ name, amount, currency }: Payment, { merchant }: StartFacts, language: Language): string {
  const words = language === 'ko' ? KO : EN
  return words.sold(merchant, name ?? '', amountText(amount, currency, language))
}

function customerLine({ payToken, number }: Payment, { publicUrl }: StartFacts, words: typeof EN): string {
  return `${words.customer}   ${publicUrl}/p/${payToken}   ${words.number} ${groupNumber(number)}`
}

/** The link for who comes first, and from then on where the console is. */
function consoleLine({ consoleLink, publicUrl }: StartFacts, words: typeof EN): string {
  return consoleLink === null ? `${publicUrl}/console` : `${consoleLink}   ${words.consoleHint}`
}

const EN = {
  sandbox: 'sandbox',
  started: (seconds: string) => `started in ${seconds} s`,
  data: 'data in',
  sold: (merchant: string, name: string, amount: string) =>
    `${merchant} has sold a ${name} for ${amount}. Now be the customer and the clerk:`,
  customer: 'customer',
  number: 'barcode',
  till: 'till    ',
  tillHint: 'type the number, take the money, collect',
  seller: 'seller  ',
  console: 'console ',
  consoleHint: 'sign in by this link, once',
  sellerHint: 'sees confirm_url asked and the notice arrive',
  noHands: 'No browser?',
  secretPlace: (path: string) => `imp_secret in ${path}`,
  own: 'Your own number:',
  payIt: 'Pay it without a till (put in the "barcode" of the answer):',
  practice: 'Practice only: no real money, and no real shop can take these barcodes.',
  stop: 'Ctrl+C stops; the data stays. Start afresh:',
}

const KO: typeof EN = {
  sandbox: '연습 환경',
  started: (seconds) => `${seconds}초 만에 시작`,
  data: '자료',
  sold: (merchant, name, amount) => `${merchant}이 ${name}를 ${amount}에 팔았습니다. 이제 고객과 점원이 되어 보세요:`,
  customer: '고객  ',
  number: '바코드',
  till: '계산대',
  tillHint: '번호를 입력하고 돈을 받은 뒤 수납하세요',
  seller: '판매자',
  console: '콘솔  ',
  consoleHint: '한 번 쓰는 로그인 링크',
  sellerHint: 'confirm_url 문의와 통지를 봅니다',
  noHands: '브라우저가 없다면:',
  secretPlace: (path) => `imp_secret은 ${path}에`,
  own: '내 번호 발급하기:',
  payIt: '계산대 없이 결제하기 (응답의 "barcode"를 넣으세요):',
  practice: '연습용입니다. 돈이 오가지 않고, 실제 편의점에서는 이 바코드로 결제할 수 없습니다.',
  stop: 'Ctrl+C로 멈춥니다. 자료는 남습니다. 새로 시작:',
}
