/** The desk of collects in doubt: every command, and what it says when it is given wrongly. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { MerchantId, NetworkId } from '../core/brand.ts'
import { COMPLETION_MS } from '../core/provisional.ts'
import { claim, expire, issue, paymentId, settle } from '../storage/contract-commands.ts'
import { type Desk, openDesk, type Row } from './test-desk.ts'

const MERCHANT = 'mer_example' as MerchantId
const of = (no: number): Row => ({ merchant: MERCHANT, 'imp-uid': paymentId(no) })

/** Payments 1 and 2 of 1,000 won were approved on a network of two phases and not completed in time. */
async function openDoubts(t: TestContext): Promise<Desk> {
  const desk = await openDesk(t)
  const network = desk.directory().networks.get('house' as NetworkId)
  assert.ok(network)
  await desk.storage.directory.put([{ kind: 'network', entry: { ...network, phases: 'two' } }])
  for (const no of [1, 2]) {
    await desk.storage.execute(issue({ no, merchantId: MERCHANT }))
    await desk.storage.execute(claim({ key: no, number: no }))
    await desk.storage.execute(settle({ key: no, fence: 1 }))
  }
  await desk.storage.clock.advance(COMPLETION_MS)
  for (const no of [1, 2]) await desk.storage.execute(expire(no))
  return desk
}

test('doubt-list shows what somebody must look for: which till, which approval, how much, since when', async (t) => {
  const desk = await openDoubts(t)
  const rows = await desk.listed('doubt-list')
  assert.deepEqual(rows.map(({ imp_uid }) => imp_uid).toSorted(), [paymentId(1), paymentId(2)])
  const first = rows.find(({ imp_uid }) => imp_uid === paymentId(1))
  assert.deepEqual(
    [first?.['amount'], first?.['outlet'], first?.['till'], first?.['approval_no'], first?.['pay_type']],
    ['1,000 won', '1호점', 'T1', '00000001', 'cash'],
  )
  assert.deepEqual(await desk.listed('doubt-list', { merchant: MERCHANT }), rows)
})

test('doubt-resolve ends a doubt as what was found, with a note that is kept, and only once', async (t) => {
  const desk = await openDoubts(t)
  const note = '시재 확인'
  const kept = await desk.done('doubt-resolve', { ...of(1), as: 'collected', note })
  assert.equal(kept['state'], 'paid')
  const gone = await desk.done('doubt-resolve', { ...of(2), as: 'not-collected', note })
  assert.equal(gone['state'], 'ready')
  assert.deepEqual(await desk.listed('doubt-list'), [])
  const events = await desk.storage.payments.events(MERCHANT, paymentId(1))
  assert.deepEqual(events.at(-1)?.data, { type: 'completed', by: 'operator', note })
  assert.match(
    await desk.refused('doubt-resolve', { ...of(1), as: 'collected', note }),
    /not in doubt\. See doubt-list/,
  )
})

test('every wrong option is named together with what would be right', async (t) => {
  const desk = await openDoubts(t)
  const right = { ...of(1), as: 'collected', note: 'looked' }
  const { note: _note, ...without } = right
  for (const [options, says] of [
    [without, /--note is missing/],
    [{ ...right, note: ' ' }, /--note is 1 to/],
    [{ ...right, as: 'maybe' }, /--as maybe: it is one of collected, not-collected/],
    [{ ...right, 'imp-uid': 'imp_1' }, /imp_ and twelve digits/],
    [{ ...right, 'imp-uid': paymentId(9) }, /존재하지 않는|no such payment/],
    [{ ...right, merchant: 'mer_none' }, /mer_none/],
  ] as const) {
    assert.match(await desk.refused('doubt-resolve', options), says)
  }
  assert.match(await desk.refused('doubt-list', { merchant: 'mer_none' }), /mer_none/)
  assert.equal((await desk.listed('doubt-list')).length, 2)
})
