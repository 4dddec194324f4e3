/**
 * Joins the rooms behind the listeners: storage, gateway, the way out, what runs by itself. Everything that another room
 * declared as a port is filled in here and nowhere else.
 */
import type { MerchantId } from '../core/brand.ts'
import { type ConfirmTally, createConfirmTally } from '../gateway/confirm-tally.ts'
import { createGateway, type Gateway } from '../gateway/gateway.ts'
import { createPersonalVault } from '../gateway/personal-vault.ts'
import type { Question } from '../gateway/ports.ts'
import { createSweeper, type Sweeper } from '../gateway/sweep.ts'
import { renderConfirm, renderNotice } from '../merchant/present.ts'
import { createAskMerchant } from '../outbound/confirm.ts'
import { createDispatcher, type Dispatcher } from '../outbound/dispatcher.ts'
import { createGuardedClient } from '../outbound/guarded-client.ts'
import type { UrlRules } from '../outbound/url-rules.ts'
import { SYSTEM_CLOCKS } from '../storage/clocks.ts'
import type { Storage } from '../storage/storage.ts'
import type { ReportFault } from './fault-log.ts'
import { createHappenings, type Happenings } from './happenings.ts'
import { after, chance, random, repeatWith } from './machine.ts'
import type { Secrets } from './secrets.ts'

export interface GatewayParts {
  readonly gateway: Gateway
  readonly sweeper: Sweeper
  readonly dispatcher: Dispatcher
  readonly happenings: Happenings
  readonly urlRules: UrlRules
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
  const client = createGuardedClient({ rules: urlRules, version })
  const secretsOf = webhookSecretsIn(storage, secrets)
  const askMerchant = createAskMerchant({
    client,
    renderConfirm: (question: Question) => renderConfirm(question, publicUrl),
    secretsOf,
    wall: storage.clock.wall,
    mono: SYSTEM_CLOCKS.mono,
    observe,
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
    client,
    renderNotice,
    secretsOf,
    chance,
    after,
    observe,
    reportFault,
  })
  const sweeper = createSweeper({ storage, observe, random, repeat: repeatWith(reportFault) })
  const tally = tallyOf(storage, happenings, reportFault)
  let stopSweeping = async (): Promise<void> => {}
  let stopListening = (): void => {}
  return {
    gateway,
    sweeper,
    dispatcher,
    happenings,
    urlRules,
    async start() {
      await sweeper.adoptOrphans()
      stopListening = storage.onCommitted(({ deliveries }) => {
        if (deliveries.length > 0) dispatcher.wake()
      })
      stopSweeping = sweeper.start()
      dispatcher.start()
      tally.start()
    },
    async stop() {
      stopListening()
      await stopSweeping()
      await Promise.all([dispatcher.stop(), client.close(), tally.stop()])
    },
  }
}

/** Counts every question that is asked here. */
function tallyOf({ confirmFigures, clock }: Storage, { watch }: Happenings, reportFault: ReportFault): ConfirmTally {
  const repeat = repeatWith(reportFault)
  const tally = createConfirmTally({ confirmFigures, wall: clock.wall, repeat, reportFault })
  watch((happening) => {
    if (happening.type === 'asked') tally.count(happening.payment.merchantId, happening)
  })
  return tally
}

/** A merchant's opened webhook secrets, newest first. */
function webhookSecretsIn({ directory }: Storage, secrets: Secrets): (id: MerchantId) => readonly string[] {
  return (id) => {
    const merchant = directory.current().merchants.get(id)
    if (merchant === undefined) throw new Error(`broken invariant: ${id} is to be called and is no merchant`)
    return merchant.webhookSecrets.map(secrets.open)
  }
}
