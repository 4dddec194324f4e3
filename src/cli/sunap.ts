#!/usr/bin/env node
/** `npm run sunap -- <verb> [--option value ...]`, and `sunap <verb>` where it is installed as a package. */
import { enableCompileCache } from 'node:module'

enableCompileCache()
const [verb, ...rest] = process.argv.slice(2)
if (verb === 'start') {
  const { run } = await import('../server/run.ts')
  await run(rest)
} else {
  const { runCommand } = await import('./sunap-command.ts')
  process.exitCode = await runCommand(process.argv.slice(2))
}
