import assert from 'node:assert/strict'
import { test } from 'node:test'
import { brokenReferences, cellsOf, referencesIn } from './doc-references.ts'

const FILES: ReadonlyMap<string, string> = new Map([
  ['src/till.test.ts', "test('a till is heard', () => {})\n  t.test(\"a clerk's word counts\", () => {})"],
  ['src/till.ts', 'export const till = 1'],
])

function broken(...rows: readonly string[]): readonly string[] {
  return brokenReferences('docs/x.md', rows.join('\n'), (path) => FILES.get(path))
}

test('a row that names a file and a test in it is fine, whatever quotes its title has', () => {
  assert.deepEqual(broken('| M1 | one | `src/till.test.ts` | `a till is heard` |'), [])
  assert.deepEqual(broken("| `src/till.test.ts` | `a clerk's word counts` |"), [])
})

test('a file that is gone, and a test that is gone or was renamed, are found with their line', () => {
  const found = broken(
    '| promise | file | test |',
    '| M1 | `src/gone.test.ts` | `a till is heard` |',
    '| M2 | `src/till.test.ts` | `a till is` |',
    '| M3 | `src/till.test.ts` | not yet |',
  )
  assert.deepEqual(found, [
    'docs/x.md:2 names src/gone.test.ts, which is not there.',
    'docs/x.md:3: src/till.test.ts has no test "a till is".',
    'docs/x.md:4 names src/till.test.ts, but no test in it: write its title into the last cell.',
  ])
})

test('a file that is no test needs to be there and no more', () => {
  assert.deepEqual(broken('| a | `src/till.ts` | – |', '| a | `src/no-till.ts` | – |'), [
    'docs/x.md:2 names src/no-till.ts, which is not there.',
  ])
})

test('other tables and prose are no references', () => {
  const prose = 'see `src/gone.ts` and `this`'
  const table = '| state | `ready` | `paid` |'
  assert.deepEqual(referencesIn(`${prose}\n${table}\n| --- | --- | --- |`), [])
})

test('a bar that is escaped does not end a cell', () => {
  assert.deepEqual(cellsOf('| a \\| b | c |'), ['a \\| b', 'c'])
  assert.deepEqual(cellsOf('no table'), [])
})
