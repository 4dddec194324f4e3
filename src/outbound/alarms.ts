/**
 * Tells the operator's chat what cannot wait for somebody to read the log. The body is what the incoming hooks of chat
 * tools take, and nothing else, for some refuse more. It goes the way of every outbound call, so the operator's own
 * address obeys the operator's own rules. Nobody waits for an alarm: one is sent after the other, a few times each, and
 * what could not be sent stands in the log.
 */
import type { MonoTime } from '../core/brand.ts'
import type { Words } from '../wire/rejections.ts'
import { createAlarmHolds } from './alarm-holds.ts'
import type { CallResult } from './call-result.ts'
import { noticeWords } from './call-words.ts'
import type { GuardedClient } from './guarded-client.ts'
import type { After } from './notice-try.ts'

export type AlarmKind =
  | 'endpoint_paused'
  | 'confirm_refusals'
  | 'breaker_open'
  | 'disk_nearly_full'
  | 'dead_letter'
  | 'pg_silent'
  | 'pg_untold'
  | 'inquiries_locked'
  | 'receipt_stands'
  | 'receipt_missing'
  | 'bank_paid_after_all'

export interface Alarm {
  readonly kind: AlarmKind | 'test'
  /** What it is about: of one kind and subject, one goes out an hour. */
  readonly subject: string
  /** What is the matter, what it means, and what to do. */
  readonly words: Words
}

/** For the log. */
export interface UnsentAlarm {
  readonly type: 'alarm_unsent'
  readonly words: Words
  readonly why: Words
}

export interface AlarmReceiver {
  readonly client: Pick<GuardedClient, 'post'>
  readonly url: string
  /** The machine that speaks. */
  readonly from: string
  readonly language: keyof Words
}

export interface AlarmsDeps {
  /** Null: nobody is told, all of it goes to the log. */
  readonly receiver: AlarmReceiver | null
  readonly mono: () => MonoTime
  readonly after: After
  /** Must not throw. */
  readonly observe: (unsent: UnsentAlarm) => void
}

export interface Alarms {
  /** Never waits and never throws. */
  raise(alarm: Alarm): void
  /** What waits goes to the log; a call under way ends with its client. */
  stop(): Promise<void>
}

export const ALARM_MS = 5_000
/** Before each try. */
export const ALARM_WAITS_MS: readonly number[] = [0, 1_000, 10_000, 60_000]
export const ALARMS_WAITING_MAX = 50

export function createAlarms({ receiver, mono, after, observe }: AlarmsDeps): Alarms {
  const holds = createAlarmHolds()
  const waiting: { readonly alarm: Alarm; readonly heldBack: number }[] = []
  let sending: Promise<void> | undefined
  let stopped = false
  let endPause = (): void => {}

  function pause(ms: number): Promise<void> {
    if (ms === 0 || stopped) return Promise.resolve()
    return new Promise((resolve) => {
      const callOff = after(ms, resolve)
      endPause = () => {
        callOff()
        resolve()
      }
    })
  }

  /** Undefined once the receiver has it, else what became of the last try. */
  async function send(to: AlarmReceiver, alarm: Alarm, heldBack: number): Promise<Words | undefined> {
    let why = SHUT_DOWN
    for (const ms of ALARM_WAITS_MS) {
      await pause(ms)
      if (stopped) return why
      const result = await sendAlarm(to, alarm, heldBack)
      if (isReceived(result)) return undefined
      why = noticeWords(result, { url: to.url, deadlineMs: ALARM_MS })
    }
    return why
  }

  async function sendAll(to: AlarmReceiver): Promise<void> {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const why = await send(to, next.alarm, next.heldBack)
      if (why !== undefined) observe({ type: 'alarm_unsent', words: next.alarm.words, why })
    }
    // Nothing is awaited between the last look and this.
    sending = undefined
  }

  return {
    raise(alarm) {
      const { goesOut, heldBack } = holds.admit(`${alarm.kind} ${alarm.subject}`, mono())
      if (!goesOut) return
      const unsent = (why: Words): void => observe({ type: 'alarm_unsent', words: alarm.words, why })
      if (receiver === null) return unsent(NO_RECEIVER)
      if (stopped) return unsent(SHUT_DOWN)
      if (waiting.length >= ALARMS_WAITING_MAX) return unsent(TOO_MANY)
      waiting.push({ alarm, heldBack })
      sending ??= sendAll(receiver)
    },
    async stop() {
      stopped = true
      endPause()
      await sending
    },
  }
}

const SHUT_DOWN: Words = { ko: '게이트웨이가 종료되고 있습니다', en: 'the gateway is shutting down' }
const NO_RECEIVER: Words = { ko: 'SUNAP_ALARM_URL이 없습니다', en: 'SUNAP_ALARM_URL is not set' }
const TOO_MANY: Words = {
  ko: `이미 ${ALARMS_WAITING_MAX}건이 기다리고 있습니다`,
  en: `${ALARMS_WAITING_MAX} alarms are waiting already`,
}

/** One try. */
export function sendAlarm(
  { client, url, from, language }: AlarmReceiver,
  alarm: Alarm,
  heldBack = 0,
): Promise<CallResult> {
  const more = heldBack === 0 ? '' : ` ${MORE[language](heldBack)}`
  const text = readAsText(`[Sunap ${from}] ${alarm.kind}: ${alarm.words[language]}${more}`)
  return client.post({
    url,
    contentType: 'application/json',
    body: JSON.stringify({ text }),
    headers: {},
    deadlineMs: ALARM_MS,
    overlongBody: 'cut',
  })
}

export function isReceived(result: CallResult): boolean {
  return result.kind === 'answered' && result.status >= 200 && result.status < 300
}

const MORE: Readonly<Record<keyof Words, (count: number) => string>> = {
  ko: (count) => `(그 사이 같은 알림 ${count}건은 보내지 않았습니다.)`,
  en: (count) => `(${count} more like this were held back since the last one.)`,
}

/** Chat tools read `<...>` as a link or as a call to everybody. */
function readAsText(text: string): string {
  return text
    .replace(/\p{C}+/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
}
