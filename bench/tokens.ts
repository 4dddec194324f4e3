/**
 * `POST /users/getToken` of a key whose token lives, as clients send it that ask before every request, beside the request
 * they then send: both in every round, one after the other on each keeper, there and back.
 */
import { ratiosOf, spreadOf, spreadText } from './figures.ts'
import { elsewhereText } from './machine.ts'
import { KEEPERS, type Keeper, type RequestName } from './messages.ts'
import type { Place } from './opened-gateway.ts'
import type { Plan } from './plan.ts'
import { type Measured, measureServer, TITLES } from './requests.ts'
import { roundsText, SERVER_NAMES, table } from './table.ts'

const BOTH = ['token', 'query'] as const
type Runs = Readonly<Record<(typeof BOTH)[number], Measured[]>>

/** One table for each number of connections. */
export async function measureTokens(plan: Plan, place: Place): Promise<string> {
  const tables: string[] = []
  for (const connections of plan.connections) {
    const runs = new Map<Keeper, Runs>(KEEPERS.map((keeper) => [keeper, { token: [], query: [] }]))
    for (let round = 0; round < plan.rounds; round += 1) {
      for (const keeper of inTurn(KEEPERS, round)) {
        for (const request of inTurn(BOTH, round)) {
          const wanted = { server: keeper, request: request satisfies RequestName, connections, plan, floor: undefined }
          runs.get(keeper)?.[request].push((await measureServer(wanted, place)).measured)
        }
      }
    }
    const rounds = roundsText(plan.rounds, `at most ${plan.measuredS} s`)
    tables.push(tableOf(`${TITLES.token}; ${connections} connections, ${rounds}`, runs))
  }
  return tables.join('\n\n')
}

function inTurn<Item>(items: readonly Item[], round: number): readonly Item[] {
  return round % 2 === 0 ? items : items.toReversed()
}

const HEAD = ['requests/s', `of ${TITLES.query}`, 'p50 ms', 'p99 ms', 'server CPU us/request', 'of it main thread']

function tableOf(head: string, runs: ReadonlyMap<Keeper, Runs>): string {
  const rows = [...runs].map(([keeper, { token, query }]) => {
    const of = (figure: (measured: Measured) => number, digits: number): string => spreadText(token.map(figure), digits)
    const perSecond = (measured: readonly Measured[]) => measured.map((each) => each.perSecond)
    return [
      SERVER_NAMES[keeper],
      of((each) => each.perSecond, 0),
      spreadText(ratiosOf(perSecond(token), perSecond(query)), 2),
      of((each) => each.p50Ms, 1),
      of((each) => each.p99Ms, 1),
      of((each) => each.cpuUs, 0),
      of((each) => each.mainCpuUs, 0),
    ]
  })
  const all = [...runs.values()].flatMap(({ token, query }) => [...token, ...query])
  return `${table([head, ...HEAD], rows)}\n${elsewhereText(spreadOf(all.map((each) => each.elsewhereShare * 100)))}`
}
