import assert from 'node:assert/strict'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { type TestContext, test } from 'node:test'
import { createGuardedClient } from './guarded-client.ts'
import { recordingDial, requestTo, rulesFor } from './loopback-server.ts'
import { createDnsLookup, lookUpBySystem } from './name-lookup.ts'

const A = 1
const AAAA = 28

/** The addresses of a question as raw bytes; `silent` never answers, `unknown` says that there is no such name. */
type Answerer = (name: string, type: number) => readonly (readonly number[])[] | 'silent' | 'unknown'

/** A name server on loopback; returns its `address:port`. */
async function nameServer(t: TestContext, answer: Answerer): Promise<string> {
  const socket = createSocket('udp4')
  socket.on('message', (query, from) => {
    const { name, type, end } = questionOf(query)
    const found = answer(name, type)
    if (found === 'silent') return
    const records = found === 'unknown' ? [] : found
    const head = Buffer.from(query.subarray(0, 12))
    head.writeUInt16BE(found === 'unknown' ? 0x8183 : 0x8180, 2)
    head.writeUInt16BE(1, 4)
    head.writeUInt16BE(records.length, 6)
    head.writeUInt32BE(0, 8)
    const answers = records.map((bytes) =>
      Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 0, 0, bytes.length, ...bytes]),
    )
    socket.send(Buffer.concat([head, query.subarray(12, end), ...answers]), from.port, from.address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  t.after(() => socket.close())
  return `127.0.0.1:${socket.address().port}`
}

function questionOf(query: Buffer): { readonly name: string; readonly type: number; readonly end: number } {
  const labels: string[] = []
  let at = 12
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 }
}

const LOOPBACK_6 = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]

test('a name gives all its addresses of both families', async (t) => {
  const server = await nameServer(t, (_name, type) =>
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
  const server = await nameServer(t, (name, type) => {
    const wanted = name === 'four.test' ? A : AAAA
    if (type !== wanted) return []
    return type === A ? [[127, 0, 0, 1]] : [LOOPBACK_6]
  })
  const lookup = createDnsLookup([server])
  assert.deepEqual(await lookup('four.test'), ['127.0.0.1'])
  assert.deepEqual(await lookup('six.test'), ['::1'])
})

test('a name server that keeps silent about one family does not hold up the other', async (t) => {
  const server = await nameServer(t, (_name, type) => (type === A ? [[127, 0, 0, 1]] : 'silent'))
  const startedMs = performance.now()
  assert.deepEqual(await createDnsLookup([server])('shop.test'), ['127.0.0.1'])
  assert.ok(performance.now() - startedMs < 900)
})

test('an unknown name is told apart from a name without addresses and from a silent server', async (t) => {
  const server = await nameServer(t, (name) => (name === 'unknown.test' ? 'unknown' : []))
  const lookup = createDnsLookup([server])
  await assert.rejects(lookup('unknown.test'), { code: 'ENOTFOUND' })
  await assert.rejects(lookup('empty.test'), { code: 'ENODATA' })
})

test("the system's lookup knows the hosts file", async () => {
  const found = await lookUpBySystem('localhost')
  assert.ok(found.length > 0)
  for (const address of found) assert.match(address, /^(127\.|::1$)/)
})

test('a name server that changes its answer at every question never gets a forbidden address called', async (t) => {
  let questions = 0
  const server = await nameServer(t, (_name, type) => {
    if (type !== A) return []
    questions += 1
    return [questions % 2 === 1 ? [93, 184, 216, 34] : [127, 0, 0, 1]]
  })
  const { dial, dialled } = recordingDial(1)
  const client = createGuardedClient({
    rules: rulesFor('production'),
    version: '0.0.0',
    lookup: createDnsLookup([server]),
    dial,
  })
  t.after(() => client.close())
  for (let call = 0; call < 100; call += 1) await client.post(requestTo('http://flip.test/'))
  assert.equal(questions, 100)
  assert.equal(dialled.length, 50)
  for (const { addresses } of dialled) assert.deepEqual(addresses, ['93.184.216.34'])
})
