/**
 * How fast notices that wait are delivered to receivers that answer at once: queues are filled while their endpoints are
 * paused, then let go. Below the keepers lie the same bytes posted to the same receivers by our own client with nothing
 * stored, and below that `node:http`. All take turns, there and back.
 */
import { type Child, startChild } from './child.ts'
import { ratiosOf, spreadOf, spreadText } from './figures.ts'
import { elsewhereText } from './machine.ts'
import { KEEPERS, type Keeper, Nothing, Usage } from './messages.ts'
import {
  type Hearers,
  NoticeSample,
  NoticesHeard,
  NoticesTold,
  PostsMade,
  type PostsWanted,
  ReceiverAddresses,
} from './notice-messages.ts'
import { openGateway, type Place } from './opened-gateway.ts'
import type { Drain } from './plan.ts'
import { type Spent, spentNow } from './requests.ts'
import { roundsText, SERVER_NAMES, table } from './table.ts'

const SENDERS = [...KEEPERS, 'guarded', 'node'] as const
type Sender = (typeof SENDERS)[number]

const SENDER_NAMES: Readonly<Record<Sender, string>> = {
  ...SERVER_NAMES,
  guarded: 'our client alone',
  node: 'node:http alone',
}

/** As many calls as the gateway has under way at one endpoint (`DISPATCH_LIMITS`). */
const AT_ONCE_OF_EACH = 8
/** No step of a child may take as long as a long drain does. */
const STEP_NOTICES_MAX = 5_000

interface Measured {
  readonly seconds: number
  readonly perSecond: number
  /** Microseconds a notice: of the sender, all threads and the first; of the receivers; of PostgreSQL. */
  readonly senderUs: number
  readonly mainUs: number
  readonly receiversUs: number
  readonly databaseUs: number | null
  /** Of one CPU. */
  readonly elsewhereShare: number
}

type Runs = ReadonlyMap<Sender, Measured[]>

export async function measureDrain(title: string, drain: Drain, place: Place): Promise<string> {
  const runs: Runs = new Map(SENDERS.map((sender) => [sender, []]))
  let sample: NoticeSample | undefined
  for (let round = 0; round < drain.rounds; round += 1) {
    // The floors repeat what a keeper sent, so they are the last of the first round.
    for (const sender of round % 2 === 0 ? SENDERS : SENDERS.toReversed()) {
      const done = await measureSender(sender, sample, drain, place)
      runs.get(sender)?.push(done.measured)
      sample = done.sample
    }
  }
  return tableOf(`${title}, ${roundsText(drain.rounds, `${drain.notices} notices`)}`, runs)
}

interface Done {
  readonly measured: Measured
  readonly sample: NoticeSample
}

async function measureSender(
  sender: Sender,
  sample: NoticeSample | undefined,
  drain: Drain,
  place: Place,
): Promise<Done> {
  await using opened = new AsyncDisposableStack()
  const receivers = startChild('receivers.ts')
  opened.defer(receivers.end)
  const count = drain.merchants * drain.endpointsOfEach
  const { urls } = await receivers.ask('start', { receivers: Array(count).fill('prompt') }, ReceiverAddresses)
  if (sender !== 'guarded' && sender !== 'node')
    return await drainKeeper(sender, { receivers, urls, drain, place, opened })
  if (sample === undefined) throw new Error('no notice was sent yet that could be repeated')
  const floor = startChild('notice-floor.ts')
  opened.defer(floor.end)
  const wanted = { client: sender, urls, atOnceOfEach: AT_ONCE_OF_EACH, sample }
  return { measured: await postAll({ floor, receivers }, wanted, drain), sample }
}

interface Setting {
  readonly receivers: Child
  readonly urls: readonly string[]
  readonly drain: Drain
  readonly place: Place
  readonly opened: AsyncDisposableStack
}

async function drainKeeper(keeper: Keeper, { receivers, urls, drain, place, opened }: Setting): Promise<Done> {
  const { server, database } = await openGateway(keeper, place, opened)
  const { endpointsOfEach, warmUpNotices, notices } = drain
  const merchants = Array.from({ length: drain.merchants }, (_, index): Hearers => {
    const from = index * endpointsOfEach
    return { isSeller: false, urls: urls.slice(from, from + endpointsOfEach) }
  })
  await server.ask('register', { merchants }, Nothing)
  if (warmUpNotices > 0) await drainOnce({ server, receivers }, warmUpNotices, urls.length)
  await fill(server, notices / urls.length)
  const { at: beganAt } = await release(server)
  const before = await spentBy(server, receivers, database)
  const endedAt = await tellAll(server, notices)
  const after = await spentBy(server, receivers, database)
  await heardOnce(receivers, notices)
  await server.ask('stop', {}, Nothing)
  const measured = figuresOf(notices, endedAt - beganAt, before, after)
  return { measured, sample: await receivers.ask('sample', {}, NoticeSample) }
}

async function drainOnce(
  { server, receivers }: { readonly server: Child; readonly receivers: Child },
  notices: number,
  endpoints: number,
): Promise<void> {
  await fill(server, notices / endpoints)
  await release(server)
  await tellAll(server, notices)
  await heardOnce(receivers, notices)
}

export async function fill(server: Child, orders: number): Promise<void> {
  await server.ask('pause', {}, Nothing)
  for (let left = orders; left > 0; left -= STEP_NOTICES_MAX)
    await server.ask('fill', { orders: Math.min(left, STEP_NOTICES_MAX) }, Nothing)
}

/** Answers when the first was told: the dispatcher looks for what nobody told it of once a second. */
export async function release(server: Child): Promise<{ readonly at: number }> {
  await server.ask('release', {}, Nothing)
  return server.ask('told', { notices: 1 }, NoticesTold)
}

async function tellAll(server: Child, notices: number): Promise<number> {
  let told = 0
  let at = 0
  while (told < notices) {
    told = Math.min(told + STEP_NOTICES_MAX, notices)
    at = (await server.ask('told', { notices: told }, NoticesTold)).at
  }
  return at
}

/** What is not there, or there twice, makes every figure worthless. */
async function heardOnce(receivers: Child, notices: number): Promise<void> {
  const { calls, different } = await receivers.ask('heard', {}, NoticesHeard)
  if (calls !== notices || different !== notices)
    throw new Error(`${notices} notices were sent; ${calls} came, ${different} of them different`)
}

async function postAll(
  { floor, receivers }: { readonly floor: Child; readonly receivers: Child },
  wanted: Omit<PostsWanted, 'notices'>,
  { warmUpNotices, notices }: Drain,
): Promise<Measured> {
  if (warmUpNotices > 0) await floor.ask('post', { ...wanted, notices: warmUpNotices }, PostsMade)
  const before = await spentBy(floor, receivers, null)
  let elapsedMs = 0
  for (let left = notices; left > 0; left -= STEP_NOTICES_MAX)
    elapsedMs += (await floor.ask('post', { ...wanted, notices: Math.min(left, STEP_NOTICES_MAX) }, PostsMade))
      .elapsedMs
  const after = await spentBy(floor, receivers, null)
  return figuresOf(notices, elapsedMs, before, after)
}

interface AllSpent extends Spent {
  readonly receivers: Usage
}

async function spentBy(sender: Child, receivers: Child, database: Parameters<typeof spentNow>[1]): Promise<AllSpent> {
  return { ...(await spentNow(sender, database)), receivers: await receivers.ask('usage', {}, Usage) }
}

function figuresOf(notices: number, elapsedMs: number, before: AllSpent, after: AllSpent): Measured {
  const senderMs = after.server.allMs - before.server.allMs
  const receiversMs = after.receivers.allMs - before.receivers.allMs
  const databaseMs =
    after.databaseMs === null || before.databaseMs === null ? null : after.databaseMs - before.databaseMs
  const ownMs = senderMs + receiversMs + (databaseMs ?? 0)
  const each = (ms: number): number => (ms / notices) * 1000
  return {
    seconds: elapsedMs / 1000,
    perSecond: (notices / elapsedMs) * 1000,
    senderUs: each(senderMs),
    mainUs: each(after.server.mainMs - before.server.mainMs),
    receiversUs: each(receiversMs),
    databaseUs: databaseMs === null ? null : each(databaseMs),
    elsewhereShare: Math.max(0, after.machineMs - before.machineMs - ownMs) / elapsedMs,
  }
}

const HEAD = [
  'seconds',
  'notices/s',
  'of our client',
  'sender CPU us/notice',
  'of it main thread',
  'receivers CPU us/notice',
  'database CPU us/notice',
]

function tableOf(head: string, runs: Runs): string {
  const of = (sender: Sender, figure: (measured: Measured) => number): readonly number[] =>
    (runs.get(sender) ?? []).map(figure)
  const rate = (sender: Sender): readonly number[] => of(sender, (each) => each.perSecond)
  const rows = SENDERS.map((sender) => {
    const ofDatabase = (runs.get(sender) ?? []).flatMap(({ databaseUs }) => databaseUs ?? [])
    return [
      SENDER_NAMES[sender],
      spreadText(
        of(sender, (each) => each.seconds),
        2,
      ),
      spreadText(rate(sender), 0),
      sender === 'guarded' ? '' : spreadText(ratiosOf(rate(sender), rate('guarded')), 2),
      spreadText(
        of(sender, (each) => each.senderUs),
        0,
      ),
      spreadText(
        of(sender, (each) => each.mainUs),
        0,
      ),
      spreadText(
        of(sender, (each) => each.receiversUs),
        0,
      ),
      ofDatabase.length === 0 ? '' : spreadText(ofDatabase, 0),
    ]
  })
  const elsewhere = spreadOf([...runs.values()].flat().map((each) => each.elsewhereShare * 100))
  return `${table([head, ...HEAD], rows)}\n${elsewhereText(elsewhere)}`
}
