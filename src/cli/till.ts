/**
 * `npm run till`: be the clerk without a browser. One command a run, or, without a command, a counter.
 */
import { createInterface } from 'node:readline'
import { setTimeout as delay } from 'node:timers/promises'
import { readDataFolder, readLanguage } from '../server/config.ts'
import { runTill } from './till-run.ts'

process.exitCode = await runTill({
  args: process.argv.slice(2),
  dataFolder: readDataFolder(),
  language: readLanguage(),
  lines: typedLines(),
  say: (line) => console.log(line),
  pause: (ms) => delay(ms),
})

/** The terminal is opened when the first line is asked for, and left when nobody asks any more. */
async function* typedLines(): AsyncGenerator<string> {
  const terminal = createInterface({ input: process.stdin })
  try {
    yield* terminal
  } finally {
    terminal.close()
  }
}
