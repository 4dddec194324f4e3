/** Honest notices in other bytes than usual: what proxies, other languages and later versions make of them. */
import { found, passed } from '../report.ts'
import { type Check, isTaken, mustBeTaken, type Verdict } from './check.ts'
import type { Defect } from './defects.ts'
import {
  contentTypeOf,
  type ExamNotice,
  noticeFields,
  withExtraKeys,
  withTextNumbers,
  writeFields,
  writeOddly,
} from './exam-notice.ts'
import { sawAnswer } from './saw.ts'
import type { Manner, Scene } from './scene.ts'

export const READING_CHECKS: readonly Check[] = [
  dressed('raw_bytes', 'needs_usual_bytes', ({ format }, notice) => ({
    body: writeOddly(format, noticeFields(format, notice)),
  })),
  dressed('extra_keys', 'refuses_extra_keys', ({ format }, notice) => ({
    body: writeFields(format, withExtraKeys(format, noticeFields(format, notice))),
  })),
  {
    // V1 notices hold no number; in a form everything is text.
    formats: ['modern'],
    ...dressed('text_numbers', 'refuses_text_numbers', ({ format }, notice) => ({
      body: writeFields(format, withTextNumbers(noticeFields(format, notice))),
    })),
  },
  dressed('charset', 'refuses_charset', ({ format }) => ({ contentType: `${contentTypeOf(format)}; charset=utf-8` })),
  dressed('header_case', 'needs_small_letters', () => ({ capitals: true })),
  dressed('chunked', 'needs_length', () => ({ pace: 'chunked' })),
  dressed('drips', 'does_not_wait', () => ({ pace: 'drips' })),
  { id: 'keep_alive', needs: ['plain'], run: takesTwoInTurn },
]

function dressed(id: Check['id'], defect: Defect, dress: (scene: Scene, notice: ExamNotice) => Manner): Check {
  return { id, needs: ['plain'], run: (scene) => mustBeTaken(scene, defect, (notice) => dress(scene, notice)) }
}

async function takesTwoInTurn(scene: Scene): Promise<Verdict> {
  const answers = await scene.sendInTurn([scene.notice('paid', 3), scene.notice('paid', 3)])
  const strange = answers.find((answer) => !isTaken(answer))
  return strange === undefined
    ? passed({ ko: '둘 다 2xx', en: 'both answered 2xx' })
    : found('one_a_connection', sawAnswer(strange))
}
