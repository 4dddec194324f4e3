/**
 * A reporter for node --test that says in one JSON line what really ran: { tests, passed, failed, skipped, emptyFiles,
 * openFiles }. node's own summary counts a file without a test as one passed test, succeeds when nothing matched at
 * all, and names too many files when it is interrupted.
 */
import { resolve } from 'node:path'

export default async function* tally(events) {
  let tests = 0
  let skipped = 0
  const open = new Set()
  const empty = new Set()
  for await (const { type, data } of events) {
    if (type === 'test:dequeue' && isFile(data)) {
      open.add(data.file)
      empty.add(data.file)
    } else if (type === 'test:complete' && isFile(data)) {
      open.delete(data.file)
    } else if (type === 'test:summary' && data.file !== undefined) {
      tests += data.counts.tests
      skipped += data.counts.skipped + data.counts.todo
      if (data.counts.tests > 0) empty.delete(data.file)
    } else if (type === 'test:summary' || type === 'test:interrupted') {
      const { passed = 0, failed = 0, cancelled = 0 } = data.counts ?? {} // of all files, those that broke too
      const ended = { passed, failed: failed + cancelled }
      yield JSON.stringify({ tests, ...ended, skipped, emptyFiles: [...empty], openFiles: [...open] })
    }
  }
}

/** Each file is a test of its own, named by its path. */
function isFile({ name, file, nesting }) {
  return nesting === 0 && file !== undefined && resolve(name) === file
}
