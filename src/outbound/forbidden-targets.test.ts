/**
 * Server-side request forgery: whatever a merchant writes into a URL, whatever a name server answers and wherever a
 * connection ends up, nothing is ever said to an address that is not for merchants. What is dialled is written down, so
 * a forbidden address would be seen before it is reached.
 */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, Socket } from 'node:net'
import { type TestContext, test } from 'node:test'
import fc from 'fast-check'
import type { OutboundMode } from './address-guard.ts'
import { createGuardedClient, type GuardedClient } from './guarded-client.ts'
import type { Dial, DialTarget } from './guarded-socket.ts'
import { listen, requestTo, rulesFor } from './loopback-server.ts'
import { createDnsLookup, type NameLookup } from './name-lookup.ts'
import { ADDRESSES, JUNK, SPELLED_IPV4, SPELLED_IPV6, WRAPPED_IPV4 } from './test-disguises.ts'
import { ADDRESS_OF_NAMES, type Caller, HOST_GROUPS } from './test-forbidden-hosts.ts'
import { AAAA, openNameServer } from './test-name-server.ts'
import {
  type Address,
  addressOf,
  type Permission,
  permissionOf,
  textOf,
  withoutMapping,
} from './test-second-opinion.ts'

const MODES: readonly OutboundMode[] = ['sandbox', 'production']
const PORTS = [1, 22, 25, 80, 443, 3306, 5432, 6379, 8080, 65_535]

test('of 750 hosts in every disguise, those that may not be called are never dialled, by any port', async (t) => {
  const dialler = watchedDialler()
  const lookup: NameLookup = async (name) => [ADDRESS_OF_NAMES.get(name) ?? 'a name nobody knows']
  let hosts = 0
  for (const mode of MODES) {
    const client = openClient(t, mode, dialler.dial, lookup)
    for (const { title, caller, address, hosts: written } of HOST_GROUPS) {
      for (const host of written) {
        const shown = `${title}: ${host}, ${mode}`
        const port = PORTS[hosts % PORTS.length] ?? 80
        const hasTail = /[/\\?#]|:\d+$/.test(host)
        const result = await client.post(requestTo(hasTail ? `http://${host}` : `http://${host}:${port}/x`))
        assert.ok(result.kind === 'failed', shown)
        const dialled = dialler.takeAll()
        if (mayCall(caller, mode)) {
          assert.deepEqual(dialled.flatMap(numbersOf), [numberOf(address ?? host.replace(/^\[|\]$/g, ''))], shown)
          if (!hasTail) assert.equal(dialled[0]?.port, port, shown)
        } else {
          assert.deepEqual(dialled, [], shown)
          assert.equal(result.cause, caller === 'no url' ? 'url_refused' : 'address_refused', shown)
        }
        hosts += 1
      }
    }
  }
  t.diagnostic(`${hosts / MODES.length} hosts in ${HOST_GROUPS.length} groups`)
  assert.ok(hosts / MODES.length >= 750)
})

test('no name that leads to one of them, and no connection that ends at one, is used', async (t) => {
  const dialler = watchedDialler()
  const own = HOST_GROUPS.filter(({ caller, address }) => caller !== 'no url' && address === undefined)
  const cases = own.flatMap(({ caller, hosts }) =>
    hosts.map((host) => ({ caller, text: host.replace(/^\[|\]$/g, '') })),
  )
  let leadsTo = ''
  for (const mode of MODES) {
    const byName = openClient(t, mode, dialler.dial, async () => [leadsTo])
    for (const { caller, text } of cases) {
      leadsTo = text
      const result = await byName.post(requestTo('http://shop.test/'))
      if (mayCall(caller, mode)) {
        assert.deepEqual(dialler.takeAll().flatMap(numbersOf), [numberOf(text)], `${text}, ${mode}`)
      } else {
        assert.deepEqual(dialler.takeAll(), [], `${text}, ${mode}`)
        assert.equal(result.kind === 'failed' && result.cause, 'address_refused', text)
        await assertDropped(mode, text)
      }
    }
  }
  assert.ok(cases.length >= 250, `only ${cases.length}`)
})

const GENERATED = 10_000

test('of 10,000 targets made by chance none that may not be called is dialled, and all others are', async (t) => {
  const { seed, again } = seedOf('src/outbound/forbidden-targets.test.ts')
  t.diagnostic(`seed ${seed}; the same again: ${again}`)
  const dialler = watchedDialler()
  let leadsTo: readonly string[] = []
  const clients = MODES.map((mode) => ({ mode, client: openClient(t, mode, dialler.dial, async () => leadsTo) }))
  const tally = { dialled: 0, refused: 0 }
  const target = fc.oneof(
    { weight: 5, arbitrary: fc.record({ kind: fc.constant('literal'), spelled: SPELLED_IPV4 }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('literal'), spelled: SPELLED_IPV6 }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('literal'), spelled: WRAPPED_IPV4 }) },
    {
      weight: 3,
      arbitrary: fc.record({ kind: fc.constant('name'), found: fc.array(ADDRESSES, { minLength: 1, maxLength: 4 }) }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('landing'), address: ADDRESSES }) },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('junk'), host: JUNK }) },
  )
  const property = fc.asyncProperty(target, fc.integer({ min: 1, max: 65_535 }), async (drawn, port) => {
    for (const { mode, client } of clients) {
      const permitted = (address: Address): boolean => mayCall(permissionOf(address), mode)
      leadsTo = 'found' in drawn ? drawn.found.map(textOf) : ['169.254.169.254']
      if ('address' in drawn) {
        if (!permitted(drawn.address)) await assertDropped(mode, textOf(drawn.address))
        continue
      }
      const host = 'spelled' in drawn ? drawn.spelled.host : 'host' in drawn ? drawn.host : 'shop.test'
      await client.post(requestTo(`http://${host}:${port}/`))
      const dialled = dialler.takeAll().flatMap(numbersOf)
      tally[dialled.length > 0 ? 'dialled' : 'refused'] += 1
      if ('host' in drawn) {
        for (const number of dialled) assert.ok(permitted(number), `${host} had ${textOf(number)} dialled, ${mode}`)
        continue
      }
      const wanted = 'found' in drawn ? drawn.found : [drawn.spelled.address]
      assert.deepEqual(dialled, wanted.every(permitted) ? wanted.map(withoutMapping) : [], `${host}, ${mode}`)
    }
  })
  await fc.assert(property, { seed, numRuns: GENERATED })
  t.diagnostic(JSON.stringify(tally))
  assert.ok(tally.dialled > GENERATED / 10 && tally.refused > GENERATED / 10, 'both must be frequent to prove anything')
})

test('a name server that flips its answers 1,000 times never has a forbidden listener reached', async (t) => {
  const { seed, again } = seedOf('src/outbound/forbidden-targets.test.ts')
  t.diagnostic(`seed ${seed}; the same again: ${again}`)
  const ours = await listen(t, (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'))
  const forbidden = await openForbiddenListener(t, ours.port)
  const flips = fc.sample(fc.boolean(), { seed, numRuns: 1000 })
  let asked = 0
  let answers: readonly string[] = []
  // At each question another address; both families of one call are asked at once, each with its own answer.
  const server = await openNameServer(t, (_name, type) => {
    const flipped = flips[asked++ % flips.length] === true
    const text = flipped ? forbidden.address : '127.0.0.1'
    if (text.includes(':') !== (type === AAAA)) return []
    answers = [...answers, text]
    const { bits, value } = addressOf(text)
    return [Array.from({ length: bits / 8 }, (_, at) => Number((value >> BigInt(bits - 8 * (at + 1))) & 0xffn))]
  })
  const client = createGuardedClient({
    rules: rulesFor('production', ['127.0.0.1/32']),
    version: '0.0.0',
    lookup: createDnsLookup([server]),
  })
  t.after(() => client.close())
  const outcomes = { reached: 0, refused: 0, nameless: 0 }
  for (let call = 0; call < 1000; call += 1) {
    answers = []
    const result = await client.post(requestTo(`http://flip.test:${ours.port}/`))
    if (result.kind === 'answered') outcomes.reached += 1
    else outcomes[result.cause === 'dns' ? 'nameless' : 'refused'] += 1
    const cause = result.kind === 'failed' ? result.cause : 'answered'
    const expected = answers.includes(forbidden.address) ? 'address_refused' : answers.length > 0 ? 'answered' : 'dns'
    assert.equal(cause, expected, answers.join(' '))
  }
  t.diagnostic(`${forbidden.address} is forbidden: ${JSON.stringify(outcomes)}`)
  assert.equal(forbidden.accepted(), 0)
  assert.equal(ours.received.length, outcomes.reached)
  assert.ok(asked >= 2000 && outcomes.reached > 100 && outcomes.refused > 100)
})

function mayCall(caller: Caller | Permission, mode: OutboundMode): boolean {
  return caller === 'anybody' || (caller === 'sandbox' && mode === 'sandbox')
}

function openClient(t: TestContext, mode: OutboundMode, dial: Dial, lookup: NameLookup): GuardedClient {
  const client = createGuardedClient({ rules: rulesFor(mode), version: '0.0.0', lookup, dial })
  t.after(() => client.close())
  return client
}

/** Writes down whom it was told to dial, and dials nobody. */
function watchedDialler(): { readonly dial: Dial; takeAll(): readonly DialTarget[] } {
  let dialled: readonly DialTarget[] = []
  return {
    dial(target) {
      dialled = [...dialled, target]
      return new Socket().destroy(Object.assign(new Error('nobody is dialled here'), { code: 'ECONNREFUSED' }))
    },
    takeAll() {
      const taken = dialled
      dialled = []
      return taken
    },
  }
}

function numberOf(text: string): Address {
  return withoutMapping(addressOf(text))
}

function numbersOf({ addresses }: DialTarget): readonly Address[] {
  return addresses.map(numberOf)
}

/** A connection that was permitted and ended at `address` is given up before a byte is written. */
async function assertDropped(mode: OutboundMode, address: string): Promise<void> {
  const socket = new Socket()
  let written = 0
  Object.defineProperty(socket, 'remoteAddress', { value: address })
  socket.write = () => {
    written += 1
    return true
  }
  const dial: Dial = () => {
    setImmediate(() => socket.emit('connect'))
    return socket
  }
  const lookup: NameLookup = async () => ['93.184.216.34']
  const client = createGuardedClient({ rules: rulesFor(mode), version: '0.0.0', lookup, dial })
  const result = await client.post(requestTo('http://shop.test/'))
  assert.equal(result.kind === 'failed' && result.cause, 'address_refused', `${address}, ${mode}`)
  assert.ok(socket.destroyed && written === 0, `${address}, ${mode}`)
}

/** On another address of this machine, at the same port: the second of 127.0.0.0/8, or ::1 where there is none. */
async function openForbiddenListener(t: TestContext, port: number) {
  let accepted = 0
  for (const address of ['127.0.0.2', '::1']) {
    const server = createServer((socket) => {
      accepted += 1
      socket.destroy()
    })
    try {
      server.listen(port, address)
      await once(server, 'listening')
    } catch {
      continue
    }
    t.after(() => server.close())
    return { address, accepted: () => accepted }
  }
  throw new Error('this machine has neither 127.0.0.2 nor ::1, or something listens there already')
}

/** Fresh each time, unless a run is to be told again. */
function seedOf(file: string): { readonly seed: number; readonly again: string } {
  const given = process.env['SUNAP_TEST_SEED']
  const seed = given === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(given)
  return { seed, again: `SUNAP_TEST_SEED=${seed} npm test -- ${file}` }
}
