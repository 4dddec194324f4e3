/** What the sandbox alone offers people: its clock, and tills on the real line, in a whole gateway of its own. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { Value } from 'typebox/value'
import { askAdmin } from '../cli/ask-admin.ts'
import { readConfig } from '../server/config.ts'
import { startSandbox } from '../server/start-sandbox.ts'
import { testFolder } from '../server/test-folder.ts'
import {
  CounterCancelAnswer,
  ExpireAnswer,
  ModeAnswer,
  PlayAnswer,
  PracticeClock,
  PracticeScripts,
} from '../wire/admin/practice.ts'
import { openConsole } from './test-console.ts'
import { PASSWORD, tokenIn } from './test-sign-in.ts'

interface Page {
  readonly merchant: string
  ask(method: 'GET' | 'POST', path: string, body?: object): Promise<{ readonly status: number; readonly body: unknown }>
  issue(more?: object): Promise<string>
}

/** A developer of the practice seller, signed in to a sandbox that is open on free ports. */
async function openPage(t: TestContext): Promise<Page> {
  const folder = testFolder(t)
  const running = await startSandbox({
    config: readConfig({ SUNAP_DATA: folder, SUNAP_PORT: '0', SUNAP_POS_PORT: '0' }),
    version: 'test',
    onFatal: (error) => assert.fail(error),
    reportFault: () => {},
  })
  t.after(() => running.stop())
  const merchant = running.practice.merchantId
  const options = { email: 'dev@shop.example', name: '김개발', merchant, role: 'owner' }
  const invited = (await askAdmin(folder, { verb: 'console-invite', options })) as { shown: { link: string } }
  let headers: Record<string, string> = { origin: running.apiUrl }
  const ask: Page['ask'] = async (method, path, body) => {
    const reply = await fetch(`${running.apiUrl}/admin/api${path}`, {
      method,
      headers: {
        ...(method === 'GET' ? { cookie: headers['cookie'] ?? '' } : headers),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const [cookie] = reply.headers.getSetCookie().map((each) => each.split(';')[0] ?? '')
    if (cookie !== undefined) headers = { ...headers, cookie }
    return { status: reply.status, body: await reply.json() }
  }
  const { body } = await ask('POST', '/links/use', { token: tokenIn(invited.shown.link), password: PASSWORD })
  headers = { ...headers, 'x-sunap-csrf': (body as { csrf: string }).csrf }
  let orders = 0
  return {
    merchant,
    ask,
    async issue(more = {}) {
      orders += 1
      headers = { ...headers, 'idempotency-key': `practice-${orders}` }
      const order = { merchant_uid: `practice-${orders}`, amount: 5000, ...more }
      const issued = await ask('POST', `/merchants/${merchant}/payments`, order)
      assert.equal(issued.status, 200, JSON.stringify(issued.body))
      return (issued.body as { imp_uid: string }).imp_uid
    },
  }
}

test('whoever comes is told sandbox or production, the version and the language, and nothing else', async (t) => {
  for (const practice of [true, false]) {
    const { ask } = await openConsole(t, { practice })
    const { answer, text } = await ask({ path: '/mode' })
    assert.ok(Value.Check(ModeAnswer, answer), text)
    assert.deepEqual([answer.practice, answer.version], [practice, 'test'])
  }
})

test('production has no clock to move and no till to play, for nobody', async (t) => {
  const console = await openConsole(t, { practice: false })
  for (const person of [await console.signedIn('operator'), await console.signedIn('owner')]) {
    for (const [method, path] of [
      ['GET', '/practice/clock'],
      ['POST', '/practice/clock'],
      ['GET', '/practice/scripts'],
      ['POST', '/practice/reset'],
      ['POST', `/merchants/${console.shop}/payments/imp_1/practice/pay`],
    ] as const) {
      const reply = await person.ask({ method, path })
      assert.deepEqual([reply.status, reply.code], [404, 'no_such_route'], path)
    }
  }
})

test('a till is played from the console: honest, misbehaving, and giving the money back the same day', async (t) => {
  const page = await openPage(t)
  const scripts = await page.ask('GET', '/practice/scripts')
  assert.ok(Value.Check(PracticeScripts, scripts.body), JSON.stringify(scripts.body))
  for (const magic of ['paid@till.test', '010-0000-0001', '000-000-0004'])
    assert.ok(
      scripts.body.magic.some(({ value }) => value === magic),
      magic,
    )
  const paid = await page.issue()
  const path = (impUid: string, what: string) => `/merchants/${page.merchant}/payments/${impUid}/practice/${what}`
  const played = await page.ask('POST', path(paid, 'pay'), { pay_type: 'cash' })
  assert.ok(Value.Check(PlayAnswer, played.body), JSON.stringify(played.body))
  assert.deepEqual([played.body.outcome, played.body.drawer, played.body.gateway], ['paid', 5000, 5000])
  const given = await page.ask('POST', path(paid, 'cancel'), { reason: '변심' })
  assert.ok(Value.Check(CounterCancelAnswer, given.body), JSON.stringify(given.body))
  assert.deepEqual([given.body.cancelled, given.body.drawer, given.body.payment.status], [true, -5000, 'cancelled'])
  const lost = await page.ask('POST', path(await page.issue(), 'pay'), { misbehave: 'lost_reply' })
  assert.ok(Value.Check(PlayAnswer, lost.body), JSON.stringify(lost.body))
  assert.deepEqual([lost.body.outcome, lost.body.drawer, lost.body.gateway], ['reversed', 0, 0])
  const never = await page.ask('POST', path(await page.issue(), 'cancel'), {})
  assert.equal(never.status, 409)
  const { message } = (never.body as { error: { message: { ko: string; en: string } } }).error
  assert.match(message.ko, /취소할 것이 없습니다/)
  assert.equal((await page.ask('POST', path('imp_999999999999', 'pay'), {})).status, 404)
  assert.equal((await page.ask('POST', path(paid, 'pay'), { misbehave: 'nothing' })).status, 400)
})

test('the clock is read and moved, a number lives to its end, and everything is forgotten when asked', async (t) => {
  const page = await openPage(t)
  const before = await page.ask('GET', '/practice/clock')
  assert.ok(Value.Check(PracticeClock, before.body), JSON.stringify(before.body))
  const moved = await page.ask('POST', '/practice/clock', { advance: '1d' })
  assert.ok(Value.Check(PracticeClock, moved.body), JSON.stringify(moved.body))
  assert.ok(moved.body.now >= before.body.now + 86_400)
  const past = await page.ask('POST', '/practice/clock', { to: before.body.now })
  assert.equal(past.status, 400)
  const impUid = await page.issue()
  const expired = await page.ask('POST', `/merchants/${page.merchant}/payments/${impUid}/practice/expire`, {})
  assert.ok(Value.Check(ExpireAnswer, expired.body), JSON.stringify(expired.body))
  assert.equal(expired.body.payment.status, 'failed')
  assert.deepEqual((await page.ask('POST', '/practice/reset', {})).body, { done: true })
  assert.equal((await page.ask('GET', `/merchants/${page.merchant}/payments/${impUid}`)).status, 404)
})
