/**
 * `npm run till`: be the clerk without a browser. One command a run, or, without a command, a counter. `drive` is for the
 * till exam.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { readDataFolder, readLanguage } from '../server/config.ts'
import { driveTill } from './till-driver.ts'
import { runTill } from './till-run.ts'
import { typedLines } from './typed-lines.ts'

const args = process.argv.slice(2)
const say = (line: string): void => console.log(line)
if (args[0] === 'drive') await driveTill({ input: process.stdin, say })
else
  process.exitCode = await runTill({
    args,
    dataFolder: readDataFolder(),
    language: readLanguage(),
    lines: typedLines(),
    say,
    pause: (ms) => delay(ms),
  })
