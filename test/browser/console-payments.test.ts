/** The list of payments: whatever somebody has in hand leads to a payment, and what is found is taken along as a file. */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, test } from 'node:test'
import { parse } from 'csv-parse/sync'
import type { Locator, Page } from 'playwright-core'
import { unzipped } from '../../src/admin/test-unzipped.ts'
import { startGateway } from '../e2e/running-gateway.ts'
import { openBrowser } from './browser.ts'
import { consoleUrl, openConsole, somebody } from './console.ts'
import { opened } from './console-hands.ts'
import { checkAccessible, checkFits, checkQuiet, takeScreenshot, type Viewer } from './page-checks.ts'

const browser = await openBrowser({ after })
const gateway = await startGateway()
after(() => gateway.stop())
const [owner, viewer] = [await somebody(gateway, 'owner'), await somebody(gateway, 'viewer')]
const english: Viewer = { language: 'en-GB' }
const BUYER = { buyer_name: '홍길동', buyer_tel: '010-1234-5678', buyer_email: 'gildong@example.com' }

async function issue(words: object = {}) {
  const { payment, message } = await gateway.merchant.issue({ amount: 36_400, name: '후드티', ...words })
  assert.ok(payment, String(message))
  return payment
}

/** Of each row, its order. */
async function orders(page: Page): Promise<string[]> {
  return page.locator('tbody tr .way + .muted').allTextContents()
}

async function shows(page: Page, wanted: readonly string[]): Promise<void> {
  const rows = page.locator('.frame:not([aria-busy]) tbody tr')
  await rows.nth(wanted.length).waitFor({ state: 'detached' })
  for (const [at, order] of wanted.entries()) await rows.nth(at).getByText(order, { exact: true }).waitFor()
  assert.deepEqual(await orders(page), wanted)
}

async function lookFor(page: Page, text: string, by?: string): Promise<void> {
  if (by !== undefined) {
    await page.getByRole('button', { name: /Look by/ }).click()
    await page.getByRole('option', { name: by }).click()
  }
  await page.getByRole('searchbox').fill(text)
  await page.getByRole('searchbox').press('Enter')
}

test('where there is nothing yet it says what would be here, and a new payment appears while one looks', async () => {
  await using page = await openConsole(browser, gateway, owner, '/m/payments', english)
  await page.getByText('No payment yet').waitFor()
  await page.getByText('Live', { exact: true }).waitFor()
  await using theirs = await openConsole(browser, gateway, viewer, '/m/payments', english)
  await theirs.getByText('No payment yet').waitFor()
  assert.equal(await theirs.getByRole('link', { name: 'Issue a number' }).count(), 0)
  assert.equal(await theirs.getByRole('button', { name: 'Export' }).count(), 0)
  const payment = await issue({ merchant_uid: 'hood-1', ...BUYER })
  await shows(page, ['hood-1'])
  await page.getByRole('cell').getByText('Waiting', { exact: true }).waitFor()
  await gateway.till().collect(payment.barcode, 36_400)
  await page.getByRole('cell').getByText('Collected', { exact: true }).first().waitFor()
  await page.getByText('한빛편의점 1호점').waitFor()
  checkQuiet(page)
})

test('an order, a part of the goods, a number as it is read aloud and a customer find a payment', async () => {
  await issue({ merchant_uid: 'socks-1', name: '겨울 양말' })
  const socks = await issue({ merchant_uid: 'socks-2', name: '여름 양말' })
  await using page = await openConsole(browser, gateway, owner, '/m/payments', english)
  await shows(page, ['socks-2', 'socks-1', 'hood-1'])
  await page.keyboard.press('/')
  await page.keyboard.type('양말')
  await page.keyboard.press('Enter')
  await shows(page, ['socks-2', 'socks-1'])
  await lookFor(page, socks.barcode)
  await shows(page, ['socks-2'])
  assert.equal(new URL(page.url()).searchParams.get('text'), socks.barcode, 'a number keeps its twenty digits')
  await page.reload()
  await shows(page, ['socks-2'])
  assert.equal(await page.getByRole('searchbox').inputValue(), socks.barcode)
  await lookFor(page, socks.barcode.replace(/(\d{4})(?=\d)/g, '$1 '))
  await shows(page, ['socks-2'])
  await page.goBack()
  await lookFor(page, '010 1234 5678', 'Customer’s phone')
  await shows(page, ['hood-1'])
  await page.getByText('kept encrypted').waitFor()
  assert.equal(page.url(), consoleUrl(gateway, '/m/payments'), 'whom one looks for is in no address')
  await page.getByRole('link', { name: '후드티' }).click()
  await page.waitForURL(/\/payments\/imp_\d+$/)
  await page.goBack()
  await shows(page, ['hood-1'])
  await lookFor(page, '567')
  await page.getByText('or its last four digits.').last().waitFor()
  await lookFor(page, '5678')
  await shows(page, ['hood-1'])
  await lookFor(page, 'GILDONG@example.com', 'Customer’s e-mail')
  await shows(page, ['hood-1'])
  await lookFor(page, '홍길', 'Customer’s name')
  await page.getByText('Nothing was found').waitFor()
  await page.getByText('See that all of it is typed').waitFor()
  await page.getByRole('button', { name: 'Clear all' }).first().click()
  await shows(page, ['socks-2', 'socks-1', 'hood-1'])
  await lookFor(page, '양')
  await page.getByText('Type two characters or more').waitFor()
})

test('status and days narrow it down, days being Seoul’s and of the issue, and stand in the address', async () => {
  await issue({ merchant_uid: 'before' })
  await gateway.advance('8d')
  await issue({ merchant_uid: 'today' })
  await using page = await openConsole(browser, gateway, owner, '/m/payments', english)
  await shows(page, ['today', 'before', 'socks-2', 'socks-1', 'hood-1'])
  await page.getByRole('button', { name: 'Today' }).click()
  await shows(page, ['today'])
  const { from, to } = Object.fromEntries(new URL(page.url()).searchParams)
  assert.match(from ?? '', /^\d{4}-\d\d-\d\d$/)
  assert.equal(to, from)
  assert.equal(await page.getByLabel('From').inputValue(), from)
  await page.getByRole('button', { name: 'Any time' }).click()
  await shows(page, ['today', 'before', 'socks-2', 'socks-1', 'hood-1'])
  await page.getByRole('button', { name: /Status/ }).click()
  await page.getByRole('option', { name: 'Expired' }).click()
  await shows(page, ['before', 'socks-2', 'socks-1'])
  await page.getByLabel('From').fill(from ?? '')
  await page.getByText('Nothing was found').waitFor()
  await page.getByText('Try any status').waitFor()
  await page.getByText('Try a longer range').waitFor()
  await page.goto(consoleUrl(gateway, `/m/payments?status=paid&to=${from}`))
  await shows(page, ['hood-1'])
  await page.getByText('Days are those on which the number was issued').waitFor()
})

test('pages lead further back, and where one looked only so far it says how far, and looks further', async () => {
  for (let no = 0; no < 32; no += 1) await issue({ merchant_uid: `many-${no}`, name: '머그컵' })
  await using page = await openConsole(browser, gateway, owner, '/m/payments?text=머그컵', english)
  await page.getByText('30 shown.').waitFor()
  await page.getByRole('button', { name: 'Next' }).click()
  await shows(page, ['many-1', 'many-0'])
  await page.getByText('2 shown. There is none before them.').waitFor()
  assert.match(page.url(), /after=imp_\d+/)
  await page.reload()
  await shows(page, ['many-1', 'many-0'])
  await page.getByRole('button', { name: 'To the first' }).click()
  await page.getByText('30 shown.').waitFor()
  const piece = { payments: [], next: 'imp_000000000001', looked_back_to: 1_764_000_000 }
  await page.route('**/payments/search', async (route) => {
    const { text, after: place } = route.request().postDataJSON()
    if (place !== undefined) return route.fulfill({ json: { ...piece, next: null } })
    if (text !== 'hood-1') return route.fulfill({ json: piece })
    const { payments } = await (await route.fetch()).json()
    return route.fulfill({ json: { ...piece, payments } })
  })
  await lookFor(page, 'hood-1')
  await page.getByText('1 shown. Looked back to what was issued on Tue, Nov 25, 2025, 01:00:00.').waitFor()
  await lookFor(page, 'no-such-thing')
  await page.getByText('None was issued since Tue, Nov 25, 2025, 01:00:00').waitFor()
  await page.getByRole('button', { name: 'Look further back' }).click()
  await page.waitForURL(/after=imp_000000000001/)
})

test('a row is a way to its payment for who has no mouse; what cannot be got says so and is got again', async () => {
  await using page = await openConsole(browser, gateway, viewer, '/sign-in', english)
  let fails = 3
  await page.route('**/payments/search', (route) => {
    fails -= 1
    return fails >= 0 ? route.fulfill({ status: 503, json: {} }) : route.continue()
  })
  await page.goto(consoleUrl(gateway, '/m/payments?text=hood-1'))
  await page.getByRole('alert').getByRole('button', { name: 'Try again' }).press('Enter')
  await shows(page, ['hood-1'])
  await page.getByRole('searchbox').focus()
  while (!(await page.evaluate('document.activeElement.matches("a.way")'))) await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/payments\/imp_\d+$/)
})

test('what is found is taken along as a file that others read: every digit of a number, and nobody’s name', async () => {
  const hood = (await gateway.merchant.ask('GET', '/payments/find/hood-1')).payment
  await using page = await openConsole(browser, gateway, owner, '/m/payments?text=hood', english)
  await shows(page, ['hood-1'])
  await page.getByRole('button', { name: 'Export' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Make the file' }).click()
  await dialog.getByText('Say why, in two characters or more').waitFor()
  await dialog.getByLabel('Why you export it').fill('month end')
  const save = async () => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name: 'Make the file' }).click(),
    ])
    await dialog.getByText(new RegExp(`^${download.suggestedFilename()} \\(\\d+ kB\\) is saved`)).waitFor()
    return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) }
  }
  const book = await save()
  assert.match(book.name, /^payments-\d{4}-\d\d-\d\d\.xlsx$/)
  const sheet = unzipped(book.bytes).get('xl/worksheets/sheet1.xml') ?? ''
  assert.ok(sheet.includes(`<t xml:space="preserve">${hood.barcode}</t>`))
  assert.equal(hood.barcode.length, 20)
  await dialog.getByRole('button', { name: /Kind of file/ }).click()
  await page.getByRole('option', { name: 'CSV' }).click()
  await dialog.getByRole('button', { name: 'None of them' }).click()
  await dialog.getByRole('button', { name: 'Make the file' }).click()
  await dialog.getByText('Choose one column or more').waitFor()
  for (const name of ['number', 'merchant_uid', 'customer (masked)'])
    await dialog.getByText(name, { exact: true }).click()
  const table = await save()
  const rows: string[][] = parse(table.bytes, { bom: true })
  assert.deepEqual(rows, [
    ['merchant_uid', 'number', 'customer (masked)'],
    ['hood-1', hood.barcode, '홍*동'],
    ['total KRW (1)', '', ''],
  ])
  await dialog.getByRole('button', { name: 'Close' }).click()
  const [, asked] = await gateway.running.storage.console.audit(gateway.running.practice.merchantId, null, 2)
  assert.deepEqual([asked?.action, asked?.reason], ['payments.exported', 'month end'])
})

test('a file under way says so and is made once, however often one presses; one that fails is told, and it can be stopped', async () => {
  await using page = await openConsole(browser, gateway, owner, '/m/payments', { language: 'ko-KR' })
  let asked = 0
  const held: (() => Promise<void>)[] = []
  await page.route('**/payments/export', (route) => {
    asked += 1
    held.push(() => route.fulfill({ status: 500, json: {} }))
  })
  await page.getByRole('button', { name: '내보내기' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('내보내는 이유').fill('월말 정산')
  await dialog.getByRole('button', { name: '파일 만들기' }).dblclick()
  await dialog.getByText('파일을 만들고 있습니다').waitFor()
  await page.keyboard.press('Escape')
  assert.equal(await dialog.count(), 1, 'what is under way is not closed by accident')
  await held[0]?.()
  await dialog.getByRole('alert').waitFor()
  assert.equal(await dialog.getByLabel('내보내는 이유').inputValue(), '월말 정산')
  assert.equal(asked, 1)
  await dialog.getByRole('button', { name: '파일 만들기' }).click()
  await dialog.getByRole('button', { name: '그만두기' }).click()
  await dialog.waitFor({ state: 'detached' })
  assert.equal(asked, 2)
})

for (const seenBy of [
  { size: 'phone', colorScheme: 'light', language: 'ko-KR' },
  { size: 'phone', colorScheme: 'dark', language: 'en-GB' },
  { size: 'desktop', colorScheme: 'light', language: 'ko-KR' },
  { size: 'desktop', colorScheme: 'dark', language: 'en-GB' },
] as const) {
  test(`the list and its export shut nobody out and fit: ${Object.values(seenBy).join(', ')}`, async () => {
    const name = `console-payments-${seenBy.size}-${seenBy.colorScheme}`
    await using page = await openConsole(browser, gateway, owner, '/m/payments?text=-1', seenBy)
    await page.locator('tbody tr').first().waitFor()
    await takeScreenshot(page, name, { whole: true })
    await checkAccessible(page)
    await checkFits(page)
    const edge = await rightOf(page.locator('.search'))
    for (const field of await page.locator('.search input').all()) assert.ok((await rightOf(field)) < edge)
    await page.getByRole('button', { name: seenBy.language === 'ko-KR' ? '내보내기' : 'Export' }).click()
    await opened(page)
    await takeScreenshot(page, `${name}-export`)
    await checkAccessible(page)
    await checkFits(page)
    checkQuiet(page)
  })
}

async function rightOf(what: Locator): Promise<number> {
  const box = await what.boundingBox()
  assert.ok(box)
  return box.x + box.width
}
