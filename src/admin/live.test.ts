import assert from 'node:assert/strict'
import { once } from 'node:events'
import { Agent, get } from 'node:http'
import type { Socket } from 'node:net'
import { type TestContext, test } from 'node:test'
import type { FeedEvent } from '../wire/event-feed.ts'
import { type ConsoleUnderTest, openConsole, type SignedIn } from './test-console.ts'

/** A browser's `EventSource`, as far as it goes: each event as it comes, and the end. */
async function listen(t: TestContext, url: string, { token }: SignedIn, shop: string, last?: string) {
  const ended = new AbortController()
  t.after(() => ended.abort())
  const headers = { cookie: `sunap-console=${token}`, ...(last === undefined ? {} : { 'last-event-id': last }) }
  const reply = await fetch(`${url}/admin/api/merchants/${shop}/live`, { headers, signal: ended.signal })
  assert.equal(reply.status, 200)
  assert.equal(reply.headers.get('content-type'), 'text/event-stream; charset=utf-8')
  const lines = reply.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  return {
    /** Undefined at the end. */
    async next(): Promise<FeedEvent | undefined> {
      for (;;) {
        const found = /id: (\S+)\nevent: change\ndata: (.*)\n\n/.exec(text)
        if (found !== null) {
          text = text.slice(found.index + found[0].length)
          const event: FeedEvent = JSON.parse(found[2] ?? '')
          assert.equal(event.id, found[1])
          return event
        }
        const piece = await lines?.read()
        if (piece === undefined || piece.done) return undefined
        text += piece.value
      }
    },
    /** Resolves when the line is open and nothing that was before comes. */
    async opened(): Promise<void> {
      while (!text.includes('retry:')) text += (await lines?.read())?.value ?? ''
    },
  }
}

async function openLine(t: TestContext): Promise<{ console: ConsoleUnderTest; url: string }> {
  const console = await openConsole(t, { publicUrl: 'http://127.0.0.1:8080' })
  return { console, url: await console.app.listen({ host: '127.0.0.1', port: 0 }) }
}

test('what happens to the merchant’s payments comes as it happens, with a version, and nothing of any other’s', async (t) => {
  const { console, url } = await openLine(t)
  const viewer = await console.signedIn('viewer')
  await console.issue()
  const line = await listen(t, url, viewer, console.shop)
  await line.opened()
  await console.issue({ merchantId: console.other })
  const payment = await console.issue()
  await console.collect(payment)
  const seen: (FeedEvent | undefined)[] = []
  for (let no = 0; no < 3; no += 1) seen.push(await line.next())
  assert.deepEqual(
    seen.map((event) => [event?.type, event?.data.imp_uid, event?.data.version]),
    [
      ['payment.issued', payment.id, 1],
      ['payment.claimed', payment.id, 2],
      ['payment.paid', payment.id, 3],
    ],
  )
})

test('after a broken line a browser goes on behind what it had last: nothing is missing and nothing comes twice', async (t) => {
  const { console, url } = await openLine(t)
  const viewer = await console.signedIn('viewer')
  const first = await console.issue()
  const line = await listen(t, url, viewer, console.shop)
  await line.opened()
  const second = await console.issue()
  const last = await line.next()
  assert.equal(last?.data.imp_uid, second.id)
  const third = await console.issue()
  const again = await listen(t, url, viewer, console.shop, last?.id)
  assert.equal((await again.next())?.data.imp_uid, third.id)
  const fromFirst = await listen(t, url, viewer, console.shop, `evt_${first.id.slice(4)}_1`)
  assert.deepEqual(
    [(await fromFirst.next())?.data.imp_uid, (await fromFirst.next())?.data.imp_uid],
    [second.id, third.id],
  )
})

test('who is signed out hears nothing more', async (t) => {
  const { console, url } = await openLine(t)
  const viewer = await console.signedIn('viewer')
  const line = await listen(t, url, viewer, console.shop)
  await line.opened()
  await console.issue()
  assert.ok(await line.next())
  await console.storage.console.endSessions(viewer.person.id, null)
  await console.issue()
  assert.equal(await line.next(), undefined)
})

test('a line that is open keeps nobody signed in: after a quarter of an hour without a request it ends', async (t) => {
  const { console, url } = await openLine(t)
  const viewer = await console.signedIn('viewer')
  const line = await listen(t, url, viewer, console.shop)
  await line.opened()
  console.moveWall(10 * 60_000)
  await console.issue()
  assert.ok(await line.next())
  console.moveWall(5 * 60_000)
  await console.issue()
  assert.equal(await line.next(), undefined)
})

test('a line that serves one request after the other remembers none of them', async (t) => {
  const { console, url } = await openLine(t)
  const viewer = await console.signedIn('viewer')
  const [host, lines] = [new Agent({ keepAlive: true, maxSockets: 1 }), new Set<Socket>()]
  t.after(() => host.destroy())
  console.app.server.on('connection', (line: Socket) => lines.add(line))
  const ask = async (): Promise<void> => {
    const headers = { cookie: `sunap-console=${viewer.token}` }
    const [reply] = await once(get(`${url}/admin/api/session`, { agent: host, headers }), 'response')
    assert.equal(reply.statusCode, 200)
    await once(reply.resume(), 'end')
  }
  await ask()
  const [line] = lines
  const before = line?.listenerCount('close')
  for (let no = 0; no < 20; no += 1) await ask()
  assert.deepEqual([lines.size, line?.listenerCount('close')], [1, before])
})
