/**
 * The walks of lists among 20,000 payments, as the planner takes them once a line has prepared them and it knows nothing
 * of the values: down one index, no table read and sorted to find a page.
 */
import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { type PostgresServer, startPostgres } from '../../../test/postgres/server.ts'
import { LINE_LIMITS, type Lines, openLines } from './connections.ts'
import { STATEMENTS, type StatementName } from './statements.ts'
import { newTestDatabase } from './test-database.ts'

const STOCK = `insert into payments (merchant_id, id, order_id, network, number, pay_token, issued_at, expires_at, amount,
    currency, terms, state, version, updated_at, fence, last_attempt, ends_at, ended_at, cause)
  select 'mer_' || case when n % 10 = 0 then 0 else 1 + n % 99 end, 'imp_' || n, 'order-' || n, 'house', n::text, 'token-' || n,
    n * 1000, n * 1000 + 604800000, 1000, 'KRW', '{}', state, 1, n * 1000, 0,
    '{"request":{"outlet":"S' || n / 10 % 4 || '"}}', case state when 'ready' then n * 1000 + 604800000 end, case state when 'ready' then null else n * 1000 end,
    case state when 'cancelled' then 'superseded' end
  from (select n, (array['ready', 'paid', 'cancelled', 'failed', 'paid'])[1 + (n / 7) % 5] as state
    from generate_series(1::bigint, 20000) as n) as stock`

let server: PostgresServer
let lines: Lines
before(async () => {
  server = await startPostgres()
  const database = await newTestDatabase(server)
  const node = await database.openNode()
  await node.close()
  await server.administer(STOCK, [], database.url)
  await server.administer('vacuum analyze payments', [], database.url)
  lines = openLines(database.address, { ...LINE_LIMITS, linesMax: 1 })
})
after(async () => {
  await lines.close()
  await server.stop()
})

const LARGEST = 'mer_0'
const [FROM, TO, NOW] = [1_000_000, 20_000_000, 20_000_000]

for (const [name, values, index] of [
  ['pageByIssue', [LARGEST, FROM, TO, NOW, null, 20, 1900], 'payments_by_issue'],
  ['pageByUpdate', [LARGEST, FROM, TO, NOW, 'ready', 20, 0], 'payments_by_update'],
  ['pageByPayment', [LARGEST, FROM, TO, 20, 0], 'payments_by_state'],
  ['pageAtOutlet', [LARGEST, FROM, TO, NOW, 'S1', TO, 0, 20], 'payments_by_outlet'],
] as const) {
  it(`${name} walks ${index} alone, and sorts no more than its page`, async () => {
    const plan = await planOf(name, values)
    const walks = plan.filter((node) => node.includes(index))
    assert.deepEqual(walks, [`Index Only Scan ${index}`], plan.join('\n'))
    assert.ok(plan.indexOf('Limit') >= 0 && plan[plan.indexOf('Limit') + 1] === walks[0], plan.join('\n'))
    assert.ok(!plan.some((node) => node.startsWith('Seq Scan')), plan.join('\n'))
  })
}

it('countOfStatuses counts each status on an index', async () => {
  const plan = await planOf('countOfStatuses', [LARGEST, FROM, TO, NOW, null])
  const scans = plan.filter((node) => node.includes('Scan'))
  assert.ok(scans.length >= 6 && scans.every((node) => node.includes('Index')), plan.join('\n'))
})

/** Kinds of node from the outside in, each with the index it reads. */
async function planOf(name: StatementName, values: readonly (number | string | null)[]): Promise<readonly string[]> {
  const literals = values.map((value) => (typeof value === 'string' ? `'${value}'` : String(value))).join(', ')
  const { rows } = await lines.use((line) =>
    line.run(`set plan_cache_mode = force_generic_plan; deallocate all; prepare walk as ${STATEMENTS[name].text};
      explain (format json) execute walk(${literals})`),
  )
  const explained = rows[0]?.['QUERY PLAN'] as readonly { readonly Plan: Plan }[] | undefined
  assert.ok(explained?.[0], `${name} has a plan`)
  return nodesOf(explained[0].Plan)
}

interface Plan {
  readonly 'Node Type': string
  readonly 'Index Name'?: string
  readonly Plans?: readonly Plan[]
}

function nodesOf(plan: Plan): readonly string[] {
  const own = [plan['Node Type'], plan['Index Name']].filter((part) => part !== undefined).join(' ')
  return [own, ...(plan.Plans ?? []).flatMap(nodesOf)]
}
