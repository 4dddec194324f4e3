/**
 * What one exam has at hand: the receiver, the API it may ask back, its own idea of its orders, and a supply of orders
 * that nobody has used. It also remembers what the first notice showed, on which everything after is judged.
 */
import { signWebhook, webhookSecret } from '../../outbound/standard-webhooks.ts'
import type { V1_STATUSES } from '../../wire/payment-answer.ts'
import type { ExamApi } from './exam-api.ts'
import type { Answer, ExamLine, Pace, Pause, Sending } from './exam-line.ts'
import {
  contentTypeOf,
  type ExamNotice,
  type ExamOrder,
  type NoticeFormat,
  noticeBody,
  STATUS_AFTER,
} from './exam-notice.ts'
import { NO_STATE_URL, type OrderState, readOrderState } from './order-state.ts'

export interface ExamLimits {
  /** An answer that takes longer is worth a warning. */
  readonly slowMs: number
  /** What the gateway waits for an answer. */
  readonly deadlineMs: number
  /** How long the dripping body takes. */
  readonly dripMs: number
  /** How long a receiver may go on working after it has answered. */
  readonly settleMs: number
  /** Between two looks at an order. */
  readonly lookMs: number
}

export interface SceneOptions {
  readonly url: URL
  readonly format: NoticeFormat
  /** `whsec_…` that the receiver knows; null where it was not given. */
  readonly secret: string | null
  /** With `{merchant_uid}` in it. */
  readonly stateUrl: string | null
  /** What the `merchant_uid` of every order begins with; a number follows. */
  readonly orderPrefix: string
  readonly limits: ExamLimits
  readonly line: ExamLine
  readonly api: ExamApi
  readonly wallMs: () => number
  readonly pause: Pause
  readonly randomBytes: (count: number) => Buffer
}

/** In what a sending differs from what the gateway sends. */
export interface Manner {
  /** The id of an earlier notice: it is told again. */
  readonly webhookId?: string
  readonly body?: string
  /** What the signature is made over, where that is not the body. */
  readonly signedBody?: string
  /** Empty: no signature at all. */
  readonly secrets?: readonly string[]
  /** What stands in the header instead of the right signature. */
  readonly spoil?: (signature: string) => string
  /** Of the timestamp; below 0 it lies ahead. */
  readonly ageSeconds?: number
  readonly contentType?: string
  readonly capitals?: boolean
  readonly pace?: Pace
}

export interface FirstNotice {
  readonly notice: ExamNotice
  readonly webhookId: string
  readonly answer: Answer
}

export interface Scene {
  readonly url: URL
  readonly format: NoticeFormat
  readonly limits: ExamLimits
  /** The secret of the exam, and one that the receiver cannot know. */
  readonly secret: string
  readonly foreignSecret: string
  readonly knowsSecret: boolean
  newWebhookId(): string
  /** A notice about an order of its own; the API says the same of it unless `truth` is another. */
  notice(event: ExamNotice['event'], version: number, truth?: (typeof V1_STATUSES)[number]): ExamNotice
  /** Another event of the same order; the API goes by the newer of the two. */
  follow(notice: ExamNotice, event: ExamNotice['event'], version: number): ExamNotice
  /** A notice about a payment that the API does not know. */
  unknown(): ExamNotice
  send(notice: ExamNotice, manner?: Manner): Promise<Answer>
  sendInTurn(notices: readonly ExamNotice[]): Promise<readonly Answer[]>
  get(): Promise<Answer>
  /** The first of all, sent when it is first asked for. */
  first(): Promise<FirstNotice>
  /** Whether the receiver asked the API about this order; known to be no where it did not ask about the first. */
  wasAsked(order: ExamOrder): Promise<boolean>
  /** After as long as an earlier notice took to show; where it is not as wanted, looked at again for `settleMs`. */
  stateOf(order: ExamOrder, wanted: 'paid' | 'unpaid'): Promise<OrderState>
  /** Begins a check: what is heard from now on is its own. */
  begin(): void
  /** Whether nobody listened at the receiver's port since then, whatever was sent. */
  isGone(): boolean
}

export function createScene(options: SceneOptions): Scene {
  const { url, format, limits, line, api, wallMs, randomBytes } = options
  const foreignSecret = webhookSecret(randomBytes(32))
  const secret = options.secret ?? webhookSecret(randomBytes(32))
  const orders = createOrders(options.orderPrefix, randomBytes(4).readUInt32BE())
  const newWebhookId = counted((number) => `${orders.run}_${number}`)
  const sendingOf = createWriter({ ...options, secret, newWebhookId })
  let first: Promise<FirstNotice> | undefined
  let asksBack: Promise<boolean> | undefined
  let heard: Answer[] = []

  const scene: Scene = {
    url,
    format,
    limits,
    secret,
    foreignSecret,
    knowsSecret: options.secret !== null,
    newWebhookId,
    ...createNotices(orders.next, api, wallMs),
    async send(notice, manner = {}) {
      const answer = await line.send({ ...sendingOf(notice, manner), url })
      heard.push(answer)
      return answer
    },
    async sendInTurn(notices) {
      const sendings = notices.map((notice) => sendingOf(notice, {}))
      const answers = await line.sendInTurn(url, sendings)
      heard.push(...answers)
      return answers
    },
    get: () => line.send({ method: 'GET', url, headers: { Accept: '*/*' }, body: '', pace: 'whole' }),
    first() {
      first ??= sendFirst(scene)
      return first
    },
    async wasAsked(order) {
      if (format === 'modern') return false
      asksBack ??= scene.first().then(({ notice }) => api.wasAsked(notice.order, limits.settleMs))
      return (await asksBack) && api.wasAsked(order, limits.settleMs)
    },
    stateOf: createLook(options),
    begin() {
      heard = []
    },
    isGone: () => heard.length > 0 && heard.every((answer) => answer.kind === 'silent' && answer.cause === NOBODY),
  }
  return scene
}

const NOBODY = 'connect_refused'

async function sendFirst(scene: Scene): Promise<FirstNotice> {
  const notice = scene.notice('paid', 3)
  const webhookId = scene.newWebhookId()
  return { notice, webhookId, answer: await scene.send(notice, { webhookId }) }
}

function counted<Made>(make: (number: number) => Made): () => Made {
  let last = 0
  return () => {
    last += 1
    return make(last)
  }
}

/** No two exams have a payment in common; orders are named by whoever must make them first. */
function createOrders(prefix: string, run: number) {
  const digits = String(run).padStart(10, '0')
  const next = counted((number): ExamOrder => {
    return { impUid: `imp_${digits}${String(number).padStart(2, '0')}`, merchantUid: `${prefix}${number}` }
  })
  return { run: `exam_${digits}`, next }
}

type Notices = Pick<Scene, 'notice' | 'follow' | 'unknown'>

function createNotices(nextOrder: () => ExamOrder, api: ExamApi, wallMs: () => number): Notices {
  const about = (order: ExamOrder, event: ExamNotice['event'], version: number): ExamNotice => {
    return { order, event, version, at: wallMs() }
  }
  return {
    notice(event, version, truth = STATUS_AFTER[event]) {
      const order = nextOrder()
      api.tell(order, truth)
      return about(order, event, version)
    },
    follow(notice, event, version) {
      if (version > notice.version) api.tell(notice.order, STATUS_AFTER[event])
      return about(notice.order, event, version)
    },
    unknown: () => about(nextOrder(), 'paid', 3),
  }
}

type WriterOptions = Pick<SceneOptions, 'format' | 'wallMs'> & Pick<Scene, 'secret' | 'newWebhookId'>

/** The request that the gateway would make of this notice, changed as `manner` says. */
function createWriter({ format, secret, newWebhookId, wallMs }: WriterOptions) {
  return (notice: ExamNotice, manner: Manner): Omit<Sending, 'url'> => {
    const body = manner.body ?? noticeBody(format, notice)
    const timestampSeconds = Math.floor(wallMs() / 1000) - (manner.ageSeconds ?? 0)
    const message = { id: manner.webhookId ?? newWebhookId(), timestampSeconds, body: manner.signedBody ?? body }
    const { secrets = [secret], spoil = (signature: string) => signature } = manner
    const signed = secrets.length === 0 ? undefined : signWebhook(message, secrets)
    const headers = {
      ...(signed === undefined ? {} : { ...signed, 'webhook-signature': spoil(signed['webhook-signature']) }),
      'sunap-version': String(notice.version),
      'content-type': manner.contentType ?? contentTypeOf(format),
      'user-agent': 'Sunap-Exam',
      accept: '*/*',
    }
    return {
      method: 'POST',
      headers: manner.capitals ? inCapitals(headers) : headers,
      body,
      pace: manner.pace ?? 'whole',
    }
  }
}

function inCapitals(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value]))
}

/** A receiver may work on after its answer; how long, its earlier orders show. */
function createLook({ line, stateUrl, limits, pause }: SceneOptions): Scene['stateOf'] {
  let lagMs = 0
  return async ({ merchantUid }, wanted) => {
    if (stateUrl === null) return NO_STATE_URL
    if (lagMs > 0) await pause(lagMs)
    for (let waitedMs = 0; ; waitedMs += limits.lookMs) {
      const state = await readOrderState(line, stateUrl, merchantUid)
      if (!state.seen || state.paid === (wanted === 'paid')) {
        lagMs = Math.max(lagMs, 2 * waitedMs)
        return state
      }
      if (waitedMs >= limits.settleMs) return state
      await pause(limits.lookMs)
    }
  }
}
