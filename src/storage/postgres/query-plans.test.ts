/**
 * What the database does for the questions that are asked again and again, with many deliveries of one receiver in the
 * way: each touches as many pages as its answer is long, whether or not the planner was told what is asked for, or knew
 * what is in the table.
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

const FOREVER = '9000000000000000'
/** Before any deadline. */
const NOW = '0'

/** What is asked, as literals, and how many pages its answer may cost. */
const QUESTIONS: readonly (readonly [StatementName, readonly string[], number])[] = [
  ['dueDeliveries', ['10', '1e12', `'mer_a default'`, '10'], 100],
  ['dueDeliveries', ['10', '1e12', `'mer_a ep_07'`, '10'], 100],
  ['waitingQueues', ['10', `''`, '100'], 20 * (QUEUES + 1)],
  ['waitingQueues', ['10', `'mer_a ep_07'`, '5'], 20 * 6],
  ['deliveriesListed', [`'mer_a'`, '9e12', `''`, '0', 'null', 'null', '10'], 50],
  ['endpointListed', [`'mer_a'`, '9e12', `''`, '0', `'ep_07'`, 'null', '10'], 50],
  ['undeliveredListed', [`'mer_a'`, '9e12', `''`, '0', 'null', `'exhausted'`, '10'], 50],
  ['oldDelivered', ['1020', '10'], 300],
  ['feed', [`'mer_a'`, '9000', '10'], 50],
  ['feed', [`'mer_b'`, '0', '10'], 50],
  ['positionOf', [`'${idOf(77)}'`, '1', `'mer_a'`], 20],
  ['anyUnplaced', [`'mer_a'`], 20],
  ['anyUnplaced', [`'mer_b'`], 20],
  ['placeEvents', [`'mer_a'`, '10'], 1000],
  ['histories', [`'mer_a'`, `'{${idOf(77)},${idOf(79)}}'`], 50],
  ['paymentsOfNumber', [`'mer_a'`, `'77'`, '10'], 50],
  ['paymentsOfAttempt', [`'mer_a'`, `'att_78'`, '10'], 60],
  ['paymentsOfAttempt', [`'mer_a'`, `'000000000078'`, '10'], 60],
  ['paymentsOfAttempt', [`'mer_a'`, `'00000079'`, '10'], 60],
  ['issueOf', [`'mer_a'`, `'${idOf(77)}'`], 20],
  ['paymentsOfAttempt', [`'mer_a'`, `'out_77'`, '10'], 60],
  ['refund', [`'mer_a'`, `'rfd_00077'`], 20],
  ['refundsListed', [`'mer_a'`, `'rfd_~'`, 'null', '0', '10'], 100],
  ['refundsListed', [`'mer_a'`, `'rfd_10000'`, `'paid_out'`, '0', '10'], 200],
  // At most all that is open, which is few: six hundred here.
  ['openRefundsListed', [`'mer_a'`, `'rfd_~'`, `'failed'`, '0', '10'], 500],
  ['openRefundsListed', [`'mer_a'`, `'rfd_10000'`, `'pending'`, '0', '10'], 500],
  ['transfersDue', ['2000', '10'], 50],
  ['slipsOver', ['2000', '10'], 50],
  ['external', [`'mer_a'`, `'order-77'`], 20],
  ['externalByToken', [`'receipt-77'`], 20],
  ['externalsDue', ['2000', '10'], 50],
  // What the console asks. Of a search no more is looked at than a piece, and of that no more than the page.
  ['browsed', [`'mer_a'`, '0', FOREVER, NOW, FOREVER, FOREVER, '1000', 'null', 'null', 'null', '30'], 300],
  ['browsed', [`'mer_a'`, '0', FOREVER, NOW, '9000000', '9000', '1000', `'paid'`, 'null', 'null', '30'], 300],
  ['browsed', [`'mer_a'`, '0', FOREVER, NOW, FOREVER, FOREVER, '1000', 'null', `'none'`, `'none'`, '30'], 8000],
  ['endOfPiece', [`'mer_a'`, '0', FOREVER, FOREVER, FOREVER, '999'], 1100],
  ['phoneOfBuyer', [`'mer_a'`, `'phone-77'`, FOREVER, FOREVER, '1000'], 100],
  // Of forty payments of many people.
  ['phoneLast4OfBuyer', [`'mer_a'`, `'last4-77'`, FOREVER, FOREVER, '1000'], 300],
  ['phoneLast4OfBuyer', [`'mer_a'`, `'last4-77'`, '9000000', '9000', '1000'], 300],
  ['emailOfBuyer', [`'mer_a'`, `'mail-77'`, FOREVER, FOREVER, '1000'], 100],
  ['nameOfBuyer', [`'mer_a'`, `'name-77'`, FOREVER, FOREVER, '1000'], 100],
  ['feedEnd', [`'mer_a'`], 20],
  ['auditOfMerchant', [`'mer_a'`, `'aud_~'`, '31'], 60],
  ['auditOfMerchant', [`'mer_a'`, `'aud_10000'`, '31'], 60],
  ['auditOfAll', [`'aud_~'`, '31'], 60],
  ['person', [`'prs_00077'`], 20],
  ['personByEmail', [`'77@a.example'`], 20],
  ['peopleOfMerchant', [`'mer_77'`], 40],
  ['operators', [], 60],
  ['session', [`'hash-77'`], 20],
  ['action', [`'prs_00077/key-77'`], 20],
  ['dayFigures', [`'mer_a'`, '20000', '20013'], 100],
  ['counted', [`'mer_a'`], 20],
  ['inDoubt', ['null', '-1', `''`, `''`, '31'], 150],
  ['inDoubt', ['null', '5000000', `'mer_a'`, `'imp_0'`, '31'], 150],
  // At most all that is in doubt, or open, which is few: two hundred here.
  ['inDoubt', [`'mer_b'`, '-1', `''`, `''`, '31'], 500],
  ['reportsListed', ['null', 'null', `'rpt_~'`, '31'], 60],
  ['report', [`'rpt_00077'`], 20],
  ['reportRowsListed', [`'rpt_00001'`, 'null', '0', '31'], 60],
  // Of a file that is worked on, all its rows: ten thousand here, as many as it may have.
  ['rowCounts', [`'rpt_00001'`], 400],
  ['suspense', [`'sus_00077'`], 20],
  ['suspensesListed', ['null', `'sus_~'`, '31'], 60],
  ['unsettledListed', ['null', `'sus_~'`, '31', `'open'`], 250],
  ['settledListed', ['null', `'sus_~'`, '31', `'posted'`], 100],
]

/** Which receivers wait and what is due for one, asked since the gateway started: their plans may be older than the backlog. */
const FIRST_ASKED: typeof QUESTIONS = [
  ['dueDeliveries', ['10', '1e12', `'mer_a default'`, '10'], 100],
  ['waitingQueues', ['10', `''`, '100'], 20 * (QUEUES + 1)],
]

function idOf(no: number): string {
  return `imp_${String(no).padStart(12, '0')}`
}

describe('query plans', () => {
  let server: PostgresServer
  before(async () => {
    server = await startPostgres()
  })
  after(() => server.stop())

  async function connected(): Promise<pg.Client> {
    const { address, url } = await newTestDatabase(server)
    await migrateDatabase(address)
    const client = new pg.Client(url)
    await client.connect()
    return client
  }

  describe('of tables that the planner knows', () => {
    let client: pg.Client
    before(async () => {
      client = await connected()
      await fillAll(client)
      await client.query('analyze')
    })
    after(() => client.end())

    for (const mode of ['force_custom_plan', 'force_generic_plan']) {
      for (const [name, values, pagesMax] of QUESTIONS) {
        it(`${name} of ${values.join(', ')} costs what its answer is long (${mode})`, async () => {
          await client.query(`set plan_cache_mode = ${mode}; prepare ${name} as ${STATEMENTS[name].text}`)
          await assertCheap(client, name, values, pagesMax)
          await client.query(`deallocate ${name}`)
        })
      }
    }
  })

  describe('made while the tables were empty', () => {
    let client: pg.Client
    before(async () => {
      client = await connected()
      await client.query('alter table deliveries set (autovacuum_enabled = false)')
      await client.query('set plan_cache_mode = force_generic_plan')
      for (const [name, values] of FIRST_ASKED) {
        await client.query(`prepare ${name} as ${STATEMENTS[name].text}`)
        await client.query(`execute ${name} (${values.join(', ')})`)
      }
      await fillAll(client)
    })
    after(() => client.end())

    for (const [name, values, pagesMax] of FIRST_ASKED) {
      it(`${name} costs what its answer is long, whatever came since`, () =>
        assertCheap(client, name, values, pagesMax))
    }
  })
})

async function fillAll(client: pg.Client): Promise<void> {
  await client.query(PAST)
  await client.query(CONSOLE)
  await client.query(`${fill('default', MANY, 'waiting')}; ${fill('delivered', MANY, 'delivered')}`)
  for (let no = 0; no < QUEUES; no += 1) await client.query(fill(`ep_${String(no).padStart(2, '0')}`, FEW, 'waiting'))
}

/** What is prepared under its name, asked once. */
async function assertCheap(
  client: pg.Client,
  name: StatementName,
  values: readonly string[],
  pagesMax: number,
): Promise<void> {
  await client.query('begin')
  const { rows } = await client.query(`explain (analyze, buffers, format json) execute ${name} ${argumentsOf(values)}`)
  await client.query('rollback')
  const [{ Plan: plan }] = rows[0]['QUERY PLAN']
  const pages = plan['Shared Hit Blocks'] + plan['Shared Read Blocks']
  assert.ok(pages <= pagesMax, `${pages} pages:\n${JSON.stringify(plan, null, 1)}`)
}

function argumentsOf(values: readonly string[]): string {
  return values.length === 0 ? '' : `(${values.join(', ')})`
}

/** Deliveries to one endpoint, one a payment. */
function fill(endpoint: string, count: number, state: 'waiting' | 'delivered'): string {
  const times = state === 'waiting' ? '1000 + i, null' : 'null, 1000 + i'
  return `insert into deliveries (merchant_id, payment_id, version, id, order_id, event, status, endpoint, queue,
      created_at, url, format, state, tries, round_from, next_try_at, ended_at, fence)
    select 'mer_a', '${endpoint} ' || i, 1, '${endpoint} ' || i, 'order', 'issued', 'ready', '${endpoint}',
      'mer_a ${endpoint}', 1000 + i, 'https://a.example/n', 'modern', '${state}', 0, 0, ${times}, 0
    from generate_series(1, ${count}) as i`
}

/** Two merchants, half of one's events without a place in the feed, every second of them of an attempt. */
const PAST = `insert into merchants (id, name, notice_content_type, v1_notices, webhook_secrets)
    select 'mer_' || m, m, 'json', 'paid', '[]' from unnest(array['a', 'b']) as m;
  insert into networks (id, prefix) values ('house', '8801'), ('other', '8802');
  insert into payments (merchant_id, id, order_id, network, number, pay_token, issued_at, expires_at, amount, currency,
      terms, state, version, updated_at, fence, last_attempt, ended_at)
    select 'mer_' || case when n % 20 = 0 then 'b' else 'a' end, 'imp_' || lpad(n::text, 12, '0'), 'order-' || n, 'house',
      n::text, 'token-' || n, n * 1000, n * 1000 + 604800000, 1000, 'KRW', '{}', 'paid', 1, n * 1000, 1,
      '{"request":{"outlet":"S' || n % 50 || '"}}', n * 1000
    from generate_series(1::bigint, ${MANY}) as n;
  insert into events (merchant_id, payment_id, version, at, command, type, data, position)
    select merchant_id, id, 1, issued_at, 'cmd_' || id, type,
      '{"type":"' || type || '","request":{"attemptId":"att_' || number || '","gatewayRef":"' || lpad(number, 12, '0')
        || '"},"approvalNo":"' || lpad(number, 8, '0') || '"}',
      case when merchant_id = 'mer_a' and issued_seq % 2 = 0 then issued_seq end
    from (select p.*, (array['claimed', 'collected', 'issued'])[1 + issued_seq % 3] as type from payments p) as past;
  insert into refunds (merchant_id, id, payment_id, accepted_at, state, ends_at, transfer_due_at)
    select merchant_id, 'rfd_' || lpad(number, 5, '0'), id, issued_at,
      case when issued_seq % 100 = 7 then 'failed' when issued_seq % 50 = 9 then 'pending' else 'paid_out' end,
      case when issued_seq % 100 = 9 then issued_seq end, case when issued_seq % 100 = 59 then issued_seq end
    from payments;
  insert into events (merchant_id, payment_id, version, at, command, type, data, position)
    select merchant_id, id, 2, issued_at, 'out_' || id, 'paid_out',
      '{"type":"paid_out","where":{"request":{"attemptId":"out_' || number || '"},"approvalNo":"' || number || '"}}', null
    from payments where merchant_id = 'mer_b' or issued_seq % 7 = 0;
  insert into external_receipts (merchant_id, order_id, name, token, version, receipt, due_at)
    select 'mer_a', 'order-' || n, 'soup', 'receipt-' || n, 1, '{}', case when n % 2 = 0 then n end
    from generate_series(1, ${MANY}) as n`

/** People with their sessions and what they did, customers, days, reports of which one is long, and money in suspense. */
const CONSOLE = `insert into personal (merchant_id, payment_id, key_id, sealed, phone_hash, phone_last4_hash, email_hash,
      name_hash)
    select merchant_id, id, 'k1', '\\x00', 'phone-' || n, 'last4-' || n % 500, 'mail-' || n, 'name-' || n
    from (select p.*, issued_seq % 5000 as n from payments p) as bought;
  update payments set doubted_at = issued_at where issued_seq % 100 = 0;
  insert into console_people (id, merchant_id, email, version, body)
    select 'prs_' || lpad(n::text, 5, '0'), case when n % 100 = 0 then null else 'mer_' || n % 200 end,
      n || '@a.example', 1, '{}' from generate_series(1, 2000) as n;
  insert into console_sessions (hash, person_id, began_at, seen_at, proven_at)
    select 'hash-' || n, 'prs_' || n, n, n, n from generate_series(1, ${MANY}) as n;
  insert into console_actions (key, fingerprint, begun_at)
    select 'prs_' || lpad(n::text, 5, '0') || '/key-' || n, '', n from generate_series(1, ${MANY}) as n;
  insert into audit (id, merchant_id, at, body)
    select 'aud_' || lpad(n::text, 5, '0'), case when n % 3 = 0 then null when n % 3 = 1 then 'mer_a' else 'mer_b' end, n, '{}'
    from generate_series(1, ${MANY}) as n;
  insert into day_figures (merchant_id, day, currency, kind, count, amount)
    select 'mer_' || m, day, 'KRW', kind, 1, 1 from unnest(array['a', 'b']) as m, generate_series(19000, 20100) as day,
      unnest(array['issued', 'collected', 'expired', 'refunded']) as kind;
  insert into day_figures_counted (merchant_id, payment_id, version) select 'mer_' || n, 'imp', 1 from generate_series(1, 500) as n;
  insert into reports (id, network, sender_kind, sender, file_id, date, head, told, taken_at, ended)
    select 'rpt_' || lpad(n::text, 5, '0'), 'house', 'chain', 'chain', 'file-' || n, '20270101', '{}', '[]', n, '{}'
    from generate_series(1, 2000) as n;
  insert into report_rows (report, no, network, number, kind, currency, told, result, sale, judged_at)
    select 'rpt_' || lpad((1 + n % 2 * (n % 2000))::text, 5, '0'), n, 'house', n::text, '01', 'KRW', '{}', 'matched', '', n
    from generate_series(1, ${MANY}) as n;
  insert into suspense (id, network, state, body)
    select 'sus_' || lpad(n::text, 5, '0'), 'house', case when n % 100 = 7 then 'open' when n % 2 = 0 then 'posted' else 'refunded' end, '{}'
    from generate_series(1, ${MANY}) as n`
