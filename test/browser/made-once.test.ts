import assert from 'node:assert/strict'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { madeOnce } from './made-once.ts'

test('two that ask at the same time both get the one that was ready first', async (t) => {
  const shelf = newShelf(t)
  const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const
  const [first, second] = gates.map(({ promise }, index) =>
    madeOnce({ ...cake, make: (folder) => promise.then(() => bake(folder, `cake ${index}`)) }, shelf),
  )
  gates[1].resolve()
  assert.equal(await second, join(shelf, 'cake-1'))
  gates[0].resolve()
  assert.equal(await first, join(shelf, 'cake-1'))
  assert.equal(readFileSync(join(shelf, 'cake-1', 'cake'), 'utf8'), 'cake 1')
  assert.deepEqual(readdirSync(shelf), ['cake-1'])
})

test('what was made once is not made again', async (t) => {
  const shelf = newShelf(t)
  await madeOnce(cake, shelf)
  const never = (): void => assert.fail('made a second time')
  assert.equal(await madeOnce({ ...cake, make: never }, shelf), join(shelf, 'cake-1'))
})

test('a new version drops the old one, and what an interrupted run left; other kinds and work in progress stay', async (t) => {
  const shelf = newShelf(t)
  await madeOnce(cake, shelf)
  await madeOnce({ ...cake, kind: 'bread' }, shelf)
  for (const name of ['making-old', 'making-now']) mkdirSync(join(shelf, name))
  utimesSync(join(shelf, 'making-old'), 0, 0)
  await madeOnce({ ...cake, version: '2' }, shelf)
  assert.deepEqual(readdirSync(shelf).sort(), ['bread-1', 'cake-2', 'making-now'])
})

test('a failure is told and leaves nothing behind, so that the next one tries again', async (t) => {
  const shelf = newShelf(t)
  const fails = (folder: string): void => {
    bake(folder, 'half a cake')
    throw new Error('the oven is cold')
  }
  await assert.rejects(madeOnce({ ...cake, make: fails }, shelf), /the oven is cold/)
  assert.deepEqual(readdirSync(shelf), [])
  assert.ok(existsSync(join(await madeOnce(cake, shelf), 'cake')))
})

const cake = { kind: 'cake', version: '1', make: (folder: string) => bake(folder, 'a cake') }

function bake(folder: string, text: string): void {
  writeFileSync(join(folder, 'cake'), text)
}

function newShelf(t: TestContext): string {
  const shelf = mkdtempSync(join(tmpdir(), 'sunap-shelf-'))
  t.after(() => rmSync(shelf, { recursive: true, force: true }))
  return shelf
}
