/** One payment's page: what it says, what can be done on it, and that two people at once lose nothing of each other. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Page, Route } from 'playwright-core'
import type { PaymentDetail } from '../../src/wire/admin/payments.ts'
import type { RefundPage } from '../../src/wire/refund-answer.ts'
import { startGateway } from '../e2e/running-gateway.ts'
import { openBrowser } from './browser.ts'
import { openConsole, type Somebody, somebody } from './console.ts'
import { choose, opened, press, said, typed } from './console-hands.ts'
import { collect, issue } from './customer-counter.ts'
import { checkAccessible, checkFits, checkQuiet, takeScreenshot, type Viewer } from './page-checks.ts'

const browser = await openBrowser({ after })
const gateway = await startGateway()
after(() => gateway.stop())
const owner = await somebody(gateway, 'owner')
const finance = await somebody(gateway, 'finance')
const viewer = await somebody(gateway, 'viewer')

const BUYER = {
  buyer_name: '홍길동',
  buyer_tel: '010-1234-5678',
  buyer_email: 'gildong@example.com',
  custom_data: '회원 7781',
}

function open(who: Somebody, impUid: string, how: Viewer = { language: 'en-GB' }): Promise<Page> {
  return openConsole(browser, gateway, who, `/m/payments/${impUid}`, how)
}

async function collected(words: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const { number, impUid } = await issue(gateway, words)
  await collect(gateway, number)
  return impUid
}

async function refundByMerchant(impUid: string, amount: number): Promise<void> {
  const { message } = await gateway.merchant.ask('POST', '/payments/cancel', {
    imp_uid: impUid,
    amount,
    reason: '한 벌 반품',
  })
  assert.equal(message, null)
}

/** Their amounts, newest first. */
async function refundsOf(impUid: string): Promise<readonly number[]> {
  const { text } = await gateway.merchant.ask('GET', `/api/refunds?imp_uid=${impUid}`)
  return (JSON.parse(text).response as RefundPage).refunds.map(({ amount }) => amount)
}

async function fillRefund(page: Page, amount: string): Promise<void> {
  await press(page, 'Refund')
  await page.getByLabel('Amount to refund').fill(amount)
  await page.getByLabel('Reason').fill('sent one back')
  await choose(page, 'How it goes back', 'In cash at a store (refund slip)')
}

for (const how of [
  { size: 'phone', colorScheme: 'light', language: 'ko-KR' },
  { size: 'desktop', colorScheme: 'dark', language: 'en-GB' },
  { size: 'desktop', colorScheme: 'light', language: 'ko-KR' },
  { size: 'phone', colorScheme: 'dark', language: 'en-GB' },
] as const) {
  test(`a payment is told whole, shuts nobody out and fits: ${Object.values(how).join(', ')}`, async () => {
    const impUid = await collected(BUYER)
    await refundByMerchant(impUid, 6400)
    await using page = await open(owner, impUid, how)
    for (const words of [/36,400/, '홍*동', /order-/, '한빛편의점 1호점']) await page.getByText(words).first().waitFor()
    const name = `console-payment-${how.size}-${how.colorScheme}`
    await takeScreenshot(page, name, { whole: true })
    await checkAccessible(page)
    await checkFits(page)
    await press(page, /^(환불|Refund)$/)
    await opened(page)
    await takeScreenshot(page, `${name}-refund`)
    // A telephone's dialog covers the page, and axe then misses the page's own heading.
    if (how.size === 'desktop') await checkAccessible(page)
    await checkFits(page)
    checkQuiet(page)
  })
}

test('half is refunded to an account: what is missing is said at its field, and a double click gives it back once', async () => {
  const impUid = await collected()
  await using page = await open(finance, impUid)
  await press(page, 'Refund')
  await page.getByText('36,400 won').last().waitFor()
  await typed(page, 'Amount to refund', '36,401')
  await page.getByText('More than the 36,400 won that is left').waitFor()
  await typed(page, 'Amount to refund', '18,200')
  await typed(page, 'Account number', '123-45')
  await press(page, 'Refund 18,200 won')
  for (const words of ['Say it in two characters or more.', 'Choose the bank.', 'has 6 to 20 digits'])
    await page.getByText(words).waitFor()
  assert.equal(await page.getByLabel('Account number').inputValue(), '123-45')
  await typed(page, 'Reason', 'sent one back')
  await choose(page, 'Bank', 'KB국민은행')
  await typed(page, 'Account holder', '홍길동')
  await typed(page, 'Account number', '123-456-789012')
  const slow = Promise.withResolvers<void>()
  await page.route('**/refund', async (route) => {
    await slow.promise
    await route.continue()
  })
  await press(page, 'Refund 18,200 won')
  await page.getByRole('button', { name: 'Refund 18,200 won' }).click({ force: true })
  await page.getByLabel('Reason').press('Enter')
  slow.resolve()
  await said(page, 'The refund of 18,200 won is accepted.')
  await page.getByText('Partly refunded').waitFor()
  assert.deepEqual(await refundsOf(impUid), [18_200])
  await press(page, 'Refund')
  assert.equal(await page.getByLabel('Amount to refund').inputValue(), '18200')
})

test('a refund that nobody answered is asked for again as the very same, also past a turned back, and goes out once', async () => {
  const impUid = await collected()
  await using page = await open(finance, impUid)
  await fillRefund(page, '18200')
  const lose = async (route: Route): Promise<void> => {
    await route.fetch()
    await route.abort()
  }
  await page.route('**/refund', lose, { times: 1 })
  await press(page, 'Refund 18,200 won')
  await page.getByText('Nobody knows yet whether the refund of 18,200 won was done').waitFor()
  const turnedBack = { error: { code: 'too_often', message: { ko: '잠시 뒤에', en: 'In a moment.' } } }
  await page.route('**/refund', (route) => route.fulfill({ status: 429, json: turnedBack }), { times: 1 })
  await press(page, 'Ask for the same again')
  await page.getByText('In a moment.').waitFor()
  await press(page, 'Ask for the same again')
  await said(page, 'The refund of 18,200 won is accepted.')
  assert.deepEqual(await refundsOf(impUid), [18_200])
})

test('another amount left by now is said, with what was typed still there', async () => {
  const impUid = await collected()
  await using page = await open(finance, impUid)
  await fillRefund(page, '30000')
  await refundByMerchant(impUid, 10_000)
  await page.getByText('There was another refund meanwhile').waitFor()
  await page.getByText('More than the 26,400 won that is left').waitFor()
  assert.equal(await page.getByLabel('Reason').inputValue(), 'sent one back')
  await press(page, 'All that is left')
  await press(page, 'Refund 26,400 won')
  await said(page, 'The refund of 26,400 won is accepted.')
  assert.deepEqual(await refundsOf(impUid), [26_400, 10_000])
})

test('what somebody else changed is told before an amount is changed, and what was typed stays', async () => {
  const { impUid } = await issue(gateway)
  await using page = await open(owner, impUid)
  // Without the live line the gateway says it when asked.
  await page.route('**/live', (route) => route.abort())
  await page.reload()
  await press(page, 'Change amount or deadline')
  await press(page, 'Change')
  await page.getByText('Nothing is changed yet.').waitFor()
  await typed(page, 'Amount', '30,000')
  await gateway.merchant.ask('PATCH', `/api/payments/${impUid}`, { amount: 20_000 })
  await press(page, 'Change')
  const told = page.getByRole('alert').filter({ hasText: 'Somebody else changed this payment' })
  await told.getByText('Amount: 36,400 won → 20,000 won').waitFor()
  assert.equal(await page.getByLabel('Amount', { exact: true }).inputValue(), '30,000')
  assert.ok(await page.getByRole('button', { name: 'Change', exact: true }).isDisabled())
  assert.equal((await gateway.merchant.look(impUid)).amount, 20_000)
  await press(page, 'I have seen it: go on')
  await press(page, 'Change')
  await said(page, 'It is changed.')
  assert.equal((await gateway.merchant.look(impUid)).amount, 30_000)
})

test('a number is suspended with words for the till, resumed, and revoked after a question', async () => {
  const { impUid, number } = await issue(gateway)
  await using page = await open(owner, impUid)
  await press(page, 'Suspend')
  await typed(page, 'Words at the till (optional)', '재고 확인 중')
  await page.getByRole('dialog').getByRole('button', { name: 'Suspend' }).click()
  await said(page, 'It is suspended.')
  const atTill = await gateway.till().inquire(number)
  assert.ok('text' in atTill && atTill.text.ko.includes('재고 확인 중'), JSON.stringify(atTill))
  await page.getByText('The till shows “재고 확인 중”').waitFor()
  await press(page, 'Resume')
  await page.getByRole('dialog').getByRole('button', { name: 'Resume' }).click()
  await said(page, 'It can be paid again.')
  await press(page, 'Revoke the number')
  await page.getByText('This cannot be undone.').waitFor()
  await page.keyboard.press('Escape')
  assert.equal((await gateway.merchant.look(impUid)).status, 'ready')
  await press(page, 'Revoke the number')
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke the number' }).click()
  await said(page, 'The number is revoked.')
  assert.equal((await gateway.merchant.look(impUid)).status, 'cancelled')
})

test('the customer is masked until somebody says why they look, and it is written down', async () => {
  const impUid = await collected(BUYER)
  await using page = await open(finance, impUid)
  await page.getByText('010-****-5678').waitFor()
  assert.ok(!(await page.content()).includes('1234-5678'))
  await press(page, 'Show, with a reason')
  await typed(page, 'Why you look', 'asks where it is')
  await page.getByRole('dialog').getByRole('button', { name: 'Show, with a reason' }).click()
  await page.getByText('010-1234-5678').waitFor()
  await page.getByText('회원 7781').waitFor()
  const [asked] = await gateway.running.storage.console.audit(gateway.running.practice.merchantId, null, 1)
  assert.deepEqual([asked?.action, asked?.object, asked?.reason], ['payment.unmasked', impUid, 'asks where it is'])
  await press(page, 'Mask again')
  await page.getByText('010-****-5678').waitFor()
})

test('the latest notice is sent again, and each of its tries can be seen', async () => {
  const impUid = await collected()
  await using page = await open(owner, impUid)
  await page.getByText('See its try').waitFor()
  await press(page, 'Send the notice again')
  await said(page, 'The latest notice is being sent again.')
  await page.getByText('See its 2 tries').click()
  for (const words of ['Try 1', 'Try 2']) await page.getByText(words, { exact: true }).waitFor()
})

test('each sees the actions that their role may do, and a viewer none', async () => {
  const impUid = await collected(BUYER)
  const actions = async (who: Somebody): Promise<string[]> => {
    await using page = await open(who, impUid)
    await page.getByText('홍*동').waitFor()
    return await page
      .getByRole('main')
      .getByRole('button', { name: /^(Refund|Send|Show|Revoke|Change)/ })
      .allTextContents()
  }
  assert.deepEqual(await actions(owner), ['Refund', 'Send the notice again', 'Show, with a reason'])
  assert.deepEqual(await actions(finance), ['Refund', 'Show, with a reason'])
  assert.deepEqual(await actions(viewer), [])
})

test('an older answer that comes later is not shown, and a page that cannot be loaded says so and tries again', async () => {
  const { impUid, number } = await issue(gateway)
  await using page = await open(viewer, impUid, { language: 'en-GB', size: 'phone' })
  const path = `**/admin/api/**/payments/${impUid}`
  await page.getByText('Waiting', { exact: true }).waitFor()
  const older = await page.evaluate(
    async (url) => (await fetch(url)).text(),
    `/admin/api/merchants/${gateway.running.practice.merchantId}/payments/${impUid}`,
  )
  assert.equal((JSON.parse(older) as PaymentDetail).payment.state, 'waiting')
  await collect(gateway, number)
  await page.getByText('Collected', { exact: true }).first().waitFor()
  await page.route(path, (route) => route.fulfill({ contentType: 'application/json', body: older }), { times: 1 })
  const late = page.waitForResponse(path)
  await refundByMerchant(impUid, 1000)
  await late
  await page.evaluate('new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))')
  assert.equal(await page.getByText('Waiting', { exact: true }).count(), 0)
  await page.route(path, (route) => route.abort())
  await page.reload()
  await page.getByText('Could not be loaded').waitFor()
  await page.unroute(path)
  await press(page, 'Try again')
  await page.getByText('Partly refunded').waitFor()
})

test('all of it is done by keyboard, and Escape leads back to where one was', async () => {
  const impUid = await collected()
  await using page = await open(owner, impUid)
  await page.getByRole('button', { name: 'Refund', exact: true }).focus()
  await page.keyboard.press('Enter')
  await page.getByLabel('Amount to refund').and(page.locator(':focus')).waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Refund', exact: true }).and(page.locator(':focus')).waitFor()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Control+A')
  await page.keyboard.type('400')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.type('too late')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.getByText('The customer shows the slip at a store').waitFor()
  await page.getByLabel('Reason').focus()
  await page.keyboard.press('Enter')
  await said(page, /^The refund of .* is accepted\.$/)
})
