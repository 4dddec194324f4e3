/** What the practice PG can be told, a line each. */
import type { FromPg, ToPg } from '../channels/framed/fields.ts'
import { callGateway, freshTrace, type GatewayPlace, type PgCall, today } from './pg-caller.ts'
import { FAULTS, type Fault, isFault } from './pg-faults.ts'
import type { PgContract } from './pg-server.ts'

export interface PgDesk {
  carryOut(line: string): Promise<void>
  /** Each fault once, for the request it was meant for. */
  readonly nextFault: (message: ToPg) => Fault | undefined
}

export interface PgDeskDeps {
  readonly contracts: readonly PgContract[]
  readonly gateway: GatewayPlace
  readonly tell: (event: Readonly<Record<string, unknown>>) => void
  readonly closeMain: () => Promise<void>
  readonly openMain: () => Promise<void>
  /** Nobody accepts and nobody answers for so long. */
  readonly stall: (ms: number) => Promise<void>
}

const HELP = [
  'fault MESSAGE NAME [VALUE] [TIMES]   MESSAGE: issue, register, amend, revoke, cancel, status, echo',
  ...Object.entries(FAULTS).map(([name, does]) => `  ${name.padEnd(13)} ${does}`),
  'main close|open                      only the backup address is left, or both again',
  'stall MS                             nobody accepts a connection',
  'orders MID                           what is known of a contract',
  'gateway PORT                         where the gateway listens to PGs',
  'inquiry MID NUMBER',
  'collect MID NUMBER AMOUNT [cash|card] [TRACE]   the same TRACE is a repeat',
  'cancel MID TRACE AMOUNT              the same day',
  'reverse MID TRACE                    of what was collected today',
]

export function openPgDesk(deps: PgDeskDeps): PgDesk {
  const { contracts, tell } = deps
  const faults: { readonly message: string; readonly fault: Fault }[] = []
  const counter = openCounter(deps)

  function setFault([message = '', name = '', value = '', times = '1']: readonly string[]): void {
    if (!isFault(name)) {
      tell({ event: 'help', lines: HELP })
      return
    }
    for (let count = 0; count < Number(times); count += 1) faults.push({ message, fault: { name, value } })
    tell({ event: 'fault', message, name })
  }

  return {
    nextFault(message) {
      const index = faults.findIndex((each) => each.message === message)
      return index < 0 ? undefined : faults.splice(index, 1)[0]?.fault
    },
    async carryOut(line) {
      const [word = '', ...rest] = line.trim().split(/\s+/)
      const [first = ''] = rest
      switch (word) {
        case 'fault':
          return setFault(rest)
        case 'main':
          await (first === 'close' ? deps.closeMain() : deps.openMain())
          return tell({ event: 'main', is: first })
        case 'stall':
          return deps.stall(Number(first))
        case 'gateway':
          counter.moveTo(Number(first))
          return tell({ event: 'gateway', port: Number(first) })
        case 'orders': {
          const contract = contracts.find(({ mid }) => mid === first)
          return tell({ event: 'orders', mid: first, orders: contract?.books.orders() ?? [] })
        }
        case 'inquiry':
        case 'collect':
        case 'cancel':
        case 'reverse':
          return counter.call(word, rest)
        default:
          return tell({ event: 'help', lines: HELP })
      }
    },
  }
}

/** Where a customer of the practice PG stands. */
function openCounter({ contracts, tell, gateway }: PgDeskDeps) {
  let port = gateway.port
  return {
    moveTo(other: number): void {
      port = other
    },
    async call(message: Exclude<FromPg, 'echo'>, [mid = '', ...words]: readonly string[]): Promise<void> {
      const contract = contracts.find((each) => each.mid === mid)
      if (contract === undefined) return tell({ event: 'no such contract', mid })
      const { values, trace } = CALLS[message](words)
      const asked: PgCall = { message, values: { business_date: today(), ...values }, trace }
      const answer = await callGateway({ ...gateway, port }, contract, asked)
      tell({ event: 'answered', mid, call: message, trace, ...(answer ?? { result: 'none' }) })
    },
  }
}

type Call = (words: readonly string[]) => Pick<PgCall, 'values' | 'trace'>

const CALLS: Readonly<Record<Exclude<FromPg, 'echo'>, Call>> = {
  inquiry: ([number = '']) => ({ values: { number }, trace: freshTrace() }),
  collect: ([number = '', amount = '', payType, trace = freshTrace()]) => {
    const paid = { amount, currency: 'KRW', pay_type: payType === 'card' ? 'K' : 'C' }
    return { values: { number, ...paid, chain: '연습편의점', store: '연습점' }, trace }
  },
  cancel: ([original = '', amount = '']) => ({
    values: { original_date: today(), original_trace: original, amount },
    trace: freshTrace(),
  }),
  reverse: ([original = '']) => ({
    values: { original_date: today(), original_trace: original },
    trace: freshTrace(),
  }),
}
