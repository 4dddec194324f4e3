/**
 * Where the time goes: Node's own profiler on the thread that serves and on the one that writes, while numbers are issued,
 * then inquired, as fast as they can be. Time is counted for the room whose code was running, or had called what was
 * running.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { startChild } from './child.ts'
import { type Busy, busyTimes } from './cpu-profile.ts'
import { GatewayAddresses, Nothing, type RequestName, RequestsMeasured } from './messages.ts'
import type { Place } from './opened-gateway.ts'
import type { Plan } from './plan.ts'
import { TITLES } from './requests.ts'
import { table } from './table.ts'

const PROFILED: readonly RequestName[] = ['issue', 'inquiry']
const OWNERS_SHOWN = 12
const FUNCTIONS_SHOWN = 15
/** Of a function's name: a regular expression has itself for a name. */
const NAME_LENGTH_MAX = 80

/** Two tables for each thread and request, on SQLite. */
export async function profileRequests(plan: Plan, { folder }: Place): Promise<string> {
  const tables: string[] = []
  for (const request of PROFILED) tables.push(...(await profile(request, plan, folder)))
  return tables.join('\n\n')
}

async function profile(request: RequestName, plan: Plan, folder: string): Promise<readonly string[]> {
  await using opened = new AsyncDisposableStack()
  const dataFolder = mkdtempSync(join(folder, 'data-'))
  const profileFolder = mkdtempSync(join(folder, 'profile-'))
  opened.defer(() => {
    for (const made of [dataFolder, profileFolder]) rmSync(made, { recursive: true, force: true })
  })
  const { connections, seconds } = plan.profiled
  const server = startChild('gateway-server.ts', ['--cpu-prof', `--cpu-prof-dir=${profileFolder}`])
  opened.defer(server.end)
  const load = startChild('request-load.ts')
  opened.defer(load.end)
  const gateway = await server.ask('start', { keeper: 'sqlite', dataFolder, databaseUrl: null }, GatewayAddresses)
  const { requestsMax, numbers } = plan
  await load.ask('open', { request, gateway, connections, numbers: numbers[request], isFloor: false }, Nothing)
  await load.ask('warmUp', { seconds: plan.warmUpS, requestsMax }, RequestsMeasured)
  const run = await load.ask('run', { seconds, requestsMax }, RequestsMeasured)
  await server.ask('stop', {}, Nothing)
  await server.end()
  const head = `${TITLES[request]}; ${connections} connections, ${run.requests} requests`
  return [head, ...threadsOf(profileFolder).map(({ name, text }) => tablesOf(name, run, busyTimes(text, run)))]
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
