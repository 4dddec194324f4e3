/**
 * Where the time goes: Node's own profiler on the thread that serves and on the one that writes, while numbers are issued,
 * then inquired, as fast as they can be, and collected at the rate of `counter`. Time is counted for the room whose code
 * was running, or had called what was running.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { startChild } from './child.ts'
import { openCounterTills, openMerchant } from './counter-players.ts'
import { type Busy, busyTimes } from './cpu-profile.ts'
import {
  type GatewayAddresses,
  type MessagesMeasured,
  Nothing,
  type RequestName,
  RequestsMeasured,
} from './messages.ts'
import { openGateway, type Place } from './opened-gateway.ts'
import type { Plan } from './plan.ts'
import { TITLES } from './requests.ts'
import { table } from './table.ts'

const OWNERS_SHOWN = 12
const FUNCTIONS_SHOWN = 15
/** Of a function's name: a regular expression has itself for a name. */
const NAME_LENGTH_MAX = 80

/** Two tables for each thread and kind of load, on SQLite. */
export async function profileRequests(plan: Plan, place: Place): Promise<string> {
  const loads = [...FAST.map((request) => asFastAsItCan(request, plan)), collects(plan)]
  const tables: string[] = []
  for (const load of loads) tables.push(...(await profile(load, place)))
  return tables.join('\n\n')
}

interface Load {
  readonly title: string
  readonly send: (gateway: GatewayAddresses, opened: AsyncDisposableStack) => Promise<Sent>
}

interface Sent {
  readonly requests: number
  readonly beganAt: number
  readonly endedAt: number
}

const FAST: readonly RequestName[] = ['issue', 'inquiry']

function asFastAsItCan(request: RequestName, { profiled, numbers, requestsMax, warmUpS }: Plan): Load {
  const { connections, seconds } = profiled
  return {
    title: `${TITLES[request]}; ${connections} connections`,
    async send(gateway, opened) {
      const load = startChild('request-load.ts')
      opened.defer(load.end)
      await load.ask('open', { request, gateway, connections, numbers: numbers[request], isFloor: false }, Nothing)
      await load.ask('warmUp', { seconds: warmUpS, requestsMax }, RequestsMeasured)
      return load.ask('run', { seconds, requestsMax }, RequestsMeasured)
    },
  }
}

/** Over HTTP, as `counter` sends them; the merchant's question and the notice are part of each. */
function collects({ counter: { perSecond, warmUp, messages } }: Plan): Load {
  return {
    title: `collect; ${perSecond} messages/s`,
    async send(gateway, opened) {
      const merchant = await openMerchant(opened)
      const target = { gateway, line: 'http', merchantUrl: merchant.url, isFloor: false } as const
      const tills = await openCounterTills(target, opened)
      const send = async (count: number, seed: number): Promise<MessagesMeasured> => {
        await tills.issue(count)
        const sent = await tills.send({ name: 'collect', perSecond, seed })
        await merchant.heldMs(count)
        return sent
      }
      await send(warmUp, -1)
      const { beganAt, endedAt } = await send(messages, 0)
      return { requests: messages, beganAt, endedAt }
    },
  }
}

async function profile({ title, send }: Load, place: Place): Promise<readonly string[]> {
  await using opened = new AsyncDisposableStack()
  const profileFolder = mkdtempSync(join(place.folder, 'profile-'))
  opened.defer(() => rmSync(profileFolder, { recursive: true, force: true }))
  const profiler = ['--cpu-prof', `--cpu-prof-dir=${profileFolder}`]
  const { server, gateway } = await openGateway('sqlite', place, opened, profiler)
  const sent = await send(gateway, opened)
  await server.ask('stop', {}, Nothing)
  await server.end()
  const head = `${title}, ${sent.requests} requests`
  return [head, ...threadsOf(profileFolder).map(({ name, text }) => tablesOf(name, sent, busyTimes(text, sent)))]
}

/** The thread's number is the fifth part of the name Node gives the file. */
function threadsOf(folder: string): readonly { readonly name: string; readonly text: string }[] {
  return readdirSync(folder)
    .map((file) => ({ thread: Number(file.split('.')[4]), text: readFileSync(join(folder, file), 'utf8') }))
    .sort((a, b) => a.thread - b.thread)
    .map(({ thread, text }) => ({ name: thread === 0 ? 'main thread' : 'writer thread', text }))
}

function tablesOf(name: string, { requests }: { requests: number }, busy: Busy): string {
  const cells = (each: { readonly name: string; readonly us: number }): readonly string[] => [
    each.name.slice(0, NAME_LENGTH_MAX),
    `${((each.us / busy.busyUs) * 100).toFixed(1)} %`,
    (each.us / requests).toFixed(1),
  ]
  const busyShare = ((busy.busyUs / busy.wholeUs) * 100).toFixed(0)
  return [
    table([`${name}: busy ${busyShare} %`, 'of busy', 'us/request'], busy.byOwner.slice(0, OWNERS_SHOWN).map(cells)),
    table([`${name}: functions`, 'of busy', 'us/request'], busy.byFunction.slice(0, FUNCTIONS_SHOWN).map(cells)),
  ].join('\n\n')
}
