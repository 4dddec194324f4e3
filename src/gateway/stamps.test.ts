/** Ids and numbers as they are stamped: in order, of the right shape, never twice, and not to be guessed. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import type { PaymentId } from '../core/brand.ts'
import { checkNumber } from '../numbers/schemes.ts'
import { createFakeClocks, FAKE_START } from '../storage/fake-clocks.ts'
import { createMemoryStorage } from '../storage/memory/memory-storage.ts'
import { type Counter, type Storage, StorageFault } from '../storage/storage.ts'
import { isPayToken } from './pay-token.ts'
import type { Random } from './ports.ts'
import { createStamps } from './stamps.ts'

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** Stamps over a memory keeper, with the blocks they took; `blocks` may answer instead of the keeper. */
function openStamps({ random = randomBytes, blocks }: { random?: Random; blocks?: Storage['takeBlock'] } = {}) {
  const clocks = createFakeClocks()
  const keeper = createMemoryStorage({ clocks })
  const taken: Counter[] = []
  const takeBlock: Storage['takeBlock'] = (counter, size) => {
    taken.push(counter)
    return (blocks ?? keeper.takeBlock)(counter, size)
  }
  return { clocks, taken, stamps: createStamps({ storage: { ...keeper, takeBlock }, random }), keeper }
}

function times<Value>(count: number, make: () => Value): Value[] {
  return Array.from({ length: count }, make)
}

test('command and attempt ids are UUIDs of version 7 that sort by the time of their making', () => {
  const { clocks, stamps } = openStamps()
  const commands: string[] = []
  const attempts: string[] = []
  for (let n = 0; n < 500; n += 1) {
    commands.push(stamps.commandId())
    attempts.push(stamps.attemptId())
    clocks.moveWall(1 + (n % 700) ** 2)
  }
  for (const [prefix, ids] of [
    ['cmd_', commands],
    ['att_', attempts],
  ] as const) {
    assert.deepEqual(ids.toSorted(), ids)
    for (const id of ids) assert.match(id.replace(prefix, ''), UUID_V7, id)
  }
  const millisecond = Number.parseInt((commands[0] ?? '').slice(4, 17).replace('-', ''), 16)
  assert.equal(millisecond, FAKE_START)
})

test('refund ids sort by their making, also those of one millisecond and after the clock was set back', () => {
  const { clocks, stamps } = openStamps()
  const ids = times(50, stamps.refundId)
  clocks.moveWall(-5000)
  ids.push(...times(50, stamps.refundId))
  assert.deepEqual(ids.toSorted(), ids)
  assert.equal(new Set(ids).size, 100)
  for (const id of ids) assert.match(id.replace('rfd_', ''), UUID_V7, id)
})

test('ids of one millisecond differ in everything that is random', () => {
  const { stamps } = openStamps({ random: (bytes) => Buffer.alloc(bytes, 0xff) })
  assert.match(stamps.commandId(), /^cmd_[0-9a-f]{8}-[0-9a-f]{4}-7fff-bfff-ffffffffffff$/)
  const real = openStamps().stamps
  assert.equal(new Set(times(10_000, real.commandId)).size, 10_000)
})

test('payment ids, references and approval numbers have their digits and count up without a gap', async () => {
  const { stamps } = openStamps()
  const ids = [await stamps.paymentId(), await stamps.paymentId()]
  for (const id of ids) assert.match(id, /^imp_\d{12}$/)
  const refs = [await stamps.gatewayRef(), await stamps.gatewayRef()]
  for (const ref of refs) assert.match(ref, /^\d{12}$/)
  const approvals = [await stamps.approvalNo(), await stamps.approvalNo()]
  for (const approval of approvals) assert.match(approval, /^\d{8}$/)
  for (const [first = '', second = ''] of [ids, refs, approvals]) {
    assert.equal(Number(second.replace('imp_', '')), Number(first.replace('imp_', '')) + 1)
  }
})

test('a counter is taken from storage a block at a time, each kind for itself', async () => {
  const { stamps, taken } = openStamps()
  for (let n = 0; n < 1000; n += 1) await stamps.gatewayRef()
  assert.deepEqual(taken, ['gateway_ref'])
  await stamps.gatewayRef()
  assert.deepEqual(taken, ['gateway_ref', 'gateway_ref'])
  for (let n = 0; n < 100; n += 1) await stamps.approvalNo()
  assert.deepEqual(taken.slice(2), ['approval'])
})

test('callers that come while a block is being fetched share that one fetch, and none gets another’s number', async () => {
  const { stamps, taken } = openStamps()
  const refs = await Promise.all(times(2500, stamps.gatewayRef))
  assert.equal(new Set(refs).size, 2500)
  assert.equal(taken.length, 3)
})

test('two processes on one storage never stamp the same number', async () => {
  const { stamps, keeper } = openStamps()
  const other = createStamps({ storage: keeper, random: randomBytes })
  const ids = await Promise.all(times(1500, () => [stamps.paymentId(), other.paymentId()]).flat())
  assert.equal(new Set(ids).size, 3000)
})

test('a fetch that failed is told to everybody who waited for it, and made again for who comes later', async () => {
  let full = true
  const { stamps, taken } = openStamps({
    blocks: async () => {
      if (full) throw new StorageFault('full', 'the disk is full')
      return 7
    },
  })
  const waiting = await Promise.allSettled(times(10, stamps.gatewayRef))
  for (const each of waiting) assert.ok(each.status === 'rejected' && each.reason instanceof StorageFault)
  assert.equal(taken.length, 1)
  full = false
  assert.deepEqual(await Promise.all(times(2, stamps.gatewayRef)), ['000000000007', '000000000008'])
})

test('a storage that throws at once is asked again too', async () => {
  let broken = true
  const { stamps } = openStamps({
    blocks: () => {
      if (broken) throw new Error('broken on the way')
      return Promise.resolve(1)
    },
  })
  await assert.rejects(stamps.approvalNo(), /broken on the way/)
  broken = false
  assert.equal(await stamps.approvalNo(), '00000001')
})

test('an issued number begins with its network’s prefix and passes the check', () => {
  const { stamps } = openStamps()
  const numbers = times(2000, () => stamps.number('8100'))
  for (const number of numbers) {
    assert.match(number, /^8100\d{16}$/)
    assert.equal(checkNumber(number, '8100'), 'ok', number)
  }
  assert.equal(new Set(numbers).size, 2000)
})

test('every digit of a number is as likely as any other', () => {
  const bytes = Buffer.from(times(256, () => 0).map((_, index) => index))
  let at = 0
  const { stamps } = openStamps({
    random: (count) => Buffer.from(times(count, () => bytes[at++ % 256] ?? 0)),
  })
  const counts = new Map<string, number>()
  // 256 bytes make 250 digits, and these numbers use each byte equally often.
  while (at < 256 * 15)
    for (const digit of stamps.number('8100').slice(4, 19)) counts.set(digit, (counts.get(digit) ?? 0) + 1)
  const each = [...counts.values()]
  assert.equal(counts.size, 10)
  assert.ok(Math.max(...each) - Math.min(...each) <= 10, JSON.stringify([...counts]))
})

test('the bytes that would favour small digits are thrown away', () => {
  const random: Random = (count) => Buffer.from(times(count, () => 0).map((_, n) => [250, 255, 249, 0, 13][n % 5] ?? 0))
  assert.equal(openStamps({ random }).stamps.number('8100').slice(4, 19), '903903903903903')
})

test('a page’s token is 128 bits of the randomness given, and fits into an address as it is', () => {
  const { stamps } = openStamps({ random: (bytes) => Buffer.alloc(bytes, 0xfb) })
  const token = stamps.payToken('imp_795388665945' as PaymentId)
  assert.equal(token, `a5e9vihl${Buffer.alloc(16, 0xfb).toString('base64url')}`)
  assert.ok(isPayToken(token))
})

test('tokens sort in the order of issue, which keeps their index in one place', () => {
  const { stamps } = openStamps()
  const ids = ['imp_000000000035', 'imp_000000000036', 'imp_000000001296', 'imp_999999999999'] as PaymentId[]
  const tokens = ids.map(stamps.payToken)
  assert.deepEqual(tokens.toSorted(), tokens)
})
