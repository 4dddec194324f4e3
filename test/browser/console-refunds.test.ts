/** The refunds desk: how far each refund's money has come, and what the operator says of it. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { RefundAnswer, RefundPage } from '../../src/wire/refund-answer.ts'
import { startGateway } from '../e2e/running-gateway.ts'
import { openBrowser } from './browser.ts'
import { consoleUrl, openConsole, somebody } from './console.ts'
import { choose, press, said, typed } from './console-hands.ts'
import { collect, issue } from './customer-counter.ts'
import { checkAccessible, checkFits, checkQuiet, takeScreenshot } from './page-checks.ts'

const browser = await openBrowser({ after })
const gateway = await startGateway()
after(() => gateway.stop())
const operator = await somebody(gateway, 'operator')
const finance = await somebody(gateway, 'finance')
const ACCOUNT = { refund_holder: '홍길동', refund_bank: '004', refund_account: '123-456-789012' }
const english = { language: 'en-GB' } as const

/** Asked for by the merchant's own program. */
async function refunded(to: Readonly<Record<string, string>>): Promise<RefundAnswer> {
  const { number, impUid } = await issue(gateway)
  await collect(gateway, number)
  const asked = { imp_uid: impUid, amount: 5000, reason: '단순 변심', ...to }
  assert.equal((await gateway.merchant.ask('POST', '/payments/cancel', asked)).message, null)
  return refundOf(impUid)
}

async function refundOf(impUid: string): Promise<RefundAnswer> {
  const { text } = await gateway.merchant.ask('GET', `/api/refunds?imp_uid=${impUid}`)
  const [refund] = (JSON.parse(text).response as RefundPage).refunds
  assert.ok(refund)
  return refund
}

for (const how of [
  { size: 'phone', colorScheme: 'light', language: 'ko-KR' },
  { size: 'desktop', colorScheme: 'dark', language: 'en-GB' },
  { size: 'desktop', colorScheme: 'light', language: 'ko-KR' },
  { size: 'phone', colorScheme: 'dark', language: 'en-GB' },
] as const) {
  test(`the desk and one refund shut nobody out and fit: ${Object.values(how).join(', ')}`, async () => {
    await refunded(ACCOUNT)
    const slip = await refunded({})
    await using page = await openConsole(browser, gateway, operator, '/m/refunds', how)
    const look = async (name: string): Promise<void> => {
      await takeScreenshot(page, `console-${name}-${how.size}-${how.colorScheme}`, { whole: true })
      await checkAccessible(page)
      await checkFits(page)
    }
    await page.getByRole('link', { name: slip.merchant_uid, exact: true }).waitFor()
    await look('refunds')
    await page.getByRole('row').nth(2).getByRole('link').first().click()
    for (const words of ['********9012', /은행에 환불|The bank was asked/])
      await page.getByText(words).first().waitFor()
    await look('refund')
    checkQuiet(page)
  })
}

test('the operator sees the account in clear with a reason, says that it failed and why, and then that it is paid out', async () => {
  const { id, imp_uid: impUid } = await refunded(ACCOUNT)
  await using page = await openConsole(browser, gateway, operator, `/m/refunds/${id}`, english)
  await page.getByText('********9012').waitFor()
  assert.ok(!(await page.content()).includes('123456789012'))
  await press(page, 'Show, with a reason')
  await typed(page, 'Why you look', 'transfer by hand')
  await page.getByRole('dialog').getByRole('button', { name: 'Show, with a reason' }).click()
  await page.getByText('123456789012').first().waitFor()
  await press(page, 'Payout failed')
  await page.getByRole('dialog').getByRole('button', { name: 'Payout failed' }).click()
  await page.getByText('Say why it failed.').waitFor()
  await typed(page, 'Why it failed', '없는 계좌')
  await page.getByRole('dialog').getByRole('button', { name: 'Payout failed' }).click()
  await said(page, 'It is settled as failed.')
  const failed = await refundOf(impUid)
  assert.deepEqual([failed.payout.state, failed.payout.note], ['failed', '없는 계좌'])
  await page.getByText('The customer does not have the money yet.').waitFor()
  await press(page, 'Paid out')
  await page.getByRole('dialog').getByRole('button', { name: 'Paid out' }).dblclick()
  await said(page, 'It is settled as paid out.')
  assert.deepEqual(
    [(await refundOf(impUid)).payout.state, (await refundOf(impUid)).payout.by],
    ['paid_out', 'operator'],
  )
  await page.getByText('The operator paid it out.').waitFor()
  assert.equal(await page.getByRole('button', { name: 'Send another way' }).count(), 0)
})

test('a slip is sent to an account instead; what is wrong with it is said at its field', async () => {
  const { id, imp_uid: impUid } = await refunded({})
  await using page = await openConsole(browser, gateway, operator, `/m/refunds/${id}`, english)
  await page.getByText('It waits for the customer to show the slip').waitFor()
  assert.equal(await page.getByRole('button', { name: 'Paid out', exact: true }).count(), 0)
  await press(page, 'Send another way')
  await typed(page, 'Account holder', '홍길동')
  await typed(page, 'Account number', '99')
  const go = page.getByRole('dialog').getByRole('button', { name: 'Send another way' })
  await go.click()
  for (const words of ['Choose the bank.', 'has 6 to 20 digits']) await page.getByText(words).waitFor()
  await choose(page, 'Bank', '신한은행')
  await typed(page, 'Account number', '999-888-777666')
  await go.click()
  await said(page, 'It goes another way.')
  await page.getByText('********7666').waitFor()
  await page.getByText('A refund takes another way').waitFor()
  assert.deepEqual([(await refundOf(impUid)).route, (await refundOf(impUid)).bank], ['bank', '088'])
})

test('after a quarter of an hour the operator proves who they are, and the deed goes on', async () => {
  const { id, imp_uid: impUid } = await refunded(ACCOUNT)
  await using page = await openConsole(browser, gateway, operator, `/m/refunds/${id}`, english)
  const refusal = { error: { code: 'prove_again', message: { ko: '다시 확인', en: 'Prove it' } } }
  await page.route('**/settle', (route) => route.fulfill({ status: 403, json: refusal }), { times: 1 })
  await press(page, 'Paid out')
  await typed(page, 'Note (optional)', 'by hand')
  await page.getByRole('dialog').getByRole('button', { name: 'Paid out' }).click()
  await page.getByRole('dialog', { name: 'Is it you?' }).getByLabel('Password').fill('correct horse battery staple')
  await press(page, 'Confirm and go on')
  await said(page, 'It is settled as paid out.')
  assert.equal((await refundOf(impUid)).payout.note, 'by hand')
})

test('the desk is sieved by state and leafed through, in its address; who may not settle has no button for it', async () => {
  const { id } = await refunded(ACCOUNT)
  for (let more = 0; more < 30; more += 1) await refunded({})
  await using page = await openConsole(browser, gateway, finance, '/m/refunds', english)
  await page.getByRole('link', { name: '5,000 won' }).first().waitFor()
  assert.equal(await page.getByRole('row').count(), 31)
  await press(page, 'Next')
  await page.waitForURL(/after=rfd_/)
  await page.goBack()
  await page.waitForURL(consoleUrl(gateway, '/m/refunds'))
  await choose(page, 'Payout', 'Payout failed')
  await page.getByText('No refund is in this state.').waitFor()
  assert.match(page.url(), /\?state=failed$/)
  await page.goto(consoleUrl(gateway, `/m/refunds/${id}`))
  await page.getByText('********9012').waitFor()
  for (const name of ['Paid out', 'Send another way', 'Show, with a reason'])
    assert.equal(await page.getByRole('button', { name, exact: true }).count(), 0, name)
})

test('a refund that is not there is said to be so, and a developer is not shown the desk', async () => {
  await using page = await openConsole(browser, gateway, finance, '/m/refunds/rfd_none', english)
  await page.getByText('Could not be loaded').waitFor()
  assert.equal(await page.getByRole('button', { name: 'Try again' }).count(), 0)
  await using other = await openConsole(browser, gateway, await somebody(gateway, 'developer'), '/m/refunds', english)
  await other.getByText('Your role may not do this.').waitFor()
  assert.equal(await other.getByRole('navigation').getByRole('link', { name: 'Refunds' }).count(), 0)
})
