/** The exam's documents name every check there is, in its place, and show deeds and answers as the code has them. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { CHECK_GROUPS } from './check-words.ts'
import { DRIVER_ANSWERS } from './driver.ts'

const DOCUMENTS = [
  ['en', 'till-exam.md'],
  ['ko', 'till-exam.ko.md'],
] as const

function documentNamed(name: string): string {
  return readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8')
}

function deedsOf(document: string): string {
  return /^```jsonl driver\n([\s\S]*?)^```$/m.exec(document)?.[1] ?? assert.fail('the document has no deeds')
}

for (const [language, name] of DOCUMENTS) {
  test(`${name}: the table has every check below its group, and no other`, () => {
    const rows = [...documentNamed(name).matchAll(/^\|([^|]*)\|([^|]+)\|[^|]+\|$/gm)]
    const written = rows.map(([, group = '', check = '']) => [group.trim(), check.trim()])
    const real = Object.values(CHECK_GROUPS).flatMap(({ title, checks }) =>
      Object.values(checks).map((check, nth) => [nth === 0 ? title[language] : '', check[language]]),
    )
    const from = written.findIndex(([, check]) => check === real[0]?.[1])
    assert.deepEqual(written.slice(from, from + real.length), real)
    assert.deepEqual(written.slice(from + real.length), [])
  })

  test(`${name}: every answer to a deed is one that the exam takes`, () => {
    const lines = deedsOf(documentNamed(name)).trim().split('\n')
    for (const [nth, line] of lines.entries()) {
      if (!line.startsWith('<')) continue
      const deed: { do: 'start' | 'sale' | 'count' } = JSON.parse(lines[nth - 1]?.slice(2) ?? '')
      assert.ok(DRIVER_ANSWERS[deed.do].Check(JSON.parse(line.slice(2))), line)
    }
    assert.deepEqual(new Set(lines.map((line) => line[0])), new Set(['>', '<']))
  })
}

test('both documents show the same deeds', () => {
  const [english, korean] = DOCUMENTS.map(([, name]) => deedsOf(documentNamed(name)))
  assert.equal(english, korean)
})
