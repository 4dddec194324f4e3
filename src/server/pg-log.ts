/** What happens between this house and PGs, as the journal tells it. */
import type { Happening, PgHappening } from '../gateway/happening.ts'
import type { Language } from './config.ts'

export function isOfPg(happening: Happening): happening is PgHappening {
  return happening.type.startsWith('pg_')
}

/** The word before a line, and the rest of it. */
export function pgLine(happening: PgHappening, language: Language): readonly [verb: string, rest: string] {
  const words = WORDS[language]
  switch (happening.type) {
    case 'pg_no_number': {
      const { provider, mid } = happening.channel
      return [words.noNumber, `${happening.paymentId}  ${provider}.${mid}  ${words.gaveNone}: ${happening.detail}`]
    }
    case 'pg_told':
      return [words.told, `${happening.paymentId}  ${words.errands[happening.errand]}`]
    case 'pg_untold': {
      const { paymentId, channelKey, errand, tries, detail } = happening
      return [words.untold, `${paymentId}  ${channelKey}  ${words.errands[errand]}, ${words.tries(tries)}: ${detail}`]
    }
    case 'pg_silent':
      return [words.silent, `${happening.channelKey}  ${words.isSilent}`]
    case 'pg_answers':
      return [words.answering, `${happening.channelKey}  ${words.isBack}`]
  }
}

const WORDS = {
  ko: {
    noNumber: 'PG발급불가',
    gaveNone: 'PG가 번호를 주지 않았습니다',
    told: 'PG통보',
    untold: 'PG통보불가',
    errands: { undo: '망취소', revoke: '번호 말소', amend: '금액·기한 변경' },
    tries: (count: number): string => `${count}번 시도`,
    silent: 'PG무응답',
    isSilent: 'PG가 거의 답하지 않습니다. 묻지 않고 거절하며, 5초마다 한 건씩 다시 물어봅니다',
    answering: 'PG응답재개',
    isBack: 'PG가 다시 답합니다. 전처럼 물어봅니다',
  },
  en: {
    noNumber: 'no number',
    gaveNone: 'the PG gave none',
    told: 'PG told',
    untold: 'PG untold',
    errands: { undo: 'net cancel', revoke: 'number revoked', amend: 'amount or deadline changed' },
    tries: (count: number): string => `tried ${count} times`,
    silent: 'PG silent',
    isSilent: 'the PG answers nearly nothing: no number is asked for, one request every 5 s asks again',
    answering: 'PG answers',
    isBack: 'the PG answers again: it is asked as before',
  },
} as const
