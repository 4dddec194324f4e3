/** Who may sign in, of a merchant and above merchants, and the log of what everybody did. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, test } from 'node:test'
import type { Page } from 'playwright-core'
import { ACTION_WORDS } from '../../console/src/pages/people/action-words.ts'
import { foldedEntries } from '../../console/src/pages/people/folded-entries.ts'
import { ADMIN_ROUTE_ROWS } from '../../src/wire/admin/routes.ts'
import { startGateway } from '../e2e/running-gateway.ts'
import { openBrowser } from './browser.ts'
import { openConsole, password, type Somebody, somebody } from './console.ts'
import { opened } from './console-hands.ts'
import { checkAccessible, checkFits, checkQuiet, takeScreenshot, type Viewer } from './page-checks.ts'

const browser = await openBrowser({ after })
const gateway = await startGateway()
after(() => gateway.stop())

const ENGLISH: Viewer = { size: 'desktop', language: 'en-GB' }

const LOOKS = [
  { size: 'phone', colorScheme: 'light', language: 'ko-KR' },
  { size: 'desktop', colorScheme: 'dark', language: 'en-GB' },
] as const

const open = (who: Somebody, path: string, viewer: Viewer = ENGLISH) => openConsole(browser, gateway, who, path, viewer)

test('an owner invites somebody with the keyboard alone, and hands over a link that is shown once and works', async () => {
  await using page = await open(await somebody(gateway, 'owner'), '/m/people')
  await page.getByRole('button', { name: 'Invite somebody' }).focus()
  await page.keyboard.press('Enter')
  await page.keyboard.type('finance@shop.example')
  await page.keyboard.press('Tab')
  await page.keyboard.type('이재무')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.getByRole('option', { name: 'Finance' }).waitFor()
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await page.getByText('Sees payments and refunds, asks for refunds').waitFor()
  await page.getByLabel('Name').focus()
  await page.keyboard.press('Enter')
  const link = await linkShown(page)
  assert.equal((await useLink(link)).status, 200)
  await page.getByRole('button', { name: 'I have kept it' }).press('Enter')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  assert.equal(await page.getByText(link).count(), 0)
  await rowOf(page, 'finance@shop.example').getByText('Finance', { exact: true }).waitFor()
})

test('an e-mail that is taken is refused where it was typed, a double press is one deed, and a slow answer is waited for', async () => {
  const known = await somebody(gateway, 'viewer')
  await using page = await open(await somebody(gateway, 'owner'), '/m/people')
  await page.getByRole('button', { name: 'Invite somebody' }).click()
  await page.getByLabel('E-mail').fill(known.email)
  await page.getByLabel('Name').fill('둘째')
  await page.getByRole('button', { name: 'Invite and make a link' }).click()
  await page.getByRole('alert').filter({ hasText: 'This e-mail is in use.' }).waitFor()
  assert.equal(await page.getByLabel('Name').inputValue(), '둘째')
  let asked = 0
  const { promise: answered, resolve: answer } = Promise.withResolvers<void>()
  await page.route('**/people', async (route) => {
    if (route.request().method() === 'POST') {
      asked += 1
      await answered
    }
    await route.continue()
  })
  await page.getByLabel('E-mail').fill('twice@shop.example')
  await page.getByLabel('E-mail').press('Enter')
  await page.getByLabel('E-mail').press('Enter')
  await page.keyboard.press('Escape')
  answer()
  await linkShown(page)
  assert.equal(asked, 1)
})

test('another name and role are saved, a disabled person is out at once, and may come back', async () => {
  const known = await somebody(gateway, 'viewer')
  await using page = await open(await somebody(gateway, 'admin'), '/m/people')
  await rowOf(page, known.email).getByRole('button').click()
  await page.getByRole('dialog').getByLabel('Name').fill('정새이름')
  await page.getByRole('dialog').getByRole('button', { name: /Role/ }).click()
  await page.getByRole('option', { name: 'Developer' }).click()
  await page.getByText('signed out everywhere').waitFor()
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('status').filter({ hasText: '정새이름 is saved.' }).waitFor()
  await rowOf(page, known.email).getByText('Developer').waitFor()
  assert.equal(await sessionStatus(known), 401)
  const again = await signInByApi(known.email)
  await rowOf(page, known.email).getByRole('button').click()
  await page.getByRole('button', { name: 'Disable' }).click()
  await page.getByLabel('Why').fill('퇴사')
  await page.getByRole('button', { name: 'Disable' }).click()
  await page.getByRole('status').filter({ hasText: 'is disabled' }).waitFor()
  assert.deepEqual([await sessionStatus(again), (await signInByApi(known.email)).cookie], [401, ''])
  await rowOf(page, known.email).getByRole('button').click()
  await page.getByRole('button', { name: 'Enable again' }).click()
  await rowOf(page, known.email).getByText('Active').waitFor()
  assert.notEqual((await signInByApi(known.email)).cookie, '')
})

test('who has forgotten the password gets a new link, and who left a session somewhere is signed out', async () => {
  const known = await somebody(gateway, 'finance')
  await using page = await open(await somebody(gateway, 'owner'), '/m/people')
  await rowOf(page, known.email).getByRole('button').click()
  await page.getByRole('button', { name: 'Sign out everywhere' }).click()
  await page.getByRole('status').filter({ hasText: 'signed out everywhere' }).waitFor()
  assert.equal(await sessionStatus(known), 401)
  await rowOf(page, known.email).getByRole('button').click()
  await page.getByRole('button', { name: 'New one-time link' }).click()
  assert.equal((await useLink(await linkShown(page))).status, 200)
})

test('nobody is offered what they may not do: an admin no owner, a viewer nothing, oneself no other role', async () => {
  const owner = await somebody(gateway, 'owner')
  const admin = await somebody(gateway, 'admin')
  await using page = await open(admin, '/m/people')
  await rowOf(page, owner.email).waitFor()
  assert.equal(await rowOf(page, owner.email).getByRole('button').count(), 0)
  await rowOf(page, admin.email).getByRole('button').click()
  await page.getByText('Nobody changes their own role or state.').waitFor()
  assert.equal(await page.getByRole('button', { name: 'Disable' }).count(), 0)
  await page.getByRole('button', { name: 'Close' }).click()
  await page.getByRole('button', { name: 'Invite somebody' }).click()
  await page.getByRole('dialog').getByRole('button', { name: /Role/ }).click()
  assert.deepEqual(await page.getByRole('option').allTextContents(), ['Admin', 'Finance', 'Developer', 'Viewer'])
  await using closed = await open(await somebody(gateway, 'viewer'), '/m/people')
  await closed.getByText('Your role may not do this.').waitFor()
  assert.equal(await closed.getByRole('link', { name: 'People' }).count(), 0)
  assert.equal(await closed.getByRole('button', { name: 'Try again' }).count(), 0)
})

test('an operator makes another operator, who can be disabled without a role to choose', async () => {
  const operator = await somebody(gateway, 'operator')
  await using page = await open(operator, '/house/people')
  await page.getByRole('button', { name: 'Invite an operator' }).click()
  await page.getByLabel('E-mail').fill('second@house.example')
  await page.getByLabel('Name').fill('박둘째')
  await page.getByRole('button', { name: 'Invite and make a link' }).click()
  assert.equal((await useLink(await linkShown(page))).status, 200)
  await page.getByRole('button', { name: 'I have kept it' }).click()
  await rowOf(page, 'second@house.example').getByRole('button').click()
  await page.getByRole('button', { name: 'Disable' }).click()
  await page.getByRole('button', { name: 'Disable' }).click()
  await rowOf(page, 'second@house.example').getByText('Disabled').waitFor()
})

test('the log says in words who did what, why and how it ended, in one row each, and leads to it', async () => {
  const owner = await somebody(gateway, 'owner')
  const { payment } = await gateway.merchant.issue({ merchant_uid: 'logged-1', amount: 1200, name: 'coffee' })
  const { imp_uid } = payment
  const reply = await ask(owner, `payments/${imp_uid}/suspend`, { shown: '재고 확인', reason: '창고에서 확인 중' })
  assert.equal(reply.status, 200, await reply.text())
  await using page = await open(owner, '/m/audit')
  const row = page.getByRole('row').filter({ hasText: imp_uid })
  await row.getByText('Suspended a payment').waitFor()
  assert.equal(await row.count(), 1)
  for (const told of [owner.email, 'Owner · 127.0.0.1', '창고에서 확인 중', 'Done']) await row.getByText(told).waitFor()
  await row.getByRole('link', { name: imp_uid }).click()
  await page.waitForURL(`**/m/${gateway.running.practice.merchantId}/payments/${imp_uid}`)
})

test('the log of all goes on from page to page, and the browser’s way back leads to the one before', async () => {
  const operator = await somebody(gateway, 'operator')
  await Promise.all(Array.from({ length: 30 }, () => ask(operator, 'endpoints/default/resume', {})))
  await using page = await open(operator, '/house/audit')
  await page.getByRole('row').nth(20).waitFor()
  const first = await page.getByRole('row').nth(1).textContent()
  await page.getByRole('button', { name: 'Next' }).click()
  await page.waitForURL(/after=aud_/)
  await page.getByRole('button', { name: 'To the first' }).and(page.locator(':not([disabled])')).waitFor()
  await page.goBack()
  await page.getByRole('button', { name: 'To the first' }).and(page.locator('[disabled]')).waitFor()
  assert.equal(await page.getByRole('row').nth(1).textContent(), first)
})

test('every action that is written down has words in both languages', () => {
  const written = Object.values(ADMIN_ROUTE_ROWS).flatMap(({ audit }) => (audit === undefined ? [] : [audit]))
  const others = ['session.begun', 'session.failed', 'link.used', 'person.linked_without_second_factor']
  const silent = [...written, ...others].filter((action) => !Object.hasOwn(ACTION_WORDS, action))
  assert.deepEqual(silent, [], 'say it in console/src/pages/people/action-words.ts')
})

test('what was asked and how it ended are one row; what has no ending stays', () => {
  const entry = { person: 'prs_1', email: 'a@b', role: 'owner', merchant: 'mer_1', address: '::1' } as const
  const of = (id: string, action: string, outcome: 'asked' | 'done' | 'refused') => ({
    ...entry,
    ...{ id, at: 1, action, outcome, object: null, reason: null, detail: {} },
  })
  const shown = foldedEntries([
    of('5', 'key.added', 'done'),
    of('4', 'key.added', 'asked'),
    of('3', 'key.added', 'asked'),
    of('2', 'key.added', 'refused'),
    of('1', 'key.added', 'asked'),
  ])
  assert.deepEqual(
    shown.map(({ id }) => id),
    ['5', '3', '2'],
  )
})

for (const viewer of LOOKS) {
  const look = Object.values(viewer).join('-')
  test(`people and logs shut nobody out and fit, also over the page and while they fail: ${look}`, async () => {
    const operator = await somebody(gateway, 'operator')
    await somebody(gateway, 'viewer')
    await using page = await open(operator, '/m/people', viewer)
    const check = async (name: string) => {
      await takeScreenshot(page, `console-${name}-${look}`, { whole: true })
      await checkAccessible(page)
      await checkFits(page)
    }
    await page.getByRole('table').waitFor()
    await check('people')
    await page.getByRole('table').getByRole('button').last().click()
    await opened(page)
    await check('person')
    await page.keyboard.press('Escape')
    await page.locator('.head .button.main').click()
    await opened(page)
    await check('invite')
    await page.keyboard.press('Escape')
    for (const [path, name] of [
      ['/house/people', 'operators'],
      ['/m/audit', 'audit'],
      ['/house/audit', 'audit-of-all'],
    ] as const) {
      await go(page, path)
      await page.getByRole('table').waitFor()
      await check(name)
    }
    checkQuiet(page)
    await page.route('**/admin/api/**/audit*', (route) => route.fulfill({ status: 404, body: 'a proxy' }))
    await go(page, '/m/audit')
    await page.getByRole('alert').waitFor()
    await check('audit-fails')
  })
}

function rowOf(page: Page, email: string) {
  return page.getByRole('row').filter({ hasText: email })
}

async function go(page: Page, path: string): Promise<void> {
  const { apiUrl, practice } = gateway.running
  await page.goto(`${apiUrl}/console${path.replace(/^\/m(?=\/|$)/, `/m/${practice.merchantId}`)}`)
}

/** Of the sandbox's merchant, as their page would. */
function ask(by: Somebody, path: string, body: object): Promise<Response> {
  const { practice, apiUrl } = gateway.running
  return fetch(`${apiUrl}/admin/api/merchants/${practice.merchantId}/${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      origin: apiUrl,
      cookie: by.cookie,
      'x-sunap-csrf': by.csrf,
      'idempotency-key': randomUUID(),
    },
    body: JSON.stringify(body),
  })
}

async function linkShown(page: Page): Promise<string> {
  const code = page.getByRole('dialog', { name: 'One-time link' }).locator('code')
  await code.waitFor()
  return (await code.textContent()) ?? ''
}

function useLink(link: string): Promise<Response> {
  const { apiUrl } = gateway.running
  return fetch(`${apiUrl}/admin/api/links/use`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: apiUrl },
    body: JSON.stringify({ token: link.slice(link.indexOf('#') + 1), password }),
  })
}

/** `cookie` is empty where they were not let in. */
async function signInByApi(email: string): Promise<{ readonly cookie: string }> {
  const { apiUrl } = gateway.running
  const reply = await fetch(`${apiUrl}/admin/api/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: apiUrl },
    body: JSON.stringify({ email, password }),
  })
  return { cookie: reply.headers.getSetCookie()[0]?.split(';')[0] ?? '' }
}

async function sessionStatus({ cookie }: { readonly cookie: string }): Promise<number> {
  return (await fetch(`${gateway.running.apiUrl}/admin/api/session`, { headers: { cookie } })).status
}
