/**
 * What the customer's page does while it is open: it follows the payment by itself through every state, and it never
 * lets go of a barcode that can still be paid, whatever becomes of the network.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, test } from 'node:test'
import { hang, openSeller, status } from '../../src/outbound/test-seller.ts'
import { startGateway } from '../e2e/running-gateway.ts'
import { decodeBarcode } from './barcode-reading.ts'
import { openBrowser } from './browser.ts'
import {
  amount,
  collect,
  isSamePage,
  issue,
  nextDelayMs,
  openLive,
  showsSoon,
  timesAsked,
  turnAway,
} from './customer-counter.ts'
import { checkAccessible, checkQuiet, goOffline, openPage, takeScreenshot } from './page-checks.ts'
import { screenshotOf } from './screenshot.ts'

const browser = await openBrowser({ after })
const gateway = await startGateway()
after(() => gateway.stop())

const minuteMs = 60_000

test('an open page walks with its payment through a day at the counter, never loaded again', async (t) => {
  const seller = await openSeller(t)
  const { url, number } = await issue(gateway, { confirm_url: `${seller.url}/confirm` })
  await using page = await openLive(browser, url)
  await page.getByText('편의점 계산대에서 이 화면을 보여 주세요').first().waitFor()

  const busy = hang()
  seller.answer(busy.answer)
  const first = gateway.till().collect(number, amount)
  await seller.heard(1)
  await showsSoon(page, '편의점에서 결제 중입니다')
  seller.answer(status(400, JSON.stringify({ reason: '재고가 없습니다' })))
  busy.letGo()
  assert.equal((await first).class, 'OK')
  await showsSoon(page, '결제되었습니다 · 한빛편의점 1호점 ·')
  await page.getByRole('link', { name: '영수증 보기' }).waitFor()
  assert.deepEqual(await decodeBarcode(await screenshotOf(page)), [])

  assert.equal((await gateway.till().reverse()).class, 'OK')
  await showsSoon(page, '편의점에서 결제를 되돌렸습니다', 10_000)
  assert.equal(await page.getByRole('button', { name: '번호 복사' }).isVisible(), true)
  assert.equal(await page.getByText('결제 상태 다시 보기').isVisible(), false)
  assert.equal((await gateway.till().collect(number, amount)).class, 'DECLINED')
  await showsSoon(page, '판매자가 지금은 결제를 받을 수 없다고 알려 왔습니다: 재고가 없습니다')
  await page.getByText('돈을 냈다면 그 자리에서 돌려받으세요').waitFor()
  assert.deepEqual(await decodeBarcode(await screenshotOf(page)), [{ format: 'Code128', text: number }])

  seller.answer(status(200))
  const approvalNo = await collect(gateway, number)
  await showsSoon(page, '결제되었습니다')
  assert.equal(await page.getByText(approvalNo).isVisible(), true)
  await checkAccessible(page)
  assert.equal(await isSamePage(page), true)
  checkQuiet(page)
})

test('what its merchant changes is on the open page within two seconds: amount, deadline, a stop with its reason, and on again', async () => {
  const { url, number, impUid } = await issue(gateway)
  const change = `/api/payments/${impUid}`
  await using page = await openLive(browser, url)
  await page.getByText('36,400원').waitFor()
  const deadline = page.locator('.deadline dd')
  const before = await deadline.textContent()
  const expired_at = Math.floor(gateway.running.parts.gateway.now() / 1000) + 3600
  await gateway.merchant.ask('PATCH', change, { amount: 29_900, expired_at })
  await showsSoon(page, '29,900원')
  assert.notEqual(await deadline.textContent(), before)
  assert.equal(await page.getByText('36,400원').count(), 0)
  assert.deepEqual(await decodeBarcode(await screenshotOf(page)), [{ format: 'Code128', text: number }])

  await gateway.merchant.ask('POST', `${change}/suspend`, { reason: '재고 확인 중' })
  await showsSoon(page, '판매자가 결제를 잠시 멈췄습니다: 재고 확인 중')
  await page.getByText('지금은 돈을 내지 마세요').waitFor()
  assert.deepEqual(await decodeBarcode(await screenshotOf(page)), [])
  assert.equal(await nextDelayMs(page, () => page.clock.fastForward(2000)), 2000)
  const refused = await gateway.till().collect(number, 29_900)
  assert.deepEqual(
    [refused.code, refused.text.ko],
    ['4001', '지금은 수납할 수 없습니다(재고 확인 중). 돈을 받지 마세요.'],
  )

  await gateway.merchant.ask('POST', `${change}/resume`, {})
  await showsSoon(page, '편의점 계산대에서 이 화면을 보여 주세요')
  assert.deepEqual(await decodeBarcode(await screenshotOf(page)), [{ format: 'Code128', text: number }])
  assert.equal((await gateway.till().collect(number, 29_900)).class, 'OK')
  await showsSoon(page, '결제되었습니다')
  assert.equal(await isSamePage(page), true)
  checkQuiet(page)
})

test('each way a number ends is told on the open page, with its cause, and then nobody is asked any more', async () => {
  const [revoked, superseded, other] = [
    await issue(gateway),
    await issue(gateway, { merchant_uid: 'same-1' }),
    await issue(gateway, { merchant_uid: 'same-2' }),
  ]
  const pages = await Promise.all([revoked, superseded, other].map(({ url }) => openLive(browser, url)))
  const [revokedPage, supersededPage, otherPage] = pages
  assert.ok(revokedPage !== undefined && supersededPage !== undefined && otherPage !== undefined)
  await gateway.merchant.ask('DELETE', `/cvs/${revoked.impUid}`)
  await issue(gateway, { merchant_uid: 'same-1', amount: 1000 })
  await collect(gateway, (await issue(gateway, { merchant_uid: 'same-2' })).number)
  await showsSoon(revokedPage, '판매자가 취소했습니다')
  await showsSoon(supersededPage, '새 바코드가 나왔습니다')
  await showsSoon(otherPage, '이미 결제되었습니다. 또 내지 마세요')
  const expiring = await issue(gateway, { expired_at: Math.floor(gateway.running.parts.gateway.now() / 1000) + 60 })
  const expiringPage = await openLive(browser, expiring.url)
  await gateway.advance('2m')
  await showsSoon(expiringPage, '결제 기한이 지났습니다')
  for (const page of [...pages, expiringPage]) {
    assert.equal(await page.locator('svg[shape-rendering]').count(), 0)
    const before = await timesAsked(page)
    await page.clock.fastForward(30 * minuteMs)
    assert.equal(await timesAsked(page), before)
    assert.equal(await isSamePage(page), true)
    await page.close()
  }
})

test('it asks every two seconds while it is looked at, less often later, and never while it is hidden', async () => {
  await using page = await openLive(browser, (await issue(gateway)).url)
  const after = (ms: number) => nextDelayMs(page, () => page.clock.fastForward(ms))
  assert.equal(await after(2000), 2000)
  assert.equal(await after(2000), 2000)
  assert.equal(await after(6 * minuteMs), 5000)
  assert.equal(await after(30 * minuteMs), 15_000)
  await turnAway(page, true)
  const before = await timesAsked(page)
  await page.clock.fastForward(30 * minuteMs)
  assert.equal(await timesAsked(page), before)
  assert.equal(await nextDelayMs(page, () => turnAway(page, false)), 2000)
  assert.equal(await timesAsked(page), before + 1)
})

test('a paid page asks on for ten minutes, because a till may undo it, and whenever it is looked at again', async () => {
  const { url, number } = await issue(gateway)
  await using page = await openLive(browser, url)
  await collect(gateway, number)
  assert.equal(await nextDelayMs(page, () => page.clock.fastForward(2000)), 10_000)
  await page.clock.fastForward(11 * minuteMs)
  await page.waitForLoadState('networkidle')
  const before = await timesAsked(page)
  await page.clock.fastForward(30 * minuteMs)
  assert.equal(await timesAsked(page), before)
  assert.equal((await gateway.till().reverse()).class, 'OK')
  await turnAway(page, false)
  await page.getByText('편의점에서 결제를 되돌렸습니다').waitFor()
})

test('without a network the barcode stays, a quiet note says so, and goes when the network is back', async () => {
  const { url, number } = await issue(gateway)
  await using page = await openLive(browser, url)
  const note = page.getByText('지금은 연결이 안 되어')
  assert.equal(await note.isVisible(), false)
  await goOffline(page)
  await page.clock.runFor(2000)
  await note.waitFor()
  await page.clock.runFor(minuteMs)
  const screen = await takeScreenshot(page, 'customer-offline')
  assert.deepEqual(await decodeBarcode(screen), [{ format: 'Code128', text: number }])
  await page.context().setOffline(false)
  await note.waitFor({ state: 'hidden' })
  await collect(gateway, number)
  await showsSoon(page, '결제되었습니다')
})

test('without a network a page that shows no barcode promises none', async () => {
  const { url, impUid } = await issue(gateway)
  await gateway.merchant.ask('POST', `/api/payments/${impUid}/suspend`, {})
  await using page = await openLive(browser, url)
  await goOffline(page)
  assert.equal(await nextDelayMs(page, () => page.clock.fastForward(2000)), 2000)
  assert.equal(await nextDelayMs(page, () => page.clock.fastForward(2000)), 4000, 'it has noticed')
  assert.equal(await page.getByText('바코드는 그대로 쓸 수 있습니다').isVisible(), false)
})

test('a gateway that is away for a while, or answers nonsense, changes nothing on the page', async () => {
  const { url, number } = await issue(gateway)
  await using page = await openLive(browser, url)
  for (const answer of [
    { status: 503, body: '' },
    { status: 404, body: 'gone' },
    { status: 200, contentType: 'text/html', body: '<h1>Log in to the Wi-Fi</h1>' },
    { status: 200, contentType: 'application/json', body: '{"state":"paid","version":9}' },
  ]) {
    await page.route(/\/p\/.*/, (route) => route.fulfill(answer))
    await page.clock.fastForward(31_000)
    await page.getByText('지금은 연결이 안 되어').waitFor()
    assert.deepEqual(await decodeBarcode(await screenshotOf(page)), [{ format: 'Code128', text: number }])
    await page.unroute(/\/p\/.*/)
    await page.clock.fastForward(31_000)
    await page.getByText('지금은 연결이 안 되어').waitFor({ state: 'hidden' })
  }
})

test('what a merchant writes is never run, neither when the page is loaded nor when it changes', async (t) => {
  const hostile = `</script></bdi><img src=x onerror=alert(1)><svg onload=alert(1)>'"<a href=javascript:alert(1)>`
  const seller = await openSeller(t, status(400, JSON.stringify({ reason: hostile })))
  await gateway.setMerchant({ name: hostile })
  t.after(() => gateway.setMerchant({ name: '예제상점' }))
  const { url, number } = await issue(gateway, { name: hostile.slice(9, 49), confirm_url: `${seller.url}/confirm` })
  await using page = await openLive(browser, url)
  page.on('dialog', () => assert.fail('a merchant’s words were run'))
  assert.equal((await gateway.till().collect(number, amount)).class, 'DECLINED')
  await showsSoon(page, `알려 왔습니다: ${hostile}`)
  assert.equal(await page.getByText(hostile, { exact: true }).count(), 2)
  assert.equal(await page.locator('img, main a[href^=javascript]').count(), 0)
  checkQuiet(page)
})

test('the other language is one link away, stays in the address and goes with the page while it lives', async () => {
  const { url, number } = await issue(gateway)
  await using page = await openLive(browser, url)
  await page.getByRole('link', { name: 'English' }).click()
  await page.getByText('Show this at the counter').first().waitFor()
  assert.equal(page.url(), `${url}?lang=en`)
  await collect(gateway, number)
  await showsSoon(page, 'Paid · 한빛편의점 1호점')
  await page.getByRole('link', { name: 'Show the receipt' }).click()
  await page.getByText('Not a tax receipt; ask the seller for one').waitFor()
  await page.getByRole('link', { name: '한국어' }).click()
  await page.getByText('이 영수증은 현금영수증이 아닙니다').waitFor()
  assert.deepEqual(await page.context().cookies(), [])
})

test('without script all is there: number, language, state by loading again, receipt; nothing that would not work', async () => {
  const { url, number } = await issue(gateway)
  await using page = await openPage(browser, { withoutScript: true })
  await page.goto(url)
  assert.equal(await page.locator('button:visible').count(), 0)
  await collect(gateway, number)
  await page.getByRole('link', { name: '결제 상태 다시 보기' }).click()
  await page.getByRole('link', { name: '영수증 보기' }).click()
  await page.getByText('편의점 결제 영수증').first().waitFor()
  assert.equal(await page.locator('button:visible').count(), 0)
})

test('the number can be copied, by its button and by itself, and the picture saved is read by a decoder', async () => {
  const { url, number } = await issue(gateway)
  await using page = await openPage(browser, {})
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.goto(url)
  await page.getByRole('button', { name: '번호 복사' }).click()
  await page.getByRole('button', { name: '복사했습니다' }).waitFor()
  assert.equal(await page.evaluate('navigator.clipboard.readText()'), number)
  await page.getByRole('button', { name: '번호 복사' }).waitFor()
  await page.evaluate("navigator.clipboard.writeText('')")
  await page.locator('#number').click()
  await page.getByRole('button', { name: '복사했습니다' }).waitFor()
  assert.equal(await page.evaluate('navigator.clipboard.readText()'), number)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: '이미지 저장' }).click(),
  ])
  assert.equal(download.suggestedFilename(), `${number}.png`)
  const saved = readFileSync(await download.path())
  assert.deepEqual(await decodeBarcode(saved), [{ format: 'Code128', text: number }])
})

test('the screen is kept awake while a barcode is on it, and let go when it is paid', async () => {
  const { url, number } = await issue(gateway)
  await using page = await openPage(browser, {})
  await page.clock.install()
  await page.addInitScript(`
    window.locks = []
    Object.defineProperty(navigator, 'wakeLock', { value: { async request(kind) {
      const lock = { kind, released: false, release() { lock.released = true } }
      window.locks.push(lock)
      return lock
    } } })`)
  await page.goto(url)
  const held = () => page.evaluate('window.locks.map(({ kind, released }) => [kind, released].join())')
  assert.deepEqual(await held(), ['screen,false'])
  await turnAway(page, true)
  assert.deepEqual(await held(), ['screen,true'])
  await turnAway(page, false)
  assert.deepEqual(await held(), ['screen,true', 'screen,false'])
  await collect(gateway, number)
  await showsSoon(page, '결제되었습니다')
  assert.deepEqual(await held(), ['screen,true', 'screen,true'])
})
