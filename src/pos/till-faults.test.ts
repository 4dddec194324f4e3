/** What a till hears when what is behind it fails, hangs or is late: over real sockets, faults and timers alone are made. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { type TestContext, test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import type { After } from '../gateway/ports.ts'
import { signTillRequest } from '../sandbox/till-client.ts'
import { after } from '../server/machine.ts'
import { type Storage, StorageFault } from '../storage/storage.ts'
import { type House, openHouse, sale, TILL_SECRET } from './test-house.ts'

function key({ businessDate }: House, stan: string) {
  return { business_date: businessDate, stan }
}

/** Every message a till can send about the sale of trace number 1. */
function messages(house: House, number: string) {
  const till = house.till()
  return {
    echo: () => till.echo({ stan: '1' }),
    inquiry: () => till.inquire({ ...key(house, '1'), number }),
    collect: () => till.collect(sale(house, '1', number)),
    reverse: () => till.reverse({ ...key(house, '1'), original: key(house, '1'), reason: 'power' }),
    status: () => till.status({ ...key(house, '1'), original: key(house, '1') }),
  }
}

/** From the moment it breaks, every write, every read of an attempt and every new block of numbers goes this way. */
function breakable() {
  let way: (() => Promise<never>) | undefined
  return {
    breakWith(how: () => Promise<never>) {
      way = how
    },
    around: (storage: Storage): Storage => ({
      ...storage,
      execute: (command, deadline) => way?.() ?? storage.execute(command, deadline),
      takeBlock: (counter, size) => way?.() ?? storage.takeBlock(counter, size),
      payments: {
        ...storage.payments,
        findAttempt: (of) => way?.() ?? storage.payments.findAttempt(of),
      },
    }),
  }
}

/** What the operator reads of the first till. */
function lateLine(name: (typeof NAMES)[number]): string {
  const code = MOVES_MONEY[name] ? '9002' : '9001'
  return `nothing came in time for till house/S001/1: its ${name} was answered ${code}`
}

const hangs = (): Promise<never> => new Promise(() => {})

/** Nobody has asked for a reference yet, so an echo needs a block of numbers; the keeper breaks when a number is out. */
async function brokenHouse(t: TestContext, how: () => Promise<never>, clockwork: After = after) {
  const { breakWith, around } = breakable()
  const house = await openHouse(t, { around, after: clockwork })
  const { number } = await house.issue()
  breakWith(how)
  return { house, send: messages(house, number) }
}

const MOVES_MONEY = { echo: false, inquiry: false, collect: true, reverse: true, status: false } as const
const NAMES = ['echo', 'inquiry', 'collect', 'reverse', 'status'] as const

for (const kind of ['full', 'overloaded', 'closed'] as const) {
  test(`a keeper that is ${kind} is told of at once, to every message: not done, the same again`, async (t) => {
    const { house, send } = await brokenHouse(t, () => Promise.reject(new StorageFault(kind, 'of 10.0.0.7')))
    for (const name of NAMES) {
      const { status, reply, raw } = await send[name]()
      assert.deepEqual([status, reply.code, reply.class], [503, '9001', 'RETRY_SAME_KEY'], name)
      assert.doesNotMatch(Buffer.from(raw).toString(), /10\.0\.0\.7/)
    }
    assert.equal(house.faults.length, NAMES.length)
  })
}

test('a commit nobody can tell the end of is unknown where money may have moved, else not done', async (t) => {
  const { send } = await brokenHouse(t, () => Promise.reject(new StorageFault('unknown', 'the line was cut')))
  for (const name of NAMES) {
    const { status, reply } = await send[name]()
    assert.deepEqual([status, reply.code], MOVES_MONEY[name] ? [200, '9002'] : [503, '9001'], name)
  }
})

test('after a commit nobody could tell the end of, the same listener serves on', async (t) => {
  let faults = 1
  const house = await openHouse(t, {
    around: (storage) => ({
      ...storage,
      async execute(command, deadline) {
        const outcome = await storage.execute(command, deadline)
        if (command.type === 'settle' && faults-- > 0) throw new StorageFault('unknown', 'the line was cut')
        return outcome
      },
    }),
  })
  const { number } = await house.issue()
  const send = messages(house, number)
  assert.equal((await send.collect()).reply.code, '9002')
  const { reply: known } = await send.status()
  assert.ok(known.class === 'OK' && known.original === 'collected')
  assert.equal((await send.collect()).reply.code, '0000')
})

test('every message is answered by its time though its keeper hangs, and each is a line in the log', async (t) => {
  const waits: number[] = []
  const { house, send } = await brokenHouse(t, hangs, (ms, run) => {
    waits.push(ms)
    return after(20, run)
  })
  for (const name of NAMES) {
    const { status, reply } = await send[name]()
    assert.deepEqual([status, reply.code], MOVES_MONEY[name] ? [200, '9002'] : [503, '9001'], name)
    assert.equal(house.faults.at(-1), lateLine(name))
  }
  assert.equal(house.faults.length, NAMES.length)
  assert.equal((await house.till().inquire({ ...key(house, '2'), number: '가나다' })).reply.code, '9001')
  const { reply } = await house.till().collect({ ...sale(house, '2', '8100482130955743'), deadline_ms: 2000 })
  assert.equal(reply.code, '9002')
  const sooner = waits.pop() ?? 0
  assert.ok(sooner > 1000 && sooner <= 2000, `${sooner}`)
  assert.equal(waits.length, NAMES.length + 1)
  assert.ok(
    waits.every((ms) => ms > 5000 && ms <= 6000),
    `${waits}`,
  )
})

test('an answer that comes in time calls its timer off', async (t) => {
  let ticking = 0
  const house = await openHouse(t, {
    after(ms, run) {
      ticking += 1
      const callOff = after(ms, run)
      return () => {
        ticking -= 1
        callOff()
      }
    },
  })
  const { number } = await house.issue()
  const send = messages(house, number)
  for (const name of NAMES) await send[name]()
  assert.equal(ticking, 0)
})

/** A keeper that holds one settlement back until the test lets it go on; the till's time passes at once meanwhile. */
async function heldSettlement(t: TestContext) {
  const reached = Promise.withResolvers<void>()
  const released = Promise.withResolvers<void>()
  let held = false
  let timeOver = (): void => {}
  const house = await openHouse(t, {
    after(ms, run) {
      timeOver = run
      return after(ms, run)
    },
    around: (storage) => ({
      ...storage,
      async execute(command, deadline) {
        if (command.type !== 'settle' || held) return storage.execute(command, deadline)
        held = true
        reached.resolve()
        await released.promise
        return storage.execute(command, deadline)
      },
    }),
  })
  const { number } = await house.issue()
  const send = messages(house, number)
  const asked = send.collect()
  await reached.promise
  timeOver()
  return { house, send, told: await asked, ...released }
}

test('a collect that ends after its till was told "unknown" stands: status and the same key tell it', async (t) => {
  const { house, send, told, resolve } = await heldSettlement(t)
  assert.deepEqual([told.status, told.reply.code, told.reply.gateway_ref], [200, '9002', null])
  const { reply: meanwhile } = await send.status()
  assert.ok(meanwhile.class === 'OK' && meanwhile.original === 'authorising')
  assert.equal((await send.collect()).reply.code, '9402')
  resolve()
  while (!house.happenings.some(({ type }) => type === 'collected')) await setImmediate()
  const { reply: afterwards } = await send.status()
  assert.ok(afterwards.class === 'OK' && afterwards.original === 'collected')
  const again = await send.collect()
  assert.equal(again.reply.code, '0000')
  assert.deepEqual(house.faults, [lateLine('collect')])
})

test('a fault that comes after the till was answered is reported once, and nobody falls over it', async (t) => {
  const { house, told, reject } = await heldSettlement(t)
  assert.equal(told.reply.code, '9002')
  assert.deepEqual(house.faults, [lateLine('collect')])
  reject(new StorageFault('full', 'no space left'))
  while (house.faults.length === 1) await setImmediate()
  for (let turn = 0; turn < 10; turn += 1) await setImmediate()
  assert.equal(house.faults.length, 2)
})

/** A collect whose head comes in time and whose body only when its two seconds are over. */
async function lateCollect(house: House, number: string): Promise<string> {
  const path = '/pos/v1/collect'
  const body = Buffer.from(JSON.stringify({ ...sale(house, '1', number), deadline_ms: 2000, sent_at: 1 }))
  const headers = signTillRequest(
    { terminal: 'house/S001/1', secret: TILL_SECRET },
    { path, body, wallMs: house.gateway.wall() },
  )
  const { hostname, port } = new URL(house.url)
  const socket = connect(Number(port), hostname)
  const begun = once(house.app.server, 'request')
  const lines = Object.entries({ host: 'till', ...headers, 'content-length': body.length, connection: 'close' })
  socket.write(`POST ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`)
  await begun
  house.pass(2100)
  socket.write(body)
  let text = ''
  socket.setEncoding('utf8').on('data', (chunk) => {
    text += chunk
  })
  await once(socket, 'close')
  return text
}

/** A keeper that takes some turns of the loop, as one with a disk does. */
const unhurried = (storage: Storage): Storage => ({
  ...storage,
  async execute(command, deadline) {
    await new Promise<void>((resolve) => after(20, resolve))
    return storage.execute(command, deadline)
  },
})

test('a collect that is whole only after its time is plainly not done, not "unknown"', async (t) => {
  const house = await openHouse(t, { around: unhurried })
  const { number } = await house.issue()
  assert.match(await lateCollect(house, number), /^HTTP\/1\.1 503 [\s\S]*"code":"9001"[\s\S]*"gateway_ref":"\d{12}"/)
  assert.equal((await messages(house, number).collect()).reply.code, '0000')
})

test('a repeat that is whole only after its time gets what its key has kept', async (t) => {
  const house = await openHouse(t, { around: unhurried })
  const { number } = await house.issue()
  const { raw } = await messages(house, number).collect()
  const late = await lateCollect(house, number)
  assert.equal(late.slice(late.indexOf('\r\n\r\n') + 4), Buffer.from(raw).toString())
})

test('a collect that is whole only after its time is not left waiting by a keeper that hangs', async (t) => {
  const { breakWith, around } = breakable()
  const waits: number[] = []
  const house = await openHouse(t, {
    around,
    after(ms, run) {
      waits.push(ms)
      return after(20, run)
    },
  })
  const { number } = await house.issue()
  breakWith(hangs)
  assert.match(await lateCollect(house, number), /"code":"9002"/)
  assert.deepEqual(waits, [500])
})
