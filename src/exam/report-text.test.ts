import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CHECK_GROUPS, GRADE_WORDS } from './receiver/check-words.ts'
import type { CheckReport, ReceiverReport } from './receiver/receiver-exam.ts'
import type { Grade } from './report.ts'
import { reportLines } from './report-text.ts'

const words = (text: string) => ({ ko: `${text}(한)`, en: text })
const RECEIVER = { groups: CHECK_GROUPS, grades: GRADE_WORDS }
const blank = { saw: null, unseen: null, defect: null, advice: null } as const

const CHECKS: readonly CheckReport[] = [
  { ...blank, group: 'answering', id: 'plain', title: words('is taken'), result: 'passed', saw: words('HTTP 200') },
  {
    ...blank,
    group: 'counting',
    id: 'duplicate',
    title: words('counted once'),
    result: 'failed',
    saw: words('HTTP 500'),
    defect: 'fails_on_duplicate',
    advice: words('Answer 2xx.'),
  },
  { ...blank, group: 'counting', id: 'burst', title: words('at once'), result: 'unseen', unseen: words('not yet') },
]

function report(grade: Grade): ReceiverReport {
  return { url: 'http://127.0.0.1/', format: 'v1-json', grade, checks: CHECKS }
}

test('a line a check below its group, the advice below its check, the grade and its meaning at the end', () => {
  assert.deepEqual(reportLines(report('C'), RECEIVER, 'en'), [
    'Answering',
    '  passed   is taken · HTTP 200',
    '',
    'Believing',
    '',
    'Counting',
    '  FAILED   counted once · HTTP 500',
    '          → Answer 2xx.',
    '  unseen   at once · not yet',
    '',
    'Reading',
    '',
    'Grade C: 1 passed, 0 warnings, 1 failed, 1 unseen',
    'Some notices do not get through.',
  ])
})

test('the same in Korean, to the last word', () => {
  const lines = reportLines(report('F'), RECEIVER, 'ko')
  assert.ok(lines.includes('  실패    counted once(한) · HTTP 500(한)'))
  assert.ok(lines.includes('          → Answer 2xx.(한)'))
  assert.deepEqual(lines.slice(-2), [
    '등급 F: 통과 1, 주의 0, 실패 1, 미확인 1',
    '돈이 걸린 결함이 있습니다. 고치기 전에는 쓰지 마세요.',
  ])
})

test('what was not there to be examined is named below the grade', () => {
  const lacking = { ...report('C'), not_covered: ['cancel', 'report'] }
  assert.deepEqual(reportLines(lacking, RECEIVER, 'en').slice(-2), [
    'Some notices do not get through.',
    'The grade says nothing about cancel, report: there was none to be examined.',
  ])
  assert.match(reportLines(lacking, RECEIVER, 'ko').at(-1) ?? '', /^이 등급은 cancel, report에 대해서는/)
})
