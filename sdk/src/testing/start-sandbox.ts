/// <reference lib="esnext.disposable" preserve="true" />
/**
 * `startSandbox()`: a whole practice gateway in a test, the merchant's client at it, a store that pays, days that pass, and
 * a receiver that has heard and verified every notice.
 */
import { type Client, createClient } from '../client.ts'
import type { Language } from '../errors.ts'
import type { ConfirmBody, Notice } from '../webhooks.ts'
import { startGatewayProcess } from './gateway-process.ts'
import { findGateway, type GatewaySource } from './gateway-source.ts'
import { type ConfirmAnswer, LOOPBACK, type NoticeFilter, openReceiver } from './receiver.ts'
import { type ClockAnswer, createSandboxApi, type PayOptions, type Play, type SandboxApi } from './sandbox-api.ts'

export type { ConfirmAnswer } from './receiver.ts'

export interface SandboxOptions {
  /** The folder of a checkout of Sunap, or of its package; from the environment: `SUNAP_GATEWAY`. */
  readonly gateway?: string | undefined
  /** One that runs already, a container in CI for instance; from the environment: `SUNAP_URL`. */
  readonly url?: string | undefined
  /** Of one that runs already; from the environment: `SUNAP_IMP_KEY`, `SUNAP_IMP_SECRET`, `SUNAP_WEBHOOK_SECRET`. */
  readonly impKey?: string | undefined
  readonly impSecret?: string | undefined
  /** Where it is not known, questions to `confirmUrl` are not verified; notices always are. */
  readonly webhookSecret?: string | undefined
  /** The name by which a gateway in a container reaches this machine; then the receiver listens on the whole network. */
  readonly receiverHost?: string | undefined
  readonly language?: Language | undefined
}

export interface Sandbox {
  readonly url: string
  /** Null where only the `url` of a running one is known. */
  readonly posUrl: string | null
  readonly impKey: string
  readonly impSecret: string
  /** What notices to your Notification URL and questions to `confirm_url` are signed with: give it to your app. */
  readonly webhookSecret: string | undefined
  readonly client: Client
  /** A store plays: inquiry, money, collect; by the number or the `imp_uid`. */
  pay(payment: string, options?: PayOptions): Promise<Play>
  /** Lets time pass until this payment has ended. */
  expire: SandboxApi['expire']
  readonly clock: {
    /** `'90s'`, `'30m'`, `'36h'`, `'9d'`, or seconds. Everything that is due on the way happens. */
    advance(by: string | number): Promise<ClockAnswer>
  }
  /** As `confirm_url` of an order: answers what `confirm` says. */
  readonly confirmUrl: string
  /** `payable` until something else is said. */
  confirm(answer: ConfirmAnswer, reason?: string): void
  /** What `confirmUrl` was asked. */
  readonly questions: readonly ConfirmBody[]
  /** Every notice of every payment, verified, each once. */
  readonly notices: readonly Notice[]
  /** The next one of these that was not given away before; waits 10 seconds where nothing else is said. */
  nextNotice(filter?: NoticeFilter, options?: { readonly timeoutMs?: number }): Promise<Notice>
  /** Forgets payments, notices and questions, and answers `payable` again. The clock stays. */
  reset(): Promise<void>
  stop(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

const NOTICE_WAITED_MS = 10_000

export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { language = 'en', receiverHost = LOOPBACK } = options
  const house = await openHouse(findGateway(options, process.env, process.cwd()), options)
  const { url, impKey, impSecret, webhookSecret } = house
  const client = createClient({ url, impKey, impSecret, language })
  const api = createSandboxApi(url, language)
  const receiver = await openReceiver(receiverHost)
  let stopping: Promise<void> | undefined
  const end = async (endpoint?: string): Promise<void> => {
    if (house.isShared && endpoint !== undefined) await client.endpoints.remove(endpoint)
    await house.stop()
    await receiver.close()
  }
  try {
    if (!house.isShared) await api.reset() // what a newcomer is shown first
    const { id, secret } = await client.endpoints.add({ url: receiver.noticeUrl, description: 'sunap-sdk/testing' })
    receiver.trust({ notice: secret, confirm: webhookSecret })
    const stop = (): Promise<void> => (stopping ??= end(id))
    return {
      ...{ url, posUrl: house.posUrl, impKey, impSecret, webhookSecret, client },
      pay: api.pay,
      expire: api.expire,
      clock: { advance: api.advance },
      confirmUrl: receiver.confirmUrl,
      confirm: receiver.answer,
      questions: receiver.questions,
      notices: receiver.notices,
      nextNotice: (filter = {}, { timeoutMs = NOTICE_WAITED_MS } = {}) => receiver.next(filter, timeoutMs),
      async reset() {
        await api.reset()
        receiver.forget()
      },
      stop,
      [Symbol.asyncDispose]: stop,
    }
  } catch (error) {
    await end()
    throw error
  }
}

interface House {
  readonly url: string
  readonly posUrl: string | null
  readonly impKey: string
  readonly impSecret: string
  readonly webhookSecret: string | undefined
  /** Others may use it too. */
  readonly isShared: boolean
  stop(): Promise<void>
}

async function openHouse(source: GatewaySource, options: SandboxOptions): Promise<House> {
  if (source.kind !== 'running') return { ...(await startGatewayProcess(source)), isShared: false }
  const { env } = process
  const impKey = options.impKey || env['SUNAP_IMP_KEY']
  const impSecret = options.impSecret || env['SUNAP_IMP_SECRET']
  if (!impKey || !impSecret)
    throw new TypeError(
      `${source.url} runs already, so its keys must be named: impKey and impSecret, or SUNAP_IMP_KEY and SUNAP_IMP_SECRET. ` +
        'They are in sandbox.json of its data folder.',
    )
  const webhookSecret = options.webhookSecret || env['SUNAP_WEBHOOK_SECRET'] || undefined
  const url = source.url.replace(/\/+$/, '')
  return { url, posUrl: null, impKey, impSecret, webhookSecret, isShared: true, stop: async () => {} }
}
