/**
 * node test/crash/soak.ts [--cycles=200] [--seed=...] [--tills=8]: the kill cycles for as long as one likes. A line
 * every ten cycles, the figures at the end, and exit code 1 with every breach where a promise was broken.
 */
import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { figureLines } from './figures.ts'
import { runKillCycles } from './kill-cycles.ts'

const CYCLE_LIMIT_MS = 10_000
const REST_LIMIT_MS = 600_000
const LINE_EVERY = 10

const { values } = parseArgs({
  options: {
    cycles: { type: 'string', default: '200' },
    seed: { type: 'string', default: randomBytes(4).toString('hex') },
    tills: { type: 'string', default: '8' },
  },
})
process.exitCode = await soak(Number(values.cycles), values.seed, Number(values.tills))

async function soak(cycles: number, seed: string, tills: number): Promise<number> {
  if (!(Number.isInteger(cycles) && cycles > 0 && Number.isInteger(tills) && tills > 0)) {
    console.error('--cycles and --tills are whole numbers from 1')
    return 2
  }
  console.log(`${cycles} kill cycles, ${tills} tills, --seed=${seed}`)
  const { breaches, figures } = await runKillCycles({
    cycles,
    seed,
    tills,
    by: 'kill',
    limitMs: cycles * CYCLE_LIMIT_MS + REST_LIMIT_MS,
    onCycle(cycle, upMs) {
      if (cycle % LINE_EVERY === 0)
        console.log(`${String(cycle).padStart(6)} of ${cycles}  last restart ${Math.round(upMs)} ms`)
    },
  })
  console.log(figureLines(figures).join('\n'))
  for (const breach of breaches) console.error(breach)
  console.log(breaches.length === 0 ? 'Every promise was kept.' : `${breaches.length} breaches, --seed=${seed}`)
  return breaches.length === 0 ? 0 : 1
}
