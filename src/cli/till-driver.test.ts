import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { type TestContext, test } from 'node:test'
import { COLLECTED, openTillLine, REVERSED, SHOWN, yes } from '../sandbox/test-till-line.ts'
import { driveTill } from './till-driver.ts'
import { openOwnJournal } from './till-file.ts'

function newFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'sunap-driver-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return folder
}

async function drive(...deeds: readonly object[]): Promise<unknown[]> {
  const said: unknown[] = []
  const input = Readable.from(deeds.map((deed) => `${JSON.stringify(deed)}\n`))
  await driveTill({ input, say: (line) => said.push(JSON.parse(line)) })
  return said
}

const SALE = { do: 'sale', number: '1234', pay_type: 'cash' }
const startAt = (url: string, journal: string) => {
  return { do: 'start', url, terminal: 'exam/EX001/1', secret: 'secret', journal, speed: 5 }
}

test('a sale is answered with what was shown, how it ended and what was printed; the drawer with what it left there', async (t) => {
  const line = await openTillLine(t, { inquiry: [SHOWN], collect: [COLLECTED] })
  assert.deepEqual(await drive(startAt(line.url, newFolder(t)), SALE, { do: 'count' }), [
    { ready: true },
    { shown: { amount: 1000, merchant: '예제상점', name: '후드티' }, result: 'collected', printed: ['영수증'] },
    { drawer: 1000, open: 0 },
  ])
})

test('a refund slip is paid out of the drawer', async (t) => {
  const slip = { ...SHOWN, direction: 'out' }
  const paidOut = yes({ approval_no: '00000018', paid_out_at: 1_795_323_788, receipt: ['지급'] })
  const line = await openTillLine(t, { inquiry: [slip], payout: [paidOut] })
  const [, sale, count] = await drive(startAt(line.url, newFolder(t)), SALE, { do: 'count' })
  assert.deepEqual([(sale as { result: string }).result, count], ['paid_out', { drawer: -1000, open: 0 }])
})

test('what an earlier run has left open is undone before the drawer is counted', async (t) => {
  const folder = newFolder(t)
  const { journal, close } = openOwnJournal(folder, 'exam/EX001/1', 0)
  const key = { business_date: '20261122', stan: '7' }
  journal.begin({ key, message: 'collect', amount: 1000, cash: 1000 })
  close()
  const line = await openTillLine(t, { reverse: ['cut', REVERSED] })
  const [, count] = await drive(startAt(line.url, folder), { do: 'count' })
  assert.deepEqual(count, { drawer: 0, open: 0 })
  assert.deepEqual(line.received.at(-1)?.body['original'], key)
})

test('without a line nothing is sold, and nothing is open', async (t) => {
  const nowhere = startAt('http://127.0.0.1:9', newFolder(t))
  assert.deepEqual(await drive(nowhere, SALE, { do: 'count' }), [
    { ready: true },
    { shown: null, result: 'refused', printed: null },
    { drawer: 0, open: 0 },
  ])
})

test('what comes before the start, or is no deed, cannot be done and is said so', async (t) => {
  const answers = await drive(SALE, startAt('http://127.0.0.1:9', newFolder(t)), { do: 'dance' }, { do: 'sale' })
  assert.deepEqual(answers, [
    { cannot: 'start comes first' },
    { ready: true },
    { cannot: 'not a deed: {"do":"dance"}' },
    { cannot: 'not a deed: {"do":"sale"}' },
  ])
})
