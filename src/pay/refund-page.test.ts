/** Money on its way back, as a customer's browser is sent it: the slip a till pays out, and the receipt of each refund. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Money, MonoTime, NetworkId } from '../core/brand.ts'
import type { RefundTo } from '../gateway/refunds.ts'
import { MERCHANT, TODAY, tillNamed } from '../gateway/test-gateway.ts'
import { groupNumber } from '../numbers/show-number.ts'
import { PAY_WORDS } from './pay-words.ts'
import { REFUND_WORDS } from './refund-words.ts'
import { ENGLISH, KOREAN, NOBODY, openSite, pageOf, type Site, textOf } from './test-site.ts'

async function refunded({ scene }: Site, amount: number | null, to: RefundTo = { kind: 'slip' }) {
  const payment = await scene.issue({ won: 36_400, name: '후드티' })
  await scene.collect(payment.number, { stan: payment.number.slice(-6), amount: payment.amount })
  const asked = {
    balance: null,
    taxFree: null,
    vatAmount: null,
    reason: '<b>변심</b>',
    askedBy: 'merchant',
    tellV1: false,
    keyed: null,
  } as const
  const done = await scene.gateway.refunds.refund(MERCHANT, payment.id, {
    ...asked,
    amount: amount as Money | null,
    to,
  })
  assert.ok(done.ok)
  return { payment: done.payment, refund: done.refund }
}

const TO_BANK: RefundTo = {
  kind: 'bank',
  account: { holder: '홍길동', bank: '004', number: '110234567890', tel: '01012345678' },
}

test('a refund slip is shown with what a counter needs, in the reader’s language, and as something not to be passed on', async (t) => {
  const site = await openSite(t)
  const { payment, refund } = await refunded(site, 10_000)
  assert.ok(refund.route.kind === 'slip')
  for (const [headers, language, amount] of [
    [KOREAN, 'ko', '10,000원'],
    [ENGLISH, 'en', '10,000 won'],
  ] as const) {
    const words = REFUND_WORDS[language]
    for (const path of [payment.payToken, `${payment.payToken}/refunds/${refund.id}`]) {
      const html = await pageOf(site, path, headers)
      const shown = [words.pageTitle, groupNumber(refund.route.number), amount, ...words.steps, words.likeCash]
      for (const text of shown) assert.ok(textOf(html).includes(text), `${path}: ${text}`)
      assert.ok(!textOf(html).includes(PAY_WORDS[language].privacy), 'nobody is told to pass money on')
      assert.match(html, new RegExp(`aria-label="${words.slipNumber} ${groupNumber(refund.route.number)}"><svg `))
    }
  }
})

test('a slip that was paid out, replaced or expired shows no barcode, and says what became of the money', async (t) => {
  const site = await openSite(t)
  const { scene } = site
  const paidOut = await refunded(site, 1000)
  assert.ok(paidOut.refund.route.kind === 'slip')
  const till = {
    network: 'house' as NetworkId,
    chain: '한빛편의점',
    outlet: 'HB001',
    outletName: '한빛편의점 1호점',
    till: '1',
  }
  const { number } = paidOut.refund.route
  const deadline = (scene.clocks.mono() + 5000) as MonoTime
  const asked = {
    businessDate: '20270301',
    stan: '900',
    number,
    amount: 1000 as Money,
    currency: 'KRW',
    clerk: null,
    deadline,
  } as const
  const paid = await scene.gateway.payOut(till, asked)
  assert.ok(paid.kind === 'stored' && paid.answer.kind === 'paid_out')
  const moved = await refunded(site, 1000)
  await scene.gateway.refunds.reroute(MERCHANT, moved.refund.id, TO_BANK)
  const expired = await refunded(site, null)
  scene.pass(20 * 86_400_000)
  const words = REFUND_WORDS.ko
  for (const [{ payment, refund }, says] of [
    [paidOut, words.paidOutAt('한빛편의점 1호점')],
    [moved, words.waitsForBank],
    [expired, words.failed.expired],
  ] as const) {
    for (const path of [payment.payToken, `${payment.payToken}/refunds/${refund.id}`]) {
      const html = await pageOf(site, path)
      assert.ok(textOf(html).includes(says), `${path}: ${says}`)
      assert.doesNotMatch(html, /class="symbol"/)
    }
  }
})

test('a refund has a receipt that says it is no tax receipt, and nothing of the account', async (t) => {
  const site = await openSite(t)
  const { payment, refund } = await refunded(site, null, TO_BANK)
  for (const [headers, language] of [
    [KOREAN, 'ko'],
    [ENGLISH, 'en'],
  ] as const) {
    const words = REFUND_WORDS[language]
    const html = await pageOf(site, `${payment.payToken}/refunds/${refund.id}`, headers)
    for (const text of [
      words.receiptTitle,
      words.by.bank,
      words.waitsForBank,
      words.notTaxReceipt,
      '<b>변심</b>',
      '후드티',
    ])
      assert.ok(textOf(html).includes(text), text)
    assert.doesNotMatch(html, /홍길동|110234567890|01012345678/)
    const page = await pageOf(site, payment.payToken, headers)
    assert.ok(textOf(page).includes(words.allBack))
    assert.ok(page.includes(`/refunds/${refund.id}?lang=${language}`))
    assert.ok(
      textOf(await pageOf(site, `${payment.payToken}/receipt`, headers)).includes(PAY_WORDS[language].notTaxReceipt),
    )
  }
})

test('a refund that is not this payment’s is not there', async (t) => {
  const site = await openSite(t)
  const [one, other] = [await refunded(site, 1000), await refunded(site, 1000)]
  for (const refund of [other.refund.id, 'rfd_1', '%00']) {
    const answer = await site.get(`${one.payment.payToken}/refunds/${refund}`)
    assert.equal(answer.status, 404, refund)
    assert.ok(textOf(await answer.text()).includes(PAY_WORDS.ko.notices.noRefund))
  }
  assert.equal((await site.get(`${NOBODY}/refunds/${one.refund.id}`)).status, 404)
})

test('what a till cancelled says so, with shop and time, and its receipt says how the money came back', async (t) => {
  const site = await openSite(t)
  const { scene } = site
  const payment = await scene.issue({ won: 36_400, name: '후드티' })
  await scene.collect(payment.number, { stan: '1', amount: payment.amount })
  const till = tillNamed('1')
  const deadline = (scene.clocks.mono() + 5000) as MonoTime
  const original = { businessDate: TODAY, stan: '1', till: null }
  const cancelled = await scene.gateway.cancel(till, {
    ...{ businessDate: TODAY, stan: '2', deadline, original, clerk: null },
    amount: payment.amount,
    reason: '고객 변심',
  })
  assert.ok(cancelled.kind === 'stored' && cancelled.answer.kind === 'cancelled')
  const { approvalNo } = cancelled.answer
  const [refund] = (await scene.storage.payments.find(MERCHANT, payment.id))?.refunds ?? []
  assert.ok(refund)
  for (const [headers, language] of [
    [KOREAN, 'ko'],
    [ENGLISH, 'en'],
  ] as const) {
    const words = REFUND_WORDS[language]
    const page = textOf(await pageOf(site, payment.payToken, headers))
    assert.ok(page.includes(`${words.cancelled} · ${till.outletName}`), page)
    const receipt = textOf(await pageOf(site, `${payment.payToken}/refunds/${refund.id}`, headers))
    for (const text of [words.by.till, words.cancelledAt(till.outletName), '고객 변심', approvalNo])
      assert.ok(receipt.includes(text), text)
  }
})
