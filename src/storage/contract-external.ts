/** Cash receipts of cash that was taken elsewhere: one row for each order number, and whom each is for kept apart. */
import assert from 'node:assert/strict'
import type { Instant, MerchantId, Money } from '../core/brand.ts'
import type { AskExternal, CancelExternal, RetryExternal, SettleExternal } from '../core/external-commands.ts'
import { ALPHA, BRAVO, claim, commandId, identifierOf, issue, orderId, receiptId, settle } from './contract-commands.ts'
import { type Promises, tally } from './contract-subject.ts'

const of = (no: number, merchantId: MerchantId = ALPHA) => ({ id: commandId(), merchantId, orderId: orderId(no) })

export function askExternal(no: number, receipt = no, merchantId?: MerchantId): AskExternal {
  return {
    ...of(no, merchantId),
    type: 'ask_external',
    receiptId: receiptId(receipt),
    token: `token-${receipt}`,
    name: `라면 "${no}"`,
    amount: 11_000 as Money,
    use: 'person',
    identifier: { kind: 'phone', sealed: identifierOf(receipt) },
    taxFree: 0 as Money,
    vat: null,
  }
}

const cancel = (no: number): CancelExternal => ({ ...of(no), type: 'cancel_external' })
const retry = (no: number): RetryExternal => ({ ...of(no), type: 'retry_external' })

function settleExternal(no: number, step: SettleExternal['step'], finalAt: number | null = null): SettleExternal {
  const words = {
    issuing: { kind: 'issued', number: 'TEST-1', tid: 'tid-1', finalAt: finalAt as Instant | null },
    issued: { kind: 'final' },
    cancelling: { kind: 'cancelled' },
  } as const
  return { ...of(no), type: 'settle_external', receiptId: receiptId(no), step, word: words[step] }
}

export const externalPromises: Promises = {
  'a receipt is read back in every state, by its order number and by its address': async ({ storage }) => {
    const steps = [
      [askExternal(1), 'issuing'],
      [settleExternal(1, 'issuing', storage.clock.now() + 60_000), 'issued'],
      [settleExternal(1, 'issued'), 'issued'],
      [cancel(1), 'cancelling'],
      [settleExternal(1, 'cancelling'), 'cancelled'],
    ] as const
    let version = 0
    for (const [command, state] of steps) {
      const outcome = await storage.execute(command)
      version += 1
      const found = await storage.externalReceipts.find(ALPHA, orderId(1))
      assert.deepEqual([found?.receipt.state, found?.version, found?.name], [state, version, '라면 "1"'])
      assert.deepEqual('external' in outcome && outcome.external, found)
      assert.deepEqual(await storage.externalReceipts.findByToken('token-1'), found)
    }
    assert.equal(await storage.externalReceipts.findByToken('token-2'), undefined)
  },

  'of many who ask at once one does, in the same batch or in another; so of many who cancel': async ({ storage }) => {
    const asks = await Promise.all(Array.from({ length: 100 }, (_, i) => storage.execute(askExternal(1, i + 1))))
    assert.deepEqual(tally(asks.map(({ kind }) => kind)), { external_asked: 1, rejected: 99 })
    const receipt = asks.findIndex(({ kind }) => kind === 'external_asked') + 1
    assert.deepEqual(await storage.externalReceipts.findIdentifier(ALPHA, orderId(1)), identifierOf(receipt))
    await storage.execute({ ...settleExternal(1, 'issuing'), receiptId: receiptId(receipt) })
    const cancels = await Promise.all(Array.from({ length: 50 }, () => storage.execute(cancel(1))))
    assert.deepEqual(tally(cancels.map(({ kind }) => kind)), { external_cancel_asked: 1, rejected: 49 })
  },

  'a receipt and the collect of the same order number at once: never both': async ({ storage }) => {
    for (let no = 1; no <= 20; no += 1) {
      await storage.execute(issue({ no }))
      await storage.execute(claim({ key: no, number: no }))
    }
    const numbers = Array.from({ length: 20 }, (_, i) => i + 1)
    const [collects, asks] = await Promise.all([
      Promise.all(numbers.map((no) => storage.execute(settle({ key: no, fence: 1 })))),
      Promise.all(numbers.map((no) => storage.execute(askExternal(no)))),
    ])
    assert.ok(collects.every(({ answer }) => answer.kind === 'collected'))
    const late = await Promise.all(numbers.map((no) => storage.execute(askExternal(no, 100 + no))))
    for (const [index, { kind }] of asks.entries())
      assert.deepEqual(
        late[index],
        {
          kind: 'rejected',
          rejection: { name: 'receipt_of_payment' },
        },
        kind,
      )
  },

  'one is due from the moment its issuer is to be asked, the oldest first, and one has the turn': async ({
    storage,
    clocks,
  }) => {
    const { externalReceipts } = storage
    assert.deepEqual([await externalReceipts.due(10), await externalReceipts.nextDueAt()], [[], null])
    await storage.execute(askExternal(2))
    clocks.moveWall(1000)
    await storage.execute(askExternal(1))
    const first = await externalReceipts.nextDueAt()
    assert.deepEqual(await externalReceipts.due(10), [])
    clocks.moveWall((first ?? 0) - storage.clock.now() + 1000)
    const due = async (limit: number) => (await externalReceipts.due(limit)).map(({ orderId: id }) => id)
    assert.deepEqual(await due(10), [orderId(2), orderId(1)])
    assert.deepEqual(await due(1), [orderId(2)])
    const turns = await Promise.all(Array.from({ length: 50 }, () => storage.execute(retry(2))))
    assert.equal(turns.filter(({ due: isMine }) => isMine).length, 1)
    assert.deepEqual(await due(10), [orderId(1)])
    await storage.execute(settleExternal(1, 'issuing'))
    assert.deepEqual(await due(10), [])
  },

  'it is its merchant’s alone, and what was refused leaves nothing behind': async ({ storage }) => {
    await storage.execute(askExternal(1))
    await storage.execute(askExternal(1, 2, BRAVO))
    assert.equal((await storage.externalReceipts.find(BRAVO, orderId(1)))?.receipt.id, receiptId(2))
    assert.deepEqual(await storage.externalReceipts.findIdentifier(BRAVO, orderId(1)), identifierOf(2))
    await storage.execute(askExternal(1, 3))
    assert.deepEqual(await storage.externalReceipts.findIdentifier(ALPHA, orderId(1)), identifierOf(1))
    assert.equal(await storage.externalReceipts.findByToken('token-3'), undefined)
    assert.equal((await storage.execute({ ...cancel(1), merchantId: 'mer_none' as MerchantId })).kind, 'rejected')
  },

  'one under way is there after a restart, and gone when the sandbox forgets': async ({ storage, subject }) => {
    await storage.execute(askExternal(1))
    const dueAt = await storage.externalReceipts.nextDueAt()
    const again = await subject.reopen()
    assert.equal((await again.externalReceipts.find(ALPHA, orderId(1)))?.receipt.state, 'issuing')
    assert.equal(await again.externalReceipts.nextDueAt(), dueAt)
    assert.deepEqual(await again.externalReceipts.findIdentifier(ALPHA, orderId(1)), identifierOf(1))
    await again.forgetPayments()
    assert.equal(await again.externalReceipts.find(ALPHA, orderId(1)), undefined)
    assert.equal(await again.externalReceipts.findIdentifier(ALPHA, orderId(1)), undefined)
    assert.equal((await again.execute(askExternal(1, 2))).kind, 'external_asked')
  },
}
