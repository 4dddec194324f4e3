/**
 * One sale for every scenario, all at the same time: a merchant of its own whose `confirm_url` is the hostile server, a
 * number, a till that collects it. The gateway is a whole one, and everything between it and the servers is real.
 */
import type { MerchantId } from '../../src/core/brand.ts'
import type { WebhookSecret } from '../../src/core/endpoint.ts'
import type { Payment } from '../../src/core/payment.ts'
import {
  channelOf,
  collectAsked,
  issueRequest,
  merchantNamed,
  said,
  tillNamed,
} from '../../src/gateway/test-gateway.ts'
import { SYSTEM_CLOCKS } from '../../src/storage/clocks.ts'
import type { RunningGateway } from '../e2e/running-gateway.ts'
import { openHostileServer } from './hostile-server.ts'
import { BUDGET_MS, type Scenario } from './scenario.ts'

export interface Sale {
  readonly scenario: Scenario
  /** What the gateway made of the server's answer; undefined where it never said. */
  readonly word: Scenario['word'] | undefined
  readonly askedMs: number
  /** `collected`, `declined: merchant_refused`, ... */
  readonly outcome: string
  /** When all is over, late answers included. */
  readonly state: Payment['state'] | undefined
  readonly connections: number
  /** Bytes that the server got rid of. */
  readonly pushed: number
}

let merchants = 0

/** Resolves when no connection and no server is left. */
export async function sellToAll(gateway: RunningGateway, scenarios: readonly Scenario[]): Promise<readonly Sale[]> {
  const words = new Map<string, { readonly word: Scenario['word']; readonly askedMs: number }>()
  const { storage, parts } = gateway.running
  const stopWatching = parts.happenings.watch((happening) => {
    if (happening.type !== 'asked') return
    words.set(happening.payment.id, { word: happening.verdict.kind, askedMs: happening.latencyMs })
  })
  const started = await Promise.all(scenarios.map((scenario) => openSale(gateway, scenario)))
  const outcomes = await Promise.all(started.map(({ collect }) => collect()))
  const sales = started.map(async ({ scenario, server, payment }, at): Promise<Sale> => {
    const pushed = server.pushed()
    await server.close()
    const { word, askedMs = Number.NaN } = words.get(payment.id) ?? {}
    const now = await storage.payments.find(payment.merchantId, payment.id)
    const outcome = outcomes[at] ?? ''
    return { scenario, word, askedMs, outcome, state: now?.state, connections: server.connections(), pushed }
  })
  const ended = await Promise.all(sales)
  stopWatching()
  return ended
}

async function openSale({ running }: RunningGateway, scenario: Scenario) {
  const { parts, storage } = running
  merchants += 1
  const stan = String(merchants)
  const merchant = `mer_hostile_${stan}` as MerchantId
  const server = await openHostileServer(scenario)
  await storage.directory.put([
    { kind: 'merchant', entry: merchantNamed(merchant, { webhookSecrets: sealedSecretIn(running) }) },
    { kind: 'channel', entry: channelOf(merchant) },
  ])
  const request = issueRequest({ merchant, confirmUrl: server.url, channel: { confirmTimeoutMs: BUDGET_MS } })
  const issued = await parts.gateway.issue(merchant, request)
  if (!issued.ok) throw new Error(`not issued: ${issued.rejection.name}`)
  const { payment } = issued
  const collect = async (): Promise<string> =>
    said(await parts.gateway.collect(tillNamed('1'), collectAsked(SYSTEM_CLOCKS, payment.number, { stan })))
  return { scenario, server, payment, collect }
}

/** Any will do, and the gateway has sealed this one itself. */
function sealedSecretIn({ storage, practice }: RunningGateway['running']): readonly WebhookSecret[] {
  const seller = storage.directory.current().merchants.get(practice.merchantId)
  if (seller === undefined) throw new Error('the sandbox has no seller')
  return seller.webhookSecrets
}
