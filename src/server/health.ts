/**
 * Whether this node serves: a write and a read of storage, asked at most once at a time however many ask, and answered
 * in time even where storage does not answer at all; and a place for one more till on every line that takes frames. Where
 * it does not serve, one word says why: what failed in which place is in the log, and would help a stranger.
 */
import type { FastifyInstance } from 'fastify'
import type { After } from '../gateway/ports.ts'
import { inTime } from '../pos/in-time.ts'
import { type Storage, StorageFault, type StorageFaultKind } from '../storage/storage.ts'
import type { TillLines } from './till-lines.ts'

export interface HealthDeps {
  readonly storage: Pick<Storage, 'check'>
  readonly tillLines: Pick<TillLines, 'problem'>
  readonly after: After
}

const ANSWERED_WITHIN_MS = 2_000

/** How storage is: `no_answer` within two seconds, `fault` where it is none of those that storage itself knows. */
type Condition = 'ok' | StorageFaultKind | 'no_answer' | 'fault'

/** `GET /health`: 200, or 503 with what keeps storage from a write and a read, or tills from their lines. */
export function registerHealth(app: FastifyInstance, deps: HealthDeps): void {
  const check = createCheck(deps)
  app.get('/health', async (_request, reply) => {
    const storage = await check()
    const tillLines = deps.tillLines.problem()
    const problems = {
      ...(storage === 'ok' ? {} : { storage }),
      ...(tillLines === undefined ? {} : { till_lines: tillLines }),
    }
    const isWell = Object.keys(problems).length === 0
    return reply
      .code(isWell ? 200 : 503)
      .header('cache-control', 'no-store')
      .send(isWell ? { status: 'ok' } : { status: 'unavailable', ...problems })
  })
}

/** The time is the check's own: who joins a slow one late is not told that all is well. */
function createCheck({ storage, after }: HealthDeps): () => Promise<Condition> {
  let checking: Promise<Condition> | undefined
  return () => {
    if (checking === undefined) {
      const condition = conditionOf(storage)
      checking = inTime(condition, ANSWERED_WITHIN_MS, after, () => 'no_answer')
      void condition.then(() => {
        checking = undefined
      })
    }
    return checking
  }
}

async function conditionOf(storage: HealthDeps['storage']): Promise<Condition> {
  try {
    await storage.check()
    return 'ok'
  } catch (fault) {
    return fault instanceof StorageFault ? fault.kind : 'fault'
  }
}
