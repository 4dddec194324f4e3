/**
 * docs/notices.md says what is so: its commands are played as they stand there, its bodies are what is sent, its few lines
 * of Node tell our notices from others, its table is who hears what. And the Korean page has the same of each.
 */
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import type { TSchema } from 'typebox'
import { Value } from 'typebox/value'
import type { NetworkId } from '../../src/core/brand.ts'
import { COMPLETION_MS } from '../../src/core/provisional.ts'
import type { IssuerAnswer } from '../../src/gateway/ports.ts'
import { renderSample } from '../../src/merchant/render-notice.ts'
import { openSeller, status } from '../../src/outbound/test-seller.ts'
import { ModernNotice, ModernTest, NOTICE_TYPES, NoticeBody } from '../../src/wire/callbacks.ts'
import { DeliveryDetail } from '../../src/wire/delivery-answer.ts'
import { EndpointAnswer } from '../../src/wire/endpoint-answer.ts'
import { EventPage } from '../../src/wire/event-feed.ts'
import { type ApiUnderTest, CHANNEL_KEYS, openApi, SHOP } from '../compat/api-under-test.ts'
import { cellsOf } from '../doc-references.ts'
import { root, temporaryFolder } from '../set-up/programs.ts'
import { startGatewayProcess } from './npm-start.ts'
import { CURLS, openShell, type Shell } from './shell.ts'

const PAGES = ['docs/notices.md', 'docs/notices.ko.md'] as const

function textOf(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}

interface Block {
  readonly info: string
  readonly text: string
}

function blocksOf(path: string): readonly Block[] {
  return [...textOf(path).matchAll(/^```([^\n]*)\n(.*?)^```$/gms)].map(([, info = '', text = '']) => ({ info, text }))
}

function blockOf(path: string, info: string): string {
  return blocksOf(path).find((block) => block.info === info)?.text ?? assert.fail(`${path} has no block "${info}"`)
}

test('the two languages of the page have the same commands, bodies and code', () => {
  assert.ok(blocksOf(PAGES[0]).length > 10)
  assert.deepEqual(blocksOf(PAGES[1]), blocksOf(PAGES[0]))
})

for (const curl of CURLS) {
  test(`the story of a lost notice, played from the page, ends with its arrival, with the curl ${curl}`, async (t) => {
    const gateway = await startGatewayProcess(t, { folder: temporaryFolder(t) })
    const seller = await openSeller(t, status(500, 'TypeError: order is undefined'))
    const shell = openShell(t, curl)
    const { apiUrl, pair } = gateway.sandbox()
    const [open, pay, list, look, replay, lookAgain, replayAll, read, goOn, ...others] = blocksOf(PAGES[0])
      .filter(({ info }) => info === 'sh')
      .map(({ text }) =>
        text
          .replaceAll('http://127.0.0.1:8080', apiUrl)
          .replaceAll('http://127.0.0.1:9000', seller.url)
          .replaceAll('4071000000000000', pair.impKey)
          .replaceAll('your-imp-secret', pair.impSecret),
      )
    assert.deepEqual(others, [])
    const before = await answersOf(shell, [open, pay, list, look], {})
    const [endpoint, , found, detail] = before.answers
    assert.ok(Value.Check(EndpointAnswer, without(endpoint, 'secret')), JSON.stringify(endpoint))
    assert.ok(Value.Check(DeliveryDetail, detail))
    const shown = JSON.parse(blockOf(PAGES[0], 'json delivery'))
    assert.deepEqual(Object.keys(detail), Object.keys(shown))
    assert.deepEqual(atOneSpeed(detail.why), atOneSpeed(shown.why))
    assert.deepEqual(
      found.deliveries.map(({ why }: DeliveryDetail) => why),
      [detail.why],
    )
    assert.equal(detail.history[0]?.answer, shown.history[0].answer)
    seller.answer(status(200))
    const again = await answersOf(shell, [replay], before.variables)
    assert.equal(again.answers[0].id, detail.id)
    await gateway.says(new RegExp(`${detail.endpoint}.*200 in|${seller.url}.*200 in`))
    const after = await answersOf(shell, [lookAgain, replayAll], before.variables)
    const [arrived, all] = after.answers
    assert.equal(arrived.state, 'delivered')
    assert.deepEqual(all, { replayed: 0, not_replayed: [], next: null })
    const { answers } = await answersOf(shell, [read, goOn], before.variables)
    assertOneFeed(answers, detail.imp_uid)
  })
}

/** Two pages, the second behind the first: of every payment all versions, and of this one that it was paid. */
function assertOneFeed(pages: readonly EventPage[], impUid: string): void {
  for (const page of pages) assert.ok(Value.Check(EventPage, page), JSON.stringify(page))
  assert.deepEqual(
    pages.map(({ events, more }) => [events.length > 2, more]),
    [
      [false, true],
      [true, false],
    ],
  )
  const events = pages.flatMap((page) => page.events)
  const ofEach = Map.groupBy(events, ({ data }) => data.imp_uid)
  for (const each of ofEach.values()) {
    assert.deepEqual(
      each.map(({ data }) => data.version),
      each.map((_, index) => index + 1),
    )
  }
  assert.equal(ofEach.get(impUid)?.at(-1)?.type, 'payment.paid')
}

/** The `response` of each answer that the commands print, and the variables they have set by then. */
async function answersOf(
  shell: Shell,
  commands: readonly (string | undefined)[],
  variables: Readonly<Record<string, string>>,
) {
  const script = commands.map((command) => `${command}\necho\n`).join('')
  const { code, out, err } = await shell.run(`${script}printf '\\n%s %s %s' "$API" "$TOKEN" "$ID"`, variables)
  assert.equal(code, 0, out + err)
  const lines = out.split('\n').filter((line) => line !== '')
  const [API = '', TOKEN = '', ID = ''] = (lines.pop() ?? '').split(' ')
  const answers = lines.map((line) => {
    const answer = JSON.parse(line)
    return 'response' in answer ? answer.response : answer
  })
  return { answers, variables: { API, TOKEN, ID } }
}

function without(answer: Readonly<Record<string, unknown>>, key: string): object {
  return Object.fromEntries(Object.entries(answer).filter(([name]) => name !== key))
}

function atOneSpeed(words: DeliveryDetail['why']): unknown {
  return JSON.parse(JSON.stringify(words).replaceAll(/\d+ ms/g, '8 ms'))
}

test('the bodies and answers on the page are of the shape that is sent', () => {
  const shapes: readonly (readonly [string, TSchema])[] = [
    ['json v1', NoticeBody],
    ['json modern', ModernNotice],
    ['json receipt', ModernNotice.properties.data.properties.receipt],
    ['json endpoint', EndpointAnswer],
    ['json delivery', DeliveryDetail],
    ['json events', EventPage],
    ['json test-v1', NoticeBody],
    ['json test-modern', ModernTest],
  ]
  for (const [info, schema] of shapes) {
    const body: unknown = JSON.parse(blockOf(PAGES[0], info))
    assert.ok(Value.Check(schema, body), `${info} ${JSON.stringify([...Value.Errors(schema, body)])}`)
  }
  assert.equal(blockOf(PAGES[0], 'json test-v1').trim(), renderSample('v1_json', 0))
  const modern = JSON.parse(blockOf(PAGES[0], 'json test-modern'))
  assert.deepEqual(modern, JSON.parse(renderSample('modern', Date.parse(modern.timestamp))))
})

test('the lines that verify a notice take ours, in every form, and nothing altered, old or signed by another', async (t) => {
  const file = join(temporaryFolder(t), 'verify.mjs')
  writeFileSync(file, blockOf(PAGES[0], 'js verify'))
  const { isFromSunap } = await import(pathToFileURL(file).href)
  const { signWebhook } = await import('../../src/outbound/standard-webhooks.ts')
  const secret = (letter: string): string => `whsec_${Buffer.alloc(32, letter).toString('base64')}`
  const body = JSON.stringify({ merchant_uid: '주문 1' })
  const now = 1_800_000_000
  const headers = signWebhook({ id: 'dlv_1', timestampSeconds: now, body }, [secret('n'), secret('o')])
  for (const letter of ['n', 'o']) {
    assert.equal(isFromSunap(headers, body, secret(letter), now), true)
    assert.equal(isFromSunap(headers, Buffer.from(body), secret(letter), now + 200), true)
  }
  assert.equal(isFromSunap(headers, `${body} `, secret('n'), now), false)
  assert.equal(isFromSunap(headers, body, secret('x'), now), false)
  assert.equal(isFromSunap(headers, body, secret('n'), now + 301), false)
  assert.equal(isFromSunap(headers, body, secret('n'), now - 301), false)
  assert.equal(isFromSunap({ ...headers, 'webhook-id': 'dlv_2' }, body, secret('n'), now), false)
  assert.equal(isFromSunap({}, body, secret('n'), now), false)
})

/** `payment.paid paid`, of those who hear with `paid`, with `all`, and of endpoints. */
function tableOf(path: string) {
  const rows = textOf(path)
    .split('\n')
    .map(cellsOf)
    .filter(([, event]) => /^`(payment|refund|receipt)\.\w+`$/.test(event ?? ''))
  // A refund is told as `paid` or as `cancelled`: it has two rows.
  assert.equal(rows.length, NOTICE_TYPES.length + 1)
  const name = ([, event, v1]: readonly string[]): string => nameOf(`${event} ${v1}`.replaceAll('`', ''))
  return {
    byDefault: rows.filter(([, , , v1]) => !/all|^(no|아니요)$/.test(v1 ?? '')).map(name),
    withAll: rows.filter(([, , , v1]) => !/^(no|아니요)$/.test(v1 ?? '')).map(name),
    endpoints: rows.filter(([, , , , endpoint]) => /^(yes|예)$/.test(endpoint ?? '')).map(name),
  }
}

/** What became of a refund's money is told with the payment as it is. */
function nameOf(eventAndStatus: string): string {
  return eventAndStatus.replace(/^(refund\.\w+) .*/, '$1')
}

test('the table of who hears what is who hears what', async (t) => {
  const { byDefault, withAll, endpoints } = tableOf(PAGES[0])
  assert.deepEqual(tableOf(PAGES[1]), { byDefault, withAll, endpoints })
  assert.deepEqual(await heardOf(t, 'paid'), { default: new Set(byDefault), endpoint: new Set(endpoints) })
  assert.deepEqual(await heardOf(t, 'all'), { default: new Set(withAll), endpoint: new Set(endpoints) })
})

/** Everything that can happen to payments, and who was told of it. */
async function heardOf(t: { after(end: () => Promise<void>): void }, v1Notices: 'paid' | 'all') {
  let word: 'payable' | 'refused' = 'payable'
  let issued: IssuerAnswer = { kind: 'refused', reason: 'no' }
  const api = await openApi({
    issuer: {
      issue: async () => issued,
      cancel: async () => ({ kind: 'cancelled' }),
      followUp: async () => ({ kind: 'final' }),
    },
    askMerchant: async () => ({
      verdict: word === 'payable' ? { kind: 'payable' } : { kind: 'refused', reason: '품절' },
      latencyMs: 1,
      detail: '',
    }),
  })
  t.after(() => api.close())
  const settings = { url: 'https://shop.example/n', v1_notices: v1Notices }
  await api.ask({ method: 'PATCH', url: '/api/endpoints/default', payload: settings })
  await api.ask({ method: 'POST', url: '/api/endpoints', payload: { url: 'https://hook.example' } })
  const issue = async () => (await api.issue({ confirm_url: 'https://shop.example/c' })).payment
  const paid = await issue()
  await api.collect(paid.barcode, 1000)
  const url = `/receipts/${paid.imp_uid}`
  const payload = { identifier: '010-1234-5678' }
  await api.ask({ method: 'POST', url, payload })
  issued = { kind: 'issued', number: 'TEST-1', tid: 'tid-1', finalAt: null }
  await api.ask({ method: 'POST', url, payload })
  await api.ask({ method: 'DELETE', url })
  await api.reverse()
  const refused = await issue()
  word = 'refused'
  await api.collect(refused.barcode, 1000)
  await api.ask({ method: 'DELETE', url: `/cvs/${refused.imp_uid}` })
  const changed = `/api/payments/${paid.imp_uid}`
  await api.ask({ method: 'PATCH', url: changed, payload: { amount: 2000 } })
  await api.ask({ method: 'POST', url: `${changed}/suspend`, payload: { reason: '재고 확인 중' } })
  await api.ask({ method: 'POST', url: `${changed}/resume` })
  await refundEveryWay(api)
  await cancelAndDoubt(api)
  const late = await issue()
  await api.storage.clock.advance(30 * 24 * 3_600_000)
  await api.collect(late.barcode, 1000)
  const list = await api.ask({ url: '/api/deliveries?limit=100' })
  const { deliveries } = JSON.parse(list.text).response
  const heardBy = (isDefault: boolean): ReadonlySet<string> =>
    new Set(
      deliveries
        .filter(({ endpoint }: DeliveryDetail) => (endpoint === 'default') === isDefault)
        .map(({ event, status }: DeliveryDetail) => nameOf(`${event} ${status}`)),
    )
  return { default: heardBy(true), endpoint: heardBy(false) }
}

async function cancelAndDoubt(api: ApiUnderTest): Promise<void> {
  const { payment } = await api.issue()
  await api.collect(payment.barcode, 1000)
  await api.cancel(1000)
  const { networks } = api.storage.directory.current()
  const network = networks.get('house' as NetworkId)
  assert.ok(network)
  await api.storage.directory.put([{ kind: 'network', entry: { ...network, phases: 'two' } }])
  const { payment: doubtful } = await api.issue()
  await api.collect(doubtful.barcode, 1000)
  await api.storage.clock.advance(COMPLETION_MS)
  await api.ask({ method: 'DELETE', url: `/cvs/${doubtful.imp_uid}` })
  await api.storage.directory.put([{ kind: 'network', entry: network }])
}

async function refundEveryWay(api: ApiUnderTest): Promise<void> {
  const channel = api.storage.directory.current().channels.find(({ key }) => key === CHANNEL_KEYS.second)
  assert.ok(channel)
  await api.storage.directory.put([{ kind: 'channel', entry: { ...channel, refundSlipDays: 7 } }])
  const { payment } = await api.issue({ channel_key: CHANNEL_KEYS.second })
  await api.collect(payment.barcode, 1000)
  const cancel = (payload: object) =>
    api.ask({ method: 'POST', url: '/payments/cancel', payload: { imp_uid: payment.imp_uid, ...payload } })
  await cancel({ amount: 400, refund_holder: '홍길동', refund_bank: '004', refund_account: '1234567890' })
  const { refunds } = JSON.parse((await api.ask({ url: '/api/refunds' })).text).response
  await api.gateway.refunds.settle(SHOP, refunds[0].id, 'failed', '해지된 계좌')
  const rerouted = await api.gateway.refunds.reroute(SHOP, refunds[0].id, { kind: 'slip' })
  assert.ok(rerouted.ok && rerouted.refund.route.kind === 'slip')
  await api.payOut(rerouted.refund.route.number, 400)
  await api.reverse()
  await cancel({ amount: 600 })
}
