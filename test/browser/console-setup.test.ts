/** What is set up in the console: a merchant's keys and terms, and the house's merchants, networks, shops and tills. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, test } from 'node:test'
import type { Page } from 'playwright-core'
import { startPg } from '../../src/channels/framed/test-pg.ts'
import type { MerchantId, NetworkId } from '../../src/core/brand.ts'
import { hoursText, momentText } from '../../src/core/calendar.ts'
import { plainNetwork } from '../../src/core/network.ts'
import { merchantAt, tillAt } from '../e2e/parties.ts'
import { startGateway } from '../e2e/running-gateway.ts'
import { openBrowser } from './browser.ts'
import { consoleUrl, openConsole, somebody } from './console.ts'
import { choose, opened, said, tabTo } from './console-hands.ts'
import { checkAccessible, checkFits, checkQuiet, takeScreenshot } from './page-checks.ts'

const browser = await openBrowser({ after })
const gateway = await startGateway()
after(() => gateway.stop())
const { practice, apiUrl, posUrl, storage } = gateway.running
const directory = () => storage.directory.current()
const networkOf = (id: string) => directory().networks.get(id as NetworkId) ?? assert.fail(`no network ${id}`)
const operator = await somebody(gateway, 'operator')

const PAGES = {
  keys: '/m/keys',
  settings: '/m/settings',
  merchants: '/house',
  networks: '/house/networks',
  shops: '/house/shops',
  tills: '/house/shops?view=tills',
  import: '/house/shops?view=import',
}

for (const viewer of [
  { size: 'phone', colorScheme: 'light', language: 'ko-KR' },
  { size: 'desktop', colorScheme: 'dark', language: 'en-GB' },
] as const) {
  test(`every page of setting up shuts nobody out and fits: ${Object.values(viewer).join(', ')}`, async () => {
    await using page = await openConsole(browser, gateway, operator, '/m', viewer)
    for (const [name, path] of Object.entries(PAGES)) {
      await page.goto(consoleUrl(gateway, path))
      await page.locator('.facts, .sheet, textarea').first().waitFor()
      await page.locator('.loading').waitFor({ state: 'detached' })
      await takeScreenshot(page, `setup-${name}-${viewer.size}`, { whole: true })
      await checkAccessible(page)
      await checkFits(page)
    }
    await page.goto(consoleUrl(gateway, '/m/settings'))
    await page
      .getByRole('button', { name: /조건 변경|Change its terms/ })
      .first()
      .click()
    await opened(page)
    await takeScreenshot(page, `setup-terms-${viewer.size}`)
    await checkAccessible(page)
    await checkFits(page)
    checkQuiet(page)
  })
}

test('by keyboard alone a key is added, shown once and opens the API; the former one is revoked, and its tokens end', async () => {
  const owner = await somebody(gateway, 'owner')
  const former = merchantAt(apiUrl, practice)
  await former.token()
  await using page = await openConsole(browser, gateway, owner, '/m/keys')
  await tabTo(page, '새 키 발급')
  await page.keyboard.press('Enter')
  await opened(page)
  await tabTo(page, '발급')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: '새 API 키' })
  await dialog.waitFor()
  const [impKey = '', impSecret = ''] = await dialog.locator('code').allTextContents()
  await takeScreenshot(page, 'setup-key-shown')
  await tabTo(page, '옮겨 두었습니다')
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'detached' })
  assert.ok(!(await page.content()).includes(impSecret), 'the secret is on the page still')
  const added = merchantAt(apiUrl, { impKey, impSecret })
  assert.equal((await added.issue({ merchant_uid: 'by-the-new-key' })).status, 200)
  assert.equal((await former.issue({ merchant_uid: 'by-the-former' })).status, 200)

  await page.getByRole('button', { name: `폐기: ${impKey}` }).click()
  await page.keyboard.press('Escape')
  assert.equal((await added.issue({ merchant_uid: 'still' })).status, 200, 'Escape revoked it')
  await page.getByRole('button', { name: `폐기: ${impKey}` }).click()
  await page.getByText('액세스 토큰도 바로 끝나고').waitFor()
  await takeScreenshot(page, 'setup-key-revoke')
  await page.getByRole('dialog').getByRole('button', { name: '폐기' }).click()
  await said(page, `키 ${impKey}를 폐기했습니다`)
  assert.equal((await added.issue({ merchant_uid: 'too late' })).status, 401)
  await page.getByRole('button', { name: `폐기: ${practice.impKey}` }).click()
  await page.getByText('사용 중인 마지막 키입니다').waitFor()
})

test('a merchant is renamed and a channel gets other terms; who may only look finds no button for it', async () => {
  await using page = await openConsole(browser, gateway, operator, '/m/settings')
  await page.getByRole('button', { name: '이름 변경' }).click()
  await page.getByRole('textbox', { name: '가맹점 이름' }).fill('한빛책방')
  await page.keyboard.press('Enter')
  await said(page, '한빛책방')
  assert.equal(directory().merchants.get(practice.merchantId)?.name, '한빛책방')
  const pg = practice.channels[0]?.pg ?? ''
  await page.getByRole('button', { name: `조건 변경: ${pg}` }).click()
  const dialog = page.getByRole('dialog')
  await choose(dialog, '재발급 규칙', /마지막 번호만/)
  await dialog.getByLabel('결제기한').fill('사흘')
  await dialog.getByText('숫자로 적어 주세요').waitFor()
  await dialog.getByLabel('결제기한').fill('3')
  await dialog.getByLabel('환불 바코드').fill('')
  await dialog.getByLabel('건당 최대 금액').fill('300,000')
  await dialog.getByRole('button', { name: '변경', exact: true }).click()
  await said(page, '조건을 바꿨습니다')
  const channel = directory().channels.find(({ key }) => key === practice.channels[0]?.key)
  assert.deepEqual(
    [channel?.reissue, channel?.deadlineDays, channel?.refundSlipDays, channel?.amountMax],
    ['supersede', 3, null, 300_000],
  )
  await page.getByText('300,000원').waitFor()
  await page.getByRole('button', { name: '결제채널 추가' }).click()
  await dialog.getByLabel('상점아이디(MID)').fill('wrong mid')
  await dialog.getByRole('button', { name: '추가' }).click()
  await page.getByRole('alert').waitFor()
  assert.equal(await dialog.getByLabel('상점아이디(MID)').inputValue(), 'wrong mid', 'what was typed is gone')
  await dialog.getByLabel('상점아이디(MID)').fill('books03')
  await dialog.getByRole('button', { name: '추가' }).click()
  await page.getByRole('heading', { name: 'galaxia.books03' }).waitFor()

  await using looking = await openConsole(browser, gateway, await somebody(gateway, 'viewer'), '/m/settings')
  await looking.getByRole('heading', { name: pg }).waitFor()
  assert.deepEqual(await looking.locator('main button:not(.ask)').allTextContents().then(withoutCopy), [])
})

test('a PG is put behind a channel, and asked from the page whether it is there', async (t) => {
  const pg = await startPg(t, ['pg-books'])
  await using page = await openConsole(browser, gateway, operator, '/house/networks')
  await page.getByRole('button', { name: '수납망 추가' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('수납망 이름').fill('pgone')
  await dialog.getByLabel('수납번호 앞자리').fill('7311')
  await done(page, '추가', '수납망을 추가했습니다')
  await page.goto(consoleUrl(gateway, '/m/settings'))
  await page.getByRole('button', { name: '결제채널 추가' }).click()
  await dialog.getByLabel('상점아이디(MID)').fill('pg-books')
  await choose(dialog, '수납망', 'pgone')
  await choose(dialog, '번호를 만드는 곳', /PG에서/)
  await dialog.getByLabel('PG 연결 설정').fill(pg.settings('pg-books'))
  await done(page, '추가', 'galaxia.pg-books')
  await page.getByRole('button', { name: '회선 확인: galaxia.pg-books' }).click()
  await said(page, '만에 답했습니다')
  const { cipher } = JSON.parse(pg.settings('pg-books')) as { cipher: { key: string } }
  assert.ok(!(await page.content()).includes(cipher.key), 'the PG’s key is on the page')
})

test('a merchant is made with its secrets, stopped with words that clerks read, and resumed', async () => {
  await using page = await openConsole(browser, gateway, operator, '/house')
  await page.getByRole('button', { name: '가맹점 추가' }).click()
  await page.getByLabel('가맹점 이름').fill('새상점')
  // A double click is one merchant.
  await page.getByRole('dialog').getByRole('button', { name: '추가' }).dblclick()
  const made = page.getByRole('dialog', { name: '새 가맹점의 키와 비밀값' })
  await made.waitFor()
  const [id = '', impKey = '', impSecret = '', webhook = ''] = await made.locator('code').allTextContents()
  assert.match(webhook, /^whsec_/)
  assert.ok(await merchantAt(apiUrl, { impKey, impSecret }).token())
  assert.equal([...directory().merchants.values()].filter(({ name }) => name === '새상점').length, 1)
  await page.getByRole('button', { name: '옮겨 두었습니다' }).click()

  const { payment } = await gateway.merchant.issue({ merchant_uid: 'before the stop' })
  const number = payment.vbank_num ?? payment.barcode
  const name = directory().merchants.get(practice.merchantId)?.name ?? ''
  await page.getByRole('button', { name: `수납 중지: ${name}` }).click()
  await page.getByLabel('점원 화면에 보일 사유').fill('심사가 끝날 때까지 쉽니다')
  await page.getByRole('dialog').getByRole('button', { name: '수납 중지' }).click()
  await said(page, '중지했습니다')
  assert.match(JSON.stringify(await gateway.till().inquire(number)), /심사가 끝날 때까지 쉽니다/)
  await takeScreenshot(page, 'setup-merchant-stopped')
  await page.getByRole('button', { name: `수납 재개: ${name}` }).click()
  await page.getByText('지금 점원 화면에 보이는 사유: 심사가').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: '수납 재개' }).click()
  await said(page, '재개했습니다')
  assert.equal(directory().merchants.get(practice.merchantId)?.suspended, null)
  await page.getByRole('link', { name: '새상점' }).click()
  await page.waitForURL(`**/m/${id}`)
  assert.ok(directory().merchants.has(id as MerchantId))
})

test('a network is made, and gets hours across midnight, a holiday, a cut-off and maintenance, which are taken back', async () => {
  await using page = await openConsole(browser, gateway, operator, '/house/networks')
  await page.getByRole('button', { name: '수납망 추가' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('수납망 이름').fill('sea')
  await dialog.getByLabel('수납번호 앞자리').fill('8100')
  await dialog.getByRole('button', { name: '추가' }).click()
  await page.getByRole('alert').waitFor()
  await dialog.getByLabel('수납번호 앞자리').fill('9200')
  await dialog.getByRole('button', { name: '추가' }).click()
  const sea = page.getByRole('region', { name: 'sea' })
  await sea.getByText('점포가 아직 없습니다').waitFor()

  await page.getByRole('button', { name: '영업시간: sea' }).click()
  await dialog.getByText('24시간').click()
  await dialog.getByLabel('시작').fill('18:00')
  await dialog.getByLabel('끝').fill('02:00')
  await dialog.getByText('18:00부터 다음 날 02:00까지').waitFor()
  await dialog.getByLabel('마감 시각').fill('04:00')
  await done(page, '변경', 'sea의 영업시간을 바꿨습니다')
  await sea.getByRole('button', { name: '휴무일 추가' }).click()
  await dialog.getByLabel('날짜').fill('2027-02-07')
  await done(page, '추가', '휴무일을 등록했습니다')
  await sea.getByRole('button', { name: '점검 추가' }).click()
  await dialog.getByLabel('시작').fill('2026-12-01T03:00')
  await dialog.getByLabel('끝').fill('2026-12-01T04:00')
  await dialog.getByLabel('점원 화면에 보일 사유').fill('정기 점검')
  await done(page, '추가', '점검을 등록했습니다')
  const { hours, cutOff, holidays, maintenance } = networkOf('sea').calendar
  assert.deepEqual([hoursText(hours), cutOff, holidays], ['18:00-02:00', 240, [{ date: '20270207', hours: null }]])
  assert.deepEqual(
    maintenance.map(({ from, until, reason }) => [momentText(from), momentText(until), reason]),
    [['20261201 03:00', '20261201 04:00', '정기 점검']],
  )
  await takeScreenshot(page, 'setup-network-calendar', { whole: true })
  await sea.getByRole('button', { name: /^지우기: .*2027/ }).click()
  await done(page, '지우기', '휴무일을 지웠습니다')
  await sea.getByRole('button', { name: /^지우기: .*정기 점검/ }).click()
  await done(page, '지우기', '점검을 지웠습니다')
  assert.deepEqual([networkOf('sea').calendar.holidays, networkOf('sea').calendar.maintenance], [[], []])
})

test('a network gets phases and limits, and a chain hours of its own; it is stopped and resumed', async () => {
  await storage.directory.put([{ kind: 'network', entry: plainNetwork('lake' as NetworkId, '9300') }])
  await using page = await openConsole(browser, gateway, operator, '/house/networks')
  const dialog = page.getByRole('dialog')
  await page.getByRole('button', { name: '설정 변경: lake' }).click()
  await choose(dialog, '수납 단계', /두 단계/)
  await choose(dialog, '통지 시점', /수납확정 때/)
  await dialog.getByText('현금').click()
  await dialog.getByLabel('건당 최대 금액').fill('500,000')
  await done(page, '변경', 'lake의 설정을 바꿨습니다')
  const { phases, notifyOn, limits } = networkOf('lake')
  assert.deepEqual([phases, notifyOn, limits.payTypes, limits.amountMax], ['two', 'complete', ['card'], 500_000])

  await page.getByRole('button', { name: '시간: 나루24' }).click()
  await dialog.getByText('24시간').click()
  await done(page, '변경', '나루24의 영업시간을 바꿨습니다')
  assert.equal(hoursText(networkOf('house').calendar.chains['나루24']?.hours ?? assert.fail()), '07:00-22:00')
  await page.getByRole('button', { name: '수납망과 같게: 나루24' }).click()
  await done(page, '수납망과 같게', '나루24의 영업시간을 바꿨습니다')
  await page.getByRole('button', { name: '수납 중지: 나루24' }).click()
  await dialog.getByLabel('점원 화면에 보일 사유').fill('본사 요청')
  await done(page, '수납 중지', '나루24의 수납을 중지했습니다')
  assert.deepEqual(networkOf('house').suspendedChains, { 나루24: '본사 요청' })
  await page.getByRole('button', { name: '수납 재개: 나루24' }).click()
  await done(page, '수납 재개', '나루24의 수납을 재개했습니다')
})

test('a till is added with its secret, speaks with it, gets another one while both are good, and is cut off', async () => {
  await using page = await openConsole(browser, gateway, operator, '/house/shops?view=tills')
  await page.getByRole('button', { name: '단말 추가' }).click()
  const dialog = page.getByRole('dialog')
  await choose(dialog, '수납망', 'house')
  await dialog.getByLabel('점포 코드').fill('HB001')
  await dialog.getByText('등록된 점포입니다: 한빛편의점 1호점').waitFor()
  await dialog.getByLabel('단말 번호').fill('9')
  await dialog.getByRole('button', { name: '추가' }).click()
  const shownSecret = async () => (await dialog.locator('code').allTextContents())[1] ?? ''
  await dialog.getByText('지금 한 번만 보입니다').waitFor()
  const first = tillAt(posUrl, { id: 'house/HB001/9', secret: await shownSecret() })
  await page.getByRole('button', { name: '옮겨 두었습니다' }).click()
  const { payment } = await gateway.merchant.issue({ merchant_uid: 'for the new till' })
  const number = payment.vbank_num ?? payment.barcode
  const isAnswered = async (till: typeof first) => 'amount' in (await till.inquire(number).catch(() => ({})))
  assert.ok(await isAnswered(first))

  await page.getByRole('button', { name: '비밀값 변경: house/HB001/9' }).click()
  await dialog.getByRole('button', { name: '변경', exact: true }).click()
  await dialog.getByText('지금 한 번만 보입니다').waitFor()
  const second = tillAt(posUrl, { id: 'house/HB001/9', secret: await shownSecret() })
  await page.getByRole('button', { name: '옮겨 두었습니다' }).click()
  assert.deepEqual([await isAnswered(first), await isAnswered(second)], [true, true])
  await page.getByText('이전 비밀값').waitFor()
  await page.getByRole('button', { name: '이전 값 끝내기: house/HB001/9' }).click()
  await done(page, '이전 값 끝내기', '이전 비밀값을 끝냈습니다')
  assert.deepEqual([await isAnswered(first), await isAnswered(second)], [false, true])

  await page.getByRole('button', { name: '차단: house/HB001/9' }).click()
  await dialog.getByLabel('기록에 남길 이유').fill('도난 신고')
  await done(page, '차단', '차단했습니다: house/HB001/9')
  assert.equal(await isAnswered(second), false)
  await page.getByRole('button', { name: '차단 해제: house/HB001/9' }).click()
  await done(page, '차단 해제', '차단을 풀었습니다')
  assert.equal(await isAnswered(second), true)
})

test('shops are found by what stands in the address, and one of them is stopped and cut off', async () => {
  await using page = await openConsole(browser, gateway, operator, '/house/shops')
  await choose(page, '편의점 체인', '한빛편의점')
  await page.waitForURL(/chain=/)
  await page.getByLabel('찾기').fill('2호')
  const rows = page.locator('tbody tr')
  await page.getByText('1건', { exact: true }).waitFor()
  assert.match((await rows.allTextContents()).join(), /HB002/)
  await page.reload()
  await page.getByText('1건', { exact: true }).waitFor()
  assert.equal(await page.getByLabel('찾기').inputValue(), '2호')
  await page.getByRole('button', { name: '수납 중지: 한빛편의점 2호점' }).click()
  await page.getByLabel('점원 화면에 보일 사유').fill('정전')
  await done(page, '수납 중지', '수납을 중지했습니다')
  await page.getByRole('button', { name: '차단: 한빛편의점 2호점' }).click()
  await done(page, '차단', '차단했습니다')
  const shop = () => directory().outlets.get('house/HB002')
  assert.deepEqual([shop()?.suspended, shop()?.disabled], ['정전', true])
  await page.getByRole('link', { name: '2대' }).click()
  await page.getByText('점포 차단').first().waitFor()
  assert.equal(await rows.count(), 2)
  await page.goBack()
  await page.getByRole('button', { name: '차단 해제: 한빛편의점 2호점' }).click()
  await done(page, '차단 해제', '차단을 풀었습니다')
  await page.getByRole('button', { name: '수납 재개: 한빛편의점 2호점' }).click()
  await done(page, '수납 재개', '수납을 재개했습니다')
  await page.getByLabel('찾기').fill('없는 점포')
  await page.getByText('조건에 맞는 것이 없습니다').waitFor()
})

test('a file of shops names every wrong line, takes nothing until all are right, and gives its secrets as a file', async () => {
  await using page = await openConsole(browser, gateway, operator, '/house/shops?view=import')
  const csv = 'outlet,outlet_name,chain,till\nSE001,바다점,바다마트,1\nSE002,파도점,바다마트,1\n'
  const file = { name: 'shops.csv', mimeType: 'text/csv', buffer: Buffer.from(`${csv}SE003,,바다마트,1\nHB001,,,1\n`) }
  await page.getByLabel('CSV 파일').setInputFiles(file)
  await page.getByText('읽었습니다: shops.csv').waitFor()
  await choose(page, '수납망', 'house')
  await page.getByRole('button', { name: '먼저 확인하기' }).click()
  await page.getByText('고칠 줄이 2개').waitFor()
  await page.getByText('점포 SE003은(는) 아직 없는 점포입니다').waitFor()
  await page.getByText('계산대 house/HB001/1은(는) 이미 있습니다').waitFor()
  assert.equal(await page.getByRole('button', { name: /등록$/ }).count(), 0)
  await takeScreenshot(page, 'setup-import-wrong', { whole: true })
  await checkAccessible(page)
  await page.getByLabel('또는 여기에 붙여넣고 고치기').fill(csv)
  await page.getByRole('button', { name: '먼저 확인하기' }).click()
  await page.getByText('처음 나온 체인 이름이 있습니다').waitFor()
  assert.equal(directory().outlets.has('house/SE001'), false, 'looking has taken it')
  await page.getByRole('button', { name: '단말 2대 등록' }).click()
  const coming = page.waitForEvent('download')
  await page.getByRole('button', { name: 'CSV로 내려받기' }).click()
  const saved = readFileSync(await (await coming).path(), 'utf8')
  assert.match(saved, /^terminal,secret\r\nhouse\/SE001\/1,[0-9a-f]{64}\r\nhouse\/SE002\/1,[0-9a-f]{64}\r\n$/)
  await page.getByRole('button', { name: '닫기' }).click()
  assert.ok(directory().tills.has('house/SE002/1'))
})

test('a gateway that fails says so where something was to be, and is asked again; one that is slow is waited for', async () => {
  await using page = await openConsole(browser, gateway, operator, '/house')
  await page.locator('.sheet').waitFor()
  let fails = true
  await page.route('**/admin/api/house/networks', (route) =>
    fails ? route.fulfill({ status: 500 }) : route.continue(),
  )
  await page.goto(consoleUrl(gateway, '/house/networks'))
  await page.getByText('불러오지 못했습니다').waitFor()
  fails = false
  await page.getByRole('button', { name: '다시 시도' }).click()
  await page.getByRole('region', { name: 'house' }).waitFor()

  const answered = Promise.withResolvers<void>()
  let asked = 0
  await page.route('**/admin/api/house/networks/set', async (route) => {
    asked += 1
    await answered.promise
    await route.continue()
  })
  await page.getByRole('button', { name: '설정 변경: house' }).click()
  await page.getByLabel('건당 최대 금액').fill('900,000')
  const go = page.getByRole('dialog').getByRole('button', { name: '변경', exact: true })
  await go.click()
  await page.keyboard.press('Escape')
  await go.click({ force: true })
  assert.equal(await page.getByRole('dialog').count(), 1, 'what is on its way was left alone')
  answered.resolve()
  await said(page, 'house의 설정을 바꿨습니다')
  assert.equal(asked, 1)
})

/** Presses it in the dialog, and waits until the page says that it is done. */
async function done(page: Page, press: string, words: string): Promise<void> {
  await page.getByRole('dialog').getByRole('button', { name: press, exact: true }).click()
  await said(page, words)
}

const withoutCopy = (texts: readonly string[]) => texts.filter((text) => text !== '복사')
