import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allows, finds } from './planted.ts'
import { functionsOf, longFiles, longFunctions, strangeNames } from './shape.ts'

function lines(count: number): string {
  return '  a()\n'.repeat(count)
}

test('names that are not kebab-case or name nothing are found', () => {
  finds(strangeNames, { 'src/core/payNumber.ts': '' }, /not kebab-case/)
  finds(strangeNames, { 'src/core/Pay/number.ts': '' }, /'Pay' is not kebab-case/)
  for (const name of ['utils', 'helpers', 'common', 'interfaces', 'types', 'date-utils', 'test-helpers']) {
    finds(strangeNames, { [`src/core/${name}.ts`]: '' }, /names nothing/)
  }
  finds(strangeNames, { 'src/core/common/money.ts': '' }, /names nothing/)
  allows(strangeNames, { 'src/core/kr-generic-20.test.ts': '', 'src/storage/sqlite/migrations/0001-init.sql': '' })
})

test('a file of 401 lines is found and one of 400 is not', () => {
  finds(longFiles, { 'src/core/x.ts': lines(401) }, /has 401 lines/)
  allows(longFiles, { 'src/core/x.ts': lines(400) })
})

test('every kind of function is measured, from its parameters to its closing brace', () => {
  for (const head of [
    'export function f(a: { b: string }): { c: number } {',
    'export async function* f(): AsyncGenerator<{ a: 1 }> {',
    'const f = async (a: string): Promise<void> => {',
    'const f = (a) => {',
    'const f = a => {',
  ]) {
    allows(longFunctions, { 'src/core/x.ts': `${head}\n${lines(58)}}\n` })
    finds(longFunctions, { 'src/core/x.ts': `\n${head}\n${lines(59)}}\n` }, /x\.ts:2 begins a function of 61 lines/)
  }
  finds(longFunctions, { 'src/core/x.ts': `class A {\n  f(): void {\n${lines(59)}  }\n}\n` }, /x\.ts:2 begins/)
})

test('parameters on many lines belong to the function', () => {
  assert.deepEqual(functionsOf('x.ts', 'function f(\n  a: number,\n  b = (c: number) => c,\n) {\n  g()\n}\n'), [
    { line: 1, lines: 6 },
  ])
})

test('other blocks, and lists of tests, are no functions', () => {
  assert.deepEqual(
    functionsOf('x.ts', 'if (a) {\n}\nfor (const b of c()) {\n}\nconst d = { e: 1 }\ninterface F { g: 1 }'),
    [],
  )
  assert.deepEqual(functionsOf('x.ts', 'while (a) {\n}\ntry {\n} catch (e) {\n}\nswitch (b) {\n}'), [])
  allows(longFunctions, { 'src/core/x.test.ts': `describe('a', () => {\n${lines(99)}})\n` })
})
