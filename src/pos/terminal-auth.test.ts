import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { test } from 'node:test'
import type { WallTime } from '../core/brand.ts'
import type { Outlet, Till } from '../core/network.ts'
import { createTillClient, signTillRequest } from '../sandbox/till-client.ts'
import { SIGNATURE_HEADER, TERMINAL_HEADER, TIMESTAMP_HEADER } from '../wire/till-signature.ts'
import { createTerminalAuth, type SignedRequest } from './terminal-auth.ts'
import { type House, openHouse, secretOf, TILL_SECRET } from './test-house.ts'

const TERMINAL = 'house/S001/1'

/** Small, seeded, good enough to pick mutations. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

/** A request as its parts, so that one part can be changed after it was signed. */
interface Parts {
  readonly path: string
  readonly headers: Readonly<Record<string, string | string[]>>
  readonly body: Buffer
}

function signed(house: House, stan: string, number: string, wallMs: number): Parts {
  const path = '/pos/v1/collect'
  const fields = { business_date: house.businessDate, stan, number, amount: 1000, currency: 'KRW', pay_type: 'cash' }
  const body = Buffer.from(JSON.stringify({ ...fields, sent_at: 1 }))
  return { path, headers: signTillRequest({ terminal: TERMINAL, secret: TILL_SECRET }, { path, body, wallMs }), body }
}

async function post({ app }: House, { path, headers, body }: Parts) {
  return app.inject({ method: 'POST', url: path, headers: { ...headers }, payload: body })
}

type Mutation = (parts: Parts, random: (below: number) => number) => Parts

function header(
  name: string,
  change: (text: string, random: (below: number) => number) => string | string[],
): Mutation {
  return (parts, random) => {
    const text = parts.headers[name]
    if (typeof text !== 'string') throw new Error(`no header ${name}`)
    return { ...parts, headers: { ...parts.headers, [name]: change(text, random) } }
  }
}

function at(text: string, index: number, character: string): string {
  return text.slice(0, index) + character + text.slice(index + 1)
}

const MUTATIONS: Readonly<Record<string, Mutation>> = {
  'a bit of the body': (parts, random) => {
    const body = Buffer.from(parts.body)
    const index = random(body.length)
    body[index] = (body[index] ?? 0) ^ (1 << random(8))
    return { ...parts, body }
  },
  'a byte more': (parts, random) => {
    const index = random(parts.body.length + 1)
    return {
      ...parts,
      body: Buffer.concat([parts.body.subarray(0, index), Buffer.from(' '), parts.body.subarray(index)]),
    }
  },
  'a byte less': (parts, random) => {
    const index = random(parts.body.length)
    return { ...parts, body: Buffer.concat([parts.body.subarray(0, index), parts.body.subarray(index + 1)]) }
  },
  'another message': (parts, random) => {
    const name = ['inquiry', 'reverse', 'status', 'echo'][random(4)]
    return { ...parts, path: `/pos/v1/${name}` }
  },
  'a query': (parts, random) => ({ ...parts, path: `${parts.path}?${random(1e6)}` }),
  'a digit of the signature': header(SIGNATURE_HEADER, (text, random) => {
    const index = 3 + random(64)
    const digit = ((Number.parseInt(text[index] ?? '', 16) + 1 + random(15)) % 16).toString(16)
    return at(text, index, digit)
  }),
  'upper-case hex': header(SIGNATURE_HEADER, (text) => `v1=${text.slice(3).toUpperCase()}`),
  'a shorter signature': header(SIGNATURE_HEADER, (text, random) => text.slice(0, random(text.length))),
  'another version': header(SIGNATURE_HEADER, (text, random) => `v${2 + random(9)}${text.slice(2)}`),
  'two signatures': header(SIGNATURE_HEADER, (text) => [text, text]),
  'another second': header(TIMESTAMP_HEADER, (text, random) =>
    String(Number(text) + (random(2) === 0 ? 1 : -1) * (1 + random(59))),
  ),
  'the same second, written otherwise': header(
    TIMESTAMP_HEADER,
    (text, random) => [`0${text}`, `+${text}`, `${text}.0`, ` 0x${Number(text).toString(16)}`][random(4)] ?? '',
  ),
  'another till': header(TERMINAL_HEADER, (_text, random) => ['house/S001/2', 'other/S001/1'][random(2)] ?? ''),
  'no such till': header(TERMINAL_HEADER, (_text, random) => `house/S00${random(9)}/${3 + random(900)}`),
  'a strange till': header(
    TERMINAL_HEADER,
    (text, random) =>
      [`${text}/`, `/${text}`, text.toUpperCase(), '__proto__', 'house//1', 'constructor', `${text},${text}`][
        random(7)
      ] ?? '',
  ),
  'a missing header': (parts, random) => {
    const name = [TERMINAL_HEADER, TIMESTAMP_HEADER, SIGNATURE_HEADER][random(3)] ?? ''
    const { [name]: _gone, ...headers } = parts.headers
    return { ...parts, headers }
  },
}

test('10,000 changed or replayed requests are refused alike and change nothing', async (t) => {
  const house = await openHouse(t)
  const seed = Number(process.env['SEED'] ?? Date.now() % 2 ** 31)
  t.diagnostic(`seed ${seed}`)
  const random = randomNumbers(seed)
  const payment = await house.issue({ confirm: false })
  const happened = house.happenings.length
  const names = Object.keys(MUTATIONS)
  for (let n = 0; n < 10_000; n += 1) {
    const name = names[n % (names.length + 1)]
    const stale = name === undefined
    const wallMs = house.gateway.wall() + (stale ? (random(2) === 0 ? 1 : -1) * (62_000 + random(1e8)) : 0)
    const whole = signed(house, String(1 + random(1e9)), payment.number, wallMs)
    const parts = name === undefined ? whole : (MUTATIONS[name]?.(whole, random) ?? whole)
    const { statusCode, body } = await post(house, parts)
    assert.equal(statusCode, 401, `${name ?? 'another time'}: ${body}`)
    const { server_time, ...rest } = JSON.parse(body)
    assert.equal(typeof server_time, 'number')
    assert.deepEqual(rest, {
      code: '1002',
      class: 'DECLINED',
      text: {
        ko: '단말 인증에 실패했습니다. 본부에 문의하고 돈을 받지도 내주지도 마세요.',
        en: 'Terminal not accepted. Call head office; neither take nor give money.',
      },
      gateway_ref: null,
    })
  }
  assert.equal(house.happenings.length, happened)
  assert.equal((await house.storage.payments.findByNumber(payment.network, payment.number))?.state, 'ready')
  assert.deepEqual(house.faults, [])
})

test('a replay within the window gets the stored answer again and changes nothing', async (t) => {
  const house = await openHouse(t)
  const payment = await house.issue()
  const parts = signed(house, '1', payment.number, house.gateway.wall())
  const first = await post(house, parts)
  assert.equal(JSON.parse(first.body).code, '0000')
  const events = await house.storage.payments.events(payment.merchantId, payment.id)
  for (let n = 0; n < 20; n += 1) assert.deepEqual((await post(house, parts)).rawPayload, first.rawPayload)
  house.pass(61_000)
  assert.equal((await post(house, parts)).statusCode, 401)
  assert.deepEqual(await house.storage.payments.events(payment.merchantId, payment.id), events)
})

test('a till’s clock may be a minute off either way, and no more', async (t) => {
  const house = await openHouse(t)
  const wall = Math.floor(house.gateway.wall() / 1000) * 1000
  const auth = createTerminalAuth({
    gateway: { directory: house.gateway.directory, wall: () => wall as ReturnType<House['gateway']['wall']> },
    openSecret: (sealed) => sealed.replace('sealed:', ''),
  })
  for (const [offMs, accepted] of [
    [-61_000, false],
    [-60_000, true],
    [0, true],
    [60_000, true],
    [61_000, false],
  ] as const) {
    const till = auth(requestOf(signed(house, '1', '1234', wall + offMs)))
    assert.equal(till !== undefined, accepted, `${offMs} ms`)
  }
})

test('who signed is known by shop, chain and name', async (t) => {
  const house = await openHouse(t)
  const auth = createTerminalAuth({ gateway: house.gateway, openSecret: (sealed) => sealed.replace('sealed:', '') })
  assert.deepEqual(auth(requestOf(signed(house, '1', '1234', house.gateway.wall()))), {
    network: 'house',
    chain: '한빛편의점',
    outlet: 'S001',
    outletName: '한빛편의점 1호점',
    till: '1',
  })
})

test('the secret’s key is its bytes: of a text its UTF-8', async (t) => {
  const house = await openHouse(t)
  const bytes = Buffer.from(secretOf(TERMINAL), 'utf8')
  const auth = createTerminalAuth({ gateway: house.gateway, openSecret: () => bytes })
  const request = requestOf(signed(house, '1', '1234', house.gateway.wall()))
  assert.notEqual(auth(request), undefined)
  const hex = createHmac('sha256', bytes).update(`${request.timestamp}.POST./pos/v1/collect.`).update(request.body)
  assert.equal(request.signature, `v1=${hex.digest('hex')}`)
})

function requestOf({ path, headers, body }: Parts): SignedRequest {
  const text = (name: string): string => {
    const value = headers[name]
    if (typeof value !== 'string') throw new Error(`no header ${name}`)
    return value
  }
  return {
    method: 'POST',
    path,
    terminal: text(TERMINAL_HEADER),
    timestamp: text(TIMESTAMP_HEADER),
    signature: text(SIGNATURE_HEADER),
    body,
  }
}

/** The operator writes till `house/S001/1`, or its shop, anew. */
async function setTill(house: House, settings: Partial<Till>): Promise<void> {
  const till = house.gateway.directory().tills.get(TERMINAL) ?? assert.fail('no till')
  await house.storage.directory.put([{ kind: 'till', entry: { ...till, ...settings } }])
}

async function setShop(house: House, settings: Partial<Outlet>): Promise<void> {
  const shop = house.gateway.directory().outlets.get('house/S001') ?? assert.fail('no shop')
  await house.storage.directory.put([{ kind: 'outlet', entry: { ...shop, ...settings } }])
}

test('while a till changes over its former secret is accepted beside the new one, until the time it was given', async (t) => {
  const house = await openHouse(t)
  const echo = async (secret: string): Promise<string> => {
    const { reply } = await createTillClient({
      url: house.url,
      terminal: TERMINAL,
      secret,
      clock: house.gateway.wall,
    }).echo({ stan: '1', business_date: house.businessDate })
    return reply.code
  }
  const until = (house.gateway.wall() + 60_000) as WallTime
  await setTill(house, { secret: 'sealed:the new one', former: { secret: `sealed:${TILL_SECRET}`, until } })
  assert.deepEqual(
    [await echo('the new one'), await echo(TILL_SECRET), await echo('another')],
    ['0000', '0000', '1002'],
  )
  house.pass(60_000)
  assert.deepEqual([await echo('the new one'), await echo(TILL_SECRET)], ['0000', '1002'])
})

test('a till that is disabled, or stands in a shop that is, is answered as an unknown one, and back as it was', async (t) => {
  const house = await openHouse(t)
  const head = { stan: '1', business_date: house.businessDate }
  const codes = async (): Promise<readonly string[]> =>
    Promise.all([TERMINAL, 'house/S001/2'].map(async (id) => (await house.till(id).echo(head)).reply.code))
  assert.deepEqual(await codes(), ['0000', '0000'])
  await setTill(house, { disabled: true })
  assert.deepEqual(await codes(), ['1002', '0000'])
  await setShop(house, { disabled: true })
  assert.deepEqual(await codes(), ['1002', '1002'])
  await setTill(house, { disabled: false })
  await setShop(house, { disabled: false })
  assert.deepEqual(await codes(), ['0000', '0000'])
})
