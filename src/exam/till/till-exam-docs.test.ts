/** The exam's documents name every check there is, in its place, and show deeds and answers as the code has them. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { CHECK_GROUPS } from './check-words.ts'
import { DEEDS, DRIVER_ANSWERS } from './driver.ts'

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

  test(`${name}: every deed is one, and its answer one that the exam takes`, () => {
    const pairs = [...deedsOf(documentNamed(name)).matchAll(/^> (.+)\n< (.+)$/gm)]
    for (const [, told = '', answered = ''] of pairs) {
      const deed: { do: keyof typeof DEEDS } = JSON.parse(told)
      assert.ok(DEEDS[deed.do].Check(deed), told)
      assert.ok(DRIVER_ANSWERS[deed.do].Check(JSON.parse(answered)), answered)
    }
    assert.equal(pairs.length * 2, deedsOf(documentNamed(name)).trim().split('\n').length)
  })
}

test('both documents show the same deeds', () => {
  const [english, korean] = DOCUMENTS.map(([, name]) => deedsOf(documentNamed(name)))
  assert.equal(english, korean)
})
