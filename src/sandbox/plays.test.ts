/**
 * Every way to misbehave, played on the real gateway, whatever the seller says meanwhile: what the shop holds, what the
 * gateway has collected and what the seller believes are the same, to the won.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MISBEHAVIOURS } from './plays.ts'
import { listOf, type Members, openTown, type Town } from './test-town.ts'

const PRICE = 36_400
const WAYS = [undefined, ...MISBEHAVIOURS]

const askedFor = (number: unknown, misbehave: string | undefined): object =>
  misbehave === undefined ? { number } : { number, misbehave }

const story = ({ messages }: Members): string[] =>
  listOf(messages).map(({ message, code, reply }) => {
    const original = (reply as Members | null)?.['original']
    return [message, code, original].filter((part) => part !== undefined).join(' ')
  })

/** All ways at once, each on an order of its own. */
async function playAll(town: Town): Promise<ReadonlyMap<string, Members>> {
  const played = await Promise.all(
    WAYS.map(async (way) => {
      const { number } = await town.order()
      return [way ?? 'honest', await town.pay(askedFor(number, way))] as const
    }),
  )
  return new Map(played)
}

async function assertBooksAgree(town: Town, answers: ReadonlyMap<string, Members>): Promise<void> {
  let drawers = 0
  for (const [way, { drawer, gateway, payment, notices_not_waited_for }] of answers) {
    assert.equal(drawer, gateway, `${way}: drawer and gateway`)
    assert.equal((payment as Members)['status'], drawer === 0 ? 'ready' : 'paid', way)
    assert.deepEqual(notices_not_waited_for, [], way)
    drawers += Number(drawer)
  }
  assert.equal((await town.call('/shop/orders')).body['paid_total'], drawers, 'the seller’s books')
  assert.deepEqual(town.faults, [])
}

/** What each way ends with, and what is in the drawer then. */
const ENDS = {
  honest: ['paid', PRICE],
  double_scan: ['paid', PRICE],
  two_tills: ['paid', PRICE],
  lost_reply: ['reversed', 0],
  power_cut: ['reversed', 0],
  wrong_amount: ['refused', 0],
  slow_link: ['paid', PRICE],
  reverse_first: ['reversed', 0],
}

function endsOf(answers: ReadonlyMap<string, Members>): object {
  return Object.fromEntries([...answers].map(([way, { outcome, drawer }]) => [way, [outcome, drawer]]))
}

test('each way ends the same for tills that send frames over TCP', async (t) => {
  const town = await openTown(t, { line: 'tcp' })
  const answers = await playAll(town)
  assert.deepEqual(endsOf(answers), ENDS)
  assert.equal(answers.get('double_scan')?.['replies_equal'], true)
  await assertBooksAgree(town, answers)
})

test('a seller who says yes: each way ends as it should, and drawer, gateway and seller agree', async (t) => {
  const town = await openTown(t)
  const answers = await playAll(town)
  assert.deepEqual(endsOf(answers), ENDS)
  await assertBooksAgree(town, answers)
  const storyOf = (way: string): string[] => story(answers.get(way) ?? {})
  assert.deepEqual(storyOf('honest'), ['inquiry 0000', 'collect 0000'])
  assert.deepEqual(storyOf('lost_reply'), ['inquiry 0000', 'collect 0000', 'reverse 0000 reversed', 'inquiry 0000'])
  assert.deepEqual(storyOf('power_cut'), [
    'inquiry 0000',
    'collect 0000',
    'status 0000 collected',
    'reverse 0000 reversed',
    'inquiry 0000',
  ])
  assert.deepEqual(storyOf('wrong_amount'), ['inquiry 0000', 'collect 2201'])
  assert.deepEqual(storyOf('slow_link'), ['inquiry 0000', 'collect 9001', 'collect 0000'])
  assert.deepEqual(storyOf('reverse_first'), [
    'inquiry 0000',
    'reverse 0000 tombstoned',
    'collect 3005',
    'inquiry 0000',
  ])
})

test('a double scan is one collection: one key, one money, the same reply byte for byte', async (t) => {
  const town = await openTown(t)
  const { number } = await town.order()
  const answer = await town.pay({ number, misbehave: 'double_scan' })
  const collects = listOf(answer['messages']).filter(({ message }) => message === 'collect')
  const keys = new Set(collects.map(({ request }) => (request as Members)['stan']))
  assert.equal(keys.size, 1)
  assert.equal(answer['replies_equal'], true)
  assert.deepEqual(answer['cash'], [{ till: 'house/HB001/1', moved: PRICE }])
  const approvals = collects.filter(({ code }) => code === '0000').map(({ reply }) => (reply as Members)['approval_no'])
  assert.equal(approvals.length, 2)
  assert.equal(new Set(approvals).size, 1)
})

test('of two tills in two shops one is approved, and the other clerk gives the money back', async (t) => {
  const town = await openTown(t)
  const { number } = await town.order()
  const answer = await town.pay({ number, misbehave: 'two_tills' })
  const collects = listOf(answer['messages']).filter(({ message }) => message === 'collect')
  assert.deepEqual(new Set(collects.map(({ till }) => till)), new Set(['house/HB001/1', 'house/HB002/1']))
  const [no, yes] = collects
    .map(({ code }) => String(code))
    .sort()
    .reverse()
  assert.equal(yes, '0000')
  assert.match(no ?? '', /^210[35]$/)
  assert.equal(listOf(answer['cash']).length, 3)
})

test('a lost reply: the seller is told of the money, and then that it went back', async (t) => {
  const town = await openTown(t)
  const { number, imp_uid } = await town.order()
  const answer = await town.pay({ number, misbehave: 'lost_reply' })
  assert.deepEqual(
    listOf(answer['messages']).map(({ message, seen }) => [message, seen]),
    [
      ['inquiry', true],
      ['collect', false],
      ['reverse', true],
      ['inquiry', true],
    ],
  )
  assert.deepEqual(
    listOf(answer['notices']).map(({ event, status, result, try: count }) => [event, status, result, count]),
    [
      ['collected', 'paid', 'delivered', 1],
      ['reversed', 'ready', 'delivered', 1],
    ],
  )
  const again = await town.pay({ imp_uid })
  assert.equal(again['outcome'], 'paid')
})

test('a seller who refuses: nothing is collected in any way, and all money is back with the customer', async (t) => {
  const town = await openTown(t)
  await town.call('/shop/behave', { confirm: 'refuse', reason: '재고 없음' })
  const answers = await playAll(town)
  await assertBooksAgree(town, answers)
  for (const [way, { outcome, drawer }] of answers) {
    assert.equal(outcome, way === 'reverse_first' ? 'reversed' : 'refused', way)
    assert.equal(drawer, 0, way)
  }
  const { messages, asked } = answers.get('honest') ?? {}
  const [, collect] = listOf(messages)
  assert.equal(collect?.['code'], '2301')
  assert.match(JSON.stringify(collect?.['text']), /재고 없음/)
  assert.deepEqual(
    listOf(asked).map(({ verdict, reason }) => [verdict, reason]),
    [['refused', '재고 없음']],
  )
})

test('a seller who hangs: the till is answered in time that nothing is collected', async (t) => {
  const town = await openTown(t)
  await town.call('/shop/behave', { confirm: 'hang' })
  const answers = await playAll(town)
  await assertBooksAgree(town, answers)
  for (const [way, { drawer }] of answers) assert.equal(drawer, 0, way)
  const [, collect] = listOf(answers.get('honest')?.['messages'])
  assert.equal(collect?.['code'], '2302')
  assert.ok(Number(collect?.['latency_ms']) < 6000)
  const { orders } = (await town.call('/shop/orders')).body
  assert.ok(listOf(orders).some(({ confirms }) => listOf(confirms).some(({ answered }) => answered === null)))
})

test('a number that cannot be paid is said so before any money moves', async (t) => {
  const town = await openTown(t)
  const { number } = await town.order()
  await town.pay({ number })
  for (const way of WAYS) {
    const answer = await town.pay(askedFor(number, way))
    assert.equal(answer['outcome'], 'not_payable', way)
    assert.equal(listOf(answer['messages'])[0]?.['code'], '2103')
    assert.deepEqual([answer['drawer'], answer['gateway'], answer['cash']], [0, 0, []])
    assert.equal((answer['payment'] as Members)['status'], 'paid')
  }
})

test('an amount that is not the one shown is refused whichever way it is sent, and no money is taken', async (t) => {
  const town = await openTown(t)
  const { number } = await town.order()
  for (const body of [{ amount: 1 }, { amount: PRICE + 1, misbehave: 'wrong_amount' }, { misbehave: 'wrong_amount' }]) {
    const answer = await town.pay({ number, ...body })
    assert.deepEqual([answer['outcome'], answer['drawer'], answer['gateway']], ['refused', 0, 0])
    assert.deepEqual(answer['cash'], [])
    assert.deepEqual(story(answer), ['inquiry 0000', 'collect 2201'])
  }
  const right = await town.call('/sandbox/pay', { number, amount: PRICE, misbehave: 'wrong_amount' })
  assert.equal(right.status, 400)
  assert.equal((right.body['error'] as Members)['parameter'], 'amount')
  assert.equal((await town.pay({ number, amount: PRICE, pay_type: 'card' }))['outcome'], 'paid')
})

test('many tills of many tests at one number: one is paid, and each play’s drawer is what the gateway says of it', async (t) => {
  const town = await openTown(t)
  const { number } = await town.order()
  const answers = await Promise.all(Array.from({ length: 10 }, () => town.pay({ number })))
  const paid = answers.filter(({ outcome }) => outcome === 'paid')
  assert.equal(paid.length, 1)
  for (const { outcome, drawer, gateway } of answers) {
    assert.deepEqual([drawer, gateway], outcome === 'paid' ? [PRICE, PRICE] : [0, 0])
  }
})
