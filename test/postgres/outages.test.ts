import assert from 'node:assert/strict'
import { it } from 'node:test'
import { runOutages } from './outages.ts'
import { startPostgres } from './server.ts'

const LINES_OF_A_NODE = 14

it('whatever is killed or cut, nothing acknowledged is lost or doubled, and the nodes recover by themselves', async () => {
  await using server = await startPostgres()
  const result = await runOutages(server, { crashes: 3, cuts: 60, nodes: 2, tills: 24 })
  assert.deepEqual(result.breaches, [])
  const { collected, reversed, cancelled } = result
  assert.ok(collected > 50 && reversed > 10 && cancelled > 5, JSON.stringify(result))
  assert.ok(
    result.recoveryMs.every((ms) => ms <= 5_000),
    `recovered after ${result.recoveryMs.join(', ')} ms`,
  )
  assert.ok(result.linesInTheEnd <= 2 * LINES_OF_A_NODE, `${result.linesInTheEnd} lines`)
})
