/** `npm run sunap -- <verb> [--option value ...]` */
import { enableCompileCache } from 'node:module'

enableCompileCache()
const { runCommand } = await import('./sunap-command.ts')
process.exitCode = await runCommand(process.argv.slice(2))
