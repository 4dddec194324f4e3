/** npm run races [-- --races=200000 --nodes=3]: the long race, on a server of its own. */
import { parseArgs } from 'node:util'
import { runRaces } from './races.ts'
import { startPostgres } from './server.ts'

const { values } = parseArgs({ options: { races: { type: 'string' }, nodes: { type: 'string' } } })
const races = Number(values.races ?? '200000')
const nodes = Number(values.nodes ?? '3')
if (!(races >= 1 && nodes >= 2)) throw new RangeError('--races is 1 or more, --nodes 2 or more')

await using server = await startPostgres()
console.log(`${races} races of ${nodes} nodes for one number each, on PostgreSQL`)
const { wrong, wins, tookMs } = await runRaces(await server.newDatabase(), races, nodes)
console.log(
  `${(tookMs / 1000).toFixed(1)} s; won by node: ${wins.join(', ')}; numbers without exactly one winner: ${wrong.length}`,
)
if (wrong.length > 0) {
  console.log(wrong.slice(0, 20).join(' '))
  process.exitCode = 1
}
