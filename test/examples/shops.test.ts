/**
 * The example shops, each against the receiver exam and against a real gateway. Of Next.js it is the route handlers that
 * run, which are plain functions of the web's Request and Response; Next.js itself would be a hundred megabytes.
 */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { EXAM_KEY, openExamApi } from '../../src/exam/receiver/exam-api.ts'
import { createExamLine } from '../../src/exam/receiver/exam-line.ts'
import type { NoticeFormat } from '../../src/exam/receiver/exam-notice.ts'
import { EXAM_LIMITS, examineReceiver, ORDERS_MAX } from '../../src/exam/receiver/receiver-exam.ts'
import { createAddressGuard } from '../../src/outbound/address-guard.ts'
import { dialTcp } from '../../src/outbound/guarded-socket.ts'
import { lookUpBySystem } from '../../src/outbound/name-lookup.ts'
import { webhookSecret } from '../../src/outbound/standard-webhooks.ts'
import { startGateway } from '../e2e/running-gateway.ts'
import { ended, root, startNode } from '../set-up/programs.ts'
import { type Framework, openExampleShop } from './example-shop.ts'
import { examplesFolder } from './examples-folder.ts'

const FRAMEWORKS: readonly Framework[] = ['express', 'fastify', 'nextjs']
const LIMITS = { ...EXAM_LIMITS, dripMs: 200, settleMs: 300, lookMs: 20 }

for (const [framework, formats] of [
  ['express', ['v1-json', 'v1-form', 'modern']],
  ['fastify', ['v1-json']],
  ['nextjs', ['v1-json']],
] as const) {
  test(`the shop on ${framework} passes the receiver exam with an A, nothing unseen`, async (t) => {
    const folder = await examplesFolder(t)
    for (const format of formats) await passes(t, folder, framework, format)
  })
}

async function passes(
  t: Parameters<typeof openExampleShop>[0],
  folder: string,
  framework: Framework,
  format: NoticeFormat,
) {
  const api = await openExamApi(0, Date.now)
  t.after(() => api.close())
  const secret = webhookSecret(randomBytes(32))
  const orders = Array.from({ length: ORDERS_MAX }, (_, index) => `mine-${index + 1}`)
  const settings = { apiUrl: api.url, ...EXAM_KEY, webhookSecret: secret, orders }
  const shop = await openExampleShop(t, folder, framework, settings)
  const guard = createAddressGuard({ mode: 'sandbox', allowedRanges: [] })
  const { deadlineMs, dripMs } = LIMITS
  const socketOptions = { guard, lookup: lookUpBySystem, dial: dialTcp, connectMs: 3_000 }
  const report = await examineReceiver({
    url: new URL(shop.noticeUrl),
    format,
    secret,
    stateUrl: `${shop.url}/orders/{merchant_uid}`,
    orderPrefix: 'mine-',
    limits: LIMITS,
    line: createExamLine({ socketOptions, deadlineMs, dripMs, pause: delay }),
    api,
    wallMs: Date.now,
    pause: delay,
    randomBytes,
  })
  const notPassed = report.checks.filter(({ result }) => result !== 'passed')
  assert.deepEqual([report.grade, notPassed], ['A', []], format)
}

test('each shop sells at a real gateway: asked, paid, told once; refused with a reason when it is sold out', async (t) => {
  const [folder, gateway] = await Promise.all([examplesFolder(t), startGateway()])
  t.after(() => gateway.stop())
  const { apiUrl, practice } = gateway.running
  for (const framework of FRAMEWORKS) {
    const shop = await openExampleShop(t, folder, framework, { apiUrl, ...practice })
    const first = await order(shop.url)
    const paid = await pay(apiUrl, first.barcode)
    assert.deepEqual(
      [paid.outcome, paid.asked[0].verdict, paid.notices.map(({ result }: { result: string }) => result)],
      ['paid', 'payable', ['delivered']],
      framework,
    )
    assert.deepEqual(await (await fetch(`${shop.url}/orders/${first.merchant_uid}`)).json(), {
      status: 'paid',
      paid_count: 1,
    })
    await shop.setStock(0)
    const second = await order(shop.url)
    const refused = await pay(apiUrl, second.barcode)
    assert.deepEqual([refused.outcome, refused.drawer, refused.asked[0].reason], ['refused', 0, '품절되었습니다'])
    const forged = await fetch(shop.noticeUrl, { method: 'POST', body: '{}' })
    assert.equal(forged.status, 401)
  }
})

async function order(url: string): Promise<{ readonly merchant_uid: string; readonly barcode: string }> {
  const headers = { 'content-type': 'application/json' }
  const reply = await fetch(`${url}/orders`, { method: 'POST', headers, body: JSON.stringify({ amount: 36_400 }) })
  assert.equal(reply.status, 201)
  return JSON.parse(await reply.text())
}

async function pay(apiUrl: string, number: string) {
  const headers = { 'content-type': 'application/json' }
  const reply = await fetch(`${apiUrl}/sandbox/pay`, { method: 'POST', headers, body: JSON.stringify({ number }) })
  return JSON.parse(await reply.text())
}

test('the examples are sound TypeScript against the SDK as it is packed', async (t) => {
  const folder = await examplesFolder(t)
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  const { code, out, err } = await ended(startNode([tsc, '-p', '.'], { cwd: folder }))
  assert.equal(code, 0, out + err)
})
