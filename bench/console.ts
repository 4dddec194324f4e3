/**
 * How long the console's list of payments takes, first page and later ones, asked of a whole gateway over its API as a
 * browser asks it: session, guard, search, the customer's fields opened and masked. On both keepers that keep.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { askAdmin } from '../src/cli/ask-admin.ts'
import { createPersonalVault } from '../src/gateway/personal-vault.ts'
import { readConfig } from '../src/server/config.ts'
import { random } from '../src/server/machine.ts'
import { openSecrets } from '../src/server/secrets.ts'
import { startSandbox } from '../src/server/start-sandbox.ts'
import { startChild } from './child.ts'
import { percentile } from './figures.ts'
import { GatewayAddresses, type Keeper, Usage } from './messages.ts'
import type { Place } from './opened-gateway.ts'
import type { Plan } from './plan.ts'
import { fillDatabase, fillFile, LARGEST, merchantEntries, type Stock } from './stored-payments.ts'
import { SERVER_NAMES, table } from './table.ts'
import { monotonicMs } from './usage.ts'

const PAGES_DEEP = 20

const ASKED: readonly (readonly [string, object])[] = [
  ['the newest 30', {}],
  ['the newest 100', { limit: 100 }],
  ['paid ones', { status: 'paid' }],
  ['a whole order number', { text: 'order-000000500000' }],
  ['a part that one in ten has', { text: 'order-0000005' }],
  ['a part that nothing has', { text: 'no-such-thing' }],
]

export async function measureConsole({ listed }: Plan, place: Place): Promise<string> {
  const rows: string[][] = []
  for (const keeper of ['sqlite', 'postgres'] as const) rows.push(...(await measureOn(keeper, listed, place)))
  return `${titleOf(listed.stock)}\n${table([`each ${listed.pages} times`, 'p50 ms', 'p99 ms', 'CPU ms'], rows)}`
}

type Keeping = Extract<Keeper, 'sqlite' | 'postgres'>

async function measureOn(
  keeper: Keeping,
  { stock, pages }: Plan['listed'],
  { folder, databases }: Place,
): Promise<string[][]> {
  await using opened = new AsyncDisposableStack()
  const dataFolder = mkdtempSync(join(folder, 'console-'))
  opened.defer(() => rmSync(dataFolder, { recursive: true, force: true }))
  const database = keeper === 'postgres' ? await databases.fresh() : null
  opened.defer(() => database?.drop())
  const wanted = { keeper, dataFolder, databaseUrl: database?.url ?? null }
  await fill(wanted, stock)
  return measureFilled(wanted, pages)
}

interface Wanted {
  readonly keeper: Keeping
  readonly dataFolder: string
  readonly databaseUrl: string | null
}

async function measureFilled(wanted: Wanted, pages: number): Promise<string[][]> {
  await using opened = new AsyncDisposableStack()
  const { keeper, dataFolder } = wanted
  const server = startChild('gateway-server.ts')
  opened.defer(server.end)
  const { apiUrl } = await server.ask('start', wanted, GatewayAddresses)
  const search = await signIn(apiUrl, dataFolder)
  const rows: string[][] = []
  const measure = async (name: string, asked: object): Promise<void> => {
    const before = await server.ask('usage', {}, Usage)
    const times = await timed(pages, () => search(asked))
    const { allMs } = await server.ask('usage', {}, Usage)
    const figures = [percentile(times, 0.5), percentile(times, 0.99), (allMs - before.allMs) / pages]
    rows.push([`${SERVER_NAMES[keeper]}: ${name}`, ...figures.map((ms) => ms.toFixed(1))])
  }
  for (const [name, asked] of ASKED) await measure(name, asked)
  let after: object = {}
  for (let page = 1; page < PAGES_DEEP; page += 1) after = { after: (await search(after)).next }
  await measure(`page ${PAGES_DEEP}`, after)
  await server.ask('stop', {}, Type.Object({}))
  return rows
}

/** The gateway itself makes its keys and its tables; what it holds is written past it. */
async function fill({ dataFolder, databaseUrl }: Wanted, stock: Stock): Promise<void> {
  const ports = { SUNAP_PORT: '0', SUNAP_POS_PORT: '0' }
  const database = databaseUrl === null ? {} : { SUNAP_DATABASE_URL: databaseUrl }
  const config = readConfig({ SUNAP_DATA: dataFolder, ...ports, ...database })
  const fail = (fault: unknown): never => {
    throw fault
  }
  const running = await startSandbox({ config, version: 'bench', onFatal: fail, reportFault: fail })
  await running.storage.directory.put(merchantEntries(stock))
  await running.stop()
  const vault = createPersonalVault({ keys: openSecrets(config.keysFile, { mayMake: false }).vault, random })
  if (databaseUrl === null) fillFile(dataFolder, stock, Date.now(), vault)
  else await fillDatabase(databaseUrl, stock, Date.now(), vault)
}

const Invited = Compile(Type.Object({ shown: Type.Object({ link: Type.String() }) }))
const Session = Compile(Type.Object({ csrf: Type.String() }))
const Found = Compile(
  Type.Object({ payments: Type.Array(Type.Unknown()), next: Type.Union([Type.String(), Type.Null()]) }),
)

/** As an operator, who sees every merchant. */
async function signIn(apiUrl: string, dataFolder: string) {
  const options = { email: 'bench@pay.example', name: 'bench' }
  const { shown } = Invited.Parse(await askAdmin(dataFolder, { verb: 'console-invite', options }))
  const [, token = ''] = shown.link.split('#')
  const ask = async (path: string, headers: Readonly<Record<string, string>>, body: object): Promise<Response> => {
    const reply = await fetch(`${apiUrl}/admin/api${path}`, {
      method: 'POST',
      headers: { origin: apiUrl, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
    if (!reply.ok) throw new Error(`${path}: ${reply.status} ${await reply.text()}`)
    return reply
  }
  const entered = await ask('/links/use', {}, { token, password: 'a page of many payments' })
  const [cookie = ''] = entered.headers.getSetCookie().map((each) => each.split(';')[0] ?? '')
  const headers = { cookie, 'x-sunap-csrf': Session.Parse(await entered.json()).csrf }
  return async (asked: object) =>
    Found.Parse(await (await ask(`/merchants/${LARGEST}/payments/search`, headers, asked)).json())
}

async function timed(count: number, ask: () => Promise<unknown>): Promise<readonly number[]> {
  const times: number[] = []
  for (let i = 0; i < count; i += 1) {
    const begin = monotonicMs()
    await ask()
    times.push(monotonicMs() - begin)
  }
  return times.toSorted((a, b) => a - b)
}

function titleOf({ payments, merchants, ofTheLargest }: Stock): string {
  const [all, large] = [payments, ofTheLargest].map((count) => count.toLocaleString('en-US'))
  return `The console's search of one merchant with ${large} of ${all} payments, ${merchants} merchants, over its API`
}
