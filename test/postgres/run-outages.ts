/** npm run outages [-- --crashes=100 --cuts=1000]: the long way, on a server of its own. */
import { parseArgs } from 'node:util'
import { runOutages } from './outages.ts'
import { startPostgres } from './server.ts'

const { values } = parseArgs({ options: { crashes: { type: 'string' }, cuts: { type: 'string' } } })
const crashes = Number(values.crashes ?? '100')
const cuts = Number(values.cuts ?? '1000')
if (!(crashes >= 0 && cuts >= 0)) throw new RangeError('--crashes and --cuts are 0 or more')

await using server = await startPostgres()
console.log(`${crashes} crashes of the server and ${cuts} cut lines, under load`)
const { breaches, recoveryMs, ...figures } = await runOutages(server, { crashes, cuts, nodes: 3, tills: 48 })
const sorted = recoveryMs.toSorted((a, b) => a - b)
const at = (share: number): string => `${Math.round(sorted[Math.ceil(sorted.length * share) - 1] ?? 0)} ms`
console.log(
  `${JSON.stringify(figures)}; recovery p50 ${at(0.5)}, p99 ${at(0.99)}, longest ${at(1)}; breaches: ${breaches.length}`,
)
if (breaches.length > 0) {
  console.log(breaches.slice(0, 20).join('\n'))
  process.exitCode = 1
}
