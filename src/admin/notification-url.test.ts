/**
 * The Notification URL as a merchant sets it by hand: the address and its content type, one call to see whether it is heard,
 * what became of each notice and why, what nobody received, and all of it sent again. A real receiver, and days that pass.
 */
import assert from 'node:assert/strict'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import { Value } from 'typebox/value'
import { DeliveryDetail, DeliveryPage, ReplayAnswer } from '../wire/delivery-answer.ts'
import { EndpointAnswer, TestAnswer } from '../wire/endpoint-answer.ts'
import { key, openConsole } from './test-console.ts'

interface Receiver {
  readonly url: string
  readonly heard: { readonly type: string | undefined; readonly body: string }[]
  answerWith(status: number, body: string): void
}

async function openReceiver(t: TestContext): Promise<Receiver> {
  const heard: Receiver['heard'] = []
  let answer = { status: 200, body: 'ok' }
  const server = createServer(async (request, reply) => {
    heard.push({ type: request.headers['content-type'], body: await textOf(request) })
    reply.writeHead(answer.status).end(answer.body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/notice`,
    heard,
    answerWith(status, body) {
      answer = { status, body }
    },
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

test('the Notification URL is set with its content type, tried out as it is saved, and what it does not take is told with its cause', async (t) => {
  const console = await openConsole(t)
  const receiver = await openReceiver(t)
  const owner = await console.signedIn('owner')
  const base = `/merchants/${console.shop}`
  const set = (body: object) => owner.ask({ method: 'PATCH', path: `${base}/endpoints/default`, body })
  const saved = await set({ url: receiver.url, format: 'v1_form', v1_notices: 'all' })
  assert.ok(Value.Check(EndpointAnswer, saved.answer), saved.text)
  assert.deepEqual([saved.answer.url, saved.answer.format], [receiver.url, 'v1_form'])
  const trial = async () => {
    const reply = await owner.ask({ method: 'POST', path: `${base}/endpoints/default/test` })
    assert.ok(Value.Check(TestAnswer, reply.answer), reply.text)
    return reply.answer
  }
  assert.equal((await trial()).delivered, true)
  assert.deepEqual(receiver.heard, [
    {
      type: 'application/x-www-form-urlencoded',
      body: 'imp_uid=imp_1234567890&merchant_uid=merchant_1234567890&status=ready',
    },
  ])
  await set({ format: 'v1_json' })
  receiver.answerWith(500, 'no such order')
  const refused = await trial()
  assert.deepEqual([refused.delivered, refused.status, refused.answer], [false, 500, 'no such order'])
  assert.match(refused.words.ko, /500/)
  assert.equal(receiver.heard.at(-1)?.type, 'application/json')
  const forbidden = await set({ url: 'http://169.254.169.254/latest' })
  assert.deepEqual([forbidden.status, forbidden.code], [400, 'bad_field'])
})

test('what nobody received is listed with each try and its cause, and arrives when it is sent again by one, by name and by time', async (t) => {
  const console = await openConsole(t)
  const receiver = await openReceiver(t)
  const operator = await console.signedIn('operator')
  const base = `/merchants/${console.shop}`
  const post = (path: string, body: object) => operator.ask({ method: 'POST', path, body, headers: key() })
  const pass = (advance: string) => post('/practice/clock', { advance })
  const listed = async (state: string) => {
    const reply = await operator.ask({ path: `${base}/deliveries?state=${state}` })
    assert.ok(Value.Check(DeliveryPage, reply.answer), reply.text)
    return reply.answer.deliveries
  }
  await operator.ask({ method: 'PATCH', path: `${base}/endpoints/default`, body: { url: receiver.url } })
  receiver.answerWith(503, 'closed for the night')
  const from = Math.floor(console.gateway.now() / 1000) - 1
  for (const amount of [1000, 2000, 3000]) await console.collect(await console.issue({ amount }))
  await pass('8d')
  const [dead, second, ...rest] = await listed('undelivered')
  assert.ok(dead !== undefined && second !== undefined && rest.length === 1)
  assert.match(dead.why?.ko ?? '', /503/)
  const shown = await operator.ask({ path: `${base}/deliveries/${dead.id}` })
  assert.ok(Value.Check(DeliveryDetail, shown.answer), shown.text)
  assert.deepEqual([dead.tries, shown.answer.history.length], [15, 15])
  assert.ok(shown.answer.history.every(({ status, answer }) => status === 503 && answer === 'closed for the night'))
  receiver.answerWith(200, 'ok')
  assert.equal((await post(`${base}/deliveries/${dead.id}/replay`, {})).status, 200)
  assert.deepEqual((await post(`${base}/deliveries/replay-named`, { ids: [second.id] })).answer, {
    replayed: 1,
    not_replayed: [],
    next: null,
  })
  const to = Math.floor(console.gateway.now() / 1000)
  const ranged = await post(`${base}/deliveries/replay-range`, { from, to, state: 'undelivered' })
  assert.ok(Value.Check(ReplayAnswer, ranged.answer), ranged.text)
  assert.equal(ranged.answer.replayed, 1)
  await pass('10m')
  assert.equal((await listed('delivered')).length, 3)
  assert.deepEqual(await listed('undelivered'), [])
})
