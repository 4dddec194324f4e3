/** For tests only: the practice PG as a process of its own, told what to do and heard of, gone when the test ends. */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { createInterface } from 'node:readline'
import type { TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'

export type PgEvent = Readonly<Record<string, unknown>> & { readonly event: string }

export interface TestPg {
  readonly port: number
  readonly backupPort: number
  /** Everything it told so far. */
  readonly events: readonly PgEvent[]
  /** Does what a line says; the event it tells of it. */
  tell(line: string, event: string): Promise<PgEvent>
  /** The next that is so, from now on or told already. */
  until(is: (event: PgEvent) => boolean): Promise<PgEvent>
  orders(mid: string): Promise<readonly PgOrderShown[]>
  /** What the contract's file says of it. */
  settings(mid: string, more?: object): string
  /** What came to it up to now: an answer may be here before the PG has told that it was asked. */
  heard(message: string): Promise<readonly PgEvent[]>
}

export interface PgOrderShown {
  readonly order: string
  readonly number: string
  readonly amount: string
  readonly state: string
}

const PROGRAM = fileURLToPath(new URL('../../cli/pg-simulator.ts', import.meta.url))

export interface TestPgOptions {
  /** Where the gateway listens to PGs; it can be told later. */
  readonly gatewayPort?: number
  /** Of one that is not to be sealed: none. */
  readonly sealed?: boolean
}

export async function startPg(
  t: Pick<TestContext, 'after'>,
  mids: readonly string[],
  { gatewayPort = 1, sealed = true }: TestPgOptions = {},
): Promise<TestPg> {
  const keys = new Map(mids.map((mid) => [mid, sealed ? randomBytes(32).toString('hex') : 'none']))
  const contracts = [...keys].flatMap(([mid, key]) => ['--contract', `${mid}:${key}`])
  const places = ['--port', '0', '--backup-port', '0', '--gateway', `127.0.0.1:${gatewayPort}`]
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', PROGRAM, ...contracts, ...places], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  t.after(() => {
    child.kill('SIGKILL')
  })
  const events: PgEvent[] = []
  const waiting: { readonly is: (event: PgEvent) => boolean; readonly resolve: (event: PgEvent) => void }[] = []
  createInterface({ input: child.stdout }).on('line', (line) => {
    const event = JSON.parse(line) as PgEvent
    events.push(event)
    const [heard] = waiting.splice(
      waiting.findIndex(({ is }) => is(event)),
      waiting.some(({ is }) => is(event)) ? 1 : 0,
    )
    heard?.resolve(event)
  })
  const later = (is: (event: PgEvent) => boolean): Promise<PgEvent> =>
    new Promise((resolve) => waiting.push({ is, resolve }))
  const until: TestPg['until'] = async (is) => events.find(is) ?? later(is)
  const tell: TestPg['tell'] = (line, event) => {
    const told = later((each) => each.event === event)
    child.stdin.write(`${line}\n`)
    return told
  }
  const ready = await until(({ event }) => event === 'ready')
  const [port, backupPort] = [Number(ready['port']), Number(ready['backup_port'])]
  return {
    port,
    backupPort,
    events,
    tell,
    until,
    async heard(message) {
      // It tells one thing after the other.
      await tell(`orders ${mids[0] ?? ''}`, 'orders')
      return events.filter(({ event, message: heard }) => event === 'heard' && heard === message)
    },
    async orders(mid) {
      const told = await tell(`orders ${mid}`, 'orders')
      return told['orders'] as readonly PgOrderShown[]
    },
    settings: (mid, more = {}) => settingsText({ port, backupPort, key: keys.get(mid) ?? 'none' }, more),
  }
}

function settingsText(
  { port, backupPort, key }: { readonly port: number; readonly backupPort: number; readonly key: string },
  more: object,
): string {
  return JSON.stringify({
    main: { host: '127.0.0.1', port },
    backup: { host: '127.0.0.1', port: backupPort },
    read_timeout_ms: 1000,
    cipher: key === 'none' ? { name: 'none' } : { name: 'aes-256-gcm', key },
    peers: ['127.0.0.1/32'],
    ...more,
  })
}
