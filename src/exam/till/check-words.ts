/** The checks by name, in the order of the report, and what each promises when it has passed. */
import type { Words } from '../../wire/rejections.ts'
import type { ReportWords } from '../report-text.ts'
import type { Skill } from './driver.ts'

export const CHECK_GROUPS = {
  line: {
    title: { ko: '회선', en: 'The line' },
    checks: {
      reached: { ko: '게이트웨이에 요청을 보낸다', en: 'sends requests to the gateway' },
      signed: { ko: '모든 요청에 바르게 서명한다', en: 'signs every request rightly' },
      messages: { ko: '전문의 필드와 값이 규격에 맞다', en: 'its messages have the fields and values they must have' },
    },
  },
  sale: {
    title: { ko: '거래', en: 'A sale' },
    checks: {
      plain: { ko: '조회하고, 돈을 받고, 수납한다', en: 'inquires, takes the money, collects' },
      shown: { ko: '판매자·상품·금액을 화면에 보여 준다', en: 'shows seller, goods and amount' },
      receipt: { ko: '영수증 줄을 받은 그대로 찍는다', en: 'prints the lines of the receipt as they came' },
      spaces: { ko: '띄어 쓴 번호도 받는다', en: 'takes a number keyed with spaces' },
      amount: {
        ko: '받은 돈이 아니라 조회한 금액을 수납한다',
        en: 'collects the amount shown, not the money put down',
      },
      not_payable: { ko: '조회에서 거절된 번호는 수납하지 않는다', en: 'does not collect what the inquiry refused' },
      refused: { ko: '판매자가 거절하면 돈을 돌려준다', en: 'gives the money back when the seller refuses' },
      silent_seller: {
        ko: '판매자가 답하지 않으면 돈을 돌려준다',
        en: 'gives the money back when the seller is silent',
      },
      amended: {
        ko: '금액이 바뀌었다는 거절 뒤에 다시 조회하지 않고 수납하지 않는다',
        en: 'does not collect a changed amount without asking again',
      },
      two_shops: {
        ko: '다른 점포가 먼저 받은 번호면 돈을 돌려준다',
        en: 'gives the money back when another shop was quicker',
      },
      press_twice: {
        ko: '[수납]을 두 번 눌러도 한 번만 수납한다',
        en: 'collects once when the button is pressed twice',
      },
      slip: { ko: '환불 바코드는 수납하지 않고 지급한다', en: 'pays out a refund slip and never collects it' },
      slip_refused: { ko: '지급이 거절되면 돈을 내주지 않는다', en: 'gives no money for a slip that is refused' },
    },
  },
  again: {
    title: { ko: '응답 코드', en: 'Replies' },
    checks: {
      not_done: {
        ko: '9001(503)이면 1초 뒤 같은 키로 다시 보낸다',
        en: 'after 9001 (503) sends the same key again, a second later',
      },
      slow: { ko: '6초 걸린 응답을 기다린다', en: 'waits for a reply that takes six seconds' },
      still_running: {
        ko: '9402면 같은 키를 새로 서명해 다시 보낸다',
        en: 'after 9402 sends the same key, freshly signed',
      },
      unknown_code: { ko: '모르는 응답코드를 성공으로 보지 않는다', en: 'takes a code it does not know for no yes' },
      extra_fields: { ko: '응답의 모르는 필드를 무시한다', en: 'ignores fields of a reply that it does not know' },
    },
  },
  silence: {
    title: { ko: '무응답', en: 'Silence' },
    checks: {
      lost_reply: {
        ko: '수납 응답을 잃으면 망취소하거나 결과를 묻는다',
        en: 'reverses or asks when the reply is lost',
      },
      silence: {
        ko: '응답이 없으면 10초쯤 뒤 망취소하고, 늦은 수납은 무효로 둔다',
        en: 'reverses after about ten seconds of silence, before its collect has arrived',
      },
      late_reply: {
        ko: '망취소한 뒤 늦게 온 응답을 믿지 않는다',
        en: 'does not believe a reply that comes after the reversal',
      },
      garbage: { ko: '응답이 아닌 본문을 결과로 보지 않는다', en: 'takes a body that is no reply for no answer' },
      half: { ko: '반만 온 응답을 결과로 보지 않는다', en: 'takes half a reply for no answer' },
      unsure: {
        ko: '9002면 망취소하거나 결과를 묻고 새로 수납하지 않는다',
        en: 'after 9002 reverses or asks, never a new collect',
      },
      closed: {
        ko: '망취소가 closed면 돈을 돌려주지 않는다',
        en: 'keeps the money when a reversal is answered closed',
      },
      lost_reverse: {
        ko: '망취소를 응답받을 때까지 간격을 늘려 되풀이한다',
        en: 'repeats a reversal, ever more slowly, until it is taken',
      },
      refused_reverse: {
        ko: '망취소에 1002가 와도 그 거래를 끝난 것으로 보지 않는다',
        en: 'a reversal answered 1002 does not end the sale',
      },
      long_outage: {
        ko: '며칠 만에 회선이 돌아와도 망취소를 끝낸다',
        en: 'gets its reversal through when the line is back after days',
      },
      lost_payout: {
        ko: '지급 응답을 잃어도 망취소하거나 결과를 묻는다',
        en: 'reverses or asks when the reply to a payout is lost',
      },
      cutoff: {
        ko: '영업일이 바뀌어도 원거래의 키로 망취소한다',
        en: 'names the original’s own date when the business day has changed',
      },
    },
  },
  complete: {
    title: { ko: '수납확정', en: 'Two phases' },
    checks: {
      complete: { ko: '수납되면 그 거래를 확정한다', en: 'completes what was collected' },
      complete_money: {
        ko: '응답과 영수증, 돈이 있기 전에는 확정하지 않는다',
        en: 'completes nothing before answer, slip and money are there',
      },
      complete_lost: {
        ko: '확정의 응답이 없으면 응답받을 때까지 다시 보낸다',
        en: 'sends a completion again until it is answered',
      },
    },
  },
  cancel: {
    title: { ko: '당일취소', en: 'Cancels' },
    checks: {
      cancel: { ko: '수납한 금액을 그대로 당일취소한다', en: 'gives back the same day what was collected' },
      cancel_refused: {
        ko: '취소가 거절되었거나 결과를 모르면 돈을 돌려주지 않는다',
        en: 'gives no money back for a cancel that is refused or unknown',
      },
      cancel_lost: {
        ko: '취소의 응답이 없으면 같은 키로 응답받을 때까지 다시 보낸다',
        en: 'sends a cancel again under its key until it is answered',
      },
    },
  },
  power: {
    title: { ko: '정전', en: 'Power' },
    checks: {
      power_cut: {
        ko: '돈을 받은 뒤 정전되어도 다시 켜지면 거래를 마무리한다',
        en: 'settles its open sale after a power cut',
      },
      power_cut_again: {
        ko: '망취소 중에 정전되어도 망취소를 잊지 않는다',
        en: 'does not forget a reversal over a power cut',
      },
      power_cut_complete: {
        ko: '확정 중에 정전되어도 확정을 잊지 않는다',
        en: 'does not forget a completion over a power cut',
      },
      power_cut_cancel: {
        ko: '취소 중에 정전되어도 취소를 잊지 않는다',
        en: 'does not forget a cancel over a power cut',
      },
      trace_numbers: {
        ko: '한 영업일에 전문관리번호를 다시 쓰지 않는다',
        en: 'never uses a trace number again in a business day',
      },
    },
  },
  day: {
    title: { ko: '영업일', en: 'The day' },
    checks: {
      open: { ko: '업무를 개시한다', en: 'opens its business day' },
      close: { ko: '스스로 센 시재로 업무를 마감한다', en: 'closes it with what it has counted' },
      close_differs: {
        ko: '시재가 다르다는 응답(4401, 4402)이면 마감된 것으로 보지 않는다',
        en: 'takes a day whose drawer differs (4401, 4402) for open',
      },
      close_after: {
        ko: '마감한 뒤에는 다음 영업일자로 수납한다',
        en: 'sells under the next business date once it is closed',
      },
      report: {
        ko: '수납내역 파일의 내역·건수·합계가 수납한 것과 맞다',
        en: 'reports every sale that stands, with the right totals',
      },
      report_again: {
        ko: '같은 수납내역은 같은 파일로 다시 보낸다',
        en: 'sends the same sales again as the same file',
      },
      report_refused: {
        ko: '거절된 파일을 받아들여진 것으로 보지 않는다',
        en: 'does not take a refused file for taken',
      },
    },
  },
} as const satisfies Readonly<
  Record<string, { readonly title: Words; readonly checks: Readonly<Record<string, Words>> }>
>

export type CheckGroup = keyof typeof CHECK_GROUPS

type ChecksOf<Group extends CheckGroup> = Group extends CheckGroup
  ? keyof (typeof CHECK_GROUPS)[Group]['checks']
  : never
export type CheckId = ChecksOf<CheckGroup>

export const CHECK_TITLES: Readonly<Record<CheckId, Words>> = {
  ...CHECK_GROUPS.line.checks,
  ...CHECK_GROUPS.sale.checks,
  ...CHECK_GROUPS.again.checks,
  ...CHECK_GROUPS.silence.checks,
  ...CHECK_GROUPS.complete.checks,
  ...CHECK_GROUPS.cancel.checks,
  ...CHECK_GROUPS.power.checks,
  ...CHECK_GROUPS.day.checks,
}

/** Why a check of something that the till does not do was not held. */
export function notExamined(skill: Skill): Words {
  return { ko: `시험하지 않음: 단말에 ${skill} 없음`, en: `not examined: the till has no ${skill}` }
}

/** What the middle grades of this exam mean. */
export const GRADE_WORDS: ReportWords['grades'] = {
  C: { ko: '하지 못하는 거래가 있습니다.', en: 'Some sales do not get through.' },
  D: { ko: '하지 못하는 거래가 여러 종류 있습니다.', en: 'Several kinds of sales do not get through.' },
}
