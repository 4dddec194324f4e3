/** Alarms of a whole gateway: from what happens in it to the hook of a chat tool, real HTTP on loopback. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { merchantAt, tillAt } from '../../test/e2e/parties.ts'
import type { Refund } from '../core/refund.ts'
import type { Happening } from '../gateway/happening.ts'
import { CALLS_MIN } from '../outbound/confirm-breaker.ts'
import { openSeller, type Seller, status } from '../outbound/test-seller.ts'
import { type Environment, readConfig } from './config.ts'
import { type RunningSandbox, startSandbox } from './start-sandbox.ts'
import { testFolder } from './test-folder.ts'

async function startWith(t: TestContext, env: Environment): Promise<RunningSandbox> {
  const running = await startSandbox({
    config: readConfig({ SUNAP_DATA: testFolder(t), SUNAP_PORT: '0', SUNAP_POS_PORT: '0', ...env }),
    version: 'test',
    onFatal: (error) => assert.fail(error),
    reportFault: () => {},
  })
  t.after(() => running.stop())
  return running
}

/** As many sales as make a merchant's silence sure, at a seller that is out of order. */
async function sellInVain({ apiUrl, posUrl, practice }: RunningSandbox, seller: Seller): Promise<readonly string[]> {
  const merchant = merchantAt(apiUrl, practice)
  const [terminal] = practice.terminals
  assert.ok(terminal)
  const till = tillAt(posUrl, terminal)
  const codes: string[] = []
  for (let no = 0; no <= CALLS_MIN; no += 1) {
    const { payment } = await merchant.issue({ confirm_url: `${seller.url}/confirm` })
    codes.push((await till.collect(payment.barcode, 1000)).code)
  }
  return codes
}

const textsOf = (hook: Seller): readonly string[] => hook.received.map(({ body }) => JSON.parse(body).text)

test('a merchant whose server is out of order holds no tills, and the operator hears of it in chat', async (t) => {
  const hook = await openSeller(t)
  const seller = await openSeller(t, status(503))
  const running = await startWith(t, { SUNAP_ALARM_URL: `${hook.url}/hooks/a`, LANG: 'ko_KR.UTF-8' })
  const happened: Happening[] = []
  running.parts.happenings.watch((happening) => happened.push(happening))
  assert.deepEqual(await sellInVain(running, seller), Array(CALLS_MIN + 1).fill('2302'))
  assert.equal(seller.received.length, CALLS_MIN, 'the last one was not asked about')
  await hook.heard(1)
  const merchantId = running.storage.directory.current().channels[0]?.merchantId
  assert.match(textsOf(hook)[0] ?? '', new RegExp(`^\\[Sunap .+\\] breaker_open: 가맹점 ${merchantId}의 confirm_url`))
  assert.equal(happened.filter(({ type }) => type === 'breaker_opened').length, 1)
  assert.equal(happened.filter(({ type }) => type === 'alarm_unsent').length, 0)
})

test('without a hook the same words are told to whoever reads the log', async (t) => {
  const seller = await openSeller(t, status(503))
  const running = await startWith(t, { LANG: 'C' })
  const unsent: Extract<Happening, { type: 'alarm_unsent' }>[] = []
  running.parts.happenings.watch((happening) => {
    if (happening.type === 'alarm_unsent') unsent.push(happening)
  })
  await sellInVain(running, seller)
  assert.equal(unsent.length, 1)
  assert.match(unsent[0]?.words.en ?? '', /leaves nearly every question unanswered/)
  assert.equal(unsent[0]?.why.en, 'SUNAP_ALARM_URL is not set')
})

test('a hook that does not answer holds up neither a till nor the way down', async (t) => {
  const hook = await openSeller(t, () => {})
  const seller = await openSeller(t, status(503))
  const running = await startWith(t, { SUNAP_ALARM_URL: hook.url })
  const unsent: string[] = []
  running.parts.happenings.watch((happening) => {
    if (happening.type === 'alarm_unsent') unsent.push(happening.why.en)
  })
  await sellInVain(running, seller)
  await hook.heard(1)
  const startedAt = performance.now()
  await running.stop()
  assert.ok(performance.now() - startedAt < 3_000)
  assert.deepEqual(unsent, ['the gateway is shutting down'])
})

test('an order that was called failed and that the bank pays the next working day is told in chat, and moves nothing', async (t) => {
  const hook = await openSeller(t)
  const { apiUrl, posUrl, practice, storage, parts } = await startWith(t, { SUNAP_ALARM_URL: hook.url, LANG: 'C' })
  const [terminal] = practice.terminals
  assert.ok(terminal)
  const merchant = merchantAt(apiUrl, practice)
  const { payment } = await merchant.issue()
  assert.equal((await tillAt(posUrl, terminal).collect(payment.barcode, 1000)).code, '0000')
  const taken = Promise.withResolvers<Refund>()
  storage.onCommitted(({ payments }) => {
    const refund = payments
      .flatMap(({ refunds }) => refunds)
      .find(({ transfer }) => isTaken(transfer, storage.clock.now()))
    if (refund !== undefined) taken.resolve(refund)
  })
  const account = { refund_holder: '홍길동', refund_bank: '004', refund_account: '1234567890' }
  await merchant.ask('POST', '/payments/cancel', { imp_uid: payment.imp_uid, ...account })
  const { id } = await taken.promise
  const { merchantId } = practice
  assert.ok((await parts.gateway.refunds.settle(merchantId, id, 'failed', 'the bank called')).ok)
  await storage.clock.advance(4 * 86_400_000)
  await hook.heard(1)
  const words = `bank_paid_after_all: the bank says it paid 1,000 won of ${payment.imp_uid}, merchant ${merchantId}, .*stands as failed`
  assert.match(textsOf(hook)[0] ?? '', new RegExp(words))
  const refund = (await parts.gateway.refunds.find(merchantId, id))?.refund
  assert.deepEqual([refund?.payout.state, refund?.paidAfterAll?.reference.startsWith('TEST-')], ['failed', true])
})

/** The bank has the order and knows more on another day. */
function isTaken(transfer: Refund['transfer'], now: number): boolean {
  return transfer !== null && transfer.tries === 1 && transfer.dueAt > now + 3_600_000
}
