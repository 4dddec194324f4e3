/**
 * The two counters of a play, in two shops, opened for the network's business day. Trace numbers are made of the
 * machine's clock, so that no restart repeats one: a repeated key is a repeated sale, and would get its old answer.
 */
import type { SandboxPorts } from './ports.ts'
import { createPracticeTill, type Journal, type PracticeTill, type Terminal } from './practice-till.ts'
import { createTillClient } from './till-client.ts'
import { exchangeOnce, exchangeUntilDecided, type Pause } from './till-conduct.ts'

export interface OpenCounters {
  readonly first: PracticeTill
  readonly second: PracticeTill
  readonly journal: Journal
  /** What the gateway says is collected of the sales of both; undefined where it does not answer. */
  collectedNow(): Promise<number | undefined>
}

export interface OpenCounter {
  readonly till: PracticeTill
  readonly journal: Journal
}

export interface Counters {
  /** Undefined where the line does not answer. */
  open(): Promise<OpenCounters | undefined>
  /** One till, as it is called; undefined where there is none such, or where the line does not answer. */
  at(terminal: string): Promise<OpenCounter | undefined>
}

/** Throws where there are not two terminals in two shops. */
export function createCounters({ terminals, posUrl }: SandboxPorts, pause: Pause): Counters {
  const pair = pairOf(terminals)
  const newStan = createStans()
  return {
    async at(id) {
      const terminal = terminals.find((each) => each.id === id)
      const url = posUrl()
      const businessDate = terminal && (await askBusinessDate(url, terminal, newStan, pause))
      if (terminal === undefined || businessDate === undefined) return undefined
      const journal: Journal = { entries: [], cash: [] }
      return { journal, till: createPracticeTill({ terminal, posUrl: url, businessDate, newStan, pause, journal }) }
    },
    async open() {
      const url = posUrl()
      const businessDate = await askBusinessDate(url, pair.first, newStan, pause)
      if (businessDate === undefined) return undefined
      const journal: Journal = { entries: [], cash: [] }
      const till = (terminal: Terminal): PracticeTill =>
        createPracticeTill({ terminal, posUrl: url, businessDate, newStan, pause, journal })
      const first = till(pair.first)
      const second = till(pair.second)
      return {
        first,
        second,
        journal,
        async collectedNow() {
          const [here, there] = await Promise.all([first.collectedNow(), second.collectedNow()])
          return here === undefined || there === undefined ? undefined : here + there
        },
      }
    },
  }
}

function pairOf(terminals: readonly Terminal[]): { readonly first: Terminal; readonly second: Terminal } {
  const [first] = terminals
  const second = terminals.find(({ id }) => first !== undefined && shopOf(id) !== shopOf(first.id))
  if (first === undefined || second === undefined) throw new Error('the sandbox needs two tills in two shops')
  return { first, second }
}

function shopOf(terminal: string): string {
  return terminal.slice(0, terminal.lastIndexOf('/'))
}

/** 12 digits that grow from wall milliseconds; by hand typed ones are shorter and never meet them. */
export function createStans(): () => string {
  let last = 0
  return () => {
    last = Math.max(last + 1, Date.now())
    return String(last % 10 ** 12).padStart(12, '0')
  }
}

/** As the line's echo tells it; undefined where the line does not answer. */
export async function askBusinessDate(
  url: string,
  { id, secret }: Terminal,
  newStan: () => string,
  pause: Pause,
): Promise<string | undefined> {
  const client = createTillClient({ url, terminal: id, secret })
  const request = { stan: newStan() }
  const send = () => exchangeOnce('echo', request, () => client.echo(request))
  const { exchange } = await exchangeUntilDecided(send, pause)
  return exchange?.reply.class === 'OK' ? exchange.reply.business_date : undefined
}
