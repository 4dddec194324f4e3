/** Where the merchant's server is told: set, tried out, given a new secret, paused and taken away on its page. */
import assert from 'node:assert/strict'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import type { Page } from 'playwright-core'
import { startGateway } from '../e2e/running-gateway.ts'
import { openBrowser } from './browser.ts'
import { openConsole, password, type Somebody, somebody } from './console.ts'
import { checkAccessible, checkFits, checkQuiet, takeScreenshot, type Viewer } from './page-checks.ts'

const browser = await openBrowser({ after })
const gateway = await startGateway()
after(() => gateway.stop())
const receiver = await startReceiver()

const ENGLISH: Viewer = { size: 'desktop', language: 'en-GB' }

const LOOKS = [
  { size: 'phone', colorScheme: 'light', language: 'ko-KR' },
  { size: 'desktop', colorScheme: 'dark', language: 'en-GB' },
] as const

test('the Notification URL is set with its content type, and a test call says in words what came of it', async () => {
  await using page = await open(await somebody(gateway, 'developer'))
  const panel = page.getByRole('region', { name: 'Notification URL' })
  const test = panel.getByRole('button', { name: 'Send a test call' })
  await panel.getByLabel('Address').fill('ftp://shop.example/hook')
  await panel.getByRole('button', { name: 'Save' }).click()
  await panel.getByText('begins with ftp:, which cannot be called').waitFor()
  assert.equal(await panel.getByLabel('Address').inputValue(), 'ftp://shop.example/hook')
  await panel.getByLabel('Address').fill(receiver.url('/v1'))
  await choose(page, panel.getByRole('button', { name: /Content-Type/ }), 'application/x-www-form-urlencoded')
  await choose(
    page,
    panel.getByRole('button', { name: /Hears/ }),
    'Everything about a payment, from its issue to refunds',
  )
  assert.equal(await test.isDisabled(), true)
  await panel.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('status').filter({ hasText: 'The Notification URL is saved.' }).waitFor()
  const [saved] = await endpointsNow()
  assert.deepEqual([saved?.url, saved?.format, saved?.v1_notices], [receiver.url('/v1'), 'v1_form', 'all'])
  await test.click()
  await panel.getByRole('status').filter({ hasText: 'It arrived.' }).waitFor()
  assert.match(receiver.heard('/v1').at(-1)?.body ?? '', /^imp_uid=imp_/)
  receiver.answer('/v1', 404)
  await test.click()
  const bad = panel.getByRole('status').filter({ hasText: 'It was not received.' })
  await bad.getByText('The server has no such path').waitFor()
  await bad.getByText('<b>404</b>').waitFor()
})

test('an address is added with the keyboard alone: it hears what was chosen, and its secret is shown once', async () => {
  await using page = await open(await somebody(gateway, 'owner'))
  await page.getByRole('button', { name: 'Add an address' }).focus()
  await page.keyboard.press('Enter')
  await page.keyboard.type(receiver.url('/stock'))
  await page.keyboard.press('Tab')
  await page.keyboard.type('재고 서버')
  await page.getByRole('dialog').getByRole('button', { name: /Hears/ }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('option', { name: 'Those that I choose' }).waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.getByRole('checkbox', { name: /Number issued/ }).focus()
  await page.keyboard.press('Space')
  await page.getByRole('button', { name: 'Add it and show its secret' }).focus()
  await page.keyboard.press('Enter')
  const secret = await secretShown(page)
  assert.match(secret, /^whsec_/)
  await page.getByRole('button', { name: 'I have kept it' }).press('Enter')
  const panel = page.getByRole('region', { name: '재고 서버' })
  await panel.getByText(/Collected, .*Number issued/).waitFor()
  assert.equal(await page.getByText(secret).count(), 0)
  const added = (await endpointsNow()).find(({ description }) => description === '재고 서버')
  assert.deepEqual(added?.events, [
    'payment.paid',
    'payment.in_doubt',
    'payment.reversed',
    'payment.cancelled',
    'payment.issued',
  ])
  const told = receiver.next('/stock')
  await gateway.merchant.issue({ merchant_uid: 'told-1', amount: 1000, name: 'coffee' })
  const { headers, body } = await told
  assert.equal(JSON.parse(body).type, 'payment.issued')
  assert.match(String(headers['webhook-signature']), /^v1,/)
})

test('a press is one deed, however slow the answer, and who has not said lately who they are is asked over the form', async () => {
  await using page = await open(await somebody(gateway, 'admin'))
  const before = (await endpointsNow()).length
  let asked = 0
  await page.route('**/endpoints', async (route) => {
    if (route.request().method() !== 'POST') return route.continue()
    asked += 1
    // As after a quarter of an hour; the second time it is the gateway's own answer.
    if (asked > 1) return route.continue()
    const error = { code: 'prove_again', message: { ko: '확인', en: 'Prove it' } }
    await route.fulfill({ status: 403, json: { error } })
  })
  await page.getByRole('button', { name: 'Add an address' }).click()
  await page.getByRole('dialog').getByLabel('Address').fill(receiver.url('/once'))
  await page.getByRole('dialog').getByLabel('Address').press('Enter')
  await page.getByRole('dialog').getByLabel('Address').press('Enter')
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Confirm and go on' }).click()
  await secretShown(page)
  assert.deepEqual([asked, (await endpointsNow()).length], [2, before + 1])
})

test('an address is changed, given a new secret with the overlap told, paused with its reason, and removed once that is confirmed', async () => {
  const { id } = await added('/changed', 'changed')
  await using page = await open(await somebody(gateway, 'owner'))
  const panel = page.getByRole('region', { name: 'changed' })
  await panel.getByRole('button', { name: 'Change' }).click()
  await page.getByRole('dialog').getByLabel('Address').fill(receiver.url('/elsewhere'))
  await page.getByRole('button', { name: 'Save' }).last().click()
  await panel.getByText(receiver.url('/elsewhere')).waitFor()
  await panel.getByRole('button', { name: 'New secret' }).click()
  await page.getByText('both the new one and the one before it sign').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'New secret' }).click()
  await secretShown(page)
  await page.getByText(/Until .* \(Seoul\) the one before it signs too/).waitFor()
  await page.getByRole('button', { name: 'I have kept it' }).click()
  await panel.getByRole('button', { name: 'Pause' }).click()
  await panel.getByText('Paused by hand').waitFor()
  await panel.getByRole('button', { name: 'Resume' }).click()
  await panel.getByText('Fine').waitFor()
  await panel.getByRole('button', { name: 'Remove' }).click()
  await page.keyboard.press('Escape')
  assert.ok((await endpointsNow()).some((endpoint) => endpoint.id === id))
  await panel.getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('status').filter({ hasText: 'The address is removed.' }).waitFor()
  assert.ok(!(await endpointsNow()).some((endpoint) => endpoint.id === id))
})

test('who may only look sees the addresses and nothing to press, and whose role may not look is told so', async () => {
  await added('/looked-at', 'looked at')
  await using page = await open(await somebody(gateway, 'viewer'))
  const panel = page.getByRole('region', { name: 'looked at' })
  await panel.getByText(receiver.url('/looked-at')).waitFor()
  for (const region of [panel, page.getByRole('region', { name: 'Notification URL' })])
    assert.equal(await region.getByRole('button').count(), 0)
  assert.equal(await page.getByRole('button', { name: 'Add an address' }).count(), 0)
  await page.route('**/admin/api/**/endpoints', (route) => {
    const error = {
      code: 'not_allowed',
      message: { ko: '이 권한으로는 할 수 없습니다.', en: 'Your role may not do this.' },
    }
    return route.fulfill({ status: 403, json: { error } })
  })
  await page.reload()
  await page.getByRole('alert').filter({ hasText: 'Your role may not do this.' }).waitFor()
})

for (const viewer of LOOKS) {
  const look = Object.values(viewer).join('-')
  test(`notice addresses shut nobody out and fit, with an address as long as can be: ${look}`, async () => {
    await added(`/${'long-path/'.repeat(20)}`, `<b>아주 긴</b> 설명 ${look}`)
    const { id } = await added('/paused', `paused ${look}`)
    await gateway.merchant.ask('POST', `/api/endpoints/${id}/pause`)
    await using page = await open(await somebody(gateway, 'owner'), viewer)
    const check = async (name: string) => {
      await takeScreenshot(page, `console-${name}-${look}`, { whole: true })
      await checkAccessible(page)
      await checkFits(page)
      checkQuiet(page)
    }
    await page.getByRole('region', { name: `<b>아주 긴</b> 설명 ${look}` }).waitFor()
    await check('endpoints')
    await page.locator('.head .button.main').click()
    await page.getByRole('dialog').locator('.pick').last().click()
    await page.getByRole('option').last().click()
    await page.getByRole('checkbox').first().waitFor()
    await check('endpoint-form')
  })
}

function open(who: Somebody, viewer: Viewer = ENGLISH): Promise<Page> {
  return openConsole(browser, gateway, who, '/m/endpoints', viewer)
}

async function choose(page: Page, pick: ReturnType<Page['getByRole']>, option: string): Promise<void> {
  await pick.click()
  await page.getByRole('option', { name: option }).click()
}

async function secretShown(page: Page): Promise<string> {
  const code = page.getByRole('dialog', { name: 'Signing secret' }).locator('code')
  await code.waitFor()
  return (await code.textContent()) ?? ''
}

interface EndpointNow {
  readonly id: string
  readonly url: string | null
  readonly description: string
  readonly format: string
  readonly events: readonly string[] | null
  readonly v1_notices: string | null
}

/** As the merchant's own server sees them. */
async function endpointsNow(): Promise<readonly EndpointNow[]> {
  const { text } = await gateway.merchant.ask('GET', '/api/endpoints')
  return JSON.parse(text).response.endpoints
}

async function added(path: string, description: string): Promise<EndpointNow> {
  const { text } = await gateway.merchant.ask('POST', '/api/endpoints', { url: receiver.url(path), description })
  return JSON.parse(text).response
}

interface Heard {
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** The merchant's server; what it says of itself in its answers is no page of ours. */
async function startReceiver() {
  const heard = new Map<string, Heard[]>()
  const answers = new Map<string, number>()
  const waiting = new Map<string, (one: Heard) => void>()
  const server = createServer(async (request, reply) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const path = request.url ?? ''
    const one = { headers: request.headers, body }
    heard.set(path, [...(heard.get(path) ?? []), one])
    const status = answers.get(path) ?? 200
    reply.writeHead(status).end(`<b>${status}</b>`)
    waiting.get(path)?.(one)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  after(() => server.close())
  const { port } = server.address() as AddressInfo
  return {
    url: (path: string) => `http://127.0.0.1:${port}${path}`,
    heard: (path: string) => heard.get(path) ?? [],
    answer: (path: string, status: number) => void answers.set(path, status),
    next: (path: string) => new Promise<Heard>((resolve) => waiting.set(path, resolve)),
  }
}
