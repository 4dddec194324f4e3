/** For tests only: the line of a till of the exam. */
import { setTimeout as delay } from 'node:timers/promises'
import type { TillStart } from './driver.ts'
import type { Conduct, Key, Reply } from './test-till-conduct.ts'

export type TestLine = ReturnType<typeof createLine>

interface Heard {
  readonly reply: Reply | undefined
  readonly text: string
  readonly late: Promise<Reply | undefined> | undefined
}

export function createLine(conduct: Conduct, { url, terminal, secret, speed }: TillStart, nextStan: () => string) {
  async function exchange(message: string, fields: object, signal: AbortSignal | null): Promise<string> {
    const body = JSON.stringify(conduct.body(message, { ...fields, sent_at: Math.floor(Date.now() / 1000) }))
    const headers = { ...conduct.sign({ message, body, secret, terminal }), 'Content-Type': 'application/json' }
    const response = await fetch(`${url}/pos/v1/${message}`, { method: 'POST', headers, body, signal })
    return response.text()
  }
  async function message(name: string, fields: object): Promise<Heard> {
    const waitMs = conduct.waitMs / speed
    const signal = conduct.hearsLate || waitMs === Infinity ? null : AbortSignal.timeout(waitMs)
    const text = exchange(name, fields, signal).catch(() => undefined)
    const inTime = conduct.hearsLate ? await Promise.race([text, delay(waitMs, undefined)]) : await text
    const late = conduct.hearsLate
      ? text.then((whole) => (whole === undefined ? undefined : conduct.read(whole)))
      : undefined
    return inTime === undefined
      ? { reply: undefined, text: '', late }
      : { reply: conduct.read(inTime), text: inTime, late: undefined }
  }
  const newKey = (date: string): Key => ({ business_date: date, stan: nextStan() })
  return {
    message,
    newKey,
    async today() {
      for (;;) {
        const { reply } = await message('echo', { stan: nextStan() })
        if (reply !== undefined && conduct.judge(reply) !== 'again') return String(reply.business_date)
        await delay(conduct.againMs / speed)
      }
    },
  }
}
