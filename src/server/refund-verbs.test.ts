/** The refunds desk: every command, and what it says when it is given wrongly. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { ChannelKey, MerchantId } from '../core/brand.ts'
import { claim, commandId, issue, type number, orderId, paymentId, settle } from '../storage/contract-commands.ts'
import { askExternal } from '../storage/contract-external.ts'
import { payOut } from '../storage/contract-refund-commands.ts'
import { type Desk, openDesk, type Row } from './test-desk.ts'

const MERCHANT = 'mer_example' as MerchantId
const shop = { merchant: MERCHANT }
const ACCOUNT = { holder: '홍길동', bank: '004', account: '110-234-567890' }

/** Payment 1 of 1,000 won is collected; its channel has slips of two weeks. */
async function openPaid(t: TestContext): Promise<Desk> {
  const desk = await openDesk(t)
  const [channel] = desk.directory().channels
  assert.ok(channel)
  const entry = { ...channel, key: 'channel-key-1' as ChannelKey, mid: 'slips', isDefault: false, refundSlipDays: 14 }
  await desk.storage.directory.put([{ kind: 'channel', entry }])
  await pay(desk, 1)
  return desk
}

async function pay({ storage }: Desk, no: number): Promise<void> {
  await storage.execute(issue({ no, merchantId: MERCHANT }))
  await storage.execute(claim({ key: no, number: no }))
  const { answer } = await storage.execute(settle({ key: no, fence: 1 }))
  assert.equal(answer.kind, 'collected')
}

const of = (no: number): Row => ({ ...shop, 'imp-uid': paymentId(no) })

async function add(desk: Desk, options: Row = ACCOUNT): Promise<Row & { readonly refund: string }> {
  const row = await desk.done('refund-add', { ...of(1), ...options })
  return { ...row, refund: row['refund'] ?? '' }
}

test('refund-add gives back to an account, in parts or all, and V1 addresses are told', async (t) => {
  const desk = await openPaid(t)
  const part = await add(desk, { ...ACCOUNT, amount: '300', reason: '파손' })
  assert.deepEqual(
    [part['amount'], part['reason'], part['route'], part['payout']],
    ['300 won', '파손', 'bank 004', 'pending'],
  )
  const rest = await add(desk)
  assert.equal(rest['amount'], '700 won')
  const payment = await desk.storage.payments.find(MERCHANT, paymentId(1))
  assert.equal(payment?.state, 'cancelled')
  const told = await desk.storage.deliveries.ofPayment(MERCHANT, paymentId(1))
  assert.deepEqual(
    told.filter(({ event }) => event === 'refunded').map(({ status }) => status),
    ['paid', 'cancelled'],
  )
})

test('refund-add without an account makes a slip where the channel has them', async (t) => {
  const desk = await openPaid(t)
  const { route = '' } = await add(desk, {})
  assert.match(route, /^slip 8100\d{16}, until /)
  const [channel] = desk.directory().channels.filter(({ key }) => key === 'channel-key-1')
  assert.ok(channel)
  await desk.done('channel-set', { channel: channel.key, 'refund-slip-days': 'none' })
  await pay(desk, 2)
  assert.match(await desk.refused('refund-add', of(2)), /refund_holder, refund_bank, refund_account/)
})

test('refund-show shows the account in clear; refund-list does not', async (t) => {
  const desk = await openPaid(t)
  const { refund } = await add(desk, { ...ACCOUNT, tel: '010-1234-5678' })
  const shown = await desk.done('refund-show', { ...shop, refund })
  assert.deepEqual(
    [shown['holder'], shown['bank'], shown['account'], shown['tel']],
    ['홍길동', '004', '110234567890', '01012345678'],
  )
  const listed = JSON.stringify(await desk.listed('refund-list', shop))
  assert.ok(listed.includes(refund))
  assert.doesNotMatch(listed, /홍길동|110234567890/)
})

test('refund-list shows what waits, of one merchant or of all; by state where asked', async (t) => {
  const desk = await openPaid(t)
  const first = await add(desk, { ...ACCOUNT, amount: '100' })
  const second = await add(desk, { ...ACCOUNT, amount: '100' })
  const third = await add(desk, { ...ACCOUNT, amount: '100' })
  await desk.done('refund-done', { ...shop, refund: first.refund, note: '이체 확인' })
  await desk.done('refund-failed', { ...shop, refund: second.refund, note: '예금주 불일치' })
  const ids = async (options: Row) => (await desk.listed('refund-list', options)).map(({ refund }) => refund)
  assert.deepEqual(await ids({}), [third.refund])
  assert.deepEqual(await ids({ ...shop, state: 'failed' }), [second.refund])
  assert.deepEqual(await ids({ ...shop, state: 'paid_out' }), [first.refund])
  assert.deepEqual(await ids({ ...of(1), state: 'all' }), [third.refund, second.refund, first.refund])
  assert.deepEqual(await ids({ ...shop, state: 'all', after: third.refund }), [second.refund, first.refund])
})

test('refund-done and refund-failed say what became of the money, and money that went out stays out', async (t) => {
  const desk = await openPaid(t)
  const { refund } = await add(desk)
  const failed = await desk.done('refund-failed', { ...shop, refund, note: '예금주 불일치' })
  assert.match(failed['payout'] ?? '', /^failed \(refused\) .*: 예금주 불일치$/)
  assert.match(await desk.refused('refund-failed', { ...shop, refund, note: 'again' }), /failed already/)
  const done = await desk.done('refund-done', { ...shop, refund })
  assert.match(done['payout'] ?? '', /^paid out by hand /)
  assert.match(await desk.refused('refund-done', { ...shop, refund }), /paid out already/)
  assert.match(await desk.refused('refund-reroute', { ...shop, refund, ...ACCOUNT }), /paid out already/)
})

test('refund-reroute sends it to another account, or makes a new slip; a slip that lives is not settled by hand', async (t) => {
  const desk = await openPaid(t)
  const { refund } = await add(desk, {})
  assert.match(await desk.refused('refund-done', { ...shop, refund }), /a slip that a till can still pay out/)
  const moved = await desk.done('refund-reroute', { ...shop, refund, ...ACCOUNT })
  assert.equal(moved['route'], 'bank 004')
  const slip = await desk.done('refund-reroute', { ...shop, refund })
  assert.match(slip['route'] ?? '', /^slip 8100/)
})

test('a refund that a till paid out is shown with its shop', async (t) => {
  const desk = await openPaid(t)
  const { refund, route = '' } = await add(desk, {})
  const command = payOut({ key: 9, slip: 1, amount: 1000 })
  const paid = { ...command.request, number: /\d{20}/.exec(route)?.[0] as ReturnType<typeof number> }
  await desk.storage.execute({ ...command, request: paid })
  const { payout = '' } = await desk.done('refund-show', { ...shop, refund })
  assert.match(payout, /^paid out at 1호점, till T2, approval 00000009 /)
})

test('what is given wrongly is refused with what would be right', async (t) => {
  const desk = await openPaid(t)
  const { refund } = await add(desk, { ...ACCOUNT, amount: '1' })
  for (const [verb, options, words] of [
    ['refund-add', { ...of(9) }, /no such payment/],
    ['refund-add', { ...shop, 'imp-uid': 'imp_1' }, /imp_ and twelve digits/],
    ['refund-add', { ...of(1), ...ACCOUNT, amount: '0.5' }, /--amount 0.5: it is an amount of KRW/],
    ['refund-add', { ...of(1), ...ACCOUNT, amount: '1000' }, /amount is more than can be cancelled/],
    ['refund-add', { ...of(1), holder: '홍길동' }, /--bank is missing/],
    ['refund-add', { ...of(1), ...ACCOUNT, bank: '999' }, /--bank is no bank code/],
    ['refund-add', { ...of(1), ...ACCOUNT, account: '12' }, /--account must be 6 to 20 digits/],
    ['refund-add', { ...of(1), ...ACCOUNT, reason: ' ' }, /--reason is 1 to 200 characters/],
    ['refund-list', { ...shop, state: 'gone' }, /--state gone: it is one of/],
    ['refund-show', { ...shop, refund: 'rfd_1' }, /a refund looks like/],
    [
      'refund-show',
      { ...shop, refund: refund.replace(/.$/, 'x').replace('x', '0').replace('rfd_0', 'rfd_f') },
      /no such refund/,
    ],
    ['refund-failed', { ...shop, refund }, /--note is missing/],
    ['channel-set', { channel: 'channel-key-1', 'refund-slip-days': '91' }, /from 1 to 90/],
  ] as const) {
    assert.match(await desk.refused(verb, options), words, `${verb} ${JSON.stringify(options)}`)
  }
})

test('erase takes the account away once its money is out, and says what still needs it before', async (t) => {
  const desk = await openPaid(t)
  const { refund } = await add(desk, { ...ACCOUNT, amount: '300' })
  const erase = (options: Row = {}) => ({ ...shop, payment: paymentId(1), ...options })
  assert.match(await desk.refused('erase', erase()), /a refund still waits for its account/)
  await desk.done('refund-done', { ...shop, refund })
  const before = await desk.storage.payments.find(MERCHANT, paymentId(1))
  const done = await desk.done('erase', erase())
  assert.deepEqual([done['imp_uid'], done['records_erased']], [paymentId(1), '1'])
  const shown = await desk.done('refund-show', { ...shop, refund })
  assert.deepEqual([shown['account'], shown['holder'], shown['amount']], [undefined, undefined, '300 won'])
  assert.deepEqual(await desk.storage.payments.find(MERCHANT, paymentId(1)), before, 'the money is as it was')
  assert.equal((await desk.done('erase', erase()))['records_erased'], '0')
  await desk.storage.execute(issue({ no: 2, merchantId: MERCHANT }))
  assert.match(await desk.refused('erase', erase({ payment: paymentId(2) })), /its number can still be paid/)
  assert.match(await desk.refused('erase', erase({ payment: paymentId(9) })), /no such payment/)
  assert.match(await desk.refused('erase', erase({ payment: 'imp' })), /--payment imp: it is imp_ and twelve digits/)
})

test('erase takes away whom a receipt of cash taken elsewhere is for, once it is issued', async (t) => {
  const desk = await openPaid(t)
  const order = orderId(7)
  const asking = { ...askExternal(7), merchantId: MERCHANT }
  await desk.storage.execute(asking)
  const erase = (options: Row = {}) => ({ ...shop, 'external-receipt': order, ...options })
  assert.match(await desk.refused('erase', erase()), /its cash receipt is being issued/)
  const { merchantId, receiptId } = asking
  const word = { kind: 'issued', number: 'TEST-1', tid: 'tid-1', finalAt: null } as const
  const settling = { type: 'settle_external', merchantId, orderId: order, receiptId, step: 'issuing', word } as const
  await desk.storage.execute({ ...settling, id: commandId() })
  const before = await desk.storage.externalReceipts.find(MERCHANT, order)
  const done = await desk.done('erase', erase())
  assert.deepEqual([done['merchant_uid'], done['records_erased']], [order, '1'])
  assert.equal(await desk.storage.externalReceipts.findIdentifier(MERCHANT, order), undefined)
  assert.deepEqual(await desk.storage.externalReceipts.find(MERCHANT, order), before, 'the receipt is as it was')
  assert.equal((await desk.done('erase', erase()))['records_erased'], '0')
  assert.match(await desk.refused('erase', erase({ 'external-receipt': 'none' })), /no such receipt of cash/)
  assert.match(
    await desk.refused('erase', erase({ payment: paymentId(1) })),
    /one of --payment .* and --external-receipt/,
  )
  assert.match(await desk.refused('erase', { ...shop }), /one of --payment .* and --external-receipt/)
})
