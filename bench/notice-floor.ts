/**
 * What lies below a drain: the same bytes to the same receivers, as many at once, with nothing stored and nothing decided.
 * By our own client, as the dispatcher uses it, and by the agent of `node:http`; both keep their connections.
 */
import { once } from 'node:events'
import { Agent, type IncomingMessage, request } from 'node:http'
import { createGuardedClient } from '../src/outbound/guarded-client.ts'
import { urlRulesOf } from '../src/server/url-rules.ts'
import { type NoticeSample, PostsWanted } from './notice-messages.ts'
import { reader, serveSteps } from './serve-steps.ts'
import { monotonicMs, usageNow } from './usage.ts'

const readWanted = reader(PostsWanted)

type Post = (url: string) => Promise<void>

serveSteps({
  async post(given) {
    const { client, urls, atOnceOfEach, notices, sample } = readWanted(given)
    const post = client === 'guarded' ? guardedPost(sample) : nodePost(sample, atOnceOfEach)
    const beganAt = monotonicMs()
    let left = notices
    const postSome = async (url: string): Promise<void> => {
      while (left > 0) {
        left -= 1
        await post(url)
      }
    }
    await Promise.all(urls.flatMap((url) => Array.from({ length: atOnceOfEach }, () => postSome(url))))
    return { elapsedMs: monotonicMs() - beganAt }
  },
  usage: async () => usageNow(),
})

const DEADLINE_MS = 15_000
/** The client writes these itself. */
const BY_CLIENT: ReadonlySet<string> = new Set(['user-agent', 'accept', 'accept-encoding', 'content-type'])

function guardedPost({ headers, body }: NoticeSample): Post {
  const client = createGuardedClient({ rules: urlRulesOf({ mode: 'sandbox', allowedRanges: [] }), version: 'bench' })
  const own = Object.fromEntries(Object.entries(headers).filter(([name]) => !BY_CLIENT.has(name)))
  const contentType = headers['content-type'] ?? ''
  return async (url) => {
    const call = { url, contentType, body, headers: own, deadlineMs: DEADLINE_MS, overlongBody: 'cut' } as const
    const result = await client.post({ ...call, kept: { as: url, sent: 'again' } })
    if (result.kind === 'failed') throw new Error(`a receiver was not reached: ${result.detail}`)
  }
}

function nodePost({ headers, body }: NoticeSample, atOnceOfEach: number): Post {
  const agent = new Agent({ keepAlive: true, maxSockets: atOnceOfEach })
  return async (url) => {
    const posted = request(url, { method: 'POST', agent, headers }).end(body)
    const [answer]: IncomingMessage[] = await once(posted, 'response')
    if (answer !== undefined) await once(answer.resume(), 'end')
  }
}
