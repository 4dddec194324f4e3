import assert from 'node:assert/strict'
import { cpSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { createClone } from './clone.ts'
import { ended, root, said, startNode, temporaryFolder } from './programs.ts'

const withNode = join(root, 'tools', 'with-node.mjs')

function program(t: TestContext, text: string): string {
  const file = join(temporaryFolder(t), 'program.ts')
  writeFileSync(file, text)
  return file
}

test('a program gets its arguments whole, and its exit code comes back', async (t) => {
  const file = program(
    t,
    'const words: string[] = process.argv.slice(2); console.log(JSON.stringify(words)); process.exitCode = 7',
  )
  const { code, out } = await ended(startNode([withNode, file, '--fresh', 'a b', '']))
  assert.deepEqual([code, JSON.parse(out)], [7, ['--fresh', 'a b', '']])
})

const WAITS = `
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(40))
setInterval(() => {}, 1000)
console.log('up')
`

test('signals reach the program, which ends as it likes', async (t) => {
  const file = program(t, WAITS)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    const child = startNode([withNode, file])
    await said(child, 'up')
    child.kill(signal)
    assert.equal((await ended(child)).code, 40)
  }
})

test('a program that dies of a signal is seen to have died of it', async (t) => {
  const { code, signal } = await ended(startNode([withNode, program(t, "process.kill(process.pid, 'SIGKILL')")]))
  assert.deepEqual([code, signal], [null, 'SIGKILL'])
})

test("under npm the program ends with npm's shell, which dies without a word", async (t) => {
  const shell = startNode(['--input-type=commonjs', '--eval', SHELL_THAT_DIES, withNode, program(t, WAITS)])
  await said(shell, 'up')
  const end = ended(shell) // its output is the program's too, so it closes when both have ended
  shell.kill('SIGKILL')
  assert.equal((await end).signal, 'SIGKILL')
})

const SHELL_THAT_DIES = `
const env = { ...process.env, npm_lifecycle_event: 'start' }
require('node:child_process').spawn(process.execPath, process.argv.slice(1), { stdio: 'inherit', env })
`

test('before the set-up, the command that does it is named', async (t) => {
  const clone = createClone(t)
  const copy = join(clone.folder, 'tools', 'with-node.mjs')
  cpSync(withNode, copy)
  const { code, err } = await ended(startNode([copy, 'src/server/main.ts']))
  assert.deepEqual([code, err], [1, 'Sunap is not set up here yet. Do it with:  node setup.mjs\n'])
})
