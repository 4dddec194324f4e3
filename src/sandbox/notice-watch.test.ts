import assert from 'node:assert/strict'
import { test } from 'node:test'
import { watchNotices } from './notice-watch.ts'
import type { NoticeFacts, Seen } from './ports.ts'

const noticeNamed = (id: string): NoticeFacts => ({ id, url: 'http://shop.test/n', event: 'collected', status: 'paid' })
const queued = (id: string): Seen => ({ type: 'queued', notice: noticeNamed(id) })
const told = (id: string): Seen => ({
  type: 'told',
  notice: noticeNamed(id),
  tryNumber: 1,
  result: 'failed',
  httpStatus: 500,
  detail: '500 in 1 ms',
  latencyMs: 1,
  nextTryAtMs: 5000,
})

function watched(tryNotices = (): Promise<void> => new Promise(() => {})) {
  let listener: ((seen: Seen) => void) | undefined
  const watch = watchNotices(
    {
      watch: (impUid, asked) => {
        assert.equal(impUid, 'imp_000000000001')
        listener = asked
        return () => {
          listener = undefined
        }
      },
      tryNotices,
    },
    'imp_000000000001',
  )
  return { watch, tell: (seen: Seen) => listener?.(seen), isWatching: () => listener !== undefined }
}

const open = new AbortController().signal
const LONG_MS = 60_000

test('nothing queued is nothing to wait for', async () => {
  await watched().watch.allTried(LONG_MS, open)
})

test('the wait ends with the first try of the last notice, whatever came of it', async () => {
  const { watch, tell } = watched()
  tell(queued('a'))
  tell(queued('b'))
  let over = false
  const waiting = watch.allTried(LONG_MS, open).then(() => {
    over = true
  })
  tell(told('a'))
  await Promise.resolve()
  assert.equal(over, false)
  assert.deepEqual(watch.untried(), [noticeNamed('b')])
  tell(told('b'))
  await waiting
  assert.deepEqual(
    watch.told.map(({ notice }) => notice.id),
    ['a', 'b'],
  )
})

test('a notice that nobody tries is waited for so long and no longer, and is named', async () => {
  const { watch, tell } = watched()
  tell(queued('a'))
  await watch.allTried(20, open)
  assert.deepEqual(watch.untried(), [noticeNamed('a')])
})

test('a notice that cannot be tried now, because its receiver is paused, is not waited for, and is named', async () => {
  const { watch, tell } = watched(async () => {})
  tell(queued('a'))
  await watch.allTried(LONG_MS, open)
  assert.deepEqual(watch.untried(), [noticeNamed('a')])
})

test('a gateway that closes waits for no notice', async () => {
  const { watch, tell } = watched()
  tell(queued('a'))
  const closing = new AbortController()
  const waiting = watch.allTried(LONG_MS, closing.signal)
  closing.abort()
  await waiting
  await watch.allTried(LONG_MS, closing.signal)
})

test('what is asked is kept, and after the stop nothing is', () => {
  const { watch, tell, isWatching } = watched()
  tell({ type: 'asked', confirm_url: 'u', verdict: 'payable', reason: null, detail: '200 in 1 ms', latencyMs: 1 })
  assert.equal(watch.asked.length, 1)
  watch.stop()
  assert.equal(isWatching(), false)
})
