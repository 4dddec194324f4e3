/** The entry of the log mover's thread, as `writer-thread.ts` is the writer's. */
import { enableCompileCache } from 'node:module'

enableCompileCache()
await import('./log-mover-loop.ts')
