/** The examples for CI, each with the runner it is for, by the commands of examples/README.md. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { CURLS, openShell } from '../e2e/shell.ts'
import { root } from '../set-up/programs.ts'
import { examplesFolder } from './examples-folder.ts'

const page = readFileSync(join(root, 'examples', 'README.md'), 'utf8')
const [settings = '', ...commands] = (/^```sh suites\n(.*?)\n^```$/ms.exec(page)?.[1] ?? '').split('\n')

test('each runner has its command', () => {
  assert.equal(settings, 'export SUNAP_GATEWAY=../sunap')
  assert.deepEqual(
    commands.map((command) => /ci\/([\w-]+)/.exec(command)?.[1]),
    ['node-test', 'vitest', 'jest'],
  )
})

for (const command of commands) {
  test(`an order is paid, refused and expires: ${command}`, async (t) => {
    const folder = await examplesFolder(t)
    const shell = openShell(t, CURLS[0] ?? 'of our own')
    const env = { SUNAP_GATEWAY: root, NO_COLOR: '1', CI: 'true' }
    const { code, out, err } = await shell.run(`unset NODE_TEST_CONTEXT\ncd '${folder}'\n${command}`, env)
    assert.equal(code, 0, out + err)
    assert.match(out + err, /ℹ pass 3\n|Tests:? +3 passed/)
  })
}
