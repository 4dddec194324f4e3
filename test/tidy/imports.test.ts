import assert from 'node:assert/strict'
import { test } from 'node:test'
import { brokenImports, deadFiles, importsOf } from './imports.ts'
import { allows, finds } from './planted.ts'

test('every way of naming another file is found, with its line and whether it takes types alone', () => {
  const text = [
    "import type { A } from './a.ts'",
    "import { type B, type C } from './b.ts'",
    "import { type D, e } from '../d.ts'",
    "import * as f from './f.ts'",
    "import './g.ts'",
    "export { h } from './h.ts'",
    "const i = await import('./i.ts')",
    "const j: import('./j.ts').J = k",
    "new Worker(new URL('./l.ts', import.meta.url))",
    "// import { no } from './no.ts'",
    'import {',
    '  m,',
    "} from './m.ts'",
    "import n from 'node:fs'",
  ].join('\n')
  const found = [...importsOf('src/x/y.ts', text)].sort((one, other) => one.line - other.line)
  assert.deepEqual(
    found.map(({ line, target, typesOnly }) => `${line} ${target}${typesOnly ? ' types' : ''}`),
    [
      '1 src/x/a.ts types',
      '2 src/x/b.ts types',
      '3 src/d.ts',
      '4 src/x/f.ts',
      '5 src/x/g.ts',
      '6 src/x/h.ts',
      '7 src/x/i.ts',
      '8 src/x/j.ts',
      '9 src/x/l.ts',
      '11 src/x/m.ts',
      '14 undefined',
    ],
  )
})

test('an import without its ending, or of a file that is gone, is found', () => {
  const here = { 'src/core/b.ts': '' }
  finds(brokenImports, { ...here, 'src/core/a.ts': "import { b } from './b'" }, /a\.ts:1 imports '\.\/b'.*ending/)
  finds(
    brokenImports,
    { ...here, 'src/core/a.ts': "import { c } from './c.ts'" },
    /imports '\.\/c\.ts', which is no file/,
  )
  allows(brokenImports, { ...here, 'src/core/a.ts': "import { b } from './b.ts'" })
})

test('a file that nothing names is found, and a test or a program is none', () => {
  finds(deadFiles, { 'src/core/a.ts': '' }, /src\/core\/a\.ts is used by nothing/)
  allows(deadFiles, { 'src/core/a.ts': '', 'src/core/a.test.ts': "import { a } from './a.ts'" })
  allows(deadFiles, { 'src/server/main.ts': '', 'package.json': '{"scripts":{"start":"node src/server/main.ts"}}' })
})
