/** Notices in the console: which did not arrive, why, and sending them again: one, some, or all of a time. */
import assert from 'node:assert/strict'
import { after, type TestContext, test } from 'node:test'
import type { Route } from 'playwright-core'
import { openSeller, status } from '../../src/outbound/test-seller.ts'
import type { DeliveryDetail, DeliveryPage } from '../../src/wire/delivery-answer.ts'
import type { PaymentAnswer } from '../../src/wire/payment-answer.ts'
import { startGateway } from '../e2e/running-gateway.ts'
import { openBrowser } from './browser.ts'
import { consoleUrl, openConsole, somebody } from './console.ts'
import { choose, opened, press, said, typed } from './console-hands.ts'
import { checkAccessible, checkFits, checkQuiet, takeScreenshot } from './page-checks.ts'

const browser = await openBrowser({ after })
const gateway = await startGateway()
after(() => gateway.stop())
const developer = await somebody(gateway, 'developer')
const viewer = await somebody(gateway, 'viewer')
const english = { language: 'en-GB' } as const
const BROKEN = status(500, 'TypeError: order is undefined')

async function call<Response>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<Response> {
  const { status, text } = await gateway.merchant.ask(method, `/api/${path}`, body)
  assert.equal(status, 200, text)
  return JSON.parse(text).response as Response
}

/** A server that fails, told of each number that is issued while the test runs. */
async function brokenServer(t: TestContext) {
  const seller = await openSeller(t, BROKEN)
  const url = `${seller.url}/hook`
  const { id } = await call<{ id: string }>('POST', 'endpoints', { url, events: ['payment.issued'] })
  t.after(() => call('DELETE', `endpoints/${id}`))
  return {
    ...{ id, url, seller },
    async failed(): Promise<PaymentAnswer> {
      const { payment } = await gateway.merchant.issue({ name: '후드티' })
      await recorded(payment, id, ({ tries }) => tries > 0)
      return payment
    },
    async noticeOf({ imp_uid: impUid }: PaymentAnswer): Promise<DeliveryDetail> {
      const page = await call<DeliveryPage>('GET', `deliveries?imp_uid=${impUid}&endpoint=${id}`)
      return call<DeliveryDetail>('GET', `deliveries/${page.deliveries[0]?.id}`)
    },
  }
}

/** Resolves when a notice of this payment to this endpoint has come so far. */
async function recorded({ imp_uid: impUid }: PaymentAnswer, endpoint: string, isSo: (delivery: Delivery) => boolean) {
  const { promise, resolve } = Promise.withResolvers<void>()
  const stop = gateway.running.parts.happenings.watch((happening) => {
    if (happening.type !== 'told') return
    const { delivery } = happening
    if (delivery.paymentId === impUid && delivery.endpoint === endpoint && isSo(delivery)) resolve()
  })
  const { deliveries } = await call<DeliveryPage>('GET', `deliveries?imp_uid=${impUid}&endpoint=${endpoint}`)
  const [now] = deliveries
  if (now !== undefined && isSo({ tries: now.tries, state: now.state === 'undelivered' ? 'exhausted' : now.state }))
    resolve()
  await promise
  stop()
}

interface Delivery {
  readonly tries: number
  readonly state: 'waiting' | 'delivered' | 'exhausted'
}

for (const how of [
  { size: 'phone', colorScheme: 'light', language: 'ko-KR' },
  { size: 'desktop', colorScheme: 'dark', language: 'en-GB' },
  { size: 'desktop', colorScheme: 'light', language: 'ko-KR' },
  { size: 'phone', colorScheme: 'dark', language: 'en-GB' },
] as const) {
  test(`the list and one notice shut nobody out and fit: ${Object.values(how).join(', ')}`, async (t) => {
    const { merchant_uid: order } = await (await brokenServer(t)).failed()
    await using page = await openConsole(browser, gateway, developer, '/m/notices', how)
    const look = async (name: string): Promise<void> => {
      await takeScreenshot(page, `console-${name}-${how.size}-${how.colorScheme}`, { whole: true })
      await checkAccessible(page)
      await checkFits(page)
    }
    const row = page.getByRole('row').filter({ hasText: order })
    await row.getByText(/응답 500|answered 500/).waitFor()
    await look('notices')
    await row.getByRole('link').first().click()
    await page.getByText(/이렇게 해 보세요|What to do/).waitFor()
    await look('notice')
    await page.goBack()
    await press(page, /^(기간 지정 재전송|Send all of a time again)$/)
    await opened(page)
    await takeScreenshot(page, `console-replay-${how.size}-${how.colorScheme}`)
    await checkFits(page)
    checkQuiet(page)
  })
}

test('those that are ticked are sent again together, and who may not send has no way to', async (t) => {
  const { id, seller, failed, noticeOf } = await brokenServer(t)
  const [one, two] = [await failed(), await failed()]
  seller.answer(status(200))
  await using page = await openConsole(browser, gateway, developer, `/m/notices?endpoint=${id}`, english)
  for (const { merchant_uid: order } of [one, two])
    await page.getByRole('checkbox', { name: `Pick Number issued ${order}` }).press('Space')
  await press(page, 'Send 2 again')
  await said(page, '2 notices are being sent again.')
  for (const { merchant_uid: order } of [one, two])
    await page.getByRole('row').filter({ hasText: order }).getByText('Delivered').waitFor()
  assert.deepEqual([(await noticeOf(one)).state, (await noticeOf(two)).state], ['delivered', 'delivered'])
  await using other = await openConsole(browser, gateway, viewer, '/m/notices', english)
  await other.getByRole('link', { name: one.merchant_uid, exact: true }).waitFor()
  assert.equal(await other.getByRole('button', { name: /again/ }).count(), 0)
  assert.equal(await other.getByRole('checkbox').count(), 0)
})

test('the list is sieved by address, day and payment, in its address; a list that does not come is asked for again', async (t) => {
  const { id, url, failed } = await brokenServer(t)
  const payment = await failed()
  await using page = await openConsole(browser, gateway, developer, '/m/notices', english)
  await choose(page, 'Notice address', url)
  await page.waitForURL(new RegExp(`endpoint=${id}`))
  await typed(page, 'imp_uid', 'order-1')
  await press(page, 'Look')
  await page.getByText('It is imp_ and 12 digits.').waitFor()
  await typed(page, 'imp_uid', payment.imp_uid)
  await press(page, 'Look')
  await page.waitForURL(new RegExp(`payment=${payment.imp_uid}`))
  await page.getByRole('row').nth(1).getByRole('link', { name: payment.merchant_uid }).waitFor()
  await typed(page, 'Happened from', '2099-01-01')
  await page.getByText('No notice is like that.').waitFor()
  await press(page, 'Show all')
  await page.waitForURL(consoleUrl(gateway, '/m/notices'))
  await page.route('**/deliveries?*', (route) => route.abort())
  await page.reload()
  await page.getByText('Could not be loaded').waitFor()
  await page.unroute('**/deliveries?*')
  await press(page, 'Try again')
  await page.getByRole('link', { name: payment.merchant_uid, exact: true }).waitFor()
})

test('all of a time is sent again part after part: told how many, stopped between two, and gone on with', async (t) => {
  const { id, failed, noticeOf } = await brokenServer(t)
  const payments = [await failed(), await failed(), await failed()]
  await call('POST', `endpoints/${id}/pause`)
  const triesBefore = await Promise.all(payments.map(async (payment) => (await noticeOf(payment)).tries))
  await using page = await openConsole(browser, gateway, developer, `/m/notices?endpoint=${id}`, english)
  await press(page, 'Send all of a time again')
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /State$/ })
    .click()
  await page.getByRole('option', { name: 'On its way' }).click()
  const stopped = Promise.withResolvers<void>()
  // A part holds thousands; the first one here is the newest notice alone.
  const first = async (route: Route): Promise<void> => {
    const { deliveries, next } = await call<DeliveryPage>('GET', `deliveries?endpoint=${id}&limit=1`)
    await call('POST', `deliveries/${deliveries[0]?.id}/replay`)
    await stopped.promise
    await route.fulfill({ json: { replayed: 1, not_replayed: [], next } })
  }
  await page.route('**/replay-range', first, { times: 1 })
  await press(page, 'Send all again')
  await press(page, 'Stop')
  stopped.resolve()
  await said(page, 'Stopped after 1.')
  await page.route('**/replay-range', (route) => route.abort(), { times: 1 })
  await press(page, 'Go on')
  await said(page, 'It stands still after 1.')
  await press(page, 'Go on')
  await said(page, 'All 3 are being sent again.')
  await call('POST', `endpoints/${id}/resume`)
  await Promise.all(
    payments.map((payment, at) => recorded(payment, id, ({ tries }) => tries === (triesBefore[at] ?? 0) + 1)),
  )
})

test('a notice that nobody received is found, with each try and what to do, and sent again', async (t) => {
  const { id, seller, failed, noticeOf } = await brokenServer(t)
  const payment = await failed()
  await Promise.all([recorded(payment, id, ({ state }) => state === 'exhausted'), gateway.advance('9d')])
  await using page = await openConsole(browser, gateway, developer, '/m/notices', english)
  await choose(page, 'State', 'Undelivered')
  await page.waitForURL(/state=undelivered/)
  const row = page.getByRole('row').filter({ hasText: payment.merchant_uid })
  await row.getByText('answered 500').waitFor()
  await row.getByRole('link', { name: 'Number issued' }).click()
  await page.getByText('It was tried as often as it is, and nobody received it.').waitFor()
  await page.getByText('Look into your server’s log of that time').waitFor()
  const { tries, id: webhookId } = await noticeOf(payment)
  await page.getByText(`Try ${tries}`, { exact: true }).waitFor()
  await page.getByText('How the answer began').first().click()
  await page.getByText('TypeError: order is undefined').first().waitFor()
  seller.answer(status(200, 'thanks'))
  await press(page, 'Send again')
  await said(page, 'It is being sent again')
  await page.getByText('Delivered', { exact: true }).waitFor()
  await page.getByText(`Try ${tries + 1}`, { exact: true }).waitFor()
  assert.equal((await noticeOf(payment)).state, 'delivered')
  assert.equal(seller.received.at(-1)?.headers['webhook-id'], webhookId)
})
