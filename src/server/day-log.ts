/** How the story of report files, money in suspense and tills' days is told: a verb, and the rest of its line. */
import type { SuspenseCause, SuspenseState } from '../core/suspense.ts'
import type { DayHappening, Happening } from '../gateway/happening.ts'
import type { Language } from './config.ts'
import type { amountText } from './event-log.ts'

const TYPES: Readonly<Record<DayHappening['type'], true>> = {
  collected_late: true,
  undone_at_store: true,
  at_desk: true,
  report_ended: true,
  day_opened: true,
  day_closed: true,
}

export function isOfDay(happening: Happening): happening is DayHappening {
  return Object.hasOwn(TYPES, happening.type)
}

export function tellOfDay(
  happening: DayHappening,
  language: Language,
  money: typeof amountText,
): readonly [verb: string, rest: string] {
  const words = WORDS[language]
  switch (happening.type) {
    case 'collected_late': {
      const { id, amount, currency } = happening.payment
      return [words.late, `${id}  ${money(amount, currency, language)}`]
    }
    case 'undone_at_store':
      return [words.undone, `${happening.payment.id}  ${words.payableAgain}`]
    case 'at_desk': {
      const { id, amount, currency, outletName, state, cause } = happening.entry
      const what = state === 'open' ? words.causes[cause] : words.states[state]
      return [words.desk, `${id}  ${outletName}, ${money(amount, currency, language)}: ${what}`]
    }
    case 'report_ended': {
      const { report, progress } = happening
      const { counts, oursOnly } = progress
      return [words.report, `${report.sender.name} ${report.fileId}  ${words.results(counts, oursOnly ?? 0)}`]
    }
    case 'day_opened':
    case 'day_closed': {
      const { till, businessDate } = happening
      return [words[happening.type], `${till.outletName} ${till.till}  ${businessDate}`]
    }
  }
}

type Counts = Extract<DayHappening, { type: 'report_ended' }>['progress']['counts']

interface Words {
  readonly late: string
  readonly undone: string
  readonly payableAgain: string
  readonly desk: string
  readonly causes: Readonly<Record<SuspenseCause, string>>
  readonly states: Readonly<Record<Exclude<SuspenseState, 'open'>, string>>
  readonly report: string
  readonly results: (counts: Counts, oursOnly: number) => string
  readonly day_opened: string
  readonly day_closed: string
}

const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    late: 'late',
    undone: 'undone',
    payableAgain: 'the shop undid it; payable again',
    desk: 'suspense',
    causes: {
      number_unknown: 'no payment has this number',
      revoked: 'the number was revoked',
      expired: 'its deadline and the time for late money are over',
      already_paid: 'the order is paid already',
      in_progress: 'it is being paid at a till',
      suspended: 'its seller takes no money for it now',
      amount_differs: 'the amount differs',
      pay_type_not_allowed: 'its seller does not take this way of paying',
      refused: 'the collect was refused',
      reversed: 'its till reversed it',
      duplicate: 'a second sale of one number',
      undone_late: 'the shop undid what cannot be undone here',
    },
    states: {
      held: 'held',
      posted: 'posted to its payment',
      refunded: 'given back',
      withdrawn: 'the shop undid it',
    },
    report: 'report',
    results: ({ matched, shifted, theirs_only, amount_differs, duplicate }, oursOnly) =>
      `${matched + shifted} agree, theirs only ${theirs_only}, ours only ${oursOnly}, other amount ${amount_differs}, twice ${duplicate}`,
    day_opened: 'open',
    day_closed: 'closed',
  },
  ko: {
    late: '기한후수납',
    undone: '점포취소',
    payableAgain: '점포가 취소했습니다. 다시 결제할 수 있습니다',
    desk: '가수금',
    causes: {
      number_unknown: '발급되지 않은 번호입니다',
      revoked: '말소된 번호입니다',
      expired: '기한 후 수납을 받아 주는 기간도 지났습니다',
      already_paid: '이미 결제된 주문입니다',
      in_progress: '계산대에서 결제 중입니다',
      suspended: '판매자가 수납을 중지했습니다',
      amount_differs: '금액이 다릅니다',
      pay_type_not_allowed: '판매자가 받지 않는 결제수단입니다',
      refused: '거절된 수납입니다',
      reversed: '망취소된 수납입니다',
      duplicate: '한 번호를 두 번 수납했습니다',
      undone_late: '여기서는 되돌릴 수 없는 점포 취소입니다',
    },
    states: {
      held: '보류',
      posted: '결제에 반영했습니다',
      refunded: '돌려주었습니다',
      withdrawn: '점포가 취소했습니다',
    },
    report: '대사',
    results: ({ matched, shifted, theirs_only, amount_differs, duplicate }, oursOnly) =>
      `일치 ${matched + shifted}, 점포만 ${theirs_only}, 우리만 ${oursOnly}, 금액 다름 ${amount_differs}, 중복 ${duplicate}`,
    day_opened: '업무개시',
    day_closed: '업무마감',
  },
}
