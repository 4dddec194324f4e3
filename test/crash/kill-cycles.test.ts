/** `node test/crash/soak.ts` runs the same for as long as one likes, and again by its seed. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { it } from 'node:test'
import { figureLines } from './figures.ts'
import { runKillCycles } from './kill-cycles.ts'

const CYCLES = 25
const TILLS = 8
const LIMIT_MS = 240_000

it('a gateway killed 25 times under load loses no acknowledged money, takes none twice and tells of all of it', async (t) => {
  const seed = randomBytes(4).toString('hex')
  t.diagnostic(`--seed=${seed}`)
  const asked = { cycles: CYCLES, seed, tills: TILLS, by: 'kill', limitMs: LIMIT_MS } as const
  const { breaches, figures } = await runKillCycles(asked)
  for (const line of figureLines(figures)) t.diagnostic(line)
  assert.deepEqual(breaches, [], `--seed=${seed}`)
  // Kills that hit nothing would prove nothing.
  assert.ok(figures.answersLost > 0, 'no till was ever cut off')
  assert.ok(figures.lapsed > 0, 'no kill fell between a claim and its end')
  assert.ok(figures.paid > 0, 'nothing was paid')
  assert.ok(figures.reversals > 0, 'nothing was reversed')
  assert.ok(figures.cancels > 0, 'nothing was cancelled')
  assert.ok(figures.refunds > 0, 'nothing was refunded')
  assert.ok(figures.payouts > 0, 'no slip was paid out')
  assert.ok(figures.transfers > 0, 'no bank was asked')
})
