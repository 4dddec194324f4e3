/** The end of a day at the command line's till, against the real gateway: what it counted and reports is what is held there. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ECHO, no, openTillLine, yes } from '../sandbox/test-till-line.ts'
import { openFolder, openRealFolder, run, runIn } from './test-till-folder.ts'
import { openOwnJournal } from './till-file.ts'

/** Of what was sold, printed after the collect. */
function stanIn(text: string): string {
  return /trace number (\d+)/.exec(text)?.[1] ?? assert.fail(text)
}

test('a day of cash, card and a cancel is reported, matched, and closed with what the till has counted', async (t) => {
  const { town, folder, number } = await openRealFolder(t)
  const [byCard, givenBack, next] = await Promise.all([town.order(), town.order(), town.order()])
  assert.equal((await run(folder, ['open'])).code, 0)
  const { text } = await run(folder, ['collect', number])
  await run(folder, ['collect', String(byCard.number), '--card'])
  const sold = await run(folder, ['collect', String(givenBack.number)])
  const amount = String(givenBack.amount)
  assert.equal((await run(folder, ['complete', stanIn(text), '--amount', amount])).code, 0)
  assert.equal((await run(folder, ['cancel', stanIn(sold.text), '--amount', amount])).code, 0)
  const reported = await run(folder, ['report'])
  assert.deepEqual([reported.code, (await run(folder, ['report'])).text], [0, reported.text])
  const [file, ...more] = await town.parts.gateway.reports.list({}, null, 10)
  assert.deepEqual(more, [])
  assert.deepEqual([file?.progress.counts.matched, file?.report.count, file?.progress.oursOnly], [2, 2, 0])
  const closed = await run(folder, ['close'])
  assert.equal(closed.code, 0)
  assert.match(closed.text, /collected: cash 2 \([\d,]+\), card 1 \([\d,]+\)\n {2}cancelled: cash 1/)
  assert.equal((await run(folder, ['collect', String(next.number)])).code, 0, 'under the next date')
})

test('a drawer that differs is shown beside what the gateway has, in both languages, and the day stays open', async (t) => {
  const NOTHING = { count: 0, sum: 0 }
  const totals = {
    collected: { cash: { count: 3, sum: 3_000 }, card: NOTHING },
    cancelled: { cash: NOTHING, card: NOTHING },
    paid_out: NOTHING,
  }
  const line = await openTillLine(t, { echo: [ECHO], close: [{ ...no('4401'), totals }] })
  const folder = openFolder(t, line.url)
  const { code, text } = await run(folder, ['close'])
  assert.equal(code, 1)
  assert.match(text, /collected: cash 0 \(0\)[\s\S]*The gateway has:\n {2}collected: cash 3 \(3,000\)/)
  assert.match((await runIn('ko', folder, ['close'])).text, /게이트웨이의 기록:\n {2}수납: 현금 3건\(3,000\)/)
  assert.equal(line.received.filter(({ message }) => message === 'close').length, 2)
})

test('a cancel that nobody has answered is sent again by the next run, the same under the same key', async (t) => {
  const key = { business_date: '20261122', stan: '900' }
  const cancelled = yes({ approval_no: '00000017', cancelled_at: 1_795_323_788, receipt: ['취소'] })
  const line = await openTillLine(t, { cancel: [...Array(5).fill('cut'), cancelled] })
  const folder = openFolder(t, line.url)
  const { journal, close } = openOwnJournal(folder, 'house/HB001/1', 0)
  journal.begin({ key, message: 'collect', amount: 1_000, cash: 1_000 })
  journal.end(key, { cash: 1_000, stands: true })
  close()
  const { code, text } = await run(folder, ['cancel', '900', '--amount', '1000', '--date', '20261122'])
  assert.equal(code, 1)
  assert.match(text, /Nobody has answered\. Leave the money as it is/)
  assert.match((await runIn('ko', folder, ['echo'])).text, /당일취소가 응답을 받지 못했습니다[\s\S]*취소/)
  const sent = line.received.filter(({ message }) => message === 'cancel').map(({ body }) => body)
  assert.deepEqual([new Set(sent.map(({ stan }) => stan)).size, sent.length], [1, 6])
  const after = openOwnJournal(folder, 'house/HB001/1', 0)
  t.after(() => after.close())
  assert.deepEqual([after.journal.drawer(), after.journal.unanswered()], [0, []])
})

test('what is wrong with a completion is said before it is sent', async (t) => {
  const folder = openFolder(t, 'http://127.0.0.1:9')
  for (const args of [['complete'], ['complete', '1'], ['complete', 'x', '--amount', '1']]) {
    const { code, text } = await run(folder, args)
    assert.deepEqual([code, /trace number|--amount/.test(text)], [2, true], text)
  }
})
