import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import type { OrderId } from '../core/brand.ts'
import { issueRequest, MERCHANT, openScene } from '../gateway/test-gateway.ts'
import { MAGIC_DOMAIN, MAGIC_VALUES } from '../sandbox/magic-values.ts'
import { readConfig } from './config.ts'
import { createMagicIssue } from './magic-issue.ts'
import { type RunningSandbox, startSandbox } from './start-sandbox.ts'

async function open(t: TestContext): Promise<RunningSandbox> {
  const folder = mkdtempSync(join(tmpdir(), 'sunap-magic-'))
  const running = await startSandbox({
    config: readConfig({ SUNAP_DATA: folder, SUNAP_PORT: '0', SUNAP_POS_PORT: '0' }),
    version: '0.0.0',
    onFatal(error) {
      throw error
    },
    reportFault(fault) {
      throw fault
    },
  })
  t.after(async () => {
    await running.stop()
    rmSync(folder, { recursive: true })
  })
  return running
}

/** Issues over the V1 API with this address, and waits until the payment is as wanted. */
async function issued(running: RunningSandbox, email: string): Promise<string> {
  const { apiUrl, practice } = running
  const send = async (
    path: string,
    body: object,
    token = '',
  ): Promise<{ readonly response: Record<string, string> }> => {
    const headers = { 'content-type': 'application/json', authorization: token }
    const answer = await fetch(apiUrl + path, { method: 'POST', headers, body: JSON.stringify(body) })
    return (await answer.json()) as { readonly response: Record<string, string> }
  }
  const pair = { imp_key: practice.impKey, imp_secret: practice.impSecret }
  const token = (await send('/users/getToken', pair)).response['access_token']
  const merchant_uid = `magic-${email}`
  await send('/cvs', { merchant_uid, amount: 1000, buyer_email: email }, token)
  return merchant_uid
}

async function until(
  running: RunningSandbox,
  order: string,
  wanted: (state: string, attempt: string | undefined, refusal: string | undefined) => boolean,
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const look = async (): Promise<void> => {
    const found = await running.parts.gateway.findByOrder(
      running.practice.merchantId,
      order as OrderId,
      null,
      '-started',
    )
    const last = found?.payment.lastAttempt
    if (found !== undefined && wanted(found.payment.state, last?.state, last?.refusal?.name)) resolve()
  }
  const stop = running.parts.happenings.watch(() => void look())
  await look()
  await promise
  stop()
}

test('paid@till.test is paid without a till', async (t) => {
  const running = await open(t)
  await until(running, await issued(running, 'paid@till.test'), (state) => state === 'paid')
})

test('refused@till.test is refused at a till with a reason, and stays payable', async (t) => {
  const running = await open(t)
  const order = await issued(running, 'Refused@till.test')
  await until(running, order, (state, _attempt, refusal) => state === 'ready' && refusal === 'merchant_refused')
})

test('confirm-timeout@till.test meets a merchant who says nothing', { timeout: 20_000 }, async (t) => {
  const running = await open(t)
  const order = await issued(running, 'confirm-timeout@till.test')
  await until(running, order, (state, _attempt, refusal) => state === 'ready' && refusal === 'merchant_unanswered')
})

test('lost-reply@ and reversed@till.test are collected and undone', async (t) => {
  const running = await open(t)
  for (const name of ['lost-reply', 'reversed']) {
    await until(
      running,
      await issued(running, `${name}@till.test`),
      (state, attempt) => state === 'ready' && attempt === 'reversed',
    )
  }
})

test('expired@till.test ends by itself', async (t) => {
  const running = await open(t)
  await until(running, await issued(running, 'expired@till.test'), (state) => state === 'failed')
})

test('any other address, and the right name at another domain, waits for a till', async (t) => {
  const running = await open(t)
  for (const email of ['paid@example.com', 'someone@till.test', 'paid@till.test.example']) {
    const order = await issued(running, email)
    const found = await running.parts.gateway.findByOrder(
      running.practice.merchantId,
      order as OrderId,
      null,
      '-started',
    )
    assert.equal(found?.payment.state, 'ready')
    assert.equal(found.payment.confirmUrl, null)
  }
})

test('the documents list every magic value', () => {
  for (const language of ['', '.ko']) {
    const text = readFileSync(new URL(`../../docs/sandbox${language}.md`, import.meta.url), 'utf8')
    for (const name of Object.keys(MAGIC_VALUES))
      assert.ok(text.includes(`| \`${name}@till.test\` |`), `${name} in docs/sandbox${language}.md`)
  }
})

test('a request that is asked again under its key sends no second till, and is no other request', async (t) => {
  const { gateway, pass } = await openScene(t)
  let tills = 0
  const { issue } = createMagicIssue({
    gateway,
    apiUrl: 'http://127.0.0.1:8080',
    play: async () => {},
    after() {
      tills += 1
      return () => {}
    },
    reportFault(fault) {
      throw fault
    },
  })
  for (const [local, { till }] of Object.entries(MAGIC_VALUES)) {
    const personal = { buyerEmail: `${local}@${MAGIC_DOMAIN}` }
    const request = issueRequest({ personal, keyed: { key: local, asked: [] } })
    const before = tills
    const first = await issue(MERCHANT, request)
    pass(1)
    const again = await issue(MERCHANT, request)
    assert.ok(first.ok && again.ok, local)
    assert.deepEqual([again.payment.id, again.again], [first.payment.id, true])
    assert.equal(tills - before, till === undefined ? 0 : 1)
  }
})
