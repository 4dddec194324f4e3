/**
 * npm run bench [-- issue query token inquiry lists console till counter notices profile] [-- --quick]: measures the
 * gateway from outside on this machine and prints tables; all parts where none is named. It writes into a temporary folder
 * and brings up a PostgreSQL of its own; both are gone afterwards.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { measureConsole } from './console.ts'
import { measureCounter } from './counter.ts'
import { createDatabases } from './databases.ts'
import { measureLists } from './lists.ts'
import { describeMachine } from './machine.ts'
import { measureNotices } from './notices.ts'
import type { Place } from './opened-gateway.ts'
import { FULL, type Plan, QUICK } from './plan.ts'
import { profileRequests } from './profile.ts'
import { measureRequests } from './requests.ts'
import { measureTill } from './till.ts'
import { measureTokens } from './tokens.ts'

const PARTS: Readonly<Record<string, (plan: Plan, place: Place) => Promise<string>>> = {
  issue: (plan, place) => measureRequests('issue', plan, place),
  query: (plan, place) => measureRequests('query', plan, place),
  token: measureTokens,
  inquiry: (plan, place) => measureRequests('inquiry', plan, place),
  lists: measureLists,
  console: measureConsole,
  till: measureTill,
  counter: measureCounter,
  notices: measureNotices,
  profile: profileRequests,
}

const words = process.argv.slice(2)
const named = words.filter((word) => word !== '--quick')
const unknown = named.find((word) => !Object.hasOwn(PARTS, word))
if (unknown === undefined) await measure(named, words.includes('--quick') ? QUICK : FULL)
else {
  console.error(`${unknown}: there are ${Object.keys(PARTS).join(', ')} and --quick`)
  process.exitCode = 2
}

async function measure(named: readonly string[], plan: Plan): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sunap-bench-'))
  process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(1))
  console.log(describeMachine(folder))
  const databases = createDatabases(console.log)
  try {
    for (const [name, part] of Object.entries(PARTS)) {
      if (named.length === 0 || named.includes(name)) console.log(`\n${await part(plan, { folder, databases })}`)
    }
  } finally {
    await databases.stop()
  }
}
