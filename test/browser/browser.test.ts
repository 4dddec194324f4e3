import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { Page } from 'playwright-core'
import { finders, isConfined, type Origin, openBrowser, openFirst, systemBrowserPaths } from './browser.ts'
import { checkLettersDrawn } from './letters.ts'
import { openPage } from './page-checks.ts'

/** The packages' browser must work wherever it can run, also where the system has one. */
const origins: readonly (Origin | undefined)[] =
  process.platform === 'linux' && process.arch === 'x64' ? [undefined, 'packages'] : [undefined]

for (const origin of origins) {
  const which = origin === undefined ? 'the browser of the tests' : 'the browser among the packages'

  test(`${which} draws Hangul, whatever fonts the machine has`, async (t) => {
    const page = await openPage(await openBrowser(t, origin))
    await page.setContent(
      '<p style="font-family:system-ui,sans-serif">편의점 수납 가각힣뷁 <b>굵게 Abc 0189 · (월) …</b></p>' +
        '<p style="font-family:ui-monospace,Menlo,monospace">8100 4821 한글</p>',
    )
    await checkLettersDrawn(page)
    if (process.platform === 'linux') assert.deepEqual(await fontsOf(page), ['NanumGothic', 'NanumGothicBold'])
  })

  test(`${which} reaches this machine by its own address and nothing else`, async (t) => {
    const port = await serveHello(t)
    const page = await openPage(await openBrowser(t, origin))
    for (const host of ['127.0.0.1', 'localhost']) {
      assert.equal((await page.goto(`http://${host}:${port}/`))?.status(), 200)
    }
    for (const host of ['shop.localhost', '127.0.0.2', '[::1]', 'example.invalid']) {
      await assert.rejects(page.goto(`http://${host}:${port}/`), /ERR_NAME_NOT_RESOLVED/, host)
    }
  })
}

const noBrowser = async () => ({ path: process.execPath, env: {} })

test('a browser that does not start is passed over', async (t) => {
  const browser = await openFirst(t, [noBrowser, ...finders])
  assert.equal(browser.isConnected(), true)
})

test('where no browser can be opened, all that was tried is told, and what to install', async (t) => {
  const unsuitable = async () => assert.fail('this machine is a toaster')
  await assert.rejects(openFirst(t, [noBrowser, unsuitable]), (error: Error) => {
    assert.match(error.message, /Install Chrome or Chromium/)
    assert.ok(error.message.includes(process.execPath), error.message)
    assert.match(error.message, /toaster/)
    return true
  })
})

test('browsers are looked for where each system keeps them', () => {
  const linux = systemBrowserPaths('linux', { PATH: '/opt/bin' })
  assert.equal(linux[0], '/opt/bin/chromium')
  assert.ok(linux.includes('/usr/bin/google-chrome'))
  const mac = systemBrowserPaths('darwin', {})
  assert.ok(mac.includes('/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'))
  const windows = systemBrowserPaths('win32', { PROGRAMFILES: 'C:\\Program Files' })
  assert.ok(windows.includes('C:\\Program Files\\Microsoft\\Edge\\Application\\msedge.exe'))
})

test('a browser in a snap is known as one, because it would not use our font', (t) => {
  const folder = newFolder(t)
  const script = join(folder, 'chromium-browser')
  writeFileSync(script, '#!/bin/sh\nexec /snap/bin/chromium "$@"\n')
  mkdirSync(join(folder, 'snap', 'bin'), { recursive: true })
  writeFileSync(join(folder, 'snap', 'bin', 'chromium'), '')
  writeFileSync(join(folder, 'chrome'), '#!/bin/sh\nexec /opt/google/chrome/chrome "$@"\n')
  assert.equal(isConfined(script), true)
  assert.equal(isConfined(join(folder, 'snap', 'bin', 'chromium')), true)
  assert.equal(isConfined(join(folder, 'chrome')), false)
})

/** The fonts that the browser really took for what stands in the page. */
async function fontsOf(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page)
  await session.send('DOM.enable')
  await session.send('CSS.enable')
  const { root } = await session.send('DOM.getDocument')
  const { nodeIds } = await session.send('DOM.querySelectorAll', { nodeId: root.nodeId, selector: 'p,b' })
  const used = new Set<string>()
  for (const nodeId of nodeIds) {
    const { fonts } = await session.send('CSS.getPlatformFontsForNode', { nodeId })
    for (const { postScriptName } of fonts) used.add(postScriptName)
  }
  return [...used].sort()
}

async function serveHello(t: TestContext): Promise<number> {
  const server = createServer((_, response) => response.end('hello'))
  t.after(() => server.close())
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('broken invariant: no port')
  return address.port
}

function newFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'sunap-browser-test-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}
