/**
 * For the crash tests: a process that issues numbers as fast as it can and tells each one it was acknowledged, until it
 * is killed or its disk fails. `node test-writer-process.ts FOLDER FIRST_NUMBER`.
 */
import type { CommandId } from '../../core/brand.ts'
import { issue, WORLD } from '../contract-commands.ts'
import { openSqliteStorage } from './sqlite-storage.ts'

const IN_FLIGHT = 64
const DISK_FAILED = 70

const [folder = '', first = '1'] = process.argv.slice(2)
const storage = await openSqliteStorage({
  folder,
  onFatal(error) {
    console.error(error.message)
    process.exit(DISK_FAILED)
  },
})
await storage.directory.put(WORLD)

let next = Number(first)
async function issueOn(): Promise<void> {
  for (;;) {
    const no = next
    next += 1
    const outcome = await storage.execute(issue({ no, personal: true, id: `cmd_${no}` as CommandId }))
    if (outcome.kind === 'issued') process.stdout.write(`${no}\n`)
  }
}
await Promise.all(Array.from({ length: IN_FLIGHT }, issueOn))
