/** Of the story's lines those about a collect after it was done: cancelled the same day, made final, or in doubt. */
import type { Happening, UndoHappening } from '../gateway/happening.ts'
import type { Language } from './config.ts'

const UNDO_TYPES: ReadonlySet<string> = new Set<UndoHappening['type']>([
  'cancelled_at_till',
  'completed',
  'in_doubt',
  'doubt_resolved',
])

export function isOfUndo(happening: Happening): happening is UndoHappening {
  return UNDO_TYPES.has(happening.type)
}

/** Its verb, and the rest. */
export function undoLine(happening: UndoHappening, language: Language): readonly [string, string] {
  const words = WORDS[language]
  const { payment } = happening
  switch (happening.type) {
    case 'cancelled_at_till':
      return [words.cancelled, `${words.at(happening.till)}: ${words.approval} ${happening.approvalNo}`]
    case 'completed':
      return [words.completed, `${words.at(happening.till)}: ${payment.id}`]
    case 'in_doubt':
      return [words.inDoubt, `${payment.id}  ${words.look}`]
    case 'doubt_resolved':
      return [words.resolved, `${payment.id}  ${words.found[happening.found]}`]
  }
}

type AtTill = { readonly outletName: string; readonly till: string }

const WORDS = {
  en: {
    cancelled: 'cancelled',
    completed: 'completed',
    inDoubt: 'in doubt',
    resolved: 'resolved',
    approval: 'approval',
    look: 'its till never said that the money is there; see doubt-list',
    found: { collected: 'the money is there', not_collected: 'the money is not there; payable again' },
    at: ({ outletName, till }: AtTill): string => `${outletName}, till ${till}`,
  },
  ko: {
    cancelled: '당일취소',
    completed: '수납확정',
    inDoubt: '결과미확인',
    resolved: '확인결과',
    approval: '승인번호',
    look: '계산대가 수납을 확정하지 않았습니다. doubt-list를 보세요',
    found: { collected: '돈을 받은 것으로 확인', not_collected: '돈을 받지 않은 것으로 확인, 다시 결제할 수 있습니다' },
    at: ({ outletName, till }: AtTill): string => `${outletName} ${till}번 계산대`,
  },
} as const
