/** That a run which names a keeper is a run on that one: a suite that fell back to memory would promise nothing. */
import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { ALPHA, issue, paymentId, WORLD } from './contract-commands.ts'
import { createFakeClocks, FAKE_START } from './fake-clocks.ts'
import { scratchFolder } from './sqlite/test-folder.ts'
import { openTestKeeper } from './test-keeper.ts'

const NAMED = process.env['SUNAP_TEST_KEEPER'] || 'memory'

test('the keeper is the one that was named, and what it kept is gone when it closes', async (t) => {
  const folder = scratchFolder(t)
  const before = process.env['TMPDIR']
  const putBack = (): void => {
    if (before === undefined) delete process.env['TMPDIR']
    else process.env['TMPDIR'] = before
  }
  t.after(putBack)
  process.env['TMPDIR'] = folder
  const keeper = await openTestKeeper().finally(putBack)
  const files = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'sunap.sqlite')))
  const is = { 'a file': files.length === 1, 'one of several nodes': !keeper.isSoleOwner }
  await keeper.close()
  assert.deepEqual(is, { 'a file': NAMED === 'sqlite', 'one of several nodes': NAMED === 'postgres' })
  for (const name of files) assert.equal(existsSync(join(folder, name)), false)
})

test('each is empty, also after another, and none sees what is in one beside it', async (t) => {
  const open = async () => {
    const keeper = await openTestKeeper(createFakeClocks())
    t.after(() => keeper.close())
    await keeper.directory.put(WORLD)
    return keeper
  }
  const [one, beside] = [await open(), await open()]
  assert.equal((await one.execute(issue({ no: 1 }))).kind, 'issued')
  assert.equal(await beside.payments.find(ALPHA, paymentId(1)), undefined)
  await one.close()
  const after = await openTestKeeper(createFakeClocks())
  t.after(() => after.close())
  assert.deepEqual([after.directory.current().merchants.size, await after.tokens.find(1)], [0, undefined])
  await after.directory.put(WORLD)
  assert.equal((await after.execute(issue({ no: 1 }))).kind, 'issued')
})

test('it goes by the clocks it is given', async (t) => {
  const clocks = createFakeClocks()
  const keeper = await openTestKeeper(clocks)
  t.after(() => keeper.close())
  await keeper.directory.put(WORLD)
  clocks.moveWall(1234)
  const outcome = await keeper.execute(issue({ no: 1 }))
  assert.ok(outcome.kind === 'issued')
  assert.equal(outcome.payment.issuedAt, FAKE_START + 1234)
})

test('a name that no keeper has is an error that says which there are', async (t) => {
  const before = process.env['SUNAP_TEST_KEEPER']
  t.after(() => {
    if (before === undefined) delete process.env['SUNAP_TEST_KEEPER']
    else process.env['SUNAP_TEST_KEEPER'] = before
  })
  process.env['SUNAP_TEST_KEEPER'] = 'oracle'
  await assert.rejects(openTestKeeper(), /SUNAP_TEST_KEEPER=oracle: it is memory, sqlite, postgres\./)
})
