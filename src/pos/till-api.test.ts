/** The line under the messages: what is no message, what breaks on the way down, and how the listener closes. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { Compile } from 'typebox/compile'
import type { NetworkId } from '../core/brand.ts'
import { dateOf, seoulDay, startOfDay } from '../core/seoul-day.ts'
import { signTillRequest } from '../sandbox/till-client.ts'
import { after } from '../server/machine.ts'
import { type Storage, StorageFault } from '../storage/storage.ts'
import { Refusal } from '../wire/till.ts'
import { type House, heldMerchant, openHouse, PAYABLE, sale, TILL_SECRET } from './test-house.ts'

const isRefusal = Compile(Refusal)

/** Asserts a refusal in the reply's shape, with its code. */
async function refused(response: Response, status: number, code: string): Promise<Refusal> {
  assert.equal(response.status, status)
  assert.equal(response.headers.get('content-type'), 'application/json; charset=utf-8')
  assert.equal(response.headers.get('cache-control'), 'no-store')
  const reply: unknown = await response.json()
  assert.ok(isRefusal.Check(reply), JSON.stringify(reply))
  assert.equal(reply.code, code)
  return reply
}

/** A signed request as bytes for a raw socket. */
function bytesOf(house: House, name: string, fields: object): Buffer {
  const path = `/pos/v1/${name}`
  const body = Buffer.from(JSON.stringify({ ...fields, sent_at: 1 }))
  const headers = signTillRequest(
    { terminal: 'house/S001/1', secret: TILL_SECRET },
    { path, body, wallMs: house.gateway.wall() },
  )
  const lines = Object.entries({ host: 'till', ...headers, 'content-length': body.length })
  return Buffer.concat([
    Buffer.from(`POST ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`),
    body,
  ])
}

function dial({ url }: House): {
  readonly socket: Socket
  readonly heard: () => string
  readonly closed: Promise<unknown>
} {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  let text = ''
  socket.setEncoding('utf8')
  socket.on('data', (chunk) => {
    text += chunk
  })
  socket.on('error', () => {})
  return { socket, heard: () => text, closed: once(socket, 'close') }
}

test('what is not there is told in the reply’s shape, with what is there', async (t) => {
  const house = await openHouse(t)
  const headers = { 'content-type': 'application/json' }
  for (const path of [
    '/',
    '/pos/v1/',
    '/pos/v1/settle',
    '/pos/v1/collect/',
    '/pos/v2/collect',
    '/POS/v1/collect',
    '/%',
    '/cvs',
  ]) {
    const reply = await refused(await fetch(house.url + path, { method: 'POST', body: '{}', headers }), 404, '1001')
    assert.match(
      reply.text.en,
      /\{echo\|inquiry\|collect\|complete\|cancel\|payout\|reverse\|status\|report\|open\|close\}/,
    )
  }
  for (const method of ['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'QUERY', 'PROPFIND']) {
    const response = await fetch(`${house.url}/pos/v1/collect`, { method })
    assert.equal(response.headers.get('allow'), 'POST')
    await refused(response, 405, '1001')
  }
})

test('a body of another type or size is told so', async (t) => {
  const house = await openHouse(t)
  const post = (body: string | Buffer, type: string) =>
    fetch(`${house.url}/pos/v1/collect`, { method: 'POST', body, headers: { 'content-type': type } })
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/jsonp',
    'multipart/form-data; boundary=x',
    ';',
  ])
    await refused(await post('{}', type), 415, '1001')
  await refused(await post(Buffer.alloc(16 * 1024 + 1, ' '), 'application/json'), 413, '1001')
  await refused(await post(Buffer.alloc(16 * 1024, ' '), 'application/json'), 401, '1002')
  await refused(await fetch(`${house.url}/pos/v1/collect`, { method: 'POST' }), 401, '1002')
})

test('a signed request that does not fit is told which field, with HTTP 400 and nothing stored', async (t) => {
  const house = await openHouse(t)
  const { number } = await house.issue()
  const till = house.till()
  const { status, reply } = await till.collect({ ...sale(house, '1', number), deadline_ms: 1999 })
  assert.equal(status, 400)
  assert.equal(reply.code, '1001')
  assert.equal(reply.gateway_ref, null)
  assert.match(reply.text.ko, /deadline_ms: 2000~30000 정수/)
  assert.match(reply.text.en, /deadline_ms: an integer from 2000 to 30000/)
  assert.equal((await till.collect(sale(house, '1', number))).reply.code, '0000')
})

test('the business date of another week is refused, and echo tells the right one', async (t) => {
  const house = await openHouse(t)
  const till = house.till()
  const { status, reply } = await till.inquire({ business_date: '20200101', stan: '1', number: '1234' })
  assert.equal(status, 400)
  assert.match(reply.text.ko, /business_date/)
  const { reply: line } = await till.echo({ stan: '1', business_date: '20200101' })
  assert.ok(line.class === 'OK')
  assert.equal((await till.inquire({ business_date: line.business_date, stan: '1', number: '1234' })).status, 200)
})

test('after midnight it is the business day before until the cut-off of the network: for echo, and for what is near it', async (t) => {
  const house = await openHouse(t)
  const { networks } = house.gateway.directory()
  const network = networks.get('house' as NetworkId) ?? assert.fail()
  await house.storage.directory.put([
    { kind: 'network', entry: { ...network, calendar: { ...network.calendar, cutOff: 240 } } },
  ])
  const till = house.till()
  const today = seoulDay(house.gateway.now())
  const oneOClock = startOfDay(today + 1) + 3_600_000
  await house.storage.clock.advance(oneOClock - house.gateway.now())
  const { reply } = await till.echo({ stan: '1', business_date: '20200101' })
  assert.ok('business_date' in reply && reply.business_date === dateOf(today))
  const inquiryOn = async (day: number) =>
    (await till.inquire({ business_date: dateOf(day), stan: '1', number: '1234' })).status
  assert.deepEqual(
    await Promise.all([-2, -1, 0, 1, 2].map((apart) => inquiryOn(today + apart))),
    [400, 200, 200, 200, 400],
  )
})

test('a till is heard with each message it signed, whatever is answered, and nobody else is', async (t) => {
  const house = await openHouse(t)
  const { businessDate: business_date } = house
  await house.till().echo({ stan: '1' })
  await house.till('house/S001/2').inquire({ business_date, stan: '1', number: 'NEVER-ISSUED' })
  await house.till('house/S001/9').echo({ stan: '1' })
  assert.deepEqual(
    house.heard.map(({ till }) => till),
    ['1', '2'],
  )
})

/** A keeper of which one command type fails as told. */
function failing(type: string, fault: () => Error) {
  return (storage: Storage): Storage => ({
    ...storage,
    execute: async (command, deadline) => {
      if (command.type === type) throw fault()
      return storage.execute(command, deadline)
    },
  })
}

const full = () => new StorageFault('full', 'no space left')

test('a keeper that is full, overloaded or closing has done nothing: 503, the same sale again', async (t) => {
  for (const kind of ['full', 'overloaded', 'closed'] as const) {
    const house = await openHouse(t, { around: failing('claim', () => new StorageFault(kind, kind)) })
    const { number } = await house.issue()
    const { status, reply } = await house.till().collect(sale(house, '1', number))
    assert.equal(status, 503)
    assert.equal(reply.code, '9001')
    assert.equal(reply.class, 'RETRY_SAME_KEY')
    assert.equal(house.faults.length, 1)
  }
})

test('a 503 says when to come again', async (t) => {
  const house = await openHouse(t, { around: failing('inquire', full) })
  const { number } = await house.issue()
  const fields = { business_date: house.businessDate, stan: '1', number }
  const body = Buffer.from(JSON.stringify({ ...fields, sent_at: 1 }))
  const path = '/pos/v1/inquiry'
  const headers = signTillRequest(
    { terminal: 'house/S001/1', secret: TILL_SECRET },
    { path, body, wallMs: house.gateway.wall() },
  )
  const response = await fetch(house.url + path, { method: 'POST', headers, body })
  assert.equal(response.headers.get('retry-after'), '1')
  await refused(response, 503, '9001')
})

test('a claim whose end could not be written is an unknown result, never a no', async (t) => {
  const house = await openHouse(t, { around: failing('settle', full) })
  const { number } = await house.issue()
  const till = house.till()
  const { status, reply } = await till.collect(sale(house, '1', number))
  assert.equal(status, 200)
  assert.equal(reply.code, '9002')
  assert.equal(reply.class, 'UNKNOWN')
  assert.match(reply.gateway_ref ?? '', /^\d{12}$/)
  const original = { business_date: house.businessDate, stan: '1' }
  const { reply: undone } = await till.reverse({ ...original, stan: '2', original, reason: 'bad_reply' })
  assert.ok(undone.class === 'OK' && undone.original === 'reversed')
})

test('a commit nobody can tell the end of is unknown to the till', async (t) => {
  for (const type of ['claim', 'settle', 'reverse']) {
    const house = await openHouse(t, { around: failing(type, () => new StorageFault('unknown', 'disk')) })
    const { number } = await house.issue()
    const till = house.till()
    const original = { business_date: house.businessDate, stan: '1' }
    const asked =
      type === 'reverse'
        ? till.reverse({ ...original, original, reason: 'power' })
        : till.collect(sale(house, '1', number))
    const { status, reply } = await asked
    assert.deepEqual([status, reply.code, reply.class], [200, '9002', 'UNKNOWN'])
    assert.equal(house.faults.length, 1)
  }
})

test('a till is answered by its time though storage never answers', async (t) => {
  for (const [type, status, code] of [
    ['claim', 200, '9002'],
    ['settle', 200, '9002'],
    ['reverse', 200, '9002'],
    ['inquire', 503, '9001'],
  ] as const) {
    const waits: number[] = []
    const hung = new Promise<never>(() => {})
    const house = await openHouse(t, {
      around: (storage) => ({
        ...storage,
        execute: (command, deadline) => (command.type === type ? hung : storage.execute(command, deadline)),
      }),
      after(ms, run) {
        waits.push(ms)
        return after(ms > 3_000 ? 20 : ms, run)
      },
    })
    const { number } = await house.issue()
    const till = house.till()
    const key = { business_date: house.businessDate, stan: '1' }
    const asked = {
      claim: () => till.collect(sale(house, '1', number)),
      settle: () => till.collect(sale(house, '1', number)),
      reverse: () => till.reverse({ ...key, original: key, reason: 'power' }),
      inquire: () => till.inquire({ ...key, number }),
    }[type]
    const answered = await asked()
    assert.deepEqual([answered.status, answered.reply.code], [status, code])
    assert.ok(waits.every((ms) => ms <= 6_000))
  }
})

test('an unforeseen fault is unknown where money may have moved, and undone where it cannot have', async (t) => {
  const bug = () => new Error('a bug')
  for (const [type, code] of [
    ['claim', '9002'],
    ['reverse', '9002'],
    ['inquire', '9001'],
  ] as const) {
    const house = await openHouse(t, { around: failing(type, bug) })
    const { number } = await house.issue()
    const till = house.till()
    const key = { business_date: house.businessDate, stan: '1' }
    const { reply } =
      type === 'claim'
        ? await till.collect(sale(house, '1', number))
        : type === 'reverse'
          ? await till.reverse({ ...key, original: key, reason: 'power' })
          : await till.inquire({ ...key, number })
    assert.equal(reply.code, code)
    assert.deepEqual(house.faults.map(String), ['Error: a bug'])
  }
})

test('bytes that are no HTTP are answered in the reply’s shape, and the line is cut', async (t) => {
  const house = await openHouse(t)
  const head = 'POST /pos/v1/echo HTTP/1.1\r\nhost: till\r\n'
  const lines: readonly (readonly [string, number])[] = [
    ['hello\r\n\r\n', 400],
    [`${head}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`, 400],
    [`${head}content-length: 2\r\ncontent-length: 3\r\n\r\n{}`, 400],
    [`${head}content-length: -1\r\n\r\n`, 400],
    [`${head} folded: x\r\n\r\n`, 400],
    [`${head}x-junk: ${'x'.repeat(9000)}\r\n\r\n`, 431],
  ]
  for (const [text, status] of lines) {
    const { socket, heard, closed } = dial(house)
    socket.write(text)
    await closed
    const [top = '', body = ''] = heard().split('\r\n\r\n')
    assert.ok(top.startsWith(`HTTP/1.1 ${status} `), `${JSON.stringify(text.slice(0, 60))}: ${heard()}`)
    const reply: unknown = JSON.parse(body)
    assert.ok(isRefusal.Check(reply) && reply.code === '1001')
  }
})

test('a request that does not come to an end is cut within a few seconds', { timeout: 10_000 }, async (t) => {
  const house = await openHouse(t)
  const { socket, heard, closed } = dial(house)
  socket.write('POST /pos/v1/echo HTTP/1.1\r\nhost: till\r\nx-slow: ')
  await closed
  assert.match(heard(), /^HTTP\/1\.1 408 /)
  assert.match(heard(), /"code":"1001"/)
})

test('garbage behind a running collect is never taken for its answer', async (t) => {
  const merchant = heldMerchant()
  const house = await openHouse(t, merchant)
  const { number } = await house.issue()
  const { socket, heard, closed } = dial(house)
  socket.write(bytesOf(house, 'collect', sale(house, '1', number)))
  await merchant.asked
  socket.write('garbage\r\n\r\n')
  await closed
  assert.equal(heard(), '')
  merchant.say(PAYABLE)
  const original = { business_date: house.businessDate, stan: '1' }
  const status = async () => (await house.till().status({ ...original, stan: '2', original })).reply
  let reply = await status()
  while (reply.class === 'OK' && reply.original === 'authorising') reply = await status()
  assert.ok(reply.class === 'OK' && reply.original === 'collected')
})

test('garbage behind an answered request is told to be garbage', async (t) => {
  const house = await openHouse(t)
  const { socket, heard, closed } = dial(house)
  socket.write(bytesOf(house, 'echo', { stan: '1' }))
  await once(socket, 'data')
  socket.write('garbage\r\n\r\n')
  await closed
  const [first = '', second = ''] = heard().split(/(?=HTTP\/1\.1 )/)
  assert.match(first, /^HTTP\/1\.1 200 /)
  assert.match(second, /^HTTP\/1\.1 400 [\s\S]*"code":"1001"/)
})

test('a closing listener answers what it has taken, and turns away what comes after as not done', async (t) => {
  const merchant = heldMerchant()
  const house = await openHouse(t, merchant)
  const { number } = await house.issue()
  const { socket, heard, closed } = dial(house)
  socket.write(bytesOf(house, 'collect', sale(house, '1', number)))
  await merchant.asked
  const ended = house.app.close()
  while (house.app.server.listening) await setImmediate()
  const late = once(house.app.server, 'request')
  socket.write(bytesOf(house, 'echo', { stan: '2' }))
  await late
  merchant.say(PAYABLE)
  await closed
  await ended
  const [first = '', second = ''] = heard().split(/(?=HTTP\/1\.1 )/)
  assert.match(first, /^HTTP\/1\.1 200 [\s\S]*"code":"0000"/)
  assert.match(second, /^HTTP\/1\.1 503 [\s\S]*"code":"9001"/)
})
