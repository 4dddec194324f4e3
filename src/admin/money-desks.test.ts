/** The operator's desks: money in suspense, collects in doubt, report files, over the same listener as everything of the console. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Static, TSchema } from 'typebox'
import { Value } from 'typebox/value'
import type { Payment } from '../core/payment.ts'
import { COMPLETION_MS } from '../core/provisional.ts'
import { seoulDate } from '../core/seoul-day.ts'
import { runVerb } from '../server/directory-verbs.ts'
import { commandId } from '../storage/contract-commands.ts'
import {
  DoubtPage,
  OursOnly,
  ReportAnswer,
  ReportPage,
  ReportRows,
  SuspenseAnswer,
  SuspensePage,
} from '../wire/admin/desks.ts'
import { ConsolePayment } from '../wire/admin/payments.ts'
import { type ConsoleUnderTest, key, NETWORK, openConsole, type Reply, type SignedIn } from './test-console.ts'

const CHAIN = '강변마트'
const STRANGER = '81009999999999999996'

interface Office {
  readonly console: ConsoleUnderTest
  readonly operator: SignedIn
  readonly date: string
  /** Sends a file of these lines. */
  take(lines: readonly string[], fileId?: string): Promise<Reply>
  post(path: string, body?: object, headers?: Readonly<Record<string, string>>): Promise<Reply>
}

async function openOffice(t: TestContext): Promise<Office> {
  const console = await openConsole(t)
  const operator = await console.signedIn('operator')
  const date = seoulDate(console.storage.clock.now())
  const post: Office['post'] = (path, body = {}, headers = key()) =>
    operator.ask({ method: 'POST', path, body, headers })
  return {
    console,
    operator,
    date,
    post,
    take(lines, fileId = 'day-1') {
      const sum = lines.reduce((total, line) => total + Number(line.split(',')[2]), 0)
      const csv = [`H,${fileId},1,${date},01,KRW,${lines.length},${sum}`, ...lines, `T,${lines.length},${sum}`].join(
        '\n',
      )
      return post('/house/reports', { network: NETWORK, chain: CHAIN, csv })
    },
  }
}

function sale({ number, amount }: Pick<Payment, 'number' | 'amount'>): string {
  return `D,${number},${amount},cash,RV001,,,,,`
}

function shape<Shape extends TSchema>(of: Shape, { answer, text }: Reply): Static<Shape> {
  assert.ok(Value.Check(of, answer), text)
  return answer
}

test('a chain’s file is taken once, paged by results, and brings money without a payment to the desk', async (t) => {
  const { console, operator, take } = await openOffice(t)
  const [paid, waiting] = [await console.issue({ amount: 2000 }), await console.issue({ amount: 3000 })]
  await console.collect(paid)
  const lines = [sale(waiting), `D,${STRANGER},1000,cash,RV001,,,,,`]
  const report = shape(ReportAnswer, await take(lines))
  assert.deepEqual([report.count, report.sum, report.sender_name], [2, 4000, CHAIN])
  assert.equal(shape(ReportAnswer, await take(lines)).id, report.id, 'the same file is the same report')
  const path = `/house/reports/${report.id}`
  const done = shape(ReportAnswer, await operator.ask({ path }))
  assert.deepEqual([done.state, done.results.theirs_only], ['done', 2])
  const first = shape(ReportRows, await operator.ask({ path: `${path}/rows?limit=1` }))
  assert.deepEqual([first.rows.length, first.next, first.rows[0]?.imp_uid], [1, 1, waiting.id])
  const second = shape(ReportRows, await operator.ask({ path: `${path}/rows?limit=1&after=1&result=theirs_only` }))
  assert.deepEqual([second.rows[0]?.row, second.next], [2, null])
  const matched = shape(ReportRows, await operator.ask({ path: `${path}/rows?result=matched` }))
  assert.deepEqual(matched.rows, [])
  const ours = shape(OursOnly, await operator.ask({ path: `${path}/ours-only` }))
  assert.deepEqual([ours.total, ours.collects], [0, []], 'what another chain’s till took is not this file’s to hold')
  const page = shape(ReportPage, await operator.ask({ path: `/house/reports?network=${NETWORK}&limit=1` }))
  assert.deepEqual([page.reports.map(({ id }) => id), page.next], [[report.id], null])
  const nowhere = await operator.ask({ path: '/house/reports/rpt_00000000-0000-7000-8000-000000000000/rows' })
  assert.deepEqual([nowhere.status, nowhere.code], [404, 'not_found'])
  const open = shape(SuspensePage, await operator.ask({ path: '/house/suspense' }))
  assert.deepEqual(
    open.entries.map(({ number, cause, row, actions }) => [number, cause, row, actions]),
    [[STRANGER, 'number_unknown', 2, ['refund', 'hold']]],
  )
  assert.match(open.entries[0]?.cause_words.ko ?? '', /결제가 없습니다/)
})

test('a file that is wrong is refused with its line in both languages, by the field it stands in', async (t) => {
  const { take, operator } = await openOffice(t)
  const wrong = await take([`D,${STRANGER},1000,gold,RV001,,,,,`])
  assert.deepEqual([wrong.status, wrong.code], [409, 'refused'])
  const { field, message } = (wrong.answer as { error: { field: string; message: { ko: string; en: string } } }).error
  assert.equal(field, 'csv')
  assert.equal(message.ko, 'csv: 2행: 결제수단 칸이 올바르지 않습니다(cash, card 중 하나).')
  assert.equal(message.en, 'csv: line 2: pay type should be one of cash, card')
  const none = shape(ReportPage, await operator.ask({ path: '/house/reports' }))
  assert.deepEqual(none.reports, [])
})

test('late money is posted where its number may still be paid, once by a double click, and written down', async (t) => {
  const { console, operator, take, post } = await openOffice(t)
  const payment = await console.issue({ amount: 5000 })
  await console.gateway.suspend(console.shop, payment.id, null)
  await take([sale(payment)])
  const [entry] = shape(SuspensePage, await operator.ask({ path: '/house/suspense?limit=1' })).entries
  assert.deepEqual(
    [entry?.cause, entry?.imp_uid, entry?.actions],
    ['suspended', payment.id, ['post', 'refund', 'hold']],
  )
  const path = `/house/suspense/${entry?.id}`
  const early = await post(`${path}/post`)
  assert.deepEqual([early.status, early.code], [409, 'suspended'])
  await console.gateway.resume(console.shop, payment.id)
  const click = key()
  const posted = await post(`${path}/post`, { note: '판매자 재개' }, click)
  assert.equal(shape(SuspenseAnswer, posted).state, 'posted')
  assert.equal((await post(`${path}/post`, { note: '판매자 재개' }, click)).text, posted.text)
  assert.equal((await console.gateway.find(console.shop, payment.id))?.payment.state, 'paid')
  const again = await post(`${path}/post`)
  assert.deepEqual([again.status, again.code], [409, 'settled'])
  assert.deepEqual(shape(SuspensePage, await operator.ask({ path: '/house/suspense' })).entries, [])
  assert.equal(shape(SuspenseAnswer, await operator.ask({ path })).note, '판매자 재개')
  const written = await console.storage.console.audit(null, null, 50)
  const posts = written.filter(({ action, outcome }) => action === 'suspense.posted' && outcome === 'done')
  assert.deepEqual(
    posts.map(({ object, detail }) => [object, detail]),
    [[entry?.id, { note: '판매자 재개' }]],
  )
})

test('money that cannot be posted waits with a word, or goes back with one, and the desk is read in pages', async (t) => {
  const { operator, take, post } = await openOffice(t)
  const lines = [1, 2, 3].map((no) => `D,8100482130955743126${no},1000,cash,RV001,,,,,`)
  await take(lines)
  const seen: string[] = []
  for (let after: string | null = ''; after !== null; ) {
    const query = after === '' ? '' : `&after=${after}`
    const page: SuspensePage = shape(SuspensePage, await operator.ask({ path: `/house/suspense?limit=2${query}` }))
    seen.push(...page.entries.map(({ id }) => id))
    after = page.next
  }
  assert.equal(new Set(seen).size, 3)
  const [one, other] = seen
  for (const body of [undefined, { note: '   ' }]) {
    const unsaid = await post(`/house/suspense/${one}/hold`, body)
    assert.deepEqual([unsaid.status, unsaid.code], [400, 'bad_field'])
  }
  assert.equal(shape(SuspenseAnswer, await post(`/house/suspense/${one}/hold`, { note: '점포 확인 중' })).state, 'held')
  assert.equal(
    shape(SuspenseAnswer, await post(`/house/suspense/${other}/refund`, { note: '체인에 이체' })).state,
    'refunded',
  )
  const states = async (state: string) =>
    shape(SuspensePage, await operator.ask({ path: `/house/suspense?state=${state}` })).entries.length
  assert.deepEqual(await Promise.all(['open', 'held', 'refunded', 'all'].map(states)), [1, 1, 1, 3])
  const unkeyed = await post(`/house/suspense/${one}/refund`, { note: '이체' }, {})
  assert.deepEqual([unkeyed.status, unkeyed.code], [400, 'key_missing'])
})

test('collects in doubt of all merchants are listed in pages, and end by the word of somebody who looked', async (t) => {
  const { console, operator, post } = await openOffice(t)
  await runVerb({ verb: 'network-set', options: { network: NETWORK, phases: 'two' } }, console.verbDeps)
  const payments = [
    await console.issue({ amount: 1000 }),
    await console.issue({ amount: 2000 }),
    await console.issue({ amount: 3000, merchantId: console.other }),
  ]
  for (const payment of payments) await console.collect(payment)
  await console.storage.clock.advance(COMPLETION_MS)
  const { expired } = await console.storage.payments.overdue(10)
  for (const paymentId of expired) await console.storage.execute({ type: 'expire', id: commandId(), paymentId })
  const first = shape(DoubtPage, await operator.ask({ path: '/house/doubts?limit=2' }))
  assert.equal(first.doubts.length, 2)
  const rest = shape(DoubtPage, await operator.ask({ path: `/house/doubts?limit=2&after=${first.next}` }))
  assert.equal(rest.next, null)
  const all = [...first.doubts, ...rest.doubts]
  assert.deepEqual(all.map(({ imp_uid }) => imp_uid).sort(), payments.map(({ id }) => String(id)).sort())
  const ofOther = shape(DoubtPage, await operator.ask({ path: `/house/doubts?merchant=${console.other}` }))
  assert.deepEqual(
    ofOther.doubts.map(({ amount, merchant_name, outlet_name, till }) => [amount, merchant_name, outlet_name, till]),
    [[3000, '다른상점', '강변점', '1']],
  )
  const resolve = (of: Payment, found: string, click = key()) =>
    post(`/merchants/${of.merchantId}/doubts/${of.id}/resolve`, { found, note: '시재 확인' }, click)
  const [there, gone] = payments
  assert.ok(there !== undefined && gone !== undefined)
  assert.equal(shape(ConsolePayment, await resolve(there, 'collected')).state, 'collected')
  assert.equal(shape(ConsolePayment, await resolve(gone, 'not_collected')).state, 'waiting')
  const twice = await resolve(there, 'not_collected')
  assert.deepEqual([twice.status, twice.code], [409, 'not_in_doubt'])
  for (const query of ['merchant=mer_none', 'after=nowhere'])
    assert.equal((await operator.ask({ path: `/house/doubts?${query}` })).code, 'bad_field')
  const left = shape(DoubtPage, await operator.ask({ path: '/house/doubts' }))
  assert.equal(left.doubts.length, 1)
})
