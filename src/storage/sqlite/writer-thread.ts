/**
 * The entry of the writer's thread. The compile cache of the process does not reach its threads; without it each start
 * would load the type stripper here too, for 30 MB and a tenth of a second.
 */
import { enableCompileCache } from 'node:module'

enableCompileCache()
await import('./writer-loop.ts')
