import assert from 'node:assert/strict'
import { once } from 'node:events'
import { Socket } from 'node:net'
import { type TestContext, test } from 'node:test'
import type { ClosedHost, OutboundMode } from './address-guard.ts'
import type { CallProgress, CallResult } from './call-result.ts'
import { createGuardedClient, type GuardedClient, type GuardedClientOptions } from './guarded-client.ts'
import { dialTcp, type GuardedSocketOptions, openGuardedSocket } from './guarded-socket.ts'
import { listen, listenRaw, recordingDial, requestTo, rulesFor } from './loopback-server.ts'
import type { NameLookup } from './name-lookup.ts'

type ClientChanges = Partial<GuardedClientOptions> & {
  readonly mode?: OutboundMode
  readonly ranges?: readonly string[]
}

function client(t: TestContext, { mode = 'sandbox', ranges = [], ...changes }: ClientChanges): GuardedClient {
  const made = createGuardedClient({ rules: rulesFor(mode, ranges), version: '0.0.0', ...changes })
  t.after(() => made.close())
  return made
}

/** Answers the lists in turn, and the last one for ever. */
function lookupOf(...answers: readonly (readonly string[])[]): NameLookup & { readonly asked: string[] } {
  const asked: string[] = []
  const lookup: NameLookup = async (hostname) => {
    asked.push(hostname)
    return answers[Math.min(asked.length, answers.length) - 1] ?? []
  }
  return Object.assign(lookup, { asked })
}

function causeOf(result: CallResult): string {
  return result.kind === 'failed' ? result.cause : `answered ${result.status}`
}

const answerOk = (socket: Socket): void => void socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok')

test('a literal that is not permitted is never dialled, however it is written', async (t) => {
  const { dial, dialled } = recordingDial(1)
  const outside = client(t, { mode: 'production', dial })
  for (const host of [
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f000001',
    '0x7f.1',
    '0177.0.0.1',
    '127.0.0.1.',
    '\uff11\uff12\uff17.0.0.1',
    '%31%32%37.0.0.1',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[0:0:0:0:0:ffff:7f00:1]',
    '[::127.0.0.1]',
    '[64:ff9b::127.0.0.1]',
    '[2002:7f00:1::]',
    'localhost',
    'LOCALHOST',
    'app.localhost',
    '10.0.0.1',
    '172.16.0.1',
    '192.168.0.1',
    '100.64.0.1',
    '169.254.169.254',
    '2852039166',
    '[fe80::1]',
    '[fd00::1]',
    '[fd00:ec2::254]',
    '0.0.0.0',
    '0',
    '[::]',
    '224.0.0.1',
    '255.255.255.255',
  ]) {
    const result = await outside.post(requestTo(`https://${host}/`))
    assert.equal(causeOf(result), 'address_refused', host)
  }
  const inside = client(t, { mode: 'sandbox', dial })
  for (const host of [
    '169.254.169.254',
    '[::ffff:a9fe:a9fe]',
    '[fe80::1]',
    '[fd00:ec2::254]',
    '100.100.100.200',
    '0.0.0.0',
  ]) {
    assert.equal(causeOf(await inside.post(requestTo(`http://${host}/`))), 'address_refused', host)
  }
  assert.deepEqual(dialled, [])
})

test('a name that leads to a forbidden address is never dialled', async (t) => {
  const { dial, dialled } = recordingDial(1)
  for (const [mode, address] of [
    ['production', '127.0.0.1'],
    ['production', '10.1.2.3'],
    ['production', '::ffff:192.168.0.1'],
    ['production', 'fd00::1'],
    ['sandbox', '169.254.169.254'],
    ['sandbox', '::ffff:169.254.169.254'],
    ['sandbox', 'fe80::1%eth0'],
    ['sandbox', 'not an address'],
  ] as const) {
    const result = await client(t, { mode, dial, lookup: lookupOf([address]) }).post(requestTo('http://shop.test/'))
    assert.equal(causeOf(result), 'address_refused', address)
  }
  assert.deepEqual(dialled, [])
})

test('a name with one forbidden address among permitted ones is refused whole', async (t) => {
  const { dial, dialled } = recordingDial(1)
  for (const addresses of [
    ['93.184.216.34', '10.0.0.1'],
    ['10.0.0.1', '93.184.216.34'],
    ['93.184.216.34', '2606:4700::1111', '::1'],
  ]) {
    const lookup = lookupOf(addresses)
    const result = await client(t, { mode: 'production', dial, lookup }).post(requestTo('http://shop.test/'))
    assert.equal(causeOf(result), 'address_refused')
  }
  assert.deepEqual(dialled, [])
})

test('the dialler gets exactly the addresses that were judged, from one lookup a call', async (t) => {
  const server = await listen(t, answerOk)
  const { dial, dialled } = recordingDial(server.port)
  const lookup = lookupOf(['10.0.0.7', 'fd00::7'])
  const result = await client(t, { dial, lookup }).post(requestTo('http://shop.test:8080/confirm'))
  assert.equal(causeOf(result), 'answered 200')
  assert.deepEqual(lookup.asked, ['shop.test'])
  assert.deepEqual(dialled, [{ hostname: 'shop.test', addresses: ['10.0.0.7', 'fd00::7'], port: 8080 }])
  assert.match(server.received[0] ?? '', /^host: shop\.test:8080\r$/m)
})

test('a name whose address changes between calls is judged anew each time', async (t) => {
  const server = await listen(t, answerOk)
  const { dial, dialled } = recordingDial(server.port)
  const lookup = lookupOf(['127.0.0.1'], ['169.254.169.254'], ['127.0.0.1'])
  const rebound = client(t, { dial, lookup })
  const causes = []
  for (let call = 0; call < 3; call += 1) causes.push(causeOf(await rebound.post(requestTo('http://shop.test/'))))
  assert.deepEqual(causes, ['answered 200', 'address_refused', 'answered 200'])
  assert.equal(dialled.length, 2)
})

test('a socket that ends up elsewhere than it was sent is dropped before a byte is written', async (t) => {
  const server = await listenRaw(t, () => {})
  const { dial, dialled } = recordingDial(server.port)
  for (const url of ['http://shop.test/', 'https://shop.test/', 'http://93.184.216.34/']) {
    const lookup = lookupOf(['93.184.216.34'])
    const result = await client(t, { mode: 'production', dial, lookup }).post(requestTo(url))
    assert.equal(causeOf(result), 'address_refused', url)
    await server.allClosed()
  }
  assert.equal(dialled.length, 3)
  assert.deepEqual(server.received, ['', '', ''])
})

test('the socket is guarded by itself, whoever checked the URL before', async () => {
  const { dial, dialled } = recordingDial(1)
  const { guard } = rulesFor('production')
  const told: ClosedHost[] = []
  const options: GuardedSocketOptions = {
    guard,
    dial,
    lookup: lookupOf(['127.0.0.1']),
    connectMs: 1_000,
    tellClosed: (closed) => told.push(closed),
  }
  for (const url of ['http://127.0.0.1/', 'http://[::1]/', 'http://localhost/', 'https://169.254.169.254/']) {
    const progress: CallProgress = { step: 'name', status: null }
    const outcome = await openGuardedSocket(new URL(url), new AbortController().signal, progress, options)
    assert.equal(outcome.kind === 'failed' && outcome.cause, 'address_refused')
  }
  assert.deepEqual(dialled, [])
  assert.deepEqual(
    told.map(({ openedBy }) => openedBy),
    ['127.0.0.1/32', '::1/128', '127.0.0.1/32'],
  )
})

test('a range that the operator opened is called in production', async (t) => {
  const server = await listen(t, answerOk)
  const opened = client(t, { mode: 'production', ranges: ['127.0.0.0/8'] })
  assert.equal(causeOf(await opened.post(requestTo(server.url))), 'answered 200')
  const lookup = lookupOf(['127.0.0.1'])
  const byName = client(t, { mode: 'production', ranges: ['127.0.0.0/8'], lookup })
  assert.equal(causeOf(await byName.post(requestTo(`http://shop.test:${server.port}/`))), 'answered 200')
})

test('the operator, and nobody else, hears which range would open what was refused', async (t) => {
  const told: ClosedHost[] = []
  const { dial } = recordingDial(1)
  const production = { mode: 'production', dial, tellClosed: (closed: ClosedHost) => told.push(closed) } as const
  const privateNetwork = { ko: '사설망 주소', en: 'a private network' }
  for (const [url, leadsTo, host, openedBy] of [
    ['http://10.1.2.3/', '', '10.1.2.3', '10.1.2.3/32'],
    ['http://[::ffff:10.1.2.3]/', '', '::ffff:a01:203', '10.1.2.3/32'],
    ['http://[fd12::7]/', '', 'fd12::7', 'fd12::7/128'],
    ['http://db.internal.test/', '192.168.7.7', 'db.internal.test', '192.168.7.7/32'],
  ] as const) {
    const result = await client(t, { ...production, lookup: lookupOf([leadsTo]) }).post(requestTo(url))
    assert.deepEqual(told.splice(0), [{ host, words: privateNetwork, openedBy }])
    assert.doesNotMatch(result.kind === 'failed' ? result.detail : '', /RANGES|setting|\/32|192\.168/)
  }
  for (const url of ['http://169.254.169.254/', 'http://[fe80::1]/', 'http://0.0.0.0/', 'ftp://10.1.2.3/']) {
    await client(t, production).post(requestTo(url))
    assert.deepEqual(told, [], url)
  }
})

test("a refusal does not tell which address the operator's own name servers know", async (t) => {
  const lookup = lookupOf(['10.11.12.13'])
  const result = await client(t, { mode: 'production', lookup }).post(requestTo('http://db.internal.test/'))
  assert.ok(result.kind === 'failed')
  assert.equal(result.detail, 'this host leads to a private network, which is not called')
})

test('a name without an answer fails as dns, and says whose fault it may be', async (t) => {
  const { dial, dialled } = recordingDial(1)
  const refusing =
    (code: string): NameLookup =>
    async () => {
      throw Object.assign(new Error(code), { code })
    }
  const throwing: NameLookup = () => {
    throw new Error('before a promise')
  }
  for (const [lookup, detail] of [
    [refusing('ENOTFOUND'), 'this host name has no address'],
    [refusing('ENODATA'), 'this host name has no address'],
    [lookupOf([]), 'this host name has no address'],
    [refusing('ETIMEOUT'), 'the name servers gave no answer (ETIMEOUT)'],
    [throwing, 'the name servers gave no answer (unknown)'],
    [() => new Promise<never>(() => {}), 'no answer about this host name within 30 ms'],
  ] as const) {
    const result = await client(t, { dial, lookup, connectMs: 30 }).post(requestTo('http://shop.test/'))
    assert.ok(result.kind === 'failed')
    assert.deepEqual([result.cause, result.detail], ['dns', detail])
  }
  assert.deepEqual(dialled, [])
})

test('a name that resolves after the call has ended is not dialled any more', async (t) => {
  const { dial, dialled } = recordingDial(1)
  const slow = Promise.withResolvers<readonly string[]>()
  const result = await client(t, { dial, lookup: () => slow.promise }).post(
    requestTo('http://shop.test/', { deadlineMs: 30 }),
  )
  assert.equal(causeOf(result), 'deadline')
  slow.resolve(['127.0.0.1'])
  await new Promise((resolve) => setImmediate(resolve))
  assert.deepEqual(dialled, [])
})

test('a server that does not take the connection is given up at the connect limit, or at an earlier deadline', async (t) => {
  const sockets: Socket[] = []
  const dial = (): Socket => {
    const socket = new Socket()
    sockets.push(socket)
    return socket
  }
  const limited = await client(t, { dial, connectMs: 50 }).post(requestTo('http://127.0.0.1/'))
  assert.ok(limited.kind === 'failed')
  assert.deepEqual([limited.cause, limited.detail], ['connect_timeout', 'no connection to the server within 50 ms'])
  const late = await client(t, { dial, connectMs: 5_000 }).post(requestTo('http://127.0.0.1/', { deadlineMs: 50 }))
  assert.ok(late.kind === 'failed')
  assert.deepEqual(
    [late.cause, late.detail],
    ['deadline', 'no complete answer within 50 ms: the connection was being made'],
  )
  assert.deepEqual(
    sockets.map((socket) => socket.destroyed),
    [true, true],
  )
})

test('the connect limit covers the name and the connection together', async (t) => {
  const lookup: NameLookup = async () => {
    await new Promise((resolve) => setTimeout(resolve, 300))
    return ['127.0.0.1']
  }
  const result = await client(t, { lookup, dial: () => new Socket(), connectMs: 400 }).post(
    requestTo('http://shop.test/'),
  )
  assert.equal(causeOf(result), 'connect_timeout')
  assert.ok(result.latencyMs < 690, `${result.latencyMs} ms`)
})

test('each way a connection can fail has its cause', async (t) => {
  for (const [code, cause] of [
    ['ECONNREFUSED', 'connect_refused'],
    ['ECONNRESET', 'reset'],
    ['ETIMEDOUT', 'connect_timeout'],
    ['EHOSTUNREACH', 'unreachable'],
    ['ENETUNREACH', 'unreachable'],
    ['EMFILE', 'internal'],
  ] as const) {
    const dial = (): Socket => new Socket().destroy(Object.assign(new Error(code), { code }))
    assert.equal(causeOf(await client(t, { dial }).post(requestTo('http://127.0.0.1/'))), cause, code)
  }
})

test('a fault of our own is a value too', async (t) => {
  const dial = (): Socket => {
    throw new TypeError('a mistake in this process')
  }
  const result = await client(t, { dial }).post(requestTo('http://127.0.0.1/'))
  assert.ok(result.kind === 'failed')
  assert.deepEqual([result.cause, result.detail], ['internal', 'the call failed on our side (TypeError)'])
})

test('the dialler looks nothing up and tries the next address when one does not answer', async (t) => {
  const server = await listenRaw(t, (socket) => socket.end())
  for (const addresses of [['127.0.0.1'], ['::1', '127.0.0.1'], ['127.0.0.2', '127.0.0.1'], ['127.0.0.1', '::1']]) {
    const socket = dialTcp({ hostname: 'name-nobody-knows.invalid', addresses, port: server.port })
    await once(socket, 'connect')
    assert.equal(socket.remoteAddress, '127.0.0.1')
    socket.destroy()
  }
})
