/** The gateway as a package beside the SDK: a project that has both tests against a practice gateway without a checkout. */
import assert from 'node:assert/strict'
import { statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { ended, startNode, temporaryFolder } from '../set-up/programs.ts'
import { installed, listed, packedGateway, packedSdk } from './packed.ts'

test('it holds what is run, the statements of its databases, and no tests', async () => {
  const tarball = await packedGateway()
  const files = await listed(tarball)
  for (const file of [
    'LICENSE',
    'NOTICE',
    'dist/cli/sunap.js',
    'dist/console/index.html',
    'dist/pay/browser/customer-page.js',
    'dist/server/main.js',
    'dist/storage/postgres/migrations/0001-init.sql',
    'dist/storage/sqlite/migrations/0001-init.sql',
    'dist/storage/sqlite/writer-thread.js',
  ])
    assert.ok(files.includes(`package/${file}`), file)
  for (const file of files)
    assert.match(
      file,
      /^package\/(dist\/console\/[\w./-]+|dist\/(?!.*(test-|\.test\.|storage\/contract)).*\.(js|sql)|LICENSE|NOTICE|README\.md|package\.json)$/,
    )
  assert.ok(statSync(tarball).size < 1_200_000, `${statSync(tarball).size} bytes`)
})

const USERS_TEST = `
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startSandbox } from 'sunap-sdk/testing'

test('an order is paid at a store', async () => {
  await using sandbox = await startSandbox()
  const { imp_uid, pay_url } = await sandbox.client.issue({ merchant_uid: 'order-1', amount: 1000 })
  assert.match(await (await fetch(pay_url)).text(), /customer-page-[\\w-]+\\.js/)
  assert.equal((await sandbox.pay(imp_uid)).outcome, 'paid')
  assert.equal((await sandbox.nextNotice({ imp_uid, status: 'paid' })).merchant_uid, 'order-1')
})
`

test('a user’s test starts it from there, and an operator’s command runs', async (t) => {
  const folder = await installed(t, await packedGateway(), await packedSdk())
  writeFileSync(join(folder, 'order.test.mjs'), USERS_TEST)
  const tested = await ended(startNode(['--test', 'order.test.mjs'], { cwd: folder }))
  assert.equal(tested.code, 0, tested.out + tested.err)
  const command = join('node_modules', 'sunap', 'dist', 'cli', 'sunap.js')
  const asked = await ended(startNode([command, 'help'], { cwd: folder }))
  assert.match(asked.out, /^ {2}start +\[--fresh\]$/m)
  const data = { SUNAP_DATA: temporaryFolder(t), SUNAP_PORT: 'none' }
  const refused = await ended(startNode([command, 'start'], { cwd: folder, env: data }))
  assert.deepEqual([refused.code, /SUNAP_PORT=none/.test(refused.err)], [2, true])
})
