/** The way into the console, what one has of oneself there, and that nobody gets past it. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Page } from 'playwright-core'
import { codeAt, stepAt } from '../../src/admin/one-time-code.ts'
import { fromBase32 } from '../../src/admin/test-sign-in.ts'
import { startGateway } from '../e2e/running-gateway.ts'
import { decodeBarcode } from './barcode-reading.ts'
import { openBrowser } from './browser.ts'
import { consoleUrl, invited, openConsole, password, somebody } from './console.ts'
import { checkAccessible, checkFits, checkQuiet, openPage, takeScreenshot, type Viewer } from './page-checks.ts'
import { screenshotOf } from './screenshot.ts'

const browser = await openBrowser({ after })
const gateway = await startGateway()
after(() => gateway.stop())

const ENGLISH: Viewer = { size: 'desktop', language: 'en-GB' }

const LOOKS = [
  { size: 'phone', colorScheme: 'light', language: 'ko-KR' },
  { size: 'desktop', colorScheme: 'dark', language: 'en-GB' },
] as const

test('who is not signed in is asked who they are, and comes to where they wanted to go', async () => {
  const { email } = await somebody(gateway, 'viewer')
  await using page = await openPage(browser, ENGLISH)
  await page.goto(consoleUrl(gateway, '/m/payments'))
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill('not the right one')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('alert').waitFor()
  assert.equal(await page.getByLabel('E-mail').inputValue(), email)
  await page.getByText('the account may be disabled').waitFor()
  await page.getByLabel('Password').fill(password)
  await page.getByLabel('Password').press('Enter')
  await page.waitForURL(consoleUrl(gateway, '/m/payments'))
  await page.getByRole('navigation').waitFor()
})

test('who tries too often is told how long to wait, and what was typed stays', async () => {
  const { email } = await somebody(gateway, 'viewer')
  for (let tries = 1; tries <= 8; tries += 1) await signInByApi(email, 'not the right one')
  await using page = await openPage(browser, ENGLISH)
  await signIn(page, email, password)
  await page.getByRole('alert').filter({ hasText: 'try again in about 15 minutes' }).waitFor()
  assert.equal(await page.getByLabel('Password').inputValue(), password)
})

test('one press is one try, however slow the answer, and a line that breaks is said', async () => {
  const { email } = await somebody(gateway, 'viewer')
  await using page = await openPage(browser, ENGLISH)
  let asked = 0
  let isBroken = true
  const { promise: answered, resolve: answer } = Promise.withResolvers<void>()
  await page.route('**/admin/api/sign-in', async (route) => {
    if (isBroken) return route.abort()
    asked += 1
    await answered
    await route.continue()
  })
  await signIn(page, email, password)
  await page.getByRole('alert').filter({ hasText: 'did not answer' }).waitFor()
  isBroken = false
  await page.getByLabel('Password').press('Enter')
  await page.getByLabel('Password').press('Enter')
  answer()
  await page.getByRole('navigation').waitFor()
  assert.equal(asked, 1)
})

test('a one-time link is followed with the keyboard alone: the rules of the password stand there first, and it works once', async () => {
  const url = await invited(gateway, { email: 'newcomer@shop.example', role: 'finance' })
  await using page = await openPage(browser, ENGLISH)
  await page.goto(url)
  await page.getByRole('heading', { name: 'You are invited' }).waitFor()
  for (const told of ['newcomer@shop.example', 'Finance', 'At least 12 characters'])
    await page.getByText(told).waitFor()
  const go = page.getByRole('button', { name: 'Set the password and go in' })
  await page.getByLabel('New password').focus()
  for (const [typed, broken] of [
    ['abababababababab', 'different characters'],
    ['newcomer and more', 'in your e-mail'],
    ['short 123', 'At least 12'],
  ] as const) {
    await page.getByLabel('New password').fill('')
    await page.keyboard.type(typed)
    await page.getByRole('listitem').filter({ hasText: broken }).getByText('not yet').waitFor()
    assert.equal(await go.isDisabled(), true, typed)
  }
  await page.getByLabel('New password').fill('')
  await page.keyboard.type('three quiet lanterns')
  assert.equal(await page.getByText('not yet').count(), 0)
  await page.keyboard.press('Enter')
  await page.waitForURL(consoleUrl(gateway, '/m'))
  await page.getByRole('link', { name: /My account/ }).waitFor()
  await using later = await openPage(browser, ENGLISH)
  await later.goto(url)
  await later.getByRole('heading', { name: 'This link cannot be used' }).waitFor()
  await later.getByRole('link', { name: 'To sign in' }).click()
  await signIn(later, 'newcomer@shop.example', 'three quiet lanterns')
  await later.getByRole('navigation').waitFor()
})

test('a link that is cut off is explained, and one that cannot be looked at now can be looked at again', async () => {
  await using page = await openPage(browser, ENGLISH)
  for (const cut of ['', '#prs_0190', '#prs_01900000-0000-7000-8000-000000000000.short-of-a-secret']) {
    await page.goto('about:blank')
    await page.goto(consoleUrl(gateway, `/link${cut}`))
    await page.getByRole('heading', { name: 'This link cannot be used' }).waitFor()
  }
  const url = await invited(gateway, { email: 'patient@shop.example', role: 'viewer' })
  await page.route('**/admin/api/links/look', (route) => route.fulfill({ status: 404, body: 'a proxy' }))
  await page.goto('about:blank')
  await page.goto(url)
  await page.getByText('Could not be loaded').waitFor()
  await page.unroute('**/admin/api/links/look')
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByText('patient@shop.example').waitFor()
})

test('the picture of a second factor holds its secret; from then on its code is asked for, or a recovery code', async () => {
  const who = await somebody(gateway, 'owner')
  await using page = await openConsole(browser, gateway, who, '/me', ENGLISH)
  await page.getByRole('button', { name: 'Turn it on' }).click()
  const picture = page.getByRole('img', { name: 'QR code for the authenticator app' })
  const [code] = await decodeBarcode(await screenshotOf(picture))
  const uri = new URL(code?.text ?? '')
  assert.equal(uri.protocol, 'otpauth:')
  assert.ok(decodeURIComponent(uri.pathname).endsWith(`:${who.email}`), uri.pathname)
  const secret = fromBase32(uri.searchParams.get('secret') ?? '')
  await checkAccessible(page)
  checkQuiet(page)
  await page.getByLabel('Code', { exact: true }).fill('000000')
  await page.getByRole('button', { name: 'Confirm and turn on' }).click()
  await page.getByRole('alert').filter({ hasText: 'The code is wrong' }).waitFor()
  await page.getByLabel('Code', { exact: true }).fill(codeAt(secret, stepAt(Date.now())))
  await page.getByRole('button', { name: 'Confirm and turn on' }).click()
  const codes = page.getByRole('dialog', { name: 'Keep your recovery codes' })
  await codes.getByRole('listitem').first().waitFor()
  const recovery = await codes.getByRole('listitem').allTextContents()
  assert.equal(recovery.length, 10)
  await page.keyboard.press('Escape')
  await codes.getByRole('button', { name: 'I have kept them' }).click()
  await page.getByText('10 recovery codes left').waitFor()
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  await signIn(page, who.email, password)
  await page.getByRole('heading', { name: 'Enter your code' }).waitFor()
  await page.getByLabel('Code', { exact: true }).fill(recovery[0] ?? '')
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: /My account/ }).click()
  await page.getByText('9 recovery codes left').waitFor()
  await page.getByRole('button', { name: 'Turn it off' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Turn it off' }).click()
  await page.getByText('The second factor is off.').waitFor()
  assert.equal((await signInByApi(who.email, password)).status, 200)
})

test('where nobody goes without a second factor, nothing else is shown until the recovery codes are kept', async () => {
  const who = await somebody(gateway, 'owner')
  await using page = await openPage(browser, ENGLISH)
  // As production says it; what follows is the gateway's own.
  await page.route('**/admin/api/session', async (route) => {
    const reply = await route.fetch()
    const session = await reply.json()
    const second_factor = session.second_factor === 'off' ? 'required' : session.second_factor
    await route.fulfill({ response: reply, json: { ...session, second_factor } })
  })
  await enterAs(page, who, '/m/payments')
  await page.getByRole('heading', { name: 'First turn the second factor on' }).waitFor()
  await page.getByRole('button', { name: 'Turn it on' }).click()
  const secret = fromBase32(((await page.locator('code').textContent()) ?? '').replaceAll(' ', ''))
  await page.getByLabel('Code', { exact: true }).fill(codeAt(secret, stepAt(Date.now())))
  await page.keyboard.press('Enter')
  const codes = page.getByRole('dialog', { name: 'Keep your recovery codes' })
  await codes.getByRole('listitem').nth(9).waitFor()
  await codes.getByRole('button', { name: 'I have kept them' }).click()
  await page.getByRole('heading', { name: 'First turn the second factor on' }).waitFor({ state: 'detached' })
  await page.getByRole('heading', { level: 1 }).waitFor()
})

test('another password ends the sessions elsewhere, where one is told so kindly and led back', async () => {
  const who = await somebody(gateway, 'viewer')
  await using elsewhere = await openConsole(browser, gateway, who, '/me', ENGLISH)
  await elsewhere.getByRole('heading', { name: 'My account' }).waitFor()
  await using page = await openPage(browser, ENGLISH)
  await signIn(page, who.email, password)
  await page.getByRole('link', { name: /My account/ }).click()
  await page.getByLabel('Present password').fill('not this one')
  await page.getByLabel('New password').fill('seven slow tortoises')
  await page.getByRole('button', { name: 'Change the password' }).click()
  await page.getByText('This is not your present password.').waitFor()
  assert.equal(await page.getByLabel('New password').inputValue(), 'seven slow tortoises')
  await page.getByLabel('Present password').fill(password)
  await page.getByRole('button', { name: 'Change the password' }).click()
  await page.getByText('The password is changed.').waitFor()
  assert.equal((await signInByApi(who.email, password)).status, 401)
  await elsewhere.getByRole('button', { name: 'Turn it on' }).click()
  await elsewhere.getByText('You were signed out to keep the account safe').waitFor()
  await elsewhere.getByLabel('E-mail').fill(who.email)
  await elsewhere.getByLabel('Password').fill('seven slow tortoises')
  await elsewhere.getByLabel('Password').press('Enter')
  await elsewhere.waitForURL(consoleUrl(gateway, '/me'))
  await elsewhere.getByRole('heading', { name: 'My account' }).waitFor()
})

test('whoever has gone away is signed out, told so, and led back to where they were', async () => {
  const who = await somebody(gateway, 'viewer')
  await using page = await openPage(browser, ENGLISH)
  await page.clock.install()
  await enterAs(page, who, '/me')
  await page.getByRole('heading', { name: 'My account' }).waitFor()
  await page.clock.fastForward('15:10')
  await page.getByText('You were signed out to keep the account safe').waitFor()
  assert.equal(await sessionStatus(who.cookie), 401)
  await page.getByLabel('E-mail').fill(who.email)
  await page.getByLabel('Password').fill(password)
  await page.getByLabel('Password').press('Enter')
  await page.waitForURL(consoleUrl(gateway, '/me'))
})

test('signing out everywhere is asked once more, and ends this session too', async () => {
  const who = await somebody(gateway, 'viewer')
  await using page = await openConsole(browser, gateway, who, '/me', ENGLISH)
  await page.getByRole('button', { name: 'Sign out everywhere' }).click()
  await page.keyboard.press('Escape')
  assert.equal(await sessionStatus(who.cookie), 200)
  await page.getByRole('button', { name: 'Sign out everywhere' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Sign out everywhere' }).click()
  await page.getByRole('button', { name: 'Sign in' }).waitFor()
  assert.equal(await sessionStatus(who.cookie), 401)
  assert.equal(await page.getByText('You were signed out').count(), 0)
})

for (const viewer of LOOKS) {
  const look = Object.values(viewer).join('-')
  test(`the door, a link and one’s own account shut nobody out and fit: ${look}`, async () => {
    await using page = await openPage(browser, viewer)
    const check = async (name: string) => {
      await takeScreenshot(page, `console-${name}-${look}`, { whole: true })
      await checkAccessible(page)
      await checkFits(page)
      checkQuiet(page)
    }
    await page.goto(consoleUrl(gateway, '/sign-in'))
    await page.getByRole('heading', { level: 1 }).waitFor()
    await check('door')
    await page.goto(await invited(gateway, { email: `${look}@shop.example`, role: 'developer' }))
    await page.getByText(`${look}@shop.example`).waitFor()
    await check('link')
    await enterAs(page, await somebody(gateway, 'operator'), '/me')
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.locator('[aria-labelledby=factor] button').click()
    await page.locator('img.qr').waitFor()
    await check('me')
  })
}

async function signIn(page: Page, email: string, given: string): Promise<void> {
  if (!page.url().includes('/console')) await page.goto(consoleUrl(gateway, '/sign-in'))
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(given)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

function signInByApi(email: string, given: string): Promise<Response> {
  const { apiUrl } = gateway.running
  return fetch(`${apiUrl}/admin/api/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: apiUrl },
    body: JSON.stringify({ email, password: given }),
  })
}

async function sessionStatus(cookie: string): Promise<number> {
  return (await fetch(`${gateway.running.apiUrl}/admin/api/session`, { headers: { cookie } })).status
}

async function enterAs(page: Page, { cookie }: { readonly cookie: string }, path: string): Promise<void> {
  const [name = '', value = ''] = cookie.split('=')
  const { apiUrl } = gateway.running
  await page.context().addCookies([{ name, value, url: apiUrl, httpOnly: true, sameSite: 'Strict' }])
  await page.goto(consoleUrl(gateway, path))
}
