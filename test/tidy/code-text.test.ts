import assert from 'node:assert/strict'
import { test } from 'node:test'
import { separate } from './code-text.ts'

function codeOf(text: string): string {
  return separate(text).code.replace(/\s+/g, ' ').trim()
}

test('comments and texts are blank, and every line stays where it was', () => {
  const text = 'a() // Date\n/* async\n*/ b("x\\"y", \'z\')\n'
  assert.equal(codeOf(text), 'a() b(" ", \' \')')
  assert.equal(separate(text).code.length, text.length)
  assert.equal(separate(text).code.split('\n').length, text.split('\n').length)
})

test('code inside a template is code, and the template is one text', () => {
  const { code, literals } = separate(`f(\`select \${g({ a: \`x\${now()}\` })} from t\`)`)
  assert.match(code, /g\(\{ a: /)
  assert.match(code, /now\(\)/)
  assert.doesNotMatch(code, /select|from/)
  assert.deepEqual(
    literals.map(({ text }) => text),
    ['x?', 'select ? from t'],
  )
})

test('a regular expression is blank and a division is not', () => {
  assert.equal(codeOf('const a = /"[/"]/.test(b) ? c / d : e / f'), 'const a = .test(b) ? c / d : e / f')
  assert.equal(codeOf("return /'/g"), 'return g')
})
