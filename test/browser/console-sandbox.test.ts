/** The practice tools in the console: the clock, a till that does as it is told, magic values, and a new beginning. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { startGateway } from '../e2e/running-gateway.ts'
import { openBrowser } from './browser.ts'
import { consoleUrl, openConsole, somebody } from './console.ts'
import { said, tabTo } from './console-hands.ts'
import { checkAccessible, checkFits, checkQuiet, takeScreenshot } from './page-checks.ts'

const browser = await openBrowser({ after })
const gateway = await startGateway()
after(() => gateway.stop())
const { apiUrl, parts } = gateway.running
const operator = await somebody(gateway, 'operator')
const DAY_MS = 86_400_000

for (const viewer of [
  { size: 'phone', colorScheme: 'dark', language: 'ko-KR' },
  { size: 'desktop', colorScheme: 'light', language: 'en-GB' },
] as const) {
  test(`the practice tools shut nobody out and fit: ${Object.values(viewer).join(', ')}`, async () => {
    await using page = await openConsole(browser, gateway, operator, '/house/sandbox', viewer)
    await page.getByText('paid@till.test').waitFor()
    await takeScreenshot(page, `sandbox-${viewer.size}`, { whole: true })
    await checkAccessible(page)
    await checkFits(page)
    checkQuiet(page)
  })
}

test('time passes for everybody when it is told to, and only then', async () => {
  const { payment } = await gateway.merchant.issue({ merchant_uid: 'expires' })
  await using page = await openConsole(browser, gateway, operator, '/house/sandbox')
  const before = parts.gateway.now()
  await page.getByLabel('얼마나 앞으로 보낼까요').fill('0')
  await page.getByText('1 이상의 숫자로').waitFor()
  assert.ok(await page.getByRole('button', { name: '시간 보내기' }).isDisabled())
  await page.getByLabel('얼마나 앞으로 보낼까요').fill('9')
  await tabTo(page, '시간 보내기')
  await page.keyboard.press('Enter')
  await page.getByText('시계를 9일 앞으로 보낼까요?').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: '시간 보내기' }).and(page.locator(':focus')).waitFor()
  assert.ok(parts.gateway.now() - before < DAY_MS)
  await page.getByRole('button', { name: '시간 보내기' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '시간 보내기' }).click()
  await said(page, '시계를 옮겼습니다')
  assert.ok(parts.gateway.now() - before >= 9 * DAY_MS)
  assert.equal((await gateway.merchant.look(payment.imp_uid)).status, 'failed')
})

test('a till collects a payment as it is told, gives the money back, and says what was said on the line', async () => {
  const { payment } = await gateway.merchant.issue({ merchant_uid: 'played' })
  await using page = await openConsole(browser, gateway, operator, `/house/sandbox?payment=${payment.imp_uid}`)
  await page.getByRole('button', { name: /어떻게$/ }).click()
  await page.getByRole('option', { name: /같은 거래를 동시에 두 번/ }).click()
  await page.getByRole('button', { name: '수납시키기' }).click()
  await page.getByRole('heading', { name: '주고받은 전문' }).waitFor()
  await page.getByText('수납완료', { exact: true }).waitFor()
  await takeScreenshot(page, 'sandbox-played', { whole: true })
  assert.equal((await gateway.merchant.look(payment.imp_uid)).status, 'paid')
  await page.getByRole('button', { name: '당일취소시키기' }).click()
  await page.getByText('계산대가 돈을 돌려주었습니다').waitFor()
  assert.equal((await gateway.merchant.look(payment.imp_uid)).status, 'cancelled')
  await page.getByRole('button', { name: '기한 지나게 하기' }).click()
  await page.getByRole('alert').waitFor()
  await page.getByLabel('결제 고유번호').fill('imp_000000000000')
  await page.getByRole('button', { name: '수납시키기' }).click()
  await page.getByText('없는 것입니다').waitFor()
})

test('a merchant’s developer finds the tools in the menu and steers practice; who may not, finds none', async () => {
  const { payment } = await gateway.merchant.issue({ merchant_uid: 'theirs' })
  const developer = await somebody(gateway, 'developer')
  await using page = await openConsole(browser, gateway, developer, '/m')
  await page.getByRole('link', { name: '연습', exact: true }).click()
  await page.waitForURL(consoleUrl(gateway, '/m/practice'))
  await page.getByText('paid@till.test').waitFor()
  assert.equal(await page.getByRole('button', { name: /가맹점$/ }).count(), 0, 'whose payment it is, is said')
  await page.getByLabel('결제 고유번호').fill(payment.imp_uid)
  await page.getByRole('button', { name: '수납시키기' }).click()
  await page.getByText('수납완료', { exact: true }).waitFor()
  assert.equal((await gateway.merchant.look(payment.imp_uid)).status, 'paid')
  checkQuiet(page)
  const viewer = await somebody(gateway, 'viewer')
  await using theirs = await openConsole(browser, gateway, viewer, '/m')
  await theirs.getByRole('link', { name: '결제', exact: true }).waitFor()
  assert.equal(await theirs.getByRole('link', { name: '연습', exact: true }).count(), 0)
  await theirs.goto(consoleUrl(gateway, '/m/practice'))
  await theirs.getByText('역할을 바꿔 달라고 하세요').waitFor()
})

test('the till and the seller are a press away, and all practice payments can be forgotten', async () => {
  await using page = await openConsole(browser, gateway, operator, '/house/sandbox')
  for (const [name, path] of [
    ['연습 계산대', '/till'],
    ['예제상점', '/shop'],
  ] as const) {
    const address = await page.getByRole('link', { name }).getAttribute('href')
    assert.equal(address, `${apiUrl}${path}`)
    assert.equal((await fetch(address)).status, 200)
  }
  await page.getByRole('button', { name: '모두 지우기' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '모두 지우기' }).click()
  await said(page, '모든 연습 결제를 지웠습니다')
  assert.equal((await gateway.merchant.ask('GET', '/payments/status/all')).text.includes('imp_'), false)
})

test('a clock that cannot be read says so; moving it is asked once however often it is pressed', async () => {
  await using page = await openConsole(browser, gateway, operator, '/house')
  await page.locator('.sheet').waitFor()
  let fails = true
  let moves = 0
  const answered = Promise.withResolvers<void>()
  await page.route('**/admin/api/practice/clock', async (route) => {
    if (route.request().method() === 'GET') return fails ? route.fulfill({ status: 500 }) : route.continue()
    moves += 1
    await answered.promise
    return route.continue()
  })
  await page.goto(consoleUrl(gateway, '/house/sandbox'))
  await page.getByText('불러오지 못했습니다').waitFor()
  fails = false
  await page.getByRole('button', { name: '다시 시도' }).click()
  await page.locator('time').waitFor()
  await page.getByRole('button', { name: '시간 보내기' }).click()
  const go = page.getByRole('dialog').getByRole('button', { name: '시간 보내기' })
  await go.dblclick()
  answered.resolve()
  await said(page, '시계를 옮겼습니다')
  assert.equal(moves, 1)
})
