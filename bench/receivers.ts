/**
 * Where notices go: servers of merchants, each on a port of its own, in a process of their own. The prompt ones take
 * everything and note what came and when; of the others only the calls are counted.
 */

import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setPriority } from 'node:os'
import { openHostileServer } from '../test/hostile/hostile-server.ts'
import { type Conduct, drips, floods, OK } from '../test/hostile/scenario.ts'
import { type NoticeSample, NoticesAwaited, type ReceiverName, ReceiversWanted } from './notice-messages.ts'
import { reader, serveSteps } from './serve-steps.ts'
import { monotonicMs, usageNow } from './usage.ts'

const readWanted = reader(ReceiversWanted)
const readAwaited = reader(NoticesAwaited)

const GIGABYTE = 1_000_000_000
/** Of the processor: in life they have machines of their own. */
const LAST_IN_THE_ROW = 19

const CONDUCTS: Readonly<Record<Exclude<ReceiverName, 'prompt'>, Conduct>> = {
  dead: () => {},
  slow: drips(`${OK}content-length: 100000\r\n\r\n`, 'x'),
  hostile: floods(`${OK}content-length: ${GIGABYTE}\r\n\r\n`, 'x'),
}

const firstSeenAt = new Map<string, number>()
let calls = 0
let sample: NoticeSample | undefined
let onCall = (): void => {}

serveSteps({
  async start(given) {
    const { receivers } = readWanted(given)
    if (!receivers.includes('prompt')) setPriority(LAST_IN_THE_ROW)
    return { urls: await Promise.all(receivers.map((name) => (name === 'prompt' ? openPrompt() : openOther(name)))) }
  },
  async heard() {
    const answer = { calls, different: firstSeenAt.size }
    calls = 0
    firstSeenAt.clear()
    return answer
  },
  /** Answers when so many different ones have come since it was last asked. */
  async seen(given) {
    const { notices } = readAwaited(given)
    await new Promise<void>((resolve) => {
      onCall = () => firstSeenAt.size >= notices && resolve()
      onCall()
    })
    const seen = [...firstSeenAt].map(([id, at]) => ({ id, at }))
    firstSeenAt.clear()
    return { seen }
  },
  async sample() {
    if (sample === undefined) throw new Error('no notice has come')
    return sample
  },
  usage: async () => usageNow(),
})

async function openPrompt(): Promise<string> {
  const server = createServer((request, response) => {
    const id = String(request.headers['webhook-id'])
    calls += 1
    if (!firstSeenAt.has(id)) firstSeenAt.set(id, monotonicMs())
    let body = ''
    request.setEncoding('utf8').on('data', (text) => {
      body += text
    })
    request.on('end', () => {
      response.writeHead(200).end()
      sample ??= { headers: sentHeaders(request.headers), body }
      onCall()
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  return `http://127.0.0.1:${port}/notice`
}

/** What a connection is made of belongs to the client that makes it. */
const OF_THE_CONNECTION: ReadonlySet<string> = new Set(['host', 'connection', 'content-length'])

function sentHeaders(headers: IncomingHttpHeaders): NoticeSample['headers'] {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (OF_THE_CONNECTION.has(name) ? [] : [[name, String(value)]])),
  )
}

async function openOther(name: Exclude<ReceiverName, 'prompt'>): Promise<string> {
  const serve: Conduct = (line) => {
    calls += 1
    CONDUCTS[name](line)
  }
  const { url } = await openHostileServer({ title: name, word: 'unanswered', serve })
  return url
}
