/** The gateway of a test goes when the test goes: by its own will, by a signal, and when it is killed outright. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { ended, startNode, temporaryFolder } from '../../../test/set-up/programs.ts'
import { startGatewayProcess } from './gateway-process.ts'

const folder = fileURLToPath(new URL('../../..', import.meta.url))
const MODULE = new URL('./gateway-process.ts', import.meta.url).href

/** A test's process that has started a gateway, and does what `then` says. */
async function startTest(t: TestContext, then: string) {
  const temporary = temporaryFolder(t)
  const file = join(temporaryFolder(t), 'a-test.mjs')
  writeFileSync(
    file,
    `import { startGatewayProcess } from ${JSON.stringify(MODULE)}
     const gateway = await startGatewayProcess({ kind: 'checkout', folder: ${JSON.stringify(folder)} })
     console.log(gateway.url)
     await new Promise((go) => process.stdin.once('data', go))
     process.stdin.destroy()
     ${then}`,
  )
  const child = startNode([file], { env: { TMPDIR: temporary } })
  const end = ended(child)
  const [line] = await once(child.stdout ?? child, 'data')
  // It is the gateway's end of it that closes or resets it.
  const socket = connect(Number(new URL(String(line).trim()).port), '127.0.0.1').on('error', () => {})
  await once(socket, 'connect')
  const gone = new Promise((resolve) => socket.resume().on('close', resolve))
  child.stdin?.write('go')
  return { child, end, gone, left: () => readdirSync(temporary).filter((name) => name.startsWith('sunap-')) }
}

test('a test that is killed outright takes its gateway and its folder along', async (t) => {
  const { child, end, gone, left } = await startTest(t, 'setInterval(() => {}, 1000)')
  assert.equal(left().length, 1)
  child.kill('SIGKILL')
  await Promise.all([end, gone])
  await untilEmpty(left)
})

test('a test that forgets to stop it is not kept waiting, and leaves nothing', async (t) => {
  const { end, gone, left } = await startTest(t, '')
  const { code } = await end
  assert.equal(code, 0)
  await gone
  await untilEmpty(left)
})

test('when stop() has ended nothing is left, of the process and of its folder', async (t) => {
  const { end, gone, left } = await startTest(t, 'await gateway.stop()')
  await Promise.all([end, gone])
  assert.deepEqual(left(), [])
})

/** The gateway closes its line before its last breath. */
async function untilEmpty(left: () => readonly string[]): Promise<void> {
  while (left().length > 0) await new Promise(setImmediate)
}

test('a gateway that does not start is told with its own last words', async (t) => {
  const broken = temporaryFolder(t)
  for (const part of ['src/server', 'tools']) mkdirSync(join(broken, part), { recursive: true })
  writeFileSync(join(broken, 'src', 'server', 'main.ts'), "throw new Error('no such luck')")
  writeFileSync(join(broken, 'tools', 'node-choice.mjs'), 'export const nodeOrExit = () => process.execPath')
  await assert.rejects(
    startGatewayProcess({ kind: 'checkout', folder: broken }),
    /The gateway did not start. It said:[\s\S]*no such luck/,
  )
  writeFileSync(
    join(broken, 'tools', 'node-choice.mjs'),
    "export const nodeOrExit = () => { console.error('Do it with:  node setup.mjs'); process.exit(1) }",
  )
  await assert.rejects(startGatewayProcess({ kind: 'checkout', folder: broken }), /node setup\.mjs/)
  assert.ok(existsSync(broken))
})
