/** Towards the PG, over real sockets to the practice PG in a process of its own: what each of its faults comes to. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { type Socket as NetSocket, Socket } from 'node:net'
import { type TestContext, test } from 'node:test'
import type { CollectionNumber, Instant, Money, PaymentId } from '../../core/brand.ts'
import type { NumberAsked } from '../../gateway/channel-port.ts'
import { createAddressGuard } from '../../outbound/address-guard.ts'
import { type Dial, dialTcp } from '../../outbound/guarded-socket.ts'
import { createGuardedTcp } from '../../outbound/guarded-tcp.ts'
import type { LineTools, PgLine } from '../connector.ts'
import { framed } from './framed-connector.ts'
import { startPg, type TestPg } from './test-pg.ts'

const MID = 'books01'
let orders = 0

function asked(more: Partial<NumberAsked> = {}): NumberAsked {
  orders += 1
  const paymentId = `imp_${String(orders).padStart(12, '0')}` as PaymentId
  const expiresAt = Date.UTC(2027, 2, 8, 14, 59, 59) as Instant
  return { paymentId, amount: 36_400 as Money, currency: 'KRW', expiresAt, name: '후드티 외 2건', ...more }
}

interface LineOptions {
  readonly settings?: object
  readonly dial?: Dial
  readonly connectMs?: number
}

function openLine(
  t: TestContext,
  pg: TestPg,
  { settings, dial = dialTcp, connectMs = 2000 }: LineOptions = {},
): PgLine {
  const reading = framed.readSettings(JSON.parse(pg.settings(MID, settings)))
  assert.ok(reading.ok, reading.ok ? '' : reading.problem.en)
  const tcp = createGuardedTcp({ guard: createAddressGuard({ mode: 'sandbox', allowedRanges: [] }), connectMs, dial })
  t.after(() => tcp.close())
  const after: LineTools['after'] = (ms, run) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  }
  const tools: LineTools = { openTcp: tcp.open, now: Date.now, after, random: (count) => randomBytes(count) }
  return framed.openLine({ mid: MID }, reading.settings, tools)
}

test('a PG issues a number, keeps its terms, and says how it stands until it is revoked', async (t) => {
  const pg = await startPg(t, [MID])
  const line = openLine(t, pg)
  const order = asked()
  const issued = await line.issue(order)
  assert.ok(issued.kind === 'done')
  const number = issued.value as CollectionNumber
  assert.match(number, /^\d{16}$/)
  const [heard] = await pg.heard('issue')
  assert.deepEqual(
    [heard?.['order'], heard?.['amount'], heard?.['currency'], heard?.['expires_at'], heard?.['name']],
    [order.paymentId, '000000036400', 'KRW', '20270308235959', '후드티 외 2건'],
  )
  const { paymentId } = order
  assert.deepEqual(await line.status(paymentId), { kind: 'done', value: { state: 'standing', number } })
  const terms = { amount: 20_000 as Money, expiresAt: order.expiresAt }
  assert.equal((await line.amend({ paymentId, number }, terms)).kind, 'done')
  assert.equal((await pg.orders(MID))[0]?.amount, '000000020000')
  assert.equal((await line.revoke({ paymentId, number })).kind, 'done')
  assert.equal((await line.revoke({ paymentId, number })).kind, 'done', 'told twice')
  assert.deepEqual(await line.status(paymentId), { kind: 'done', value: { state: 'ended' } })
  assert.deepEqual(await line.status(asked().paymentId), { kind: 'done', value: { state: 'unknown' } })
  assert.equal((await line.probe()).kind, 'done')
})

test('asked again under the same order a PG gives the same number, and after a net cancel none', async (t) => {
  const pg = await startPg(t, [MID])
  const line = openLine(t, pg)
  const order = asked()
  assert.deepEqual(await line.issue(order), await line.issue(order))
  assert.equal((await line.cancel(order.paymentId)).kind, 'done')
  assert.deepEqual(await line.issue(order), { kind: 'refused', code: '3005', text: '이미 망취소된 요청입니다' })
  const early = asked()
  assert.equal((await line.cancel(early.paymentId)).kind, 'done', 'of what never came')
  assert.equal((await line.issue(early)).kind, 'refused', 'and comes late')
})

test('a merchant’s own number is registered once; a PG’s no is told with its code and its words', async (t) => {
  const pg = await startPg(t, [MID])
  const line = openLine(t, pg)
  const own = 'SHOP-11222222' as CollectionNumber
  assert.equal((await line.register(asked(), own)).kind, 'done')
  assert.deepEqual(await line.register(asked(), own), { kind: 'refused', code: '2106', text: '이미 등록된 번호입니다' })
  await pg.tell('fault issue refuse 7777', 'fault')
  assert.deepEqual(await line.issue(asked()), { kind: 'refused', code: '7777', text: '거절' })
})

const UNKNOWN_OUTCOMES: readonly (readonly [fault: string, promise: string, detail: RegExp])[] = [
  ['no_answer', 'a PG that does it and says nothing', /no answer within 1000 ms/],
  ['late 1500', 'a PG that answers too late', /no answer within 1000 ms/],
  ['wrong_length', 'an answer that is not as long as it says', /longer than it says/],
  ['garbage', 'an answer that is no frame', /no frame|cannot be opened|closed/],
  ['drop', 'a PG that hangs up after it did it', /closed|ECONNRESET/],
  ['lose', 'a PG that hangs up before it did it', /closed|ECONNRESET/],
  ['other_trace', 'an answer to something else', /to something else/],
]

for (const [fault, promise, detail] of UNKNOWN_OUTCOMES) {
  test(`${promise} is an unknown outcome, asked once and of one address alone`, async (t) => {
    const pg = await startPg(t, [MID])
    const line = openLine(t, pg)
    await pg.tell(`fault issue ${fault}`, 'fault')
    const order = asked()
    const answer = await line.issue(order)
    assert.ok(answer.kind === 'unanswered' && answer.sent, JSON.stringify(answer))
    assert.match(answer.detail, detail)
    assert.deepEqual(
      (await pg.heard('issue')).map(({ place }) => place),
      ['main'],
    )
    const standing = await line.status(order.paymentId)
    assert.equal(standing.kind === 'done' && standing.value.state, fault === 'lose' ? 'unknown' : 'standing')
  })
}

test('the backup is dialled where the main address refuses, and only then', async (t) => {
  const pg = await startPg(t, [MID])
  const line = openLine(t, pg)
  await pg.tell('main close', 'main')
  assert.equal((await line.issue(asked())).kind, 'done')
  await pg.tell('main open', 'main')
  assert.equal((await line.issue(asked())).kind, 'done')
  assert.deepEqual(
    (await pg.heard('issue')).map(({ place }) => place),
    ['backup', 'main'],
  )
})

test('without a backup, or where neither is there, nothing was sent and the outcome is known', async (t) => {
  const pg = await startPg(t, [MID])
  await pg.tell('main close', 'main')
  const alone = await openLine(t, pg, { settings: { backup: undefined } }).issue(asked())
  assert.ok(alone.kind === 'unanswered' && !alone.sent)
  assert.match(alone.detail, /refuses connections/)
  assert.deepEqual(await pg.orders(MID), [])
})

test('a main address that takes no connection within its time costs that time, then the backup answers', async (t) => {
  const pg = await startPg(t, [MID])
  const dialled: number[] = []
  // A socket that is never told to connect: a handshake that nobody answers.
  const silent: Dial = (target): NetSocket => {
    dialled.push(target.port)
    return target.port === pg.port ? new Socket() : dialTcp(target)
  }
  const line = openLine(t, pg, { dial: silent, connectMs: 300 })
  const startedAt = performance.now()
  assert.equal((await line.issue(asked())).kind, 'done')
  assert.ok(performance.now() - startedAt >= 290)
  assert.deepEqual(dialled, [pg.port, pg.backupPort])
  assert.deepEqual(
    (await pg.heard('issue')).map(({ place }) => place),
    ['backup'],
  )
})

test('a PG too busy to accept anybody is given up on after the connect time and found at its backup', async (t) => {
  const pg = await startPg(t, [MID])
  const line = openLine(t, pg, { settings: { read_timeout_ms: 5000 } })
  await pg.tell('stall 3000', 'stall')
  const answer = await line.issue(asked())
  assert.equal(answer.kind, 'done', JSON.stringify(answer))
  assert.deepEqual(
    (await pg.heard('issue')).map(({ place }) => place),
    ['backup'],
  )
})

test('a PG with another key understands nothing, does nothing, and is silence', async (t) => {
  const pg = await startPg(t, [MID])
  const cipher = { name: 'aes-256-gcm', key: 'ab'.repeat(32) }
  const answer = await openLine(t, pg, { settings: { cipher } }).issue(asked())
  assert.ok(answer.kind === 'unanswered' && answer.sent)
  assert.deepEqual(await pg.orders(MID), [])
})

test('a name longer than its field is cut between characters, a number longer than its field is never sent', async (t) => {
  const pg = await startPg(t, [MID])
  const line = openLine(t, pg)
  assert.equal((await line.issue(asked({ name: '가'.repeat(60) }))).kind, 'done')
  assert.equal((await pg.heard('issue'))[0]?.['name'], '가'.repeat(40))
  await assert.rejects(line.register(asked(), 'A'.repeat(31) as CollectionNumber), /number: 31 bytes, at most 30/)
})
