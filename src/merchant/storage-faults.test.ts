/** What a merchant hears when storage fails: over real sockets, in every place where a request needs storage. */
import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { type TestContext, test } from 'node:test'
import { Value } from 'typebox/value'
import { KEYS, openApi } from '../../test/compat/api-under-test.ts'
import { type Storage, StorageFault, type StorageFaultKind } from '../storage/storage.ts'
import { Refused } from '../wire/envelope.ts'

/** Where storage fails; everything else works. */
type Place = 'execute' | 'reads' | 'token' | 'tokenGrant'

interface Asked {
  readonly at: Place
  readonly method: string
  readonly path: string
  readonly body?: object
}

const PAIR = { imp_key: KEYS.shop.impKey, imp_secret: KEYS.shop.impSecret }
const REQUESTS: readonly Asked[] = [
  { at: 'tokenGrant', method: 'POST', path: '/users/getToken', body: PAIR },
  { at: 'token', method: 'GET', path: '/payments/imp_000000000001' },
  { at: 'execute', method: 'POST', path: '/cvs', body: { merchant_uid: 'a', amount: 1000 } },
  { at: 'execute', method: 'DELETE', path: '/cvs/imp_000000000001' },
  { at: 'reads', method: 'GET', path: '/payments/imp_000000000001' },
  { at: 'reads', method: 'GET', path: '/payments/find/a' },
]

function failing(at: Place, kind: StorageFaultKind): (storage: Storage) => Storage {
  const fail = (): Promise<never> => Promise.reject(new StorageFault(kind, 'disk of db-7 says no'))
  return (storage) => ({
    ...storage,
    ...(at === 'execute' ? { execute: fail } : {}),
    ...(at === 'reads' ? { payments: { ...storage.payments, find: fail, ofOrder: fail } } : {}),
    ...(at === 'token' ? { tokens: { ...storage.tokens, find: fail } } : {}),
    ...(at === 'tokenGrant' ? { tokens: { ...storage.tokens, grant: fail } } : {}),
  })
}

/** Sends the request over a socket of its own and takes what comes until the other side closes. */
async function exchange(t: TestContext, { at, method, path, body }: Asked, kind: StorageFaultKind): Promise<string> {
  const own = await openApi({ faulty: failing(at, kind) })
  t.after(() => own.close())
  const token = at === 'tokenGrant' ? '' : await own.tokenOf(KEYS.shop)
  const payload = body === undefined ? '' : JSON.stringify(body)
  const type = body === undefined ? '' : 'Content-Type: application/json\r\n'
  const socket = connect({ host: '127.0.0.1', port: Number(new URL(await own.listen()).port) })
  socket.on('error', () => {})
  socket.write(
    `${method} ${path} HTTP/1.1\r\nHost: a\r\nAuthorization: ${token}\r\n${type}Connection: close\r\n` +
      `Content-Length: ${Buffer.byteLength(payload)}\r\n\r\n${payload}`,
  )
  const chunks: Buffer[] = []
  socket.on('data', (chunk) => chunks.push(chunk))
  await new Promise<void>((resolve) => socket.on('close', () => resolve()))
  return Buffer.concat(chunks).toString()
}

for (const kind of ['full', 'overloaded', 'closed'] as const) {
  test(`503 to every request at once while storage is ${kind}: nothing was changed, and when to come again`, async (t) => {
    for (const asked of REQUESTS) {
      const what = `${asked.method} ${asked.path}, ${asked.at}`
      const reply = await exchange(t, asked, kind)
      const [head = '', body = ''] = reply.split('\r\n\r\n')
      assert.match(head, /^HTTP\/1\.1 503 /, what)
      assert.match(head, /^retry-after: 1$/im, what)
      assert.match(head, /^cache-control: no-store$/im, what)
      const answered: unknown = JSON.parse(body)
      assert.ok(Value.Check(Refused, answered) && answered.code === -1, what)
      assert.match(answered.message, /아무것도 바뀌지 않았습니다.*nothing was changed/, what)
      assert.doesNotMatch(reply, /db-7/, what)
    }
  })
}

test('an outcome nobody knows is not answered to any request: the connection is cut without a byte', async (t) => {
  for (const asked of REQUESTS)
    assert.equal(await exchange(t, asked, 'unknown'), '', `${asked.method} ${asked.path}, ${asked.at}`)
})

test('after an outcome nobody knew, the next request is served: the order is there, once', async (t) => {
  let faults = 1
  const own = await openApi({
    faulty: (storage) => ({
      ...storage,
      async execute(command, deadline) {
        const outcome = await storage.execute(command, deadline)
        if (command.type === 'issue' && faults-- > 0) throw new StorageFault('unknown', 'the line was cut')
        return outcome
      },
    }),
  })
  t.after(() => own.close())
  const url = await own.listen()
  const headers = { authorization: await own.tokenOf(KEYS.shop), 'content-type': 'application/json' }
  const body = JSON.stringify({ merchant_uid: 'a', amount: 1000 })
  await assert.rejects(fetch(`${url}/cvs`, { method: 'POST', headers, body }), TypeError)
  const found = await fetch(`${url}/payments/find/a`, { headers })
  assert.equal(found.status, 200)
  const { response } = Object(await found.json())
  assert.deepEqual([response.merchant_uid, response.status], ['a', 'ready'])
})
