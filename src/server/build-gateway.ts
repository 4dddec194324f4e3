/**
 * Joins the rooms behind the listeners: storage, gateway, the way out, what runs by itself. Everything that another room
 * declared as a port is filled in here and nowhere else.
 */
import { type ConfirmTally, createConfirmTally } from '../gateway/confirm-tally.ts'
import { createFigureSweeper } from '../gateway/day-figures.ts'
import { createGateway, type Gateway } from '../gateway/gateway.ts'
import { createInquiryGuard, NO_GUARD } from '../gateway/inquiry-guard.ts'
import { createOutsideSweeper, type OutsideSweeper } from '../gateway/outside-sweep.ts'
import { createPersonalVault } from '../gateway/personal-vault.ts'
import { createPgErrands } from '../gateway/pg-errands.ts'
import type { AskMerchant, Payer, Question, ReceiptIssuer } from '../gateway/ports.ts'
import { createReportSweeper } from '../gateway/reports.ts'
import { createSweeper, type Sweeper } from '../gateway/sweep.ts'
import { createTillWatch, type TillWatch } from '../gateway/till-watch.ts'
import type { NoticeDesk } from '../merchant/notice-desk.ts'
import { renderConfirm } from '../merchant/present.ts'
import type { ClosedHost } from '../outbound/address-guard.ts'
import { createAskMerchant } from '../outbound/confirm.ts'
import { createDispatcher, type Dispatcher } from '../outbound/dispatcher.ts'
import { createGuardedClient, type GuardedClient } from '../outbound/guarded-client.ts'
import type { Told } from '../outbound/notice-try.ts'
import { createRetention } from '../outbound/retention.ts'
import { checkCallableUrl, type UrlRules, type UrlVerdict } from '../outbound/url-rules.ts'
import { SYSTEM_CLOCKS } from '../storage/clocks.ts'
import type { Committed, Storage } from '../storage/storage.ts'
import { buildLines } from './build-channels.ts'
import type { ReportFault } from './fault-log.ts'
import { createHappenings, type Happenings } from './happenings.ts'
import { after, chance, random, repeatWith } from './machine.ts'
import { noticeRenderer, openNoticeDesk } from './notice-verbs.ts'
import type { Secrets } from './secrets.ts'
import { merchantSecrets, noticeSecrets } from './signing-secrets.ts'

export interface GatewayParts {
  readonly gateway: Gateway
  readonly notices: NoticeDesk
  readonly sweeper: Sweeper
  readonly outsideSweeper: OutsideSweeper
  readonly dispatcher: Dispatcher
  readonly happenings: Happenings
  readonly tillWatch: TillWatch
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
  /** Null: no cash receipts. */
  readonly issuer: ReceiptIssuer | null
  /** Tills practise, and ask as often as they like. */
  readonly practice: boolean
  /** Null: refunds are transferred by hand. */
  readonly payer: Payer | null
  readonly reportFault: (fault: unknown) => void
}

export function buildGateway(options: BuildOptions): GatewayParts {
  const { storage, secrets, version, urlRules, issuer, payer, practice, reportFault } = options
  const happenings = createHappenings()
  const { observe } = happenings
  const tellClosed = (closed: ClosedHost): void => observe({ type: 'not_called', ...closed })
  const client = createGuardedClient({ rules: urlRules, version, tellClosed })
  const pg = buildLines(options, { observe, reportFault })
  const gateway = createGateway({
    storage,
    vault: createPersonalVault({ keys: secrets.vault, random }),
    random,
    mono: SYSTEM_CLOCKS.mono,
    askMerchant: askerOf(options, client, observe),
    channels: pg.lines,
    inquiryGuard: practice ? NO_GUARD : createInquiryGuard(SYSTEM_CLOCKS.mono),
    ...{ issuer, payer, observe },
  })
  const dispatcher = dispatcherOf(options, client, observe)
  const retention = createRetention({ queue: storage.deliveries, clock: storage.clock, after, reportFault })
  const repeat = repeatWith(reportFault)
  const sweeper = createSweeper({ storage, observe, random, repeat })
  const reportSweeper = createReportSweeper({ storage, reports: gateway.reports, repeat })
  const outsideSweeper = createOutsideSweeper({ storage, ...gateway, repeat })
  const errands = createPgErrands({ storage, channels: pg.lines, observe, repeat, reportFault })
  const figureSweeper = createFigureSweeper({ storage, figures: gateway.figures, repeat })
  const tally = tallyOf(storage, happenings, reportFault)
  const { tillSightings: sightings } = storage
  const tillWatch = createTillWatch({ sightings, wall: storage.clock.wall, repeat, reportFault })
  let stopSweeping = async (): Promise<void> => {}
  let stopListening = (): void => {}
  return {
    gateway,
    notices: openNoticeDesk(storage, secrets, client),
    sweeper,
    outsideSweeper,
    dispatcher,
    happenings,
    tillWatch,
    checkUrl: urlCheckBy(urlRules, tellClosed),
    async start() {
      await sweeper.adoptOrphans()
      stopListening = storage.onCommitted(waking(dispatcher))
      const stops = [sweeper, outsideSweeper, reportSweeper, figureSweeper, errands].map((each) => each.start())
      stopSweeping = async () => void (await Promise.all(stops.map((stop) => stop())))
      dispatcher.start()
      retention.start()
      tally.start()
      tillWatch.start()
    },
    async stop() {
      stopListening()
      pg.close()
      await stopSweeping()
      await Promise.all([dispatcher.stop(), client.close(), retention.stop(), tally.stop(), tillWatch.stop()])
    },
  }
}

function waking(dispatcher: Dispatcher): (committed: Committed) => void {
  return ({ deliveries }) => {
    if (deliveries.length > 0) dispatcher.wake(deliveries)
  }
}

function askerOf(
  { storage, secrets, publicUrl, reportFault }: BuildOptions,
  client: GuardedClient,
  observe: Happenings['observe'],
): AskMerchant {
  return createAskMerchant({
    client,
    renderConfirm: (question: Question) => renderConfirm(question, publicUrl),
    secretsOf: merchantSecrets(storage, secrets),
    wall: storage.clock.wall,
    mono: SYSTEM_CLOCKS.mono,
    observe,
    reportFault,
  })
}

function dispatcherOf(
  { storage, secrets, reportFault }: BuildOptions,
  client: GuardedClient,
  observe: Happenings['observe'],
): Dispatcher {
  return createDispatcher({
    queue: storage.deliveries,
    clock: storage.clock,
    mono: SYSTEM_CLOCKS.mono,
    client,
    renderNotice: noticeRenderer(storage),
    secretsOf: noticeSecrets(storage, secrets),
    chance,
    after,
    observe: (told) => tellOfTry(told, observe),
    reportFault,
  })
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

function urlCheckBy(rules: UrlRules, tellClosed: (closed: ClosedHost) => void): GatewayParts['checkUrl'] {
  return (text) => {
    const verdict = checkCallableUrl(text, rules)
    if (!verdict.ok && verdict.closed !== undefined) tellClosed(verdict.closed)
    return verdict
  }
}
