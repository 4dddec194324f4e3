/**
 * A whole gateway and a practice PG in a process of its own, over real sockets, two contracts at once: what the merchant is
 * answered, what the PG's shop hears, and what the books say, also where the PG misbehaves.
 */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { startPg, type TestPg } from '../../src/channels/framed/test-pg.ts'
import { askAdmin } from '../../src/cli/ask-admin.ts'
import type { MerchantId, PaymentId } from '../../src/core/brand.ts'
import type { Happening } from '../../src/gateway/happening.ts'
import { readConfig } from '../../src/server/config.ts'
import { type RunningSandbox, startSandbox } from '../../src/server/start-sandbox.ts'
import { merchantAt, type RemoteMerchant, type Reply } from './parties.ts'

const [ONE, TWO] = ['books01', 'books02'] as const

interface PgHouse {
  readonly running: RunningSandbox
  readonly pg: TestPg
  readonly merchant: RemoteMerchant
  /** By MID. */
  readonly channelKeys: ReadonlyMap<string, string>
  /** An order of its own each time, on this contract. */
  issue(mid: string, body?: Readonly<Record<string, unknown>>): Promise<Reply>
  command(verb: string, options: Readonly<Record<string, string>>): Promise<Readonly<Record<string, string>>>
  /** Resolves when it happens, from now on. */
  happens(is: (happening: Happening) => boolean): Promise<Happening>
}

let orders = 0

async function openHouse(t: TestContext, settings: object = {}): Promise<PgHouse> {
  const folder = mkdtempSync(join(tmpdir(), 'sunap-pg-'))
  const env = { SUNAP_DATA: folder, SUNAP_PORT: '0', SUNAP_POS_PORT: '0', SUNAP_PG_PORT: '0' }
  const faults: unknown[] = []
  const running = await startSandbox({
    config: readConfig(env),
    version: 'test',
    onFatal: (error) => faults.push(error),
    reportFault: (fault) => faults.push(fault),
  })
  t.after(async () => {
    await running.stop()
    rmSync(folder, { recursive: true, force: true })
    assert.deepEqual(faults, [])
  })
  const pg = await startPg(t, [ONE, TWO], { gatewayPort: running.pg?.port ?? 0 })
  const command: PgHouse['command'] = async (verb, options) => {
    const answer = (await askAdmin(folder, { verb, options })) as { ok: boolean; shown: Record<string, string> }
    assert.ok(answer.ok, JSON.stringify(answer))
    return answer.shown
  }
  const channelKeys = new Map<string, string>()
  for (const [mid, prefix] of [
    [ONE, '7311'],
    [TWO, '7312'],
  ] as const) {
    await command('network-add', { network: mid, prefix })
    const { channel_key = '' } = await command('channel-add', {
      merchant: running.practice.merchantId,
      mid,
      network: mid,
      connector: 'framed',
      'connector-config': Buffer.from(pg.settings(mid, settings)).toString('base64'),
    })
    channelKeys.set(mid, channel_key)
  }
  const merchant = merchantAt(running.apiUrl, running.practice)
  return {
    running,
    pg,
    merchant,
    channelKeys,
    command,
    issue(mid, body = {}) {
      orders += 1
      const channel = { channel_key: channelKeys.get(mid), merchant_uid: `pg-order-${orders}` }
      return merchant.issue({ ...channel, amount: 36_400, name: '후드티', ...body })
    },
    happens: (is) =>
      new Promise((resolve) => {
        const stop = running.parts.happenings.watch((happening) => {
          if (!is(happening)) return
          stop()
          resolve(happening)
        })
      }),
  }
}

/** What the PG told of its call: the fields of the answer. */
async function call({ pg }: PgHouse, line: string): Promise<Readonly<Record<string, unknown>>> {
  return pg.tell(line, 'answered')
}

const toldTo = (payment: { readonly imp_uid: string }) => (happening: Happening) =>
  happening.type === 'pg_told' && happening.paymentId === payment.imp_uid

test('a number comes from the PG, its shop takes the money, the merchant is paid, and a repeat is the same sale', async (t) => {
  const house = await openHouse(t)
  const { payment, status } = await house.issue(ONE)
  assert.equal(status, 200)
  assert.match(payment.barcode, /^\d{16}$/)
  assert.deepEqual([payment.pg_provider, payment.pg_id, payment.status], ['galaxia', ONE, 'ready'])
  const inquiry = await call(house, `inquiry ${ONE} ${payment.barcode}`)
  assert.deepEqual(
    [inquiry['result'], Number(inquiry['amount']), inquiry['name'], inquiry['merchant'], inquiry['pay_types']],
    ['0000', 36_400, '후드티', '예제상점', 'CK'],
  )
  const wrong = await call(house, `collect ${ONE} ${payment.barcode} 36401 cash`)
  assert.equal(wrong['result'], '2201')
  const paid = await call(house, `collect ${ONE} ${payment.barcode} 36400 cash 000000000042`)
  assert.equal(paid['result'], '0000', JSON.stringify(paid))
  const again = await call(house, `collect ${ONE} ${payment.barcode} 36400 cash 000000000042`)
  assert.deepEqual([again['approval_no'], again['paid_at']], [paid['approval_no'], paid['paid_at']])
  assert.equal((await call(house, `collect ${ONE} ${payment.barcode} 20000 cash 000000000042`))['result'], '9401')
  assert.equal((await call(house, `collect ${ONE} ${payment.barcode} 36400 card`))['result'], '2103')
  const seen = await house.merchant.look(payment.imp_uid)
  assert.deepEqual(
    [seen.status, seen.amount, seen.cvs.chain, seen.cvs.outlet_name],
    ['paid', 36_400, '연습편의점', '연습점'],
  )
  const events = await house.running.storage.payments.events(
    house.running.practice.merchantId as MerchantId,
    payment.imp_uid as PaymentId,
  )
  assert.deepEqual(
    events.map(({ data }) => data.type).filter((type) => type === 'collected'),
    ['collected'],
  )
})

test('what the PG got no good answer to it takes back: before, after and twice, and the number can be paid again', async (t) => {
  const house = await openHouse(t)
  const { payment } = await house.issue(ONE)
  const early = await call(house, `reverse ${ONE} 000000000007`)
  assert.deepEqual([early['result'], early['original']], ['0000', 'TOMBSTONED'])
  assert.equal((await call(house, `collect ${ONE} ${payment.barcode} 36400 cash 000000000007`))['result'], '3005')
  assert.equal((await call(house, `collect ${ONE} ${payment.barcode} 36400 cash 000000000008`))['result'], '0000')
  for (const _ of [1, 2]) assert.equal((await call(house, `reverse ${ONE} 000000000008`))['original'], 'REVERSED')
  assert.equal((await house.merchant.look(payment.imp_uid)).status, 'ready')
  assert.equal((await call(house, `collect ${ONE} ${payment.barcode} 36400 card`))['result'], '0000')
  assert.equal((await house.merchant.look(payment.imp_uid)).status, 'paid')
})

test('a PG cancels what it collected the same day, once: the merchant sees it cancelled, and another amount is refused', async (t) => {
  const house = await openHouse(t)
  const { payment } = await house.issue(ONE)
  assert.equal((await call(house, `collect ${ONE} ${payment.barcode} 36400 cash 000000000011`))['result'], '0000')
  assert.equal((await call(house, `cancel ${ONE} 000000000011 36399`))['result'], '3004')
  const cancelled = await call(house, `cancel ${ONE} 000000000011 36400`)
  assert.equal(cancelled['result'], '0000', JSON.stringify(cancelled))
  assert.equal((await call(house, `cancel ${ONE} 000000000011 36400`))['result'], '3002')
  const seen = await house.merchant.look(payment.imp_uid)
  assert.deepEqual([seen.status, seen.cancel_amount], ['cancelled', 36_400])
  assert.equal((await call(house, `cancel ${TWO} 000000000011 36400`))['result'], '3001', 'of another contract')
})

test('two contracts hold the same number for two orders, and each pays its own', async (t) => {
  const house = await openHouse(t)
  const [one, two] = [
    await house.issue(ONE, { barcode: 'SHOP-1122' }),
    await house.issue(TWO, { barcode: 'SHOP-1122', amount: 5000 }),
  ]
  assert.deepEqual([one.status, two.status], [200, 200], `${one.text} ${two.text}`)
  assert.equal(Number((await call(house, `inquiry ${ONE} SHOP-1122`))['amount']), 36_400)
  assert.equal((await call(house, `collect ${TWO} SHOP-1122 36400 cash`))['result'], '2201')
  assert.equal((await call(house, `collect ${TWO} SHOP-1122 5000 cash`))['result'], '0000')
  assert.equal((await house.merchant.look(one.payment.imp_uid)).status, 'ready')
  assert.equal((await house.merchant.look(two.payment.imp_uid)).status, 'paid')
})

test('one contract’s number is nothing to the other, and a number of the house is nothing to a PG', async (t) => {
  const house = await openHouse(t)
  const { payment } = await house.issue(ONE)
  const ofHouse = await house.merchant.issue()
  for (const line of [
    `inquiry ${TWO} ${payment.barcode}`,
    `collect ${TWO} ${payment.barcode} 36400 cash`,
    `inquiry ${ONE} ${ofHouse.payment.barcode}`,
    `inquiry ${ONE} 9999888877776666`,
  ])
    assert.equal((await call(house, line))['result'], '2001', line)
  assert.equal((await house.merchant.look(payment.imp_uid)).status, 'ready')
})

test('a PG that refuses is told to the merchant as V1 tells it: 200, -1, its code; nothing was issued', async (t) => {
  const house = await openHouse(t)
  await house.pg.tell('fault issue refuse 7777', 'fault')
  const refused = await house.issue(ONE, { merchant_uid: 'refused' })
  assert.deepEqual([refused.status, refused.code], [200, -1])
  assert.equal(refused.message, 'PG사가 거절하여 수납번호를 발급하지 못했습니다(7777 거절).')
  assert.equal((await house.merchant.ask('GET', '/payments/find/refused')).status, 404)
})

for (const [fault, promise] of [
  ['no_answer', 'says nothing'],
  ['garbage', 'answers garbage'],
  ['wrong_length', 'answers a wrong length'],
  ['drop', 'hangs up after it did it'],
] as const) {
  test(`a PG that ${promise} once is asked how it stands, and the merchant has its number`, async (t) => {
    const house = await openHouse(t, { read_timeout_ms: 400 })
    await house.pg.tell(`fault issue ${fault}`, 'fault')
    const { status, payment, text } = await house.issue(ONE)
    assert.equal(status, 200, text)
    const [order, ...more] = await house.pg.orders(ONE)
    assert.deepEqual([order?.order, order?.number, more], [payment.imp_uid, payment.barcode, []])
  })

  test(`a PG that ${promise} and is not found out is a 503, its number is not payable, and it hears that it is over`, async (t) => {
    const house = await openHouse(t, { read_timeout_ms: 400 })
    await house.pg.tell(`fault issue ${fault}`, 'fault')
    await house.pg.tell('fault status no_answer', 'fault')
    const undone = house.happens((happening) => happening.type === 'pg_told' && happening.errand === 'undo')
    const asked = await house.issue(ONE, { merchant_uid: 'silent' })
    assert.deepEqual([asked.status, asked.code], [503, -1])
    assert.match(asked.message ?? '', /^PG사의 응답을 받지 못해 수납번호를 발급하지 않았습니다/)
    assert.equal((await house.merchant.ask('GET', '/payments/find/silent')).status, 404)
    const [held] = await house.pg.orders(ONE)
    assert.equal((await call(house, `collect ${ONE} ${held?.number} 36400 cash`))['result'], '2001')
    await undone
    assert.deepEqual(
      (await house.pg.orders(ONE)).map(({ state }) => state),
      ['ENDED'],
    )
  })
}

test('where the main address refuses, the merchant has its number from the backup', async (t) => {
  const house = await openHouse(t)
  await house.pg.tell('main close', 'main')
  assert.equal((await house.issue(ONE)).status, 200)
  assert.deepEqual(
    (await house.pg.heard('issue')).map(({ place }) => place),
    ['backup'],
  )
})

test('a request under its key again has the same payment, and the PG is asked once', async (t) => {
  const house = await openHouse(t)
  const body = JSON.stringify({ channel_key: house.channelKeys.get(ONE), merchant_uid: 'keyed', amount: 1000 })
  const headers = {
    authorization: await house.merchant.token(),
    'content-type': 'application/json',
    'idempotency-key': 'k-1',
  }
  const ask = async () => {
    const reply = await fetch(`${house.running.apiUrl}/cvs`, { method: 'POST', headers, body })
    return { replayed: reply.headers.get('idempotent-replayed'), text: await reply.text() }
  }
  const [first, second] = [await ask(), await ask()]
  assert.deepEqual([second.text, second.replayed], [first.text, 'true'])
  assert.equal((await house.pg.heard('issue')).length, 1)
})

test('a bulk issue asks the PG for each row, some at once, and a row it refuses is that row’s own', async (t) => {
  const house = await openHouse(t)
  await house.pg.tell('fault issue refuse 7777', 'fault')
  const channel_key = house.channelKeys.get(ONE)
  const rows = Array.from({ length: BULK_ROWS }, (_, no) => ({ channel_key, merchant_uid: `bulk-${no}`, amount: 1000 }))
  const reply = await fetch(`${house.running.apiUrl}/api/bulk-issues`, {
    method: 'POST',
    headers: {
      authorization: await house.merchant.token(),
      'content-type': 'application/json',
      'idempotency-key': 'bulk-1',
    },
    body: JSON.stringify({ rows }),
  })
  const lines = (await reply.text()).trim().split('\n')
  const refused = lines.filter((line) => line.includes('7777 거절'))
  assert.equal(refused.length, 1, lines.join('\n'))
  assert.equal((await house.pg.orders(ONE)).filter(({ state }) => state === 'STANDING').length, BULK_ROWS - 1)
})

/** More than are with a PG at once. */
const BULK_ROWS = 40

test('a revoked number ends at the PG too, and an amended one is asked for as it is now', async (t) => {
  const house = await openHouse(t)
  const [revoked, amended] = [(await house.issue(ONE)).payment, (await house.issue(ONE)).payment]
  const told = [house.happens(toldTo(revoked)), house.happens(toldTo(amended))]
  await house.merchant.ask('DELETE', `/cvs/${revoked.imp_uid}`)
  await house.merchant.ask('PATCH', `/api/payments/${amended.imp_uid}`, { amount: 20_000 })
  await Promise.all(told)
  const orders = new Map((await house.pg.orders(ONE)).map((order) => [order.order, order]))
  assert.equal(orders.get(revoked.imp_uid)?.state, 'ENDED')
  assert.equal(Number(orders.get(amended.imp_uid)?.amount), 20_000)
  assert.equal((await call(house, `collect ${ONE} ${revoked.barcode} 36400 cash`))['result'], '2104')
  assert.equal((await call(house, `collect ${ONE} ${amended.barcode} 20000 cash`))['result'], '0000')
})

test('a revoke that the PG did not hear is told again until it has, and is refused at its shops meanwhile', async (t) => {
  const house = await openHouse(t, { read_timeout_ms: 300 })
  const { payment } = await house.issue(ONE)
  await house.pg.tell('fault revoke lose', 'fault')
  const heard = house.pg.until(({ event, message }) => event === 'heard' && message === 'revoke')
  await house.merchant.ask('DELETE', `/cvs/${payment.imp_uid}`)
  await heard
  assert.equal((await call(house, `collect ${ONE} ${payment.barcode} 36400 cash`))['result'], '2104')
  assert.equal((await house.merchant.look(payment.imp_uid)).status, 'cancelled')
  const { practice, storage } = house.running
  const kept = await storage.registrations.find(practice.merchantId as MerchantId, payment.imp_uid as PaymentId)
  assert.deepEqual([kept?.state, kept?.tries], ['standing', 1])
})

test('a PG that hangs holds up neither the other contract nor the house, and after ten silences is not asked', async (t) => {
  const house = await openHouse(t, { read_timeout_ms: 1500 })
  await house.pg.tell('fault issue no_answer x 40', 'fault')
  await house.pg.tell('fault status no_answer x 40', 'fault')
  const silent = house.happens(({ type }) => type === 'pg_silent')
  const hanging = Array.from({ length: 12 }, () => house.issue(ONE))
  await house.pg.until(({ event, message }) => event === 'heard' && message === 'issue')
  const startedAt = performance.now()
  assert.equal((await house.merchant.issue({ merchant_uid: 'of-the-house' })).status, 200)
  assert.ok(performance.now() - startedAt < 1000, 'the house does not wait')
  assert.deepEqual([...new Set((await Promise.all(hanging)).map(({ status }) => status))], [503])
  await silent
  const askedBefore = (await house.pg.heard('issue')).length
  const at = performance.now()
  assert.equal((await house.issue(ONE)).status, 503)
  assert.ok(performance.now() - at < 1000, 'nobody waits for it now')
  assert.equal((await house.pg.heard('issue')).length, askedBefore)
  const list = (await house.command('channel-list', {})) as unknown as readonly Readonly<Record<string, string>>[]
  assert.match(list.find(({ pg }) => pg === `galaxia.${ONE}`)?.['connector'] ?? '', /^framed 127\.0\.0\.1:\d+, backup/)
})

test('the line is tried by command: in how many ms the PG answered', async (t) => {
  const house = await openHouse(t)
  const shown = await house.command('channel-probe', { channel: house.channelKeys.get(ONE) ?? '' })
  assert.match(shown['answered'] ?? '', /^in \d+ ms$/)
  assert.equal((await house.pg.heard('echo')).length, 1)
})

test('whoever has not the contract’s key is hung up on without a word, and nothing is collected', async (t) => {
  const house = await openHouse(t)
  const { payment } = await house.issue(ONE)
  const impostor = await startPg(t, [ONE, 'nobody'], { gatewayPort: house.running.pg?.port ?? 0 })
  for (const mid of [ONE, 'nobody'])
    assert.equal((await impostor.tell(`collect ${mid} ${payment.barcode} 36400 cash`, 'answered'))['result'], 'none')
  for (const bytes of ['GET / HTTP/1.1\r\n\r\n', '0004abcd', '9999', '0500'.padEnd(504, 'x')]) {
    const answer = await new Promise<string>((resolve) => {
      let text = ''
      const socket = connect(house.running.pg?.port ?? 0, '127.0.0.1', () => socket.end(bytes))
      socket.on('data', (more) => {
        text += more
      })
      socket.on('error', () => {}).on('close', () => resolve(text))
    })
    assert.equal(answer, '', bytes)
  }
  assert.equal((await house.merchant.look(payment.imp_uid)).status, 'ready')
  assert.equal(
    (await call(house, `collect ${ONE} ${payment.barcode} 36400 cash`))['result'],
    '0000',
    'the line still serves',
  )
})

test('an address that is not on the contract’s list is hung up on, whatever key it has', async (t) => {
  const house = await openHouse(t, { peers: ['127.0.0.2/32'] })
  const { payment } = await house.issue(ONE)
  assert.equal((await call(house, `inquiry ${ONE} ${payment.barcode}`))['result'], 'none')
})
