import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { Payment } from '../../core/payment.ts'
import { readConfig } from '../../server/config.ts'
import { type RunningSandbox, startSandbox } from '../../server/start-sandbox.ts'
import { slipOf } from '../test-town.ts'

interface Pages {
  readonly running: RunningSandbox
  /** The page at an address. */
  read(path: string, language?: string): Promise<string>
  /** Fills in a form and follows where it leads. */
  press(path: string, fields: Readonly<Record<string, string>>): Promise<string>
}

const TILL = 'house/HB001/1'

async function openPages(t: TestContext): Promise<Pages> {
  const folder = mkdtempSync(join(tmpdir(), 'sunap-pages-'))
  const running = await startSandbox({
    config: readConfig({ SUNAP_DATA: folder, SUNAP_PORT: '0', SUNAP_POS_PORT: '0' }),
    version: '0.0.0',
    onFatal(error) {
      throw error
    },
    reportFault(fault) {
      throw fault
    },
  })
  t.after(async () => {
    await running.stop()
    rmSync(folder, { recursive: true })
  })
  const read = async (path: string, language = 'en'): Promise<string> => {
    const answer = await fetch(running.apiUrl + path, { headers: { 'accept-language': language } })
    assert.equal(answer.status, 200, `${path} answered ${answer.status}`)
    return answer.text()
  }
  return {
    running,
    read,
    async press(path, fields) {
      const body = new URLSearchParams(fields)
      const answer = await fetch(running.apiUrl + path, {
        method: 'POST',
        body,
        headers: { origin: running.apiUrl },
        redirect: 'manual',
      })
      assert.equal(answer.status, 303)
      return read(answer.headers.get('location') ?? '')
    },
  }
}

async function sell(running: RunningSandbox): Promise<Payment> {
  const sale = await running.exampleSale()
  assert.ok(sale.ok)
  return sale.payment
}

test('the whole story by forms alone: sell, inquire, collect; the drawer and the order book agree', async (t) => {
  const { running, read, press } = await openPages(t)
  assert.match(await read('/shop'), /No orders yet/)
  const shop = await press('/shop?lang=en', { act: 'order', goods: 'coffee' })
  const number = /\/p\/[^"]+">(\d{20})</.exec(shop)?.[1] ?? assert.fail('no number in the order book')
  const shown = await press('/till?lang=en', { terminal: TILL, act: 'inquire', number })
  assert.match(shown, /4,500 won/)
  assert.match(shown, /예제상점/)
  const collected = await press('/till?lang=en', { terminal: TILL, act: 'cash' })
  assert.match(collected, /0000/)
  assert.match(collected, /승인번호: 00000001/)
  assert.match(collected, /Drawer count<\/h2><p class="amount">4,500 won/)
  await running.parts.dispatcher.drain()
  const book = await read('/shop?lang=en')
  assert.match(book, /class="good">paid/)
  assert.match(book, /paid → <span class="good">200/)
})

test('a lost reply leaves the clerk not knowing; the reversal gives the money back and the number is payable again', async (t) => {
  const { running, press } = await openPages(t)
  const { number } = await sell(running)
  await press('/till?lang=en', { terminal: TILL, act: 'inquire', number })
  const lost = await press('/till?lang=en', { terminal: TILL, act: 'cash', lose_reply: 'on' })
  assert.match(lost, /No reply came/)
  assert.match(lost, /Drawer count<\/h2><p class="amount">36,400 won/)
  const known = await press('/till?lang=en', { terminal: TILL, act: 'status' })
  assert.match(known, /<dd>collected<\/dd>/)
  const reversed = await press('/till?lang=en', { terminal: TILL, act: 'reverse' })
  assert.match(reversed, /Drawer count<\/h2><p class="amount">0 won/)
  const again = await press('/till?lang=en', { terminal: 'house/HB002/1', act: 'inquire', number })
  assert.match(again, /36,400 won/)
})

test('the same sale sent twice is collected once, and money is taken once', async (t) => {
  const { running, press } = await openPages(t)
  const { number } = await sell(running)
  await press('/till?lang=en', { terminal: TILL, act: 'inquire', number })
  const page = await press('/till?lang=en', { terminal: TILL, act: 'cash', twice: 'on' })
  assert.match(page, /Drawer count<\/h2><p class="amount">36,400 won/)
})

test('a refund slip is shown as money that goes out, is paid out once, and can be undone; the drawer follows', async (t) => {
  const { running, press } = await openPages(t)
  const { id, number } = await sell(running)
  await press('/till?lang=en', { terminal: TILL, act: 'inquire', number })
  await press('/till?lang=en', { terminal: TILL, act: 'cash' })
  assert.match(await press('/till?lang=en', { terminal: TILL, act: 'status' }), /<h2>Last sale<\/h2>/)
  const slip = await slipOf(running, id, 10_000)
  const shown = await press('/till?lang=en', { terminal: TILL, act: 'inquire', number: slip })
  assert.match(shown, /data-direction="out"/)
  assert.match(shown, /10,000 won/)
  assert.doesNotMatch(shown, /value="cash"|value="card"/, 'nothing on it takes money')
  const paid = await press('/till?lang=en', { terminal: TILL, act: 'payout' })
  assert.match(paid, /Drawer count<\/h2><p class="amount">26,400 won/)
  assert.match(paid, /Refund paid out/)
  assert.match(paid, /<h2>Last payout<\/h2>/)
  assert.doesNotMatch(paid, /Last sale/)
  const undone = await press('/till?lang=en', { terminal: TILL, act: 'reverse' })
  assert.match(undone, /Drawer count<\/h2><p class="amount">36,400 won/)
  const elsewhere = await press('/till?lang=en', { terminal: 'house/HB002/1', act: 'inquire', number: slip })
  assert.match(elsewhere, /data-direction="out"/, 'good again, at any till')
})

test('a seller told to refuse is heard at the till with its reason, and no money is taken', async (t) => {
  const { running, press } = await openPages(t)
  await press('/shop', { act: 'behave', confirm: 'refuse', reason: '<b>sold out</b>', notice: 'accept' })
  const { number } = await sell(running)
  await press('/till?lang=en', { terminal: TILL, act: 'inquire', number })
  const page = await press('/till?lang=en', { terminal: TILL, act: 'card' })
  assert.match(page, /2301/)
  assert.match(page, /&lt;b&gt;sold out&lt;\/b&gt;/)
  assert.match(page, /Drawer count<\/h2><p class="amount">0 won/)
})

test("the clock on the seller's desk moves the whole gateway, and an unpaid number ends on the way", async (t) => {
  const { running, press } = await openPages(t)
  const sold = await sell(running)
  const before = running.storage.clock.now()
  await press('/shop', { act: 'clock', by: '9d' })
  assert.ok(running.storage.clock.now() >= before + 9 * 86_400_000)
  const ended = await running.storage.payments.find(running.practice.merchantId, sold.id)
  assert.equal(ended?.state === 'failed' && ended.failedAt, sold.expiresAt)
})

test('every page carries the practice mark in its language and switches to the other', async (t) => {
  const { read } = await openPages(t)
  for (const path of ['/till', '/shop']) {
    const korean = await read(path, 'ko')
    assert.match(korean, /연습용 · 실제 편의점에서 결제되지 않습니다/)
    assert.match(korean, new RegExp(`href="${path}[^"]*lang=en"`))
    assert.match(await read(path, 'en'), /TEST · cannot be paid at a real shop/)
    assert.match(await read(`${path}?lang=ko`, 'en'), /<html lang="ko">/)
  }
})

test('another web page, or nobody knows who, cannot press a button', async (t) => {
  const { running } = await openPages(t)
  for (const headers of [{ origin: 'http://evil.example' }, {}, { origin: 'null' }]) {
    const body = new URLSearchParams({ act: 'order', goods: 'hoodie' })
    const answer = await fetch(`${running.apiUrl}/shop`, { method: 'POST', body, headers, redirect: 'manual' })
    assert.equal(answer.status, 403)
  }
})

test('a page runs only scripts of its own and can be framed by nobody', async (t) => {
  const { running } = await openPages(t)
  const { headers } = await fetch(`${running.apiUrl}/till`)
  assert.match(
    headers.get('content-security-policy') ?? '',
    /default-src 'none'.*script-src 'self'.*frame-ancestors 'none'/,
  )
  assert.equal(headers.get('cache-control'), 'no-store')
})

test("a number nobody issued is answered by the line, in the clerk's words", async (t) => {
  const { press } = await openPages(t)
  assert.match(await press('/till?lang=en', { terminal: TILL, act: 'inquire', number: '81001234567890123457' }), /2001/)
  assert.match(await press('/till?lang=en', { terminal: TILL, act: 'inquire', number: '<script>' }), /1101/)
})
