import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createDnsLookup, lookUpBySystem } from './name-lookup.ts'
import { A, AAAA, openNameServer } from './test-name-server.ts'

const LOOPBACK_6 = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]

test('a name gives all its addresses of both families', async (t) => {
  const server = await openNameServer(t, (_name, type) =>
    type === A
      ? [
          [127, 0, 0, 1],
          [127, 0, 0, 2],
        ]
      : [LOOPBACK_6],
  )
  const found = await createDnsLookup([server])('shop.test')
  assert.deepEqual([...found].sort(), ['127.0.0.1', '127.0.0.2', '::1'])
})

test('a name with one family only gives that one', async (t) => {
  const server = await openNameServer(t, (name, type) => {
    const wanted = name === 'four.test' ? A : AAAA
    if (type !== wanted) return []
    return type === A ? [[127, 0, 0, 1]] : [LOOPBACK_6]
  })
  const lookup = createDnsLookup([server])
  assert.deepEqual(await lookup('four.test'), ['127.0.0.1'])
  assert.deepEqual(await lookup('six.test'), ['::1'])
})

test('a name server that keeps silent about one family does not hold up the other', async (t) => {
  const server = await openNameServer(t, (_name, type) => (type === A ? [[127, 0, 0, 1]] : 'silent'))
  const startedMs = performance.now()
  assert.deepEqual(await createDnsLookup([server])('shop.test'), ['127.0.0.1'])
  assert.ok(performance.now() - startedMs < 900)
})

test('an unknown name is told apart from a name without addresses and from a silent server', async (t) => {
  const server = await openNameServer(t, (name) => (name === 'unknown.test' ? 'unknown' : []))
  const lookup = createDnsLookup([server])
  await assert.rejects(lookup('unknown.test'), { code: 'ENOTFOUND' })
  await assert.rejects(lookup('empty.test'), { code: 'ENODATA' })
})

test("the system's lookup knows the hosts file", async () => {
  const found = await lookUpBySystem('localhost')
  assert.ok(found.length > 0)
  for (const address of found) assert.match(address, /^(127\.|::1$)/)
})
