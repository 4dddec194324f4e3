/**
 * What the database does for the questions that are asked again and again, with many deliveries of one receiver in the
 * way: each touches as many pages as its answer is long, whether or not the planner was told what is asked for.
 */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import pg from 'pg'
import { type PostgresServer, startPostgres } from '../../../test/postgres/server.ts'
import { migrateDatabase } from './postgres-storage.ts'
import { STATEMENTS, type StatementName } from './statements.ts'
import { newTestDatabase } from './test-database.ts'

const MANY = 20_000
const QUEUES = 50
const FEW = 20

/** What is asked, as literals, and how many pages its answer may cost. */
const QUESTIONS: readonly (readonly [StatementName, readonly string[], number])[] = [
  ['dueDeliveries', ['10', '1e12', `'mer_a default'`, '10'], 300],
  ['dueDeliveries', ['10', '1e12', `'mer_a ep_07'`, '10'], 300],
  ['waitingQueues', ['10', `''`, '100'], 20 * (QUEUES + 1)],
  ['waitingQueues', ['10', `'mer_a ep_07'`, '5'], 20 * 6],
  ['deliveriesListed', [`'mer_a'`, '9e12', `''`, '0', 'null', 'null', '10'], 50],
  ['endpointListed', [`'mer_a'`, '9e12', `''`, '0', `'ep_07'`, 'null', '10'], 50],
  ['undeliveredListed', [`'mer_a'`, '9e12', `''`, '0', 'null', `'exhausted'`, '10'], 50],
  ['oldDelivered', ['1020', '10'], 300],
]

describe('query plans', () => {
  let server: PostgresServer
  let client: pg.Client
  before(async () => {
    server = await startPostgres()
    const { address, url } = await newTestDatabase(server)
    await migrateDatabase(address)
    client = new pg.Client(url)
    await client.connect()
    await client.query(`${fill('default', MANY, 'waiting')}; ${fill('delivered', MANY, 'delivered')}`)
    for (let no = 0; no < QUEUES; no += 1) await client.query(fill(`ep_${String(no).padStart(2, '0')}`, FEW, 'waiting'))
    await client.query('analyze')
  })
  after(async () => {
    await client.end()
    await server.stop()
  })

  for (const mode of ['force_custom_plan', 'force_generic_plan']) {
    for (const [name, values, pagesMax] of QUESTIONS) {
      it(`${name} of ${values.join(', ')} costs what its answer is long (${mode})`, async () => {
        await client.query(`set plan_cache_mode = ${mode}; prepare asked as ${STATEMENTS[name].text}`)
        await client.query('begin')
        const { rows } = await client.query(
          `explain (analyze, buffers, format json) execute asked (${values.join(', ')})`,
        )
        await client.query('rollback; deallocate asked')
        const [{ Plan: plan }] = rows[0]['QUERY PLAN']
        const pages = plan['Shared Hit Blocks'] + plan['Shared Read Blocks']
        assert.ok(pages <= pagesMax, `${pages} pages:\n${JSON.stringify(plan, null, 1)}`)
      })
    }
  }
})

/** Deliveries to one endpoint, one a payment. */
function fill(endpoint: string, count: number, state: 'waiting' | 'delivered'): string {
  const times = state === 'waiting' ? '1000 + i, null' : 'null, 1000 + i'
  return `insert into deliveries (merchant_id, payment_id, version, id, order_id, event, status, endpoint, queue,
      created_at, url, format, state, tries, round_from, next_try_at, ended_at, fence)
    select 'mer_a', '${endpoint} ' || i, 1, '${endpoint} ' || i, 'order', 'issued', 'ready', '${endpoint}',
      'mer_a ${endpoint}', 1000 + i, 'https://a.example/n', 'modern', '${state}', 0, 0, ${times}, 0
    from generate_series(1, ${count}) as i`
}
