/**
 * Whether this node serves: a write and a read of storage, asked at most once at a time however many ask, and answered
 * in time even where storage does not answer at all. Says nothing that would help a stranger.
 */
import type { FastifyInstance } from 'fastify'
import type { After } from '../gateway/ports.ts'
import { inTime } from '../pos/in-time.ts'
import type { Storage } from '../storage/storage.ts'

export interface HealthDeps {
  readonly storage: Pick<Storage, 'check'>
  readonly after: After
}

const ANSWERED_WITHIN_MS = 2_000

/** `GET /health`: 200, or 503 where storage does not take a write or gives no answer within two seconds. */
export function registerHealth(app: FastifyInstance, deps: HealthDeps): void {
  const isWell = createCheck(deps)
  app.get('/health', async (_request, reply) => {
    const well = await isWell()
    return reply
      .code(well ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ status: well ? 'ok' : 'unavailable' })
  })
}

/** The time is the check's own: who joins a slow one late is not told that all is well. */
function createCheck({ storage, after }: HealthDeps): () => Promise<boolean> {
  let checking: Promise<boolean> | undefined
  return () => {
    if (checking === undefined) {
      const working = works(storage)
      checking = inTime(working, ANSWERED_WITHIN_MS, after, () => false)
      void working.then(() => {
        checking = undefined
      })
    }
    return checking
  }
}

async function works(storage: HealthDeps['storage']): Promise<boolean> {
  try {
    await storage.check()
    return true
  } catch {
    return false
  }
}
