/**
 * `npm run demo`: the whole story without a browser, step by step, on a gateway of its own in a temporary folder. Each
 * line is what really happened; where it is not what should have, the line says so and the exit code is 1.
 */
import { enableCompileCache } from 'node:module'

enableCompileCache()
const { runDemo } = await import('./demo-story.ts')
process.exitCode = await runDemo()
