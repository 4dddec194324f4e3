/** For tests only: the driver of a test till, good or with the conduct that its argument names. */
import { BAD_TILLS, OTHER_TILLS } from './test-bad-tills.ts'
import { runTestTill } from './test-till.ts'
import { GOOD } from './test-till-conduct.ts'

const [name = ''] = process.argv.slice(2)
await runTestTill({ ...GOOD, ...{ ...BAD_TILLS, ...OTHER_TILLS }[name]?.conduct }, process.stdin, process.stdout)
process.exit()
