/** A report as lines for a person: one a check, the advice below the checks that need it, the grade at the end. */
import type { Words } from '../wire/rejections.ts'
import type { CheckReportOf, Grade, Result } from './report.ts'

/** What differs from exam to exam. */
export interface ReportWords {
  /** By group, in their order. */
  readonly groups: Readonly<Record<string, { readonly title: Words }>>
  /** What grades C and D mean; the others mean the same in every exam. */
  readonly grades: Readonly<Record<'C' | 'D', Words>>
}

interface Report {
  readonly grade: Grade
  /** What nobody has looked at, because it is not there. */
  readonly not_covered?: readonly string[]
  readonly checks: readonly CheckReportOf<string, string, string>[]
}

export function reportLines(
  { grade, checks, not_covered = [] }: Report,
  words: ReportWords,
  language: 'ko' | 'en',
): readonly string[] {
  return [
    ...Object.entries(words.groups).flatMap(([group, { title }]) => [
      title[language],
      ...checks.filter((check) => check.group === group).flatMap((check) => checkLines(check, language)),
      '',
    ]),
    TALLY[language](grade, (result) => checks.filter((check) => check.result === result).length),
    { ...GRADES, ...words.grades }[grade][language],
    ...(not_covered.length === 0 ? [] : [NOT_COVERED[language](not_covered.join(', '))]),
  ]
}

function checkLines(check: CheckReportOf<string, string, string>, language: 'ko' | 'en'): readonly string[] {
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

const NOT_COVERED = {
  ko: (names: string) => `이 등급은 ${names}에 대해서는 말하지 않습니다. 시험할 것이 없었습니다.`,
  en: (names: string) => `The grade says nothing about ${names}: there was none to be examined.`,
}

const GRADES: Readonly<Record<'A' | 'B' | 'F', Words>> = {
  A: { ko: '볼 수 있었던 것은 모두 통과했습니다.', en: 'Everything that could be seen has passed.' },
  B: { ko: '실패는 없지만 주의할 점이 있습니다.', en: 'Nothing failed; there are warnings.' },
  F: {
    ko: '돈이 걸린 결함이 있습니다. 고치기 전에는 쓰지 마세요.',
    en: 'Money is at stake. Do not go live before this is mended.',
  },
}
