import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createOrderBook, type HeardNotice, type OrderBook } from './order-book.ts'

const at = '2026-11-22T05:03:07.000Z'

function book(): OrderBook {
  let last = 0
  return createOrderBook(() => String(++last))
}

function notice(changes: Partial<HeardNotice> = {}): HeardNotice {
  return { at, webhook_id: 'dlv_1', told: 'paid', fetched: 'paid', answered: 200, ...changes }
}

test('an order that was sold for this amount is taken', () => {
  const shop = book()
  const { order } = shop.open('hoodie', undefined)
  assert.equal(shop.doubt(order, 36_400, 0), undefined)
})

test('an unknown order and another amount are doubted', () => {
  const shop = book()
  const { order } = shop.open('hoodie', 500)
  assert.equal(shop.doubt(order, 501, 0), 'amount_differs')
  assert.equal(shop.doubt('order-1', 500, 0), 'unknown_order')
  assert.equal(shop.doubt('shop-yacht-500-1', 500, 0), 'unknown_order')
})

test('an order is known again by its number when the book is empty', () => {
  const shop = book()
  const { order } = shop.open('coffee', 4000)
  shop.forget()
  assert.equal(shop.doubt(order, 4000, 0), undefined)
  assert.equal(shop.list()[0]?.known, true)
})

test('the last ticket goes to one of two customers, and is free again when no money came', () => {
  const shop = book()
  const one = shop.open('ticket', undefined).order
  const other = shop.open('ticket', undefined).order
  assert.equal(shop.doubt(one, 88_000, 0), undefined)
  assert.equal(shop.doubt(one, 88_000, 1), undefined, 'the same order may be asked about again')
  assert.equal(shop.doubt(other, 88_000, 2), 'sold_out')
  assert.equal(shop.doubt(other, 88_000, 60_002), undefined)
})

test('a paid ticket stays sold, and an undone one is for sale again', () => {
  const shop = book()
  const one = shop.open('ticket', undefined).order
  const other = shop.open('ticket', undefined).order
  shop.heard(one, notice())
  assert.equal(shop.stock(1e9).ticket, 0)
  assert.equal(shop.paidTotal(), 88_000)
  assert.equal(shop.doubt(other, 88_000, 1e9), 'sold_out')
  shop.heard(one, notice({ told: 'ready', fetched: 'ready' }))
  assert.equal(shop.paidTotal(), 0)
  assert.equal(shop.doubt(other, 88_000, 1e9), undefined)
})

test('a notice of somebody else’s order is noted as unknown, and told and fetched stand side by side', () => {
  const shop = book()
  shop.heard('order-1', notice({ told: 'paid', fetched: null, answered: 500 }))
  const [order] = shop.list()
  assert.equal(order?.known, false)
  assert.equal(order?.told, 'paid')
  assert.equal(order?.fetched, null)
  assert.equal(shop.paidTotal(), 0)
})

test('the book holds the newest 500 orders, and of each the newest 50 entries', () => {
  const shop = book()
  for (let count = 0; count < 600; count += 1) shop.open('hoodie', undefined)
  assert.equal(shop.list().length, 500)
  const newest = shop.list()[0]?.order ?? ''
  assert.match(newest, /-600$/)
  for (let count = 0; count < 60; count += 1) {
    shop.heard(newest, notice({ webhook_id: `dlv_${count}` }))
    shop.asked(newest, { at, answered: 200, reason: String(count) })
  }
  const kept = shop.list().find(({ order }) => order === newest)
  assert.equal(kept?.notices.length, 50)
  assert.equal(kept?.notices.at(-1)?.webhook_id, 'dlv_59')
  assert.equal(kept?.confirms.length, 50)
})
