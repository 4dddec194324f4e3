/** The operator's desks in the console: payments in doubt, late cash, and the report files that tell of money. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Page } from 'playwright-core'
import type { NetworkId } from '../../src/core/brand.ts'
import { seoulDate } from '../../src/core/seoul-day.ts'
import { startGateway } from '../e2e/running-gateway.ts'
import { openBrowser } from './browser.ts'
import { consoleUrl, openConsole, somebody } from './console.ts'
import { said, tabTo } from './console-hands.ts'
import { checkAccessible, checkFits, checkQuiet, takeScreenshot } from './page-checks.ts'

const browser = await openBrowser({ after })
const gateway = await startGateway()
after(() => gateway.stop())
const { parts, storage } = gateway.running
const operator = await somebody(gateway, 'operator')

/** A chain's file that tells of these numbers as taken, 1,000 won each. */
function fileOf(name: string, numbers: readonly string[]) {
  const date = seoulDate(parts.gateway.now())
  const lines = numbers.map((number) => `D,${number},1000,cash,HB001,,,,,,`)
  const sum = numbers.length * 1000
  const text = [`H,${name},1,${date},01,KRW,${numbers.length},${sum}`, ...lines, `T,${numbers.length},${sum}`]
  return { name: `${name}.csv`, mimeType: 'text/csv', buffer: Buffer.from(text.join('\n')) }
}

async function issued(merchantUid: string): Promise<{ readonly impUid: string; readonly number: string }> {
  const { payment } = await gateway.merchant.issue({ merchant_uid: merchantUid })
  return { impUid: payment.imp_uid, number: payment.vbank_num ?? '' }
}

async function statusOf(impUid: string): Promise<string> {
  return (await gateway.merchant.look(impUid)).status
}

async function takeFile(page: Page, file: ReturnType<typeof fileOf>): Promise<void> {
  await page.goto(consoleUrl(gateway, '/house/reports'))
  await page.getByRole('button', { name: '체인 파일 올리기' }).click()
  await page.getByRole('button', { name: /편의점 체인$/ }).click()
  await page.getByRole('option', { name: '한빛편의점' }).click()
  await page.getByLabel('CSV 파일').setInputFiles(file)
  await page.getByText(`읽었습니다: ${file.name}`).waitFor()
  await page.getByRole('dialog').getByRole('button', { name: '올리기' }).click()
}

test('a file of a chain is taken, its rows stand beside ours, and what has no payment is posted, held and given back', async () => {
  const [plain, stopped, revoked] = [await issued('plain'), await issued('stopped'), await issued('revoked')]
  await gateway.merchant.ask('POST', `/api/payments/${stopped.impUid}/suspend`, {})
  await gateway.merchant.ask('DELETE', `/cvs/${revoked.impUid}`)
  await using page = await openConsole(browser, gateway, operator, '/house/reports')
  await page.getByText('받은 파일이 없습니다').waitFor()
  await takeFile(page, { ...fileOf('day', []), buffer: Buffer.from('not a file of sales') })
  await page.getByRole('alert').waitFor()
  await page.keyboard.press('Escape')
  const numbers = [plain, stopped, revoked].map(({ number }) => number)
  await takeFile(page, fileOf('day', numbers))
  await said(page, '파일을 받았습니다: day')
  await page.getByRole('link', { name: '점포에만 3' }).click()
  await page.waitForURL(/result=theirs_only/)
  await page.locator('tbody tr').nth(2).waitFor()
  await takeScreenshot(page, 'desks-report-rows', { whole: true })
  assert.equal(await statusOf(plain.impUid), 'paid')
  await page.getByRole('link', { name: '가수금 보기' }).first().click()
  await page.getByText('판매자가 받지 않고 있던 번호입니다').waitFor()
  await page.getByRole('link', { name: '가수금 목록으로' }).click()
  await page.locator('tbody tr').nth(1).waitFor()
  await takeScreenshot(page, 'desks-late-cash', { whole: true })

  const row = (number: string) =>
    page.getByRole('row').filter({ has: page.getByRole('button', { name: new RegExp(`: ${number}$`) }) })
  const settle = async (number: string, deed: string, note?: string) => {
    await row(number).getByRole('button', { name: deed }).click()
    if (note !== undefined) await page.getByRole('dialog').getByRole('textbox').fill(note)
    await page.getByRole('dialog').getByRole('button', { name: deed, exact: true }).click()
  }
  await settle(stopped.number, '결제에 반영')
  await page.getByText('판매자가 재개하면 다시 하세요').waitFor()
  await gateway.merchant.ask('POST', `/api/payments/${stopped.impUid}/resume`, {})
  await page.getByRole('dialog').getByRole('button', { name: '결제에 반영' }).click()
  await said(page, '결제에 반영했습니다')
  assert.equal(await statusOf(stopped.impUid), 'paid')

  await settle(revoked.number, '보류', '본사 답변 대기')
  await said(page, '보류했습니다')
  await page.getByText('기다리는 가수금이 없습니다').waitFor()
  await page.goto(consoleUrl(gateway, '/house/late-cash?state=held'))
  await page.getByText('본사 답변 대기').waitFor()
  await settle(revoked.number, '돌려줌', '점포에서 현금으로')
  await said(page, '돌려준 것으로 적었습니다')
  const [entry] = await storage.suspense.list({ state: 'refunded' }, null, 10)
  assert.deepEqual([entry?.number, entry?.note], [revoked.number, '점포에서 현금으로'])
})

test('payments in doubt are settled either way by who has asked the shop, with how they know', async () => {
  const network = storage.directory.current().networks.get('house' as NetworkId)
  assert.ok(network)
  await storage.directory.put([{ kind: 'network', entry: { ...network, phases: 'two' } }])
  const [taken, not] = [await issued('was taken'), await issued('was not')]
  for (const { number } of [taken, not]) {
    await gateway.till().inquire(number)
    await gateway.till().collect(number, 1000)
  }
  await gateway.advance('31m')
  await using page = await openConsole(browser, gateway, operator, '/house/in-doubt')
  await page.locator('tbody tr').nth(1).waitFor()
  await takeScreenshot(page, 'desks-in-doubt', { whole: true })
  const settle = async (order: string, says: string, note: string, go: string) => {
    await page.getByRole('button', { name: `${says}: ${order}`, exact: true }).click()
    const button = page.getByRole('dialog').getByRole('button', { name: go })
    assert.ok(await button.isDisabled(), 'it can be settled without a word of how one knows')
    await page.getByLabel('어떻게 확인했나요').fill(note)
    await button.dblclick()
    await said(page, `주문 ${order}`)
  }
  await settle('was taken', '받았음', '점주 통화: 시재 맞음', '받은 것으로 확정')
  await tabTo(page, '안 받았음: was not')
  await page.keyboard.press('Enter')
  await page.locator('textarea:focus, input:focus').waitFor()
  await page.keyboard.type('점주 통화: 돈 없음')
  await page.keyboard.press('Enter')
  await said(page, '주문 was not')
  await page.getByText('결과를 모르는 결제가 없습니다').waitFor()
  assert.deepEqual([await statusOf(taken.impUid), await statusOf(not.impUid)], ['paid', 'ready'])
  await storage.directory.put([{ kind: 'network', entry: network }])
})

for (const viewer of [
  { size: 'phone', colorScheme: 'light', language: 'ko-KR' },
  { size: 'desktop', colorScheme: 'dark', language: 'en-GB' },
] as const) {
  test(`the desks shut nobody out and fit: ${Object.values(viewer).join(', ')}`, async () => {
    await using page = await openConsole(browser, gateway, operator, '/house/reports', viewer)
    await page
      .getByRole('link', { name: /2026|20\d\d/ })
      .first()
      .click()
    await page.locator('tbody tr').first().waitFor()
    const report = page.url().replace(/^.*\/console/, '')
    const paths = [
      '/house/reports',
      report,
      `${report}&result=ours_only`,
      '/house/late-cash?state=all',
      '/house/in-doubt',
    ]
    for (const [no, path] of paths.entries()) {
      await page.goto(consoleUrl(gateway, path))
      await page.locator('.sheet, .empty').first().waitFor()
      await page.locator('.loading').waitFor({ state: 'detached' })
      await takeScreenshot(page, `desks-${no}-${viewer.size}`, { whole: true })
      await checkAccessible(page)
      await checkFits(page)
    }
    checkQuiet(page)
  })
}

test('a desk that cannot be read says so and is read again; nobody of a merchant finds it', async () => {
  await using page = await openConsole(browser, gateway, operator, '/house')
  await page.locator('.sheet').waitFor()
  let fails = true
  await page.route('**/admin/api/house/doubts*', (route) => (fails ? route.fulfill({ status: 503 }) : route.continue()))
  await page.getByRole('link', { name: '결과 미확인' }).click()
  await page.getByText('불러오지 못했습니다').waitFor()
  fails = false
  await page.getByRole('button', { name: '다시 시도' }).click()
  await page.getByText('결과를 모르는 결제가 없습니다').waitFor()

  await using owners = await openConsole(browser, gateway, await somebody(gateway, 'owner'), '/house/late-cash')
  await owners.getByText('없는 것입니다').waitFor()
  assert.equal(await owners.getByRole('link', { name: '가수금' }).count(), 0)
})
