import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Money } from '../core/brand.ts'
import type { EventData, Payment } from '../core/payment.ts'
import { registered } from '../numbers/registered.ts'
import { createBarcodePictures } from './barcode.ts'
import { cashReceiptMain, type ShownReceipt, shownReceipt } from './cash-receipt-view.ts'
import { customerMain } from './customer-view.ts'
import type { Language } from './page-language.ts'
import { receiptMain } from './receipt-view.ts'
import {
  COLLECTED,
  claimed,
  IN_STATE,
  instant,
  paymentAfter,
  RECEIPT_ASKED,
  RECEIPT_CANCELLED,
  RECEIPT_ISSUED,
  REVERSED,
  refused,
  SELLER,
  type TermsWords,
} from './test-payments.ts'

test('a payment that waits shows what a counter needs: barcode, number, amount, deadline, seller', () => {
  const page = textOf(paymentAfter([]), 'ko')
  for (const words of ['편의점 계산대에서 이 화면을 보여 주세요', '36,400원', '예제상점', '후드티']) {
    assert.ok(page.includes(words), words)
  }
  assert.ok(page.includes('8100 4821 3095 5743 1267'))
  assert.ok(page.includes('11월 28일(토) 밤 11:59까지'))
  assert.ok(page.includes('결제할 수 있는 편의점: 한빛편의점, 나루24'))
  assert.match(mainOf(paymentAfter([]), 'ko'), /role="img" aria-label="바코드 번호 8100 4821 3095 5743 1267"><svg /)
  const english = textOf(paymentAfter([]), 'en')
  for (const words of ['Show this at the counter', '36,400 won', 'until Sat 28 Nov, 11:59 pm (Korea)']) {
    assert.ok(english.includes(words), words)
  }
})

test('the three steps name only what the seller takes', () => {
  const second = (payTypes: TermsWords['payTypes'], language: Language) =>
    /(금액을|Check)[^<]*/.exec(mainOf(paymentAfter([], { payTypes: payTypes ?? [] }), language))?.[0]
  assert.equal(second(['cash', 'card'], 'ko'), '금액을 확인하고 현금이나 카드로 내세요')
  assert.equal(second(['cash'], 'ko'), '금액을 확인하고 현금으로 내세요')
  assert.equal(second(['card'], 'en'), 'Check the amount, pay by card')
  assert.equal(second(['card', 'cash'], 'en'), 'Check the amount, pay cash or card')
})

test('while it is being paid the barcode stays, and the page says what happens', () => {
  const payment = paymentAfter(IN_STATE.authorising)
  assert.match(statusOf(payment, 'ko'), /^편의점에서 결제 중입니다/)
  assert.match(statusOf(payment, 'en'), /^Being paid at the shop/)
  assert.ok(mainOf(payment, 'ko').includes('<svg xmlns'))
})

test('once paid it says where and when, the approval number, and where the receipt is; no barcode is left', () => {
  const payment = paymentAfter([claimed('card'), COLLECTED])
  assert.equal(statusOf(payment, 'ko'), '결제되었습니다 · 한빛편의점 1호점 · 14:03')
  assert.equal(statusOf(payment, 'en'), 'Paid · 한빛편의점 1호점 · 14:03')
  const page = textOf(payment, 'ko')
  for (const words of [
    '한빛편의점 1호점 (계산대 1)',
    '2026년 11월 22일(일) 오후 2:03',
    '카드',
    '00000123',
    '****1267',
  ]) {
    assert.ok(page.includes(words), words)
  }
  assert.ok(mainOf(payment, 'ko').includes('href="TOKEN/receipt?lang=ko"'))
  assert.doesNotMatch(mainOf(payment, 'ko'), /<svg xmlns|8100 4821|결제기한/)
})

test('a refused try is told with the seller’s reason and what to do with the money; it can be tried again', () => {
  const payment = paymentAfter([claimed(), refused('merchant_refused', '재고가 없습니다.')])
  assert.equal(
    statusOf(payment, 'ko'),
    '판매자가 지금은 결제를 받을 수 없다고 알려 왔습니다: 재고가 없습니다 ' +
      '돈을 냈다면 그 자리에서 돌려받으세요 잠시 뒤 다시 결제할 수 있습니다',
  )
  assert.ok(mainOf(payment, 'ko').includes('<svg xmlns'))
  const silent = paymentAfter([claimed(), refused('merchant_refused')])
  assert.match(statusOf(silent, 'en'), /^The seller cannot take this payment now If you gave money, take it back/)
  const unanswered = paymentAfter([claimed(), { type: 'lapsed' }])
  assert.match(statusOf(unanswered, 'ko'), /^판매자의 확인을 받지 못해 결제되지 않았습니다 돈을 냈다면/)
})

test('words that would turn the line round are kept apart from ours', () => {
  const payment = paymentAfter([claimed(), refused('merchant_refused', '\u202e품절')], { name: '\u202e후드티' })
  const main = mainOf(payment, 'ko')
  assert.match(main, /<bdi>\u202e품절<\/bdi>/)
  assert.match(main, /<bdi>\u202e후드티<\/bdi>/)
  assert.match(main, /<bdi>예제상점<\/bdi>/)
})

test('after a new try the old refusal is forgotten', () => {
  const payment = paymentAfter([claimed(), refused('merchant_refused', '품절'), claimed()])
  assert.doesNotMatch(textOf(payment, 'ko'), /품절/)
})

test('a payment that the shop undid is unpaid again, and the money is to be taken back', () => {
  const payment = paymentAfter([claimed(), COLLECTED, REVERSED])
  assert.equal(
    statusOf(payment, 'en'),
    'The shop undid the payment; it is not paid If you gave money, take it back at the counter',
  )
})

test('a suspended payment says so with the seller’s reason, and shows no barcode that would be refused', () => {
  const payment = paymentAfter([{ type: 'suspended', reason: '재고 확인 중.' }])
  assert.equal(
    statusOf(payment, 'ko'),
    '판매자가 결제를 잠시 멈췄습니다: 재고 확인 중 ' +
      '지금은 돈을 내지 마세요. 다시 결제할 수 있게 되면 이 화면에 바코드가 나옵니다',
  )
  assert.doesNotMatch(mainOf(payment, 'ko'), /<svg xmlns|8100 4821/)
  const page = textOf(payment, 'ko')
  for (const words of ['36,400원', '11월 28일(토) 밤 11:59까지', '****1267']) assert.ok(page.includes(words), words)
  assert.match(mainOf(payment, 'ko'), /<noscript>.*결제 상태 다시 보기/, 'without script it is looked at again')
  const silent = paymentAfter([claimed(), refused('merchant_refused', '품절'), { type: 'suspended', reason: null }])
  assert.equal(
    statusOf(silent, 'en'),
    'The seller has stopped this payment for now Do not pay now. ' +
      'The barcode comes back to this page when it can be paid again',
  )
  const again = paymentAfter([...IN_STATE.suspended, { type: 'resumed' }])
  assert.match(statusOf(again, 'ko'), /^편의점 계산대에서 이 화면을 보여 주세요/)
  assert.ok(mainOf(again, 'ko').includes('<svg xmlns'))
})

test('amended terms are those that the page shows', () => {
  const expiresAt = instant('2026-11-25T18:00:00+09:00')
  const payment = paymentAfter([{ type: 'amended', amount: 29_900 as Money, expiresAt }])
  const page = textOf(payment, 'ko')
  for (const words of ['29,900원', '11월 25일(수) 저녁 6:00까지']) assert.ok(page.includes(words), words)
  assert.doesNotMatch(page, /36,400/)
})

test('a number that is over says why, and what to do instead', () => {
  const revoked = (cause: Extract<EventData, { type: 'revoked' }>['cause']) =>
    statusOf(paymentAfter([{ type: 'revoked', cause }]), 'ko')
  assert.match(revoked('revoked_by_merchant'), /^취소된 바코드입니다 판매자가 취소했습니다/)
  assert.match(revoked('superseded'), /새 바코드가 나왔습니다/)
  assert.match(revoked('amount_changed'), /주문 금액이 바뀌었습니다. 이 바코드로 돈을 내지 말고/)
  assert.match(revoked('order_collected'), /이미 결제되었습니다. 또 내지 마세요/)
  const expired = paymentAfter(IN_STATE.failed)
  assert.match(statusOf(expired, 'ko'), /^결제 기한이 지났습니다. 판매자에게 새 바코드를 받으세요 이미 돈을 냈다면/)
  for (const payment of [expired, paymentAfter(IN_STATE.cancelled)]) {
    assert.doesNotMatch(mainOf(payment, 'ko'), /<svg xmlns|8100 4821/)
  }
})

test('a page that can be paid warns of fraud, and never calls paying collecting', () => {
  for (const happened of Object.values(IN_STATE)) {
    const payment = paymentAfter(happened)
    assert.doesNotMatch(mainOf(payment, 'ko'), /수납/)
    assert.match(mainOf(payment, 'ko'), /이 화면은 다른 사람에게 보내도 됩니다/)
    if (payment.state !== 'paid') assert.match(mainOf(payment, 'en'), /call 112/)
  }
})

test('no member of staff and no order number is named', () => {
  for (const happened of Object.values(IN_STATE))
    assert.doesNotMatch(mainOf(paymentAfter(happened), 'ko'), /김점원|order-1/)
})

test('a page without goods, without shops, with other money, at midnight', () => {
  const words = { name: null, amount: 1250, currency: 'USD', expiresAt: instant('2026-11-29T00:00+09:00') } as const
  const payment = paymentAfter([], words)
  const page = textOf(payment, 'ko', [])
  assert.doesNotMatch(page, /상품|결제할 수 있는/)
  assert.match(page, /USD 12\.50/)
  assert.match(page, /11월 28일\(토\) 밤 11:59까지/)
})

test('a live page can tell every state from the one before', () => {
  const story: readonly EventData[] = [
    claimed(),
    refused('merchant_refused', '품절'),
    { type: 'suspended', reason: null },
    { type: 'resumed' },
    claimed(),
    COLLECTED,
    REVERSED,
  ]
  const shown = story.map((_, index) => {
    return /data-shown="([^"]*)"/.exec(mainOf(paymentAfter(story.slice(0, index + 1)), 'ko'))?.[1]
  })
  assert.deepEqual(shown, ['authorising.2', 'ready.3', 'suspended.4', 'ready.5', 'authorising.6', 'paid.7', 'ready.8'])
})

test('the receipt names seller, goods, amount, place, time, way and approval, and says what it is not', () => {
  const payment = paymentAfter(IN_STATE.paid)
  if (payment.state !== 'paid') throw new Error('not paid')
  const receipt = (language: Language) =>
    plain(receiptMain({ payment, merchant: SELLER, language, base: '../TOKEN' }).text)
  for (const words of [
    '예제상점',
    '후드티',
    '36,400원',
    '한빛편의점 1호점 (계산대 1)',
    '2026년 11월 22일(일) 오후 2:03',
    '현금',
    '00000123',
    '****1267',
    '이 영수증은 현금영수증이 아닙니다. 현금영수증은 판매자에게 신청하세요',
  ]) {
    assert.ok(receipt('ko').includes(words), words)
  }
  assert.ok(receipt('en').includes('Not a tax receipt; ask the seller for one'))
  assert.doesNotMatch(receipt('ko'), /김점원|81004821|수납/)
})

function drawSlip(number: string) {
  const [symbol] = registered.symbols(number)
  return createBarcodePictures().draw(symbol, undefined)
}

function mainOf(payment: Payment, language: Language, chains = ['한빛편의점', '나루24']): string {
  const [symbol] = registered.symbols(payment.number)
  const picture = createBarcodePictures().draw(symbol, undefined)
  return customerMain({ payment, merchant: SELLER, picture, slipPicture: drawSlip, chains, language, base: 'TOKEN' })
    .text
}

function textOf(payment: Payment, language: Language, chains?: string[]): string {
  return plain(mainOf(payment, language, chains))
}

function statusOf(payment: Payment, language: Language): string {
  return plain(/<div id="status"[^>]*>(.*?)<\/div>\n<div id="content">/s.exec(mainOf(payment, language))?.[1] ?? '')
}

/** As it is read: elements of a line belong together, others are words of their own. */
function plain(html: string): string {
  return html
    .replace(/<\/?(bdi|span|strong)[^>]*>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

test('the cash receipt names seller, goods, parts, purpose, number and time, and nobody it is for', () => {
  const words = {
    ko: ['예제상점', '후드티', '36,400원', '부가세', '3,309원', '소득공제용', 'TEST-012345678', '11월 22일'],
    en: ['예제상점', '후드티', '36,400 won', 'Tax in it', '3,309 won', 'for your income tax', 'TEST-012345678'],
  }
  const payment = paymentAfter([...IN_STATE.paid, RECEIPT_ASKED, RECEIPT_ISSUED])
  const receipt = shownReceipt(payment)
  assert.ok(receipt)
  const text = (language: Language, more: Partial<ShownReceipt> = {}) => {
    const view = {
      goods: payment.name,
      receipt: { ...receipt, ...more } as ShownReceipt,
      merchant: SELLER,
      practice: true,
    }
    return plain(cashReceiptMain({ ...view, language, base: '../TOKEN' }).text)
  }
  for (const language of ['ko', 'en'] as const) {
    for (const each of words[language]) assert.ok(text(language).includes(each), `${language}: ${each}`)
  }
  assert.doesNotMatch(text('ko'), /면세금액|김점원|휴대폰/)
  assert.match(text('ko', { taxFree: 400 as Money }), /면세금액 ?400원/)
  assert.match(text('ko', { use: 'company' }), /지출증빙용/)
  assert.match(text('ko', { identifier: null }), /자진발급/)
})

test('once paid the page leads to the cash receipt, or says that one is being issued', () => {
  const page = (happened: readonly EventData[]) => mainOf(paymentAfter([...IN_STATE.paid, ...happened]), 'ko')
  assert.doesNotMatch(page([]), /현금영수증/)
  assert.match(page([RECEIPT_ASKED]), /현금영수증을 발급하고 있습니다/)
  assert.match(page([RECEIPT_ASKED, RECEIPT_ISSUED]), /href="TOKEN\/cash-receipt\?lang=ko"/)
  assert.doesNotMatch(page([RECEIPT_ASKED, RECEIPT_ISSUED, ...RECEIPT_CANCELLED]), /현금영수증/)
})
