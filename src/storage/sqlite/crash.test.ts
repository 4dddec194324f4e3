import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, it } from 'node:test'
import { fileURLToPath } from 'node:url'
import { ALPHA, paymentId, personal } from '../contract-commands.ts'
import { assertFolds } from '../contract-subject.ts'
import { openSqliteStorage } from './sqlite-storage.ts'
import { scratchFolder } from './test-folder.ts'

const SCRIPT = fileURLToPath(new URL('./test-writer-process.ts', import.meta.url))
const ROUNDS = 3

/** What a child acknowledged, complete when it is gone. A line that was cut by its end says nothing. */
function acknowledgements(child: ChildProcess, heard: (count: number) => void): Promise<readonly number[]> {
  let text = ''
  child.stdout?.setEncoding('utf8').on('data', (chunk) => {
    text += chunk
    heard(text.split('\n').length - 1)
  })
  return once(child, 'close').then(() => text.split('\n').slice(0, -1).map(Number))
}

async function assertKept(folder: string, acknowledged: readonly number[]): Promise<void> {
  const storage = await openSqliteStorage({ folder, onFatal: () => {} })
  try {
    for (const no of acknowledged) {
      const payment = await storage.payments.find(ALPHA, paymentId(no))
      assert.ok(payment, `payment ${no} was acknowledged and is gone`)
      await assertFolds(storage, payment)
      assert.deepEqual(await storage.payments.findPersonal(ALPHA, paymentId(no)), personal(no))
      assert.equal((await storage.deliveries.ofPayment(ALPHA, paymentId(no))).length, 1)
    }
  } finally {
    await storage.close()
  }
}

describe('a process that ends without warning', () => {
  it('has kept everything it acknowledged, kill after kill', async (t) => {
    const folder = scratchFolder(t)
    const acknowledged: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      const child = spawn(process.execPath, [SCRIPT, folder, String(round * 1_000_000 + 1)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      t.after(() => child.kill('SIGKILL'))
      const enough = 200 + 150 * round
      const all = await acknowledgements(child, (count) => {
        if (count >= enough) child.kill('SIGKILL')
      })
      assert.ok(all.length >= enough)
      acknowledged.push(...all)
    }
    await assertKept(folder, acknowledged)
  })

  it('ends by itself, with a non-zero code, when its disk fails at a commit, and has kept what it acknowledged', async (t) => {
    const folder = scratchFolder(t)
    // A file may not grow beyond two megabytes: the write that would is an I/O error, in the middle of a commit.
    const command = `ulimit -f 2048; exec "${process.execPath}" "${SCRIPT}" "${folder}" 1`
    const child = spawn('bash', ['-c', command], { stdio: ['ignore', 'pipe', 'pipe'] })
    t.after(() => child.kill('SIGKILL'))
    let complaint = ''
    child.stderr?.setEncoding('utf8').on('data', (chunk) => {
      complaint += chunk
    })
    const acknowledged = await acknowledgements(child, () => {})
    assert.equal(child.exitCode, 70, complaint)
    assert.match(complaint, /disk I\/O error/)
    assert.ok(acknowledged.length > 0)
    await assertKept(folder, acknowledged)
  })
})
