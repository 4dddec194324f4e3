/**
 * Which queues wait: from name to name by index, so that a page costs as much as it has queues, however many deliveries
 * wait in each.
 */
import type { QueueName, WallTime } from '../../core/brand.ts'
import { mayCall } from '../../core/endpoint-health.ts'
import { text } from '../rows/cells.ts'
import { waitingQueueOf } from '../rows/delivery-rows.ts'
import { healthBeside } from '../rows/endpoint-rows.ts'
import type { WaitingQueue } from '../storage.ts'
import { one } from './load-rows.ts'
import type { ReadStatements } from './statements.ts'

export function waitingQueues(
  statements: Pick<ReadStatements, 'nextQueue' | 'firstOfQueue'>,
  wall: WallTime,
  after: QueueName | null,
  limit: number,
): readonly WaitingQueue[] {
  const page: WaitingQueue[] = []
  let row = statements.nextQueue.get(after ?? '')
  while (row !== undefined && page.length < limit) {
    const queue = text(row, 'queue')
    const health = healthBeside(row)
    const isPaused = health !== undefined && mayCall(health, wall) === 'none'
    const waiting = isPaused ? undefined : one(statements.firstOfQueue, [wall, queue], waitingQueueOf)
    if (waiting !== undefined) page.push(waiting)
    row = statements.nextQueue.get(queue)
  }
  return page
}
