/**
 * A disk that refuses a commit half way, for real: no file of the process may grow beyond a limit, so the write of the
 * log fails with an I/O error in its middle. Nobody can say what the disk holds then, and so nobody is answered.
 */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { it } from 'node:test'
import { figureLines } from './figures.ts'
import { runKillCycles } from './kill-cycles.ts'

const CYCLES = 3
const TILLS = 8
const LIMIT_MS = 240_000

it('an I/O error at a commit ends the process with a code, answers nobody, and loses nothing that was answered', async (t) => {
  const seed = randomBytes(4).toString('hex')
  t.diagnostic(`--seed=${seed}`)
  const asked = { cycles: CYCLES, seed, tills: TILLS, by: 'disk', limitMs: LIMIT_MS } as const
  const { breaches, figures } = await runKillCycles(asked)
  for (const line of figureLines(figures)) t.diagnostic(line)
  assert.deepEqual(breaches, [], `--seed=${seed}`)
  assert.ok(figures.answersLost > 0, 'nobody was waiting when the disk refused')
  assert.ok(figures.paid > 0, 'nothing was paid')
})
