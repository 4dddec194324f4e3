import assert from 'node:assert/strict'
import { it } from 'node:test'
import { runRaces } from './races.ts'
import { startPostgres } from './server.ts'

const RACES = 2_000

it('of nodes that race for one number exactly one wins, in each of two thousand races', async () => {
  await using server = await startPostgres()
  const { wrong, wins } = await runRaces(await server.newDatabase(), RACES, 3)
  assert.deepEqual(wrong, [])
  assert.equal(
    wins.reduce((sum, won) => sum + won),
    RACES,
  )
})
