/** The report as lines for a person: one a check, the advice below the checks that need it, the grade at the end. */
import { CHECK_GROUPS, type CheckGroup } from './check-words.ts'
import type { CheckReport, Grade, ReceiverReport, Result } from './receiver-exam.ts'

export function reportLines({ grade, checks }: ReceiverReport, language: 'ko' | 'en'): readonly string[] {
  const groups = Object.keys(CHECK_GROUPS) as CheckGroup[]
  return [
    ...groups.flatMap((group) => [
      CHECK_GROUPS[group].title[language],
      ...checks.filter((check) => check.group === group).flatMap((check) => checkLines(check, language)),
      '',
    ]),
    TALLY[language](grade, (result) => checks.filter((check) => check.result === result).length),
    GRADES[grade][language],
  ]
}

function checkLines(check: CheckReport, language: 'ko' | 'en'): readonly string[] {
  const seen = [check.saw, check.unseen].flatMap((words) => (words === null ? [] : [words[language]]))
  const line = `  ${RESULTS[language][check.result]}  ${[check.title[language], ...seen].join(' · ')}`
  return check.advice === null ? [line] : [line, `          → ${check.advice[language]}`]
}

/** Each as wide on the screen as the others of its language. */
const RESULTS: Readonly<Record<'ko' | 'en', Readonly<Record<Result, string>>>> = {
  ko: { passed: '통과  ', warning: '주의  ', failed: '실패  ', unseen: '미확인' },
  en: { passed: 'passed ', warning: 'warning', failed: 'FAILED ', unseen: 'unseen ' },
}

const TALLY = {
  ko: (grade: Grade, count: (result: Result) => number) =>
    `등급 ${grade}: 통과 ${count('passed')}, 주의 ${count('warning')}, 실패 ${count('failed')}, 미확인 ${count('unseen')}`,
  en: (grade: Grade, count: (result: Result) => number) =>
    `Grade ${grade}: ${count('passed')} passed, ${count('warning')} warnings, ${count('failed')} failed, ${count('unseen')} unseen`,
}

const GRADES: Readonly<Record<Grade, Readonly<Record<'ko' | 'en', string>>>> = {
  A: { ko: '볼 수 있었던 것은 모두 통과했습니다.', en: 'Everything that could be seen has passed.' },
  B: { ko: '실패는 없지만 주의할 점이 있습니다.', en: 'Nothing failed; there are warnings.' },
  C: { ko: '받지 못하는 통지가 있습니다.', en: 'Some notices do not get through.' },
  D: { ko: '받지 못하는 통지가 여러 종류 있습니다.', en: 'Several kinds of notices do not get through.' },
  F: {
    ko: '돈이 걸린 결함이 있습니다. 고치기 전에는 쓰지 마세요.',
    en: 'Money is at stake. Do not go live before this is mended.',
  },
}
