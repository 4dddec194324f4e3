/** What the command line's till says, in the clerk's words. What the gateway answers is shown as it came. */
import type { Language } from '../server/config.ts'
import type { DrawerTotals } from '../wire/till-day.ts'

export interface TillWords {
  readonly usage: string
  readonly notRunning: (folder: string) => string
  readonly strangeFile: (folder: string) => string
  readonly noSuchTill: (wanted: string, known: readonly string[]) => string
  readonly needs: (command: string, what: string) => string
  readonly wrongOption: (problem: string) => string
  readonly noSuchCommand: (command: string) => string
  readonly aNumber: string
  readonly aTraceNumber: string
  readonly wrongAmount: string
  readonly wrongDate: string
  readonly lineWorks: (terminal: string, businessDate: string) => string
  readonly lineDown: string
  readonly thenAnswered: string
  readonly noAnswer: string
  readonly saleNumber: (stan: string) => string
  readonly replyLost: string
  readonly undoing: string
  readonly notTaken: (stan: string) => string
  readonly leftOpen: (stan: string, amount: number) => string
  readonly leftUnanswered: (message: 'complete' | 'cancel', stan: string) => string
  readonly notAnswered: string
  readonly jammed: string
  readonly totals: (totals: DrawerTotals) => readonly string[]
  readonly gatewayCounts: string
  readonly approval: string
  readonly greeting: (terminal: string, businessDate: string) => string
  readonly take: (amount: string) => string
  readonly give: (amount: string) => string
  readonly notPaidOut: string
  readonly isASlip: string
  readonly isNoSlip: string
  readonly scamWarning: string
  readonly notCollected: string
  readonly nothingToReverse: string
  readonly nothingToCancel: string
  /** Shown to the seller. */
  readonly cancelReason: string
  readonly nextReplyIsLost: string
  readonly labels: Readonly<
    Record<'number' | 'merchant' | 'goods' | 'amount' | 'buyer' | 'until' | 'paidOutUntil', string>
  >
}

const EN: TillWords = {
  usage: `A practice till. Without a command: scan or type numbers one after another.

  npm run till                              interactive
  npm run till -- inquire <number>          who, what, how much
  npm run till -- collect <number>          take the money: --card, --amount <n>, --lose-reply
  npm run till -- payout <number>           pay out a refund slip
  npm run till -- cancel <trace number>     give a sale of this till back: --amount <n>, --date YYYYMMDD
  npm run till -- reverse <trace number>    undo a sale of this till: --date YYYYMMDD
  npm run till -- complete <trace number>   on a network of two phases: its money is there; --amount <n>, --date YYYYMMDD
  npm run till -- open, close, report       begin this till's day, close it with what it has counted, report what it sold
  npm run till -- status <trace number or number>
  npm run till -- echo                      does the line work?

  --till house/HB001/1    which till (the first one if left out)
  --data <folder>         the gateway's data folder (SUNAP_DATA, or .sunap)`,
  notRunning: (folder) => `No gateway is running on ${folder}. Start it with npm start.`,
  strangeFile: (folder) =>
    `${folder}/sandbox.json was not written by this version. Start the gateway again: npm start.`,
  noSuchTill: (wanted, known) => `There is no till ${wanted}. The tills are: ${known.join(', ')}`,
  needs: (command, what) => `${command} needs ${what}. Show all commands: npm run till -- --help`,
  wrongOption: (problem) => `${problem} Show all options: npm run till -- --help`,
  noSuchCommand: (command) => `There is no command ${command}. Show all commands: npm run till -- --help`,
  aNumber: 'a number',
  aTraceNumber: 'the trace number of a sale of this till',
  wrongAmount: '--amount is a whole number of the smallest unit (won).',
  wrongDate: '--date is a business date, YYYYMMDD.',
  lineWorks: (terminal, businessDate) => `The line of till ${terminal} works. Business date ${businessDate}.`,
  lineDown: 'The gateway does not answer. Neither take nor give back money. Start it with npm start.',
  thenAnswered: '  The till was answered:',
  noAnswer: 'The line gave no answer. Neither take nor give back money.',
  saleNumber: (stan) => `trace number ${stan}`,
  replyLost: '(The reply was lost on the line. The till does not know what became of the sale.)',
  undoing: 'Reversing (망취소) …',
  notTaken: (stan) =>
    `Nobody has taken the reversal. Leave the money as it is and, when the line works again: npm run till -- reverse ${stan}`,
  leftOpen: (stan, amount) =>
    `Sale ${stan} of ${amount.toLocaleString('en-US')} was left open when this till ended. Reversing (망취소) …`,
  leftUnanswered: (message, stan) => `The ${message} of sale ${stan} was not answered. Sending it again …`,
  notAnswered: 'Nobody has answered. Leave the money as it is: the next command of this till sends the same again.',
  jammed: '(No slip comes out. The customer gets the money back.) Reversing (망취소) …',
  totals: ({ collected, cancelled, paid_out }) => [
    `  collected: cash ${tallyEn(collected.cash)}, card ${tallyEn(collected.card)}`,
    `  cancelled: cash ${tallyEn(cancelled.cash)}, card ${tallyEn(cancelled.card)}`,
    `  paid out: ${tallyEn(paid_out)}`,
  ],
  gatewayCounts: 'The gateway has:',
  approval: 'approval',
  greeting: (terminal, businessDate) =>
    `Till ${terminal}, business date ${businessDate}. Scan or type a number and press Enter.
r: reverse the last sale · x: cancel it for the customer · l: lose the next reply · q: quit`,
  take: (amount) => `Take exactly ${amount}. Enter: collect cash · c: collect by card · anything else: do not collect`,
  give: (amount) => `A refund slip: take no money. Enter: pay out, then give ${amount} · anything else: do not pay out`,
  notPaidOut: 'Not paid out. Give no money.',
  isASlip: 'This is a refund slip: it is paid out, not collected. Take no money.',
  isNoSlip: 'This number is to be paid, not paid out. Give no money.',
  scamWarning: 'Was this number read to you on the phone? Head office and police never do that. Take the money first.',
  notCollected: 'Not collected. Take no money.',
  nothingToReverse: 'There is no sale to reverse yet.',
  nothingToCancel: 'There is no collected sale to cancel yet.',
  cancelReason: 'changed their mind',
  nextReplyIsLost: 'The reply to the next collect will be lost.',
  labels: {
    number: 'number',
    merchant: 'seller',
    goods: 'goods',
    amount: 'amount',
    buyer: 'buyer',
    until: 'payable until',
    paidOutUntil: 'paid out until',
  },
}

const KO: TillWords = {
  usage: `연습용 계산대입니다. 명령 없이 실행하면 번호를 차례로 스캔하거나 입력합니다.

  npm run till                              대화형
  npm run till -- inquire <수납번호>        수납조회: 누구의 무엇이 얼마인지
  npm run till -- collect <수납번호>        수납: --card, --amount <금액>, --lose-reply(응답 유실)
  npm run till -- payout <환불 바코드 번호>  환불 지급
  npm run till -- cancel <전문관리번호>     이 계산대의 거래를 당일취소: --amount <금액>, --date YYYYMMDD
  npm run till -- reverse <전문관리번호>    이 계산대의 거래를 망취소: --date YYYYMMDD
  npm run till -- complete <전문관리번호>   두 단계 수납망에서 돈이 있는 거래를 수납확정: --amount <금액>, --date YYYYMMDD
  npm run till -- open, close, report       이 계산대의 업무개시, 센 그대로 업무마감, 수납내역 파일 보고
  npm run till -- status <전문관리번호 또는 수납번호>
  npm run till -- echo                      회선점검

  --till house/HB001/1    계산대 (생략하면 첫 번째)
  --data <폴더>           게이트웨이의 데이터 폴더 (SUNAP_DATA 또는 .sunap)`,
  notRunning: (folder) => `${folder} 에서 켜진 게이트웨이가 없습니다. npm start 로 켜 주세요.`,
  strangeFile: (folder) =>
    `${folder}/sandbox.json 은 이 버전이 쓴 파일이 아닙니다. npm start 로 게이트웨이를 다시 켜 주세요.`,
  noSuchTill: (wanted, known) => `${wanted} 계산대가 없습니다. 있는 계산대: ${known.join(', ')}`,
  needs: (command, what) => `${command} 에는 ${what}이(가) 필요합니다. 명령 보기: npm run till -- --help`,
  wrongOption: (problem) => `옵션이 잘못되었습니다: ${problem} 옵션 보기: npm run till -- --help`,
  noSuchCommand: (command) => `${command} 명령이 없습니다. 명령 보기: npm run till -- --help`,
  aNumber: '수납번호',
  aTraceNumber: '이 계산대 거래의 전문관리번호',
  wrongAmount: '--amount 는 가장 작은 단위(원)의 정수입니다.',
  wrongDate: '--date 는 영업일자 YYYYMMDD 입니다.',
  lineWorks: (terminal, businessDate) => `계산대 ${terminal} 의 회선이 정상입니다. 영업일자 ${businessDate}`,
  lineDown: '게이트웨이가 응답하지 않습니다. 돈을 받지도 돌려주지도 마세요. npm start 로 켜 주세요.',
  thenAnswered: '  그때 계산대가 들은 답:',
  noAnswer: '회선에서 응답이 없습니다. 돈을 받지도 돌려주지도 마세요.',
  saleNumber: (stan) => `전문관리번호 ${stan}`,
  replyLost: '(응답이 회선에서 사라졌습니다. 계산대는 거래가 어떻게 되었는지 모릅니다.)',
  undoing: '망취소하는 중 …',
  notTaken: (stan) => `망취소가 접수되지 않았습니다. 돈은 그대로 두고 회선이 돌아오면: npm run till -- reverse ${stan}`,
  leftOpen: (stan, amount) =>
    `이 계산대가 꺼질 때 끝나지 않은 거래 ${stan}(${amount.toLocaleString('ko-KR')})이 있습니다. 망취소하는 중 …`,
  leftUnanswered: (message, stan) =>
    `거래 ${stan}의 ${message === 'cancel' ? '당일취소' : '수납확정'}가 응답을 받지 못했습니다. 다시 보내는 중 …`,
  notAnswered: '응답이 없습니다. 돈은 그대로 두세요. 이 계산대의 다음 명령이 같은 요청을 다시 보냅니다.',
  jammed: '(영수증이 나오지 않습니다. 손님이 돈을 돌려받습니다.) 망취소하는 중 …',
  totals: ({ collected, cancelled, paid_out }) => [
    `  수납: 현금 ${tallyKo(collected.cash)}, 카드 ${tallyKo(collected.card)}`,
    `  취소: 현금 ${tallyKo(cancelled.cash)}, 카드 ${tallyKo(cancelled.card)}`,
    `  지급: ${tallyKo(paid_out)}`,
  ],
  gatewayCounts: '게이트웨이의 기록:',
  approval: '승인번호',
  greeting: (terminal, businessDate) =>
    `계산대 ${terminal}, 영업일자 ${businessDate}. 번호를 스캔하거나 입력하고 Enter를 누르세요.
r: 마지막 거래 망취소 · x: 마지막 거래 당일취소 · l: 다음 응답 유실 · q: 끝`,
  take: (amount) => `${amount}만 받으세요. Enter: 현금 수납 · c: 카드 수납 · 그 밖: 수납하지 않음`,
  give: (amount) => `환불 바코드입니다. 돈을 받지 마세요. Enter: 지급한 뒤 ${amount}을(를) 내줌 · 그 밖: 지급하지 않음`,
  notPaidOut: '지급하지 않았습니다. 돈을 내주지 마세요.',
  isASlip: '환불 바코드라 수납할 수 없습니다. 돈을 받지 마세요.',
  isNoSlip: '결제할 번호라 지급할 수 없습니다. 돈을 내주지 마세요.',
  scamWarning: '전화로 불러 준 번호인가요? 본사·경찰은 전화로 수납을 시키지 않습니다. 돈을 먼저 받으세요.',
  notCollected: '수납하지 않았습니다. 돈을 받지 마세요.',
  nothingToReverse: '아직 망취소할 거래가 없습니다.',
  nothingToCancel: '아직 취소할 수납이 없습니다.',
  cancelReason: '고객 변심',
  nextReplyIsLost: '다음 수납의 응답은 유실됩니다.',
  labels: {
    number: '수납번호',
    merchant: '판매자',
    goods: '상품',
    amount: '금액',
    buyer: '주문자',
    until: '수납 기한',
    paidOutUntil: '지급 기한',
  },
}

type Tally = DrawerTotals['paid_out']

function tallyEn({ count, sum }: Tally): string {
  return `${count} (${sum.toLocaleString('en-US')})`
}

function tallyKo({ count, sum }: Tally): string {
  return `${count}건(${sum.toLocaleString('ko-KR')})`
}

export const TILL_WORDS: Readonly<Record<Language, TillWords>> = { ko: KO, en: EN }
