/** What was erased is in no byte of the data folder any more: not in a page that was freed, not in the log. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import {
  ALPHA,
  askReceipt,
  claim,
  issue,
  orderId,
  paymentId,
  receiptId,
  settle,
  settleReceipt,
  WORLD,
} from '../contract-commands.ts'
import { askExternal } from '../contract-external.ts'
import { refund, refundId, settlePayout } from '../contract-refund-commands.ts'
import { openSqliteStorage } from './sqlite-storage.ts'
import { scratchFolder } from './test-folder.ts'

const sealed = (what: string, no: number): Buffer =>
  Buffer.from(`canary ${what} ${String(no).padStart(4, '0')} `.repeat(30))
/** Its orders are of cash that was taken elsewhere. */
const CASH = 1000
const text = (what: string, no: number) => ({ keyId: 'k1', sealed: sealed(what, no).toString('base64') })

test('no byte of an erased customer, account or receipt’s holder is left in any file, and the others’ are', async (t) => {
  const folder = scratchFolder(t)
  const storage = await openSqliteStorage({ folder, onFatal: () => {} })
  t.after(() => storage.close())
  await storage.directory.put(WORLD)
  const NUMBERS = Array.from({ length: 60 }, (_, i) => i + 1)
  for (const no of NUMBERS) {
    const issuing = issue({ no, personal: true })
    const { personal } = issuing
    assert.ok(personal)
    const hashes = { phoneHash: `canary hash ${no} of a phone`, emailHash: null, nameHash: null, phoneLast4Hash: null }
    await storage.execute({ ...issuing, personal: { ...personal, ...text('customer', no), ...hashes } })
    await storage.execute(claim({ key: no, number: no }))
    await storage.execute(settle({ key: no, fence: 1 }))
    await storage.execute({ ...askReceipt({ no }), identifier: { kind: 'phone', sealed: text('receipt', no) } })
    await storage.execute(settleReceipt({ no, step: 'issuing', refused: true }))
    const route = { kind: 'bank', bank: '004', account: text('account', no), transferId: null } as const
    await storage.execute({ ...refund({ no, refund: no, amount: 100 }), route })
    await storage.execute(settlePayout({ no, refund: no, result: 'paid_out' }))
    const external = askExternal(CASH + no, CASH + no)
    await storage.execute({ ...external, identifier: { kind: 'phone', sealed: text('cash', no) } })
  }
  const erased = NUMBERS.filter((no) => no % 3 === 0)
  for (const no of erased) {
    const named = {
      merchantId: ALPHA,
      paymentId: paymentId(no),
      refundIds: [refundId(no)],
      receiptIds: [receiptId(no)],
    }
    assert.equal(await storage.erase(named), 3)
    assert.equal(await storage.erase({ merchantId: ALPHA, orderId: orderId(CASH + no) }), 1)
  }
  // The log is emptied between batches: the next one finds it so.
  await storage.check()
  await storage.check()
  const files = readdirSync(folder).filter((name) => name.includes('sqlite'))
  assert.ok(files.length > 0)
  const bytes = Buffer.concat(files.map((name) => readFileSync(join(folder, name))))
  for (const no of NUMBERS) {
    const canaries = [
      ...['customer', 'receipt', 'account', 'cash'].map((what) => `canary ${what} ${String(no).padStart(4, '0')} `),
      `canary hash ${no} of`,
    ]
    for (const canary of canaries) assert.equal(bytes.includes(canary), !erased.includes(no), canary)
  }
})
