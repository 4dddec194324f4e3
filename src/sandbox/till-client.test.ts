import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import { createTillClient } from './till-client.ts'

const ok = { code: '0000', class: 'OK', text: { ko: '가', en: 'a' }, gateway_ref: '000000000001', server_time: 1 }

/** A gateway that answers as the test wishes, and what it was sent. */
async function gatewayThat(t: TestContext, respond: (response: ServerResponse) => void) {
  const received: { request: IncomingMessage; body: string }[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request.setEncoding('utf8')) body += chunk
    received.push({ request, body })
    respond(response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  const { port } = server.address() as AddressInfo
  const client = createTillClient({
    url: `http://127.0.0.1:${port}`,
    terminal: 'house/S001/1',
    secret: 'practice',
    clock: () => 1_795_312_987_654,
  })
  return { client, received }
}

test('a request carries the till, the second and the signature over its bytes', async (t) => {
  const { client, received } = await gatewayThat(t, (response) =>
    response.end(JSON.stringify({ ...ok, business_date: '20261122' })),
  )
  const { status, raw, reply } = await client.echo({ stan: '1' })
  assert.equal(status, 200)
  assert.deepEqual(JSON.parse(Buffer.from(raw).toString()), reply)
  const [{ request, body } = assert.fail('nothing was received')] = received
  assert.equal(request.method, 'POST')
  assert.equal(request.url, '/pos/v1/echo')
  assert.equal(body, '{"stan":"1","sent_at":1795312987}')
  assert.equal(request.headers['content-type'], 'application/json')
  assert.equal(request.headers['sunap-terminal'], 'house/S001/1')
  assert.equal(request.headers['sunap-timestamp'], '1795312987')
  // printf '%s' '1795312987.POST./pos/v1/echo.{"stan":"1","sent_at":1795312987}' | openssl dgst -sha256 -hmac practice
  assert.equal(
    request.headers['sunap-signature'],
    'v1=a98fc83de98f4d5ce15d8d3625b842877fceed4b72a216451ba650b482b8bd3c',
  )
})

test('a refusal is an answer', async (t) => {
  const refusal = { code: '2103', class: 'DECLINED', text: ok.text, gateway_ref: null, server_time: 1 }
  const { client } = await gatewayThat(t, (response) => response.end(JSON.stringify(refusal)))
  assert.deepEqual((await client.inquire({ business_date: '20261122', stan: '1', number: '1234' })).reply, refusal)
})

test('fields that a till does not know are ignored, wherever they stand', async (t) => {
  const known = { ...ok, business_date: '20261122' }
  const wide = { ...known, text: { ...ok.text, ja: '…' }, points: 3 }
  const { client } = await gatewayThat(t, (response) => response.end(JSON.stringify(wide)))
  assert.deepEqual((await client.echo({ stan: '1' })).reply, known)
})

test('what is not shaped as a reply is no answer: never money, never a refusal', async (t) => {
  const bodies = [
    '',
    '<html>502</html>',
    '{}',
    'null',
    '{"code":"0000"}',
    JSON.stringify(ok),
    JSON.stringify({ ...ok, code: 0 }),
  ]
  for (const body of bodies) {
    const { client } = await gatewayThat(t, (response) => response.end(body))
    const asked = client.collect({
      business_date: '20261122',
      stan: '1',
      number: '1234',
      amount: 1,
      currency: 'KRW',
      pay_type: 'cash',
    })
    await assert.rejects(asked, body)
  }
})

test('a redirect is not followed', async (t) => {
  const { client, received } = await gatewayThat(t, (response) => {
    response.writeHead(307, { location: '/elsewhere' }).end()
  })
  await assert.rejects(client.echo({ stan: '1' }))
  assert.equal(received.length, 1)
})

test('a line that breaks is no answer', async (t) => {
  const { client } = await gatewayThat(t, (response) => response.socket?.destroy())
  await assert.rejects(client.echo({ stan: '1' }))
})
