/** Numbers that are a PG's: what the merchant is answered, and what the PG is left with, whatever happens on the way. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Instant, Money, PaymentId } from '../core/brand.ts'
import { ASKED_MS, ERRAND_TRIES_ALARMING } from '../core/registration.ts'
import { type Storage, StorageFault } from '../storage/storage.ts'
import { createPgErrands, type PgErrands } from './pg-errands.ts'
import {
  channelOf,
  DIRECTORY,
  type IssueWords,
  issueRequest,
  MERCHANT,
  OTHER_MERCHANT,
  OTHER_NETWORK,
  openScene,
  type Scene,
  type SceneOptions,
  said,
} from './test-gateway.ts'
import { openTestPg, type TestPgLine } from './test-pg-line.ts'

interface PgScene extends Scene {
  readonly pg: TestPgLine
  readonly errands: PgErrands
  readonly faults: unknown[]
  /** `issued`, or the rejection's name. */
  ask(words?: IssueWords): Promise<string>
}

async function openPgScene(t: TestContext, options: SceneOptions = {}): Promise<PgScene> {
  const pg = openTestPg()
  const scene = await openScene(t, { ...options, channels: pg })
  await scene.storage.directory.put([
    ...DIRECTORY,
    { kind: 'channel', entry: { ...channelOf(OTHER_MERCHANT), network: OTHER_NETWORK } },
    {
      kind: 'connector',
      entry: { merchantId: MERCHANT, channelKey: channelOf(MERCHANT).key, kind: 'framed', sealed: 'sealed' },
    },
  ])
  const faults: unknown[] = []
  const errands = errandsOf(scene, pg, faults)
  return { ...scene, pg, errands, faults, ask: (words = {}) => asking(scene, words) }
}

function errandsOf({ storage, happenings }: Scene, pg: TestPgLine, faults: unknown[]): PgErrands {
  const observe = happenings.push.bind(happenings)
  return createPgErrands({
    storage,
    channels: pg,
    observe: (happening) => void observe(happening),
    repeat: () => async () => {},
    reportFault: (fault) => faults.push(fault),
  })
}

async function asking({ gateway }: Scene, words: IssueWords): Promise<string> {
  const answer = await gateway.issue(words.merchant ?? MERCHANT, issueRequest(words))
  return answer.ok ? 'issued' : answer.rejection.name
}

/** What the PG holds and was not told is over. */
function standing({ pg }: PgScene): readonly PaymentId[] {
  return [...pg.holds].filter(([, { state }]) => state === 'standing').map(([id]) => id)
}

test('a number of the PG is issued with its deadline and its money, and a till pays it as any other', async (t) => {
  const scene = await openPgScene(t)
  const payment = await scene.issue({ won: 36_400 })
  assert.deepEqual([payment.number, payment.scheme, payment.amount], ['90000000000001', 'registered', 36_400])
  assert.deepEqual([...scene.pg.holds], [[payment.id, { number: payment.number, amount: 36_400, state: 'standing' }]])
  assert.deepEqual(scene.pg.heard, [`issue ${payment.id}`])
  assert.equal(said(await scene.collect(payment.number, { amount: 36_400 as Money })), 'collected')
  await scene.errands.sweep()
  assert.deepEqual(scene.pg.heard, [`issue ${payment.id}`], 'of money that came by it a PG needs no word')
})

test('a channel of the house asks no PG and opens nothing', async (t) => {
  const scene = await openPgScene(t)
  const payment = await scene.issue({ merchant: OTHER_MERCHANT })
  assert.equal(payment.scheme, 'kr-generic-20')
  assert.deepEqual(scene.pg.heard, [])
  assert.equal(await scene.storage.registrations.find(OTHER_MERCHANT, payment.id), undefined)
})

test('a merchant’s own number is registered at the PG under the payment’s id', async (t) => {
  const scene = await openPgScene(t)
  const payment = await scene.issue({ number: 'SHOP-11222222' })
  assert.deepEqual(scene.pg.heard, [`register ${payment.id}`])
  assert.equal(scene.pg.holds.get(payment.id)?.number, 'SHOP-11222222')
})

test('what the PG refuses is told with its code, and nothing is left of it anywhere', async (t) => {
  const scene = await openPgScene(t)
  scene.pg.next('issue', { refuses: '7777' })
  const answer = await scene.gateway.issue(MERCHANT, issueRequest({ order: 'o' }))
  assert.deepEqual(answer, { ok: false, rejection: { name: 'pg_refused', reason: '7777 거절' } })
  scene.pass(ASKED_MS)
  await scene.errands.sweep()
  assert.deepEqual([scene.pg.heard.length, standing(scene)], [1, []], 'it is not asked how it stands')
})

test('an answer that was lost is found by asking how it stands, and the number is issued', async (t) => {
  const scene = await openPgScene(t)
  scene.pg.next('issue', 'done and silent')
  const payment = await scene.issue()
  assert.deepEqual(scene.pg.heard, [`issue ${payment.id}`, `status ${payment.id}`])
  assert.deepEqual(standing(scene), [payment.id])
})

test('silence twice issues nothing, and what was asked is cancelled until the PG has heard it', async (t) => {
  const scene = await openPgScene(t)
  scene.pg.next('issue', 'done and silent')
  scene.pg.next('status', 'lost', 'lost')
  assert.equal(await scene.ask({ order: 'o' }), 'pg_unanswered')
  assert.equal(standing(scene).length, 1, 'the PG holds a number that is nobody’s')
  await scene.errands.sweep()
  assert.equal(standing(scene).length, 1, 'it is still away')
  scene.pass(30_000)
  await scene.errands.sweep()
  assert.deepEqual(standing(scene), [])
  assert.deepEqual(
    scene.pg.heard.map((each) => each.split(' ')[0]),
    ['issue', 'status', 'status', 'status', 'cancel'],
  )
  assert.equal(
    await scene.gateway.findByOrder(MERCHANT, issueRequest({ order: 'o' }).orderId, null, '-started'),
    undefined,
  )
})

test('a request of which the PG knows nothing is cancelled all the same, for it may come late', async (t) => {
  const scene = await openPgScene(t)
  scene.pg.next('issue', 'lost')
  assert.equal(await scene.ask(), 'pg_unanswered')
  await scene.errands.sweep()
  const [, , , last] = scene.pg.heard
  assert.match(last ?? '', /^cancel /)
  assert.deepEqual(
    [...scene.pg.holds.values()].map(({ state }) => state),
    ['ended'],
  )
})

test('where nothing was sent there is nothing to undo', async (t) => {
  const scene = await openPgScene(t)
  scene.pg.next('issue', 'not sent')
  assert.equal(await scene.ask(), 'pg_unanswered')
  scene.pass(ASKED_MS)
  await scene.errands.sweep()
  assert.equal(scene.pg.heard.length, 1)
})

for (const [promise, gives] of [
  ['is no number', '번호'],
  ['is a number in small letters', 'abcd-1'],
] as const) {
  test(`an answer that ${promise} is not issued, and cancelled`, async (t) => {
    const scene = await openPgScene(t)
    scene.pg.next('issue', { gives })
    assert.equal(await scene.ask(), 'pg_unanswered')
    await scene.errands.sweep()
    assert.deepEqual(standing(scene), [])
  })
}

test('a number that the PG has given before and is still to be paid is not issued twice', async (t) => {
  const scene = await openPgScene(t)
  const payment = await scene.issue({ order: 'one' })
  scene.pg.next('issue', { gives: payment.number })
  const answer = await scene.gateway.issue(MERCHANT, issueRequest({ order: 'two' }))
  assert.deepEqual(answer, { ok: false, rejection: { name: 'pg_refused', reason: 'number in use' } })
  await scene.errands.sweep()
  assert.deepEqual(standing(scene), [payment.id], 'the first one stands')
})

test('what can be known before is refused without a PG: terms, and orders that were paid', async (t) => {
  const scene = await openPgScene(t)
  const payment = await scene.issue({ order: 'paid' })
  await scene.collect(payment.number)
  assert.equal(await scene.ask({ order: 'paid' }), 'order_paid')
  assert.equal(await scene.ask({ expiresAt: 1 as Instant }), 'deadline_past')
  assert.equal(await scene.ask({ won: 2000, channel: { amountMax: 1000 as Money } }), 'amount_above_limit')
  assert.equal(scene.pg.heard.length, 1)
})

test('what is refused only at the issue takes its number back from the PG', async (t) => {
  const scene = await openPgScene(t)
  const first = await scene.issue({ order: 'o' })
  assert.equal(await scene.ask({ order: 'o', channel: { reissue: 'refuse' } }), 'order_live')
  assert.equal(standing(scene).length, 2)
  await scene.errands.sweep()
  assert.deepEqual(standing(scene), [first.id])
})

test('a newer number of an order ends the older one, and the PG hears it', async (t) => {
  const scene = await openPgScene(t)
  await scene.issue({ order: 'o', won: 1000 })
  const second = await scene.issue({ order: 'o', won: 2000 })
  await scene.errands.sweep()
  assert.deepEqual(standing(scene), [second.id])
})

test('a repeat under its key is answered with its payment and asks no PG; another content is a conflict', async (t) => {
  const scene = await openPgScene(t)
  const keyed = { key: 'k', asked: ['o', 1000] }
  const payment = await scene.issue({ order: 'o', keyed })
  const again = await scene.gateway.issue(MERCHANT, issueRequest({ order: 'o', keyed }))
  assert.ok(again.ok && again.again && again.payment.id === payment.id)
  assert.equal(await scene.ask({ order: 'o', keyed: { key: 'k', asked: ['o', 2000] } }), 'key_conflict')
  assert.deepEqual(scene.pg.heard, [`issue ${payment.id}`])
})

test('a repeat after a silence asks anew and is issued once; what the first left is undone', async (t) => {
  const scene = await openPgScene(t)
  const keyed = { key: 'k', asked: ['o', 1000] }
  scene.pg.next('issue', 'done and silent')
  scene.pg.next('status', 'lost')
  assert.equal(await scene.ask({ order: 'o', keyed }), 'pg_unanswered')
  const payment = await scene.issue({ order: 'o', keyed })
  await scene.errands.sweep()
  assert.deepEqual(standing(scene), [payment.id])
})

test('of two who ask at once under one key one is issued, both are answered with it, and one number is left', async (t) => {
  const scene = await openPgScene(t)
  const keyed = { key: 'k', asked: ['o', 1000] }
  const asked = [1, 2].map(() => scene.gateway.issue(MERCHANT, issueRequest({ order: 'o', keyed })))
  const [one, two] = await Promise.all(asked)
  assert.ok(one?.ok && two?.ok && one.payment.id === two.payment.id)
  await scene.errands.sweep()
  assert.deepEqual(standing(scene), [one.payment.id])
})

/** A gateway that dies between the PG's answer and its own commit: it never writes, and another is opened on the same data. */
test('a gateway that dies between the PG’s answer and its commit leaves nothing that can be paid, and the next one undoes it', async (t) => {
  const died = Promise.withResolvers<never>()
  const around = (storage: Storage): Storage => ({
    ...storage,
    execute: (command, deadline) => (command.type === 'issue' ? died.promise : storage.execute(command, deadline)),
  })
  const scene = await openPgScene(t, { around })
  const answered = Promise.withResolvers<void>()
  scene.pg.meanwhile = async () => answered.resolve()
  const hanging = scene.ask({ order: 'o' })
  hanging.catch(() => {})
  await answered.promise
  await new Promise((resolve) => setImmediate(resolve))
  const [[id, held] = []] = scene.pg.holds
  assert.ok(id !== undefined && held?.state === 'standing')
  assert.equal(said(await scene.collect(held.number)), 'declined: number_unknown')
  const next = errandsOf(scene, scene.pg, [])
  scene.pass(ASKED_MS)
  await next.sweep()
  assert.deepEqual(standing(scene), [])
  assert.equal((await scene.storage.registrations.find(MERCHANT, id))?.state, 'ended')
  died.reject(new Error('the process is gone'))
})

test('a commit nobody can tell the end of is thrown on, and what came of it is seen later: here the payment stands', async (t) => {
  let lost = true
  const around = (storage: Storage): Storage => ({
    ...storage,
    async execute(command, deadline) {
      const outcome = await storage.execute(command, deadline)
      if (command.type === 'issue' && lost) {
        lost = false
        throw new StorageFault('unknown', 'the line was cut at the commit')
      }
      return outcome
    },
  })
  const scene = await openPgScene(t, { around })
  await assert.rejects(scene.ask({ order: 'o' }), /cut at the commit/)
  scene.pass(ASKED_MS)
  await scene.errands.sweep()
  const found = await scene.gateway.findByOrder(MERCHANT, issueRequest({ order: 'o' }).orderId, null, '-started')
  assert.ok(found)
  assert.deepEqual(standing(scene), [found.payment.id])
  assert.equal(said(await scene.collect(found.payment.number)), 'collected')
})

test('whoever was away for too long after the PG’s answer issues nothing', async (t) => {
  const scene = await openPgScene(t)
  scene.pg.meanwhile = async (asked) => {
    if (asked === 'issue') scene.pass(ASKED_MS / 2 + 1)
  }
  assert.equal(await scene.ask(), 'pg_unanswered')
  await scene.errands.sweep()
  assert.deepEqual(standing(scene), [])
})

test('a revoke, an amend and an expiry are told to the PG after they are durable, once each', async (t) => {
  const scene = await openPgScene(t)
  const [revoked, amended, expired] = [await scene.issue(), await scene.issue(), await scene.issue()]
  await scene.gateway.revoke(MERCHANT, revoked.id)
  await scene.gateway.amend(MERCHANT, amended.id, { amount: 5000 as Money, expiresAt: null, version: null })
  await scene.errands.sweep()
  await scene.errands.sweep()
  assert.deepEqual(scene.pg.heard.slice(3).toSorted(), [`amend ${amended.id}`, `revoke ${revoked.id}`])
  assert.equal(scene.pg.holds.get(amended.id)?.amount, 5000)
  await scene.storage.clock.advance(30 * 86_400_000)
  await scene.storage.execute({ type: 'expire', id: 'cmd_1' as never, paymentId: expired.id })
  await scene.errands.sweep()
  assert.equal(scene.pg.holds.get(expired.id)?.state, 'ended')
})

test('a PG that refuses to hear is told again with longer waits, and after six times somebody is called', async (t) => {
  const scene = await openPgScene(t)
  const payment = await scene.issue()
  await scene.gateway.revoke(MERCHANT, payment.id)
  const refusals = Array.from({ length: ERRAND_TRIES_ALARMING }, () => ({ refuses: '9999' }))
  scene.pg.next('revoke', ...refusals)
  for (let turn = 1; turn <= ERRAND_TRIES_ALARMING; turn += 1) {
    assert.equal(scene.happenings.filter(({ type }) => type === 'pg_untold').length, 0, `before turn ${turn}`)
    await scene.errands.sweep()
    await scene.errands.sweep()
    assert.equal(scene.pg.heard.length, 1 + turn, 'not before its time')
    scene.pass(600_000)
  }
  const untold = scene.happenings.find(({ type }) => type === 'pg_untold')
  assert.ok(untold?.type === 'pg_untold' && untold.errand === 'revoke' && untold.detail === '9999 거절')
  await scene.errands.sweep()
  assert.deepEqual(standing(scene), [])
  assert.ok(scene.happenings.some((each) => each.type === 'pg_told' && each.errand === 'revoke'))
})

test('a payment that is revoked while its amendment is being told ends at the PG', async (t) => {
  const scene = await openPgScene(t)
  const payment = await scene.issue()
  await scene.gateway.amend(MERCHANT, payment.id, { amount: 5000 as Money, expiresAt: null, version: null })
  scene.pg.meanwhile = async (asked) => {
    if (asked === 'amend') await scene.gateway.revoke(MERCHANT, payment.id)
  }
  await scene.errands.sweep()
  assert.deepEqual(scene.pg.heard.slice(1), [`amend ${payment.id}`, `revoke ${payment.id}`])
  assert.deepEqual(standing(scene), [])
})

test('a number that a till reversed can be paid again, and the PG was told nothing', async (t) => {
  const scene = await openPgScene(t)
  const payment = await scene.issue()
  await scene.collect(payment.number)
  await scene.reverse('1')
  await scene.errands.sweep()
  assert.deepEqual([scene.pg.heard.length, standing(scene)], [1, [payment.id]])
  assert.equal(said(await scene.collect(payment.number, { stan: '2' })), 'collected')
})
