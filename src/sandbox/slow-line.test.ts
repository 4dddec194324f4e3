import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import { createSlowFetch } from './slow-line.ts'
import type { Pause } from './till-conduct.ts'

interface Far {
  readonly url: URL
  readonly pieces: number[]
  readonly bodies: string[]
}

async function openFar(t: TestContext, cutAfterPieces = Number.POSITIVE_INFINITY): Promise<Far> {
  const pieces: number[] = []
  const bodies: string[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('error', () => {})
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString()
      if (pieces.push(chunk.length) >= cutAfterPieces) request.socket.destroy()
    })
    request.on('end', () => {
      bodies.push(body)
      response.writeHead(201).end(`${request.headers['x-till']} ${request.headers['content-length']}`)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  return { url: new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/pos`), pieces, bodies }
}

const ticks: Pause = () => new Promise((resolve) => setTimeout(resolve, 2))

test('the same bytes arrive in pieces, over the time that was asked for', async (t) => {
  const far = await openFar(t)
  const waits: number[] = []
  const pause: Pause = async (ms) => {
    waits.push(ms)
    await ticks(ms)
  }
  const body = new TextEncoder().encode('0123456789'.repeat(10))
  const answer = await createSlowFetch(600, pause)(far.url, { method: 'POST', headers: { 'x-till': 'one' }, body })
  assert.equal(answer.status, 201)
  assert.equal(await answer.text(), 'one 100')
  assert.deepEqual(far.bodies, ['0123456789'.repeat(10)])
  assert.equal(
    waits.reduce((sum, ms) => sum + ms, 0),
    600,
  )
  assert.ok(far.pieces.length > 1)
})

test('a line that breaks on the way is an error, not a crash', async (t) => {
  const far = await openFar(t, 2)
  const body = new TextEncoder().encode('x'.repeat(100))
  await assert.rejects(createSlowFetch(100, ticks)(far.url, { method: 'POST', body }))
})

test('the signal ends it', async (t) => {
  const far = await openFar(t)
  const stop = new AbortController()
  const body = new TextEncoder().encode('x'.repeat(100))
  const sent = createSlowFetch(100, ticks)(far.url, { method: 'POST', body, signal: stop.signal })
  stop.abort()
  await assert.rejects(sent, { name: 'AbortError' })
})
