/** The notices' three measurements: all endpoints of several merchants, one endpoint far behind, one among bad neighbours. */
import { measureDrain } from './drains.ts'
import { measureIsolation } from './isolation.ts'
import type { Place } from './opened-gateway.ts'
import type { Plan } from './plan.ts'

export async function measureNotices(plan: Plan, place: Place): Promise<string> {
  const { throughput, backlog } = plan.notices
  const { merchants, endpointsOfEach } = throughput
  return [
    await measureDrain(`${merchants * endpointsOfEach} endpoints of ${merchants} merchants`, throughput, place),
    await measureDrain('One endpoint', backlog, place),
    await measureIsolation(plan, place),
  ].join('\n\n')
}
