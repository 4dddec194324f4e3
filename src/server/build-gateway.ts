/**
 * Joins the rooms behind the listeners: storage, gateway, the way out, what runs by itself. Everything that another room
 * declared as a port is filled in here and nowhere else.
 */
import type { MerchantId } from '../core/brand.ts'
import { DEFAULT_ENDPOINT, signingSecrets } from '../core/endpoint.ts'
import { createGateway, type Gateway } from '../gateway/gateway.ts'
import { createPersonalVault } from '../gateway/personal-vault.ts'
import type { Question } from '../gateway/ports.ts'
import { createSweeper, type Sweeper } from '../gateway/sweep.ts'
import { renderConfirm, renderNotice } from '../merchant/present.ts'
import type { ClosedHost } from '../outbound/address-guard.ts'
import { createAskMerchant } from '../outbound/confirm.ts'
import { createDispatcher, type Dispatcher } from '../outbound/dispatcher.ts'
import { createGuardedClient } from '../outbound/guarded-client.ts'
import type { NoticeTryDeps, Told } from '../outbound/notice-try.ts'
import { createRetention } from '../outbound/retention.ts'
import { checkCallableUrl, type UrlRules, type UrlVerdict } from '../outbound/url-rules.ts'
import { SYSTEM_CLOCKS } from '../storage/clocks.ts'
import type { Storage } from '../storage/storage.ts'
import { createHappenings, type Happenings } from './happenings.ts'
import { after, chance, random, repeatWith } from './machine.ts'
import type { Secrets } from './secrets.ts'

export interface GatewayParts {
  readonly gateway: Gateway
  readonly sweeper: Sweeper
  readonly dispatcher: Dispatcher
  readonly happenings: Happenings
  /** May this URL be called? A no that a setting would change is told to the operator too. */
  checkUrl(text: string): UrlVerdict
  /** Starts what runs by itself, after ending the claims that a former process left open. */
  start(): Promise<void>
  /** Lets tries and sweeps under way end; calls to merchants are cut. */
  stop(): Promise<void>
}

export interface BuildOptions {
  readonly storage: Storage
  readonly secrets: Secrets
  readonly version: string
  /** Whom merchants may have called. */
  readonly urlRules: UrlRules
  /** The base of addresses that are handed out. */
  readonly publicUrl: string
  readonly reportFault: (fault: unknown) => void
}

export function buildGateway(options: BuildOptions): GatewayParts {
  const { storage, secrets, version, urlRules, publicUrl, reportFault } = options
  const happenings = createHappenings()
  const { observe } = happenings
  const tellClosed = (closed: ClosedHost): void => observe({ type: 'not_called', ...closed })
  const client = createGuardedClient({ rules: urlRules, version, tellClosed })
  const secretsOf = webhookSecretsIn(storage, secrets)
  const askMerchant = createAskMerchant({
    client,
    renderConfirm: (question: Question) => renderConfirm(question, publicUrl),
    secretsOf,
    wall: storage.clock.wall,
    reportFault,
  })
  const gateway = createGateway({
    storage,
    vault: createPersonalVault({ keys: secrets.vault, random }),
    random,
    mono: SYSTEM_CLOCKS.mono,
    askMerchant,
    observe,
  })
  const dispatcher = createDispatcher({
    queue: storage.deliveries,
    clock: storage.clock,
    mono: SYSTEM_CLOCKS.mono,
    client,
    renderNotice,
    secretsOf: noticeSecretsIn(storage, secrets),
    chance,
    after,
    observe: (told) => tellOfTry(told, observe),
    reportFault,
  })
  const retention = createRetention({ queue: storage.deliveries, clock: storage.clock, after, reportFault })
  const sweeper = createSweeper({ storage, observe, random, repeat: repeatWith(reportFault) })
  let stopSweeping = async (): Promise<void> => {}
  let stopListening = (): void => {}
  return {
    gateway,
    sweeper,
    dispatcher,
    happenings,
    checkUrl: urlCheckBy(urlRules, tellClosed),
    async start() {
      await sweeper.adoptOrphans()
      stopListening = storage.onCommitted(({ deliveries }) => {
        if (deliveries.length > 0) dispatcher.wake(deliveries)
      })
      stopSweeping = sweeper.start()
      dispatcher.start()
      retention.start()
    },
    async stop() {
      stopListening()
      await stopSweeping()
      await Promise.all([dispatcher.stop(), client.close(), retention.stop()])
    },
  }
}

/** What a try did to its endpoint is a line of its own, and a reason to call somebody. */
function tellOfTry(told: Told, observe: Happenings['observe']): void {
  observe(told)
  const { endpointBecame, delivery } = told
  const { merchantId, endpoint } = delivery
  if (endpointBecame === null || endpoint === null) return
  const resume = `npm run sunap -- endpoint-resume --merchant ${merchantId} --endpoint ${endpoint}`
  if (endpointBecame === 'resumed') observe({ type: 'endpoint_resumed', merchantId, endpoint })
  else observe({ type: 'endpoint_paused', merchantId, endpoint, cause: endpointBecame, resume })
}

/** An endpoint signs with its own secrets, an address of V1 with its merchant's. Undefined where it was removed. */
function noticeSecretsIn(storage: Storage, secrets: Secrets): NoticeTryDeps['secretsOf'] {
  const ofMerchant = webhookSecretsIn(storage, secrets)
  return ({ merchantId, endpoint }) => {
    if (endpoint === null || endpoint === DEFAULT_ENDPOINT) return ofMerchant(merchantId)
    const found = storage.directory
      .current()
      .endpoints.get(merchantId)
      ?.find(({ id }) => id === endpoint)
    return found && signingSecrets(found.secrets, storage.clock.wall()).map(secrets.open)
  }
}

function urlCheckBy(rules: UrlRules, tellClosed: (closed: ClosedHost) => void): GatewayParts['checkUrl'] {
  return (text) => {
    const verdict = checkCallableUrl(text, rules)
    if (!verdict.ok && verdict.closed !== undefined) tellClosed(verdict.closed)
    return verdict
  }
}

/** A merchant's opened webhook secrets that sign now, newest first. */
function webhookSecretsIn({ directory, clock }: Storage, secrets: Secrets): (id: MerchantId) => readonly string[] {
  return (id) => {
    const merchant = directory.current().merchants.get(id)
    if (merchant === undefined) throw new Error(`broken invariant: ${id} is to be called and is no merchant`)
    return signingSecrets(merchant.webhookSecrets, clock.wall()).map(secrets.open)
  }
}
