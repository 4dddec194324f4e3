/**
 * The house rules, held on the repository itself. Each rule is a function in tidy/, tried on planted violations beside
 * it; a sentence it finds here says where, what, and what to do instead.
 */
import assert from 'node:assert/strict'
import { dirname } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { brokenLinks, machineTraces } from './tidy/documents.ts'
import { brokenImports, deadFiles } from './tidy/imports.ts'
import { rejectionsWithoutRow } from './tidy/rejections.ts'
import { forbiddenImports, strangeRooms } from './tidy/rooms.ts'
import { longFiles, longFunctions, strangeNames } from './tidy/shape.ts'
import { readSourceTree, type SourceTree } from './tidy/source-tree.ts'
import { misplacedPackages, misplacedSql, misplacedWords } from './tidy/words.ts'

const tree = readSourceTree(dirname(dirname(fileURLToPath(import.meta.url))))

const RULES: Readonly<Record<string, (tree: SourceTree) => string[]>> = {
  'every file below src/ is in a room of the house': strangeRooms,
  'a room imports only the rooms it may know': forbiddenImports,
  'every relative import leads to a file': brokenImports,
  'every file is used by something': deadFiles,
  'a word stands only where it is at home': misplacedWords,
  'a package is imported only where it is at home': misplacedPackages,
  'SQL stands in storage/ alone': misplacedSql,
  'files are kebab-case and named after what they hold': strangeNames,
  'no file is longer than 400 lines': longFiles,
  'no function is longer than 60 lines': longFunctions,
  'every rejection of the core has its row on the wire': rejectionsWithoutRow,
  'every link in a document leads to a file': brokenLinks,
  'no file names the machine or registry it came from': machineTraces,
}

test('the tree that the rules look at is not empty', () => {
  assert.ok(tree.has('package.json') && tree.has('test/tidy.test.ts'))
})

for (const [promise, rule] of Object.entries(RULES)) {
  test(promise, () => {
    const found = rule(tree)
    assert.ok(found.length === 0, `\n${found.join('\n')}\n`)
  })
}
