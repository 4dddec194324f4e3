/** Cash receipts of cash that was taken elsewhere: one at a time for each order number, and none of what was collected here. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CoreStory, DAY_MS, HOUR_MS, issued, SECOND_MS } from '../../test/core-story.ts'
import type { CommandId, Instant, MerchantId, Money, OrderId, ReceiptId } from './brand.ts'
import type { IssuerWord } from './commands.ts'
import type { AskExternal, SettleExternal } from './external-commands.ts'
import { orderKey } from './order.ts'

let commands = 0
const of = (order = 'order-1') => {
  commands += 1
  return { id: `cmd_x${commands}` as CommandId, merchantId: 'mer_kim' as MerchantId, orderId: order as OrderId }
}
const receipt = (no: number) => `rcp_${no}` as ReceiptId

function ask(story: CoreStory, no = 1, more: Partial<AskExternal> = {}): string {
  return story.ask({
    ...of(),
    type: 'ask_external',
    receiptId: receipt(no),
    token: 'token',
    name: '후드티',
    amount: 11_000 as Money,
    use: 'person',
    identifier: { kind: 'phone', sealed: { keyId: 'k', sealed: '' } },
    taxFree: 0 as Money,
    vat: null,
    ...more,
  })
}

const WORDS: Readonly<Record<string, IssuerWord>> = {
  issued: { kind: 'issued', number: '1', tid: 'tid', finalAt: null },
  'issued for now': { kind: 'issued', number: '1', tid: 'tid', finalAt: Date.UTC(2026, 10, 23) as Instant },
  final: { kind: 'final' },
  cancelled: { kind: 'cancelled' },
  refused: { kind: 'refused', reason: 'no' },
}

function says(story: CoreStory, step: SettleExternal['step'], word: keyof typeof WORDS, no = 1): string {
  return story.ask({ ...of(), type: 'settle_external', receiptId: receipt(no), step, word: WORDS[word] as IssuerWord })
}

const cancel = (story: CoreStory, order?: string) => story.ask({ ...of(order), type: 'cancel_external' })
const retry = (story: CoreStory) => {
  story.ask({ ...of(), type: 'retry_external' })
  const { outcome } = story.latest ?? assert.fail('it was asked')
  return outcome.kind === 'external_retried' && outcome.due
}
const standing = (story: CoreStory, order = 'order-1') =>
  story.externals.get(orderKey({ merchantId: 'mer_kim' as MerchantId, orderId: order as OrderId }))

test('asked, issued, final, cancelled: each step is a version, and no payment hears of it', () => {
  const story = new CoreStory()
  const states: unknown[] = []
  const note = () => states.push([standing(story)?.version, standing(story)?.receipt.state])
  ask(story)
  note()
  says(story, 'issuing', 'issued for now')
  note()
  says(story, 'issued', 'final')
  note()
  cancel(story)
  note()
  says(story, 'cancelling', 'cancelled')
  note()
  assert.deepEqual(states, [
    [1, 'issuing'],
    [2, 'issued'],
    [3, 'issued'],
    [4, 'cancelling'],
    [5, 'cancelled'],
  ])
  assert.deepEqual([story.events, story.deliveries, story.payments.size], [[], [], 0])
})

test('the tax is an eleventh of what is taxed, unless it is said; more than the amount is refused', () => {
  const story = new CoreStory()
  ask(story, 1, { taxFree: 450 as Money })
  assert.equal(standing(story)?.receipt.vat, 959)
  says(story, 'issuing', 'refused')
  ask(story, 2, { vat: 7 as Money })
  assert.equal(standing(story)?.receipt.vat, 7)
  assert.equal(
    ask(story, 3, { ...of('order-2'), taxFree: 10_000 as Money, vat: 1001 as Money }),
    'no: receipt_tax_too_high',
  )
})

test('one at a time: a second is refused while one is under way or stands, and follows one that failed or was cancelled', () => {
  const story = new CoreStory()
  ask(story)
  assert.equal(ask(story, 2), 'no: receipt_in_progress')
  assert.equal(cancel(story), 'no: receipt_in_progress')
  says(story, 'issuing', 'refused')
  assert.equal(cancel(story), 'no: receipt_unknown')
  ask(story, 2)
  says(story, 'issuing', 'issued', 2)
  assert.equal(ask(story, 3), 'no: receipt_standing')
  cancel(story)
  assert.equal(ask(story, 3), 'no: receipt_in_progress')
  says(story, 'cancelling', 'cancelled', 2)
  const before = standing(story)
  cancel(story)
  assert.equal(standing(story), before, 'and cancelling again changes nothing')
  ask(story, 3)
  assert.deepEqual([standing(story)?.receipt.id, standing(story)?.receipt.state], [receipt(3), 'issuing'])
  assert.equal(cancel(story, 'order-9'), 'no: receipt_unknown')
})

test('none of what was collected here, though one may follow when the collect is undone', () => {
  const { story } = issued()
  story.collect()
  assert.equal(ask(story), 'no: receipt_of_payment')
  story.reverse()
  ask(story)
  assert.equal(standing(story)?.receipt.state, 'issuing')
})

test('one that its issuer would not cancel stands, and may be asked to go again', () => {
  const story = new CoreStory()
  ask(story)
  says(story, 'issuing', 'issued')
  cancel(story)
  says(story, 'cancelling', 'refused')
  const now = standing(story)?.receipt
  assert.ok(now?.state === 'issued' && now.cancelFailed === 'no')
  cancel(story)
  assert.equal(standing(story)?.receipt.state, 'cancelling')
})

test('a word about a step that is over, or about another receipt, changes nothing', () => {
  const story = new CoreStory()
  ask(story)
  const before = standing(story)
  says(story, 'issuing', 'issued', 7)
  says(story, 'cancelling', 'cancelled')
  assert.equal(standing(story), before)
  says(story, 'issuing', 'issued')
  const after = standing(story)
  says(story, 'issuing', 'issued')
  assert.equal(standing(story), after)
})

test('who asks has the turn for a while; then the next one has it, ever later', () => {
  const story = new CoreStory()
  assert.equal(retry(story), false)
  ask(story)
  assert.equal(retry(story), false)
  for (const waited of [30, 60, 120, 240]) {
    story.passes(waited * SECOND_MS - 1)
    assert.equal(retry(story), false)
    story.passes(1)
    assert.equal(retry(story), true)
    assert.equal(retry(story), false, 'one has it')
  }
  story.passes(HOUR_MS)
  says(story, 'issuing', 'issued for now')
  story.jumps(DAY_MS)
  assert.equal(retry(story), true, 'the tax office has looked at it by now')
})
