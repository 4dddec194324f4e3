/**
 * For tests only: the machine the gateway runs on. A process of it may die before, in or after any write, or be slow, or
 * find no room on the disk; then the next one is started. Whatever a process has begun ends with it: what it awaits from
 * storage never comes. The keeper stands for the disk that outlives them all.
 */
import type { CommandType } from '../core/commands.ts'
import { createRenderNotice } from '../merchant/render-notice.ts'
import { createDispatcher } from '../outbound/dispatcher.ts'
import { type Storage, StorageFault } from '../storage/storage.ts'
import { HOUSE_ONLY } from './channel-port.ts'
import { createDeliveries } from './deliveries.ts'
import { createGateway, type Gateway } from './gateway.ts'
import type { Happening } from './happening.ts'
import { NO_GUARD } from './inquiry-guard.ts'
import { createOutsideSweeper } from './outside-sweep.ts'
import type { PersonalVault } from './personal-vault.ts'
import type { Payer, ReceiptIssuer, Repeat } from './ports.ts'
import { createSweeper } from './sweep.ts'
import { testVault } from './test-gateway.ts'
import type { SimulatedSeller } from './test-simulated-seller.ts'
import type { Chance, VirtualTime } from './test-virtual-time.ts'

/** What may go wrong on this day. */
export interface Conduct {
  readonly lossyLine: boolean
  readonly crashes: boolean
  readonly sickDisk: boolean
  readonly sloppySellers: boolean
}

export interface Machine {
  /** The gateway that listens now; undefined while none does. */
  gateway(): Gateway | undefined
  start(): void
  /** From now on nothing goes wrong. */
  calm(): void
  /** How many processes there were. */
  starts(): number
  /** How long it was gone, all in all, the last time counted whole. */
  downMs(): number
}

export interface MachineDeps {
  readonly time: VirtualTime
  readonly chance: Chance
  readonly keeper: Storage
  readonly seller: SimulatedSeller
  readonly issuer: ReceiptIssuer
  readonly payer: Payer
  readonly conduct: Conduct
  readonly broke: (fault: unknown) => void
  readonly log: string[]
}

/** Until a process that died is back. */
const DOWN_MS_MAX = 3_000

export function createMachine(deps: MachineDeps): Machine {
  const { time, chance, keeper, broke, log } = deps
  const vault = testVault(chance.bytes)
  let { conduct } = deps
  let life: Life = { alive: false }
  let gateway: Gateway | undefined
  let starts = 0
  let downMs = 0

  function crash(): void {
    if (!life.alive) return
    life.alive = false
    gateway = undefined
    log.push(`${time.now()} crash`)
    const delayMs = chance.ms(500, DOWN_MS_MAX)
    downMs += delayMs
    time.after(delayMs, start)
  }

  function start(): void {
    starts += 1
    const mine: Life = { alive: true }
    life = mine
    const storage = mortal(keeper, mine, { time, chance, conduct: () => conduct, crash })
    const parts = openProcess(storage, mine, deps, vault)
    parts.open().then(
      () => {
        if (mine.alive) gateway = parts.gateway
      },
      (fault) => {
        broke(fault)
        crash()
      },
    )
    time.after(chance.ms(5_000, 60_000), () => (mine.alive && conduct.crashes ? crash() : undefined))
  }

  return {
    gateway: () => gateway,
    start,
    calm() {
      conduct = { lossyLine: false, crashes: false, sickDisk: false, sloppySellers: false }
    },
    starts: () => starts,
    downMs: () => downMs,
  }
}

/** One process: when it dies, nothing that it began goes on. */
interface Life {
  alive: boolean
}

const GONE = new Promise<never>(() => {})

interface Weather extends Pick<MachineDeps, 'time' | 'chance'> {
  readonly conduct: () => Conduct
  readonly crash: () => void
}

/** What a till waits for: only this may wait longer than a claim lives, for the sweep is timed here. */
const STALLING: ReadonlySet<CommandType> = new Set<CommandType>(['claim', 'settle', 'reverse'])

/** Storage as one process has it: slow, now and then full, and gone with the process, before or after a write. */
function mortal(keeper: Storage, life: Life, { time, chance, conduct, crash }: Weather): Storage {
  const pass = async <Value>(call: () => Promise<Value>, writes: boolean, stallMs = 0): Promise<Value> => {
    await time.sleep(chance.ms(0, 40) + stallMs)
    if (!life.alive) return GONE
    if (writes && conduct().sickDisk && chance.happens(0.03)) throw new StorageFault('full', 'no room')
    const value = await call()
    if (writes && conduct().crashes && chance.happens(0.01)) crash()
    await time.sleep(chance.ms(0, 40))
    return life.alive ? value : GONE
  }
  const each = <Part extends object>(part: Part, writes: boolean): Part =>
    new Proxy(part, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name)
        if (typeof member !== 'function') throw new Error(`broken invariant: ${String(name)} cannot be asked`)
        return (...given: unknown[]) => pass(() => member.apply(target, given), writes)
      },
    })
  return {
    ...keeper,
    execute(command, deadline) {
      const stalls = STALLING.has(command.type) && conduct().sickDisk && chance.happens(0.03)
      return pass(() => keeper.execute(command, deadline), true, stalls ? chance.ms(0, 20_000) : 0)
    },
    takeBlock: (counter, size) => pass(() => keeper.takeBlock(counter, size), true),
    payments: each(keeper.payments, false),
    deliveries: each(keeper.deliveries, true),
  }
}

/** Joined as the server joins them. */
function openProcess(storage: Storage, life: Life, outside: MachineDeps, vault: PersonalVault) {
  const { time, chance, seller, issuer, payer, broke, log } = outside
  const observe = (happening: Happening | { readonly type: 'told' }): void => {
    const payment = 'payment' in happening ? happening.payment : null
    log.push([time.now(), happening.type, payment?.id, payment?.version].join(' '))
    if (happening.type === 'unsettled' && !/no room|a slip of our own/.test(happening.cause)) broke(happening.cause)
  }
  const after = (ms: number, run: () => void): (() => void) => time.after(ms, () => (life.alive ? run() : undefined))
  const repeat: Repeat = (ms, task) => {
    const next = (): void => {
      after(ms, () => void task().catch(broke).then(next))
    }
    next()
    return async () => {}
  }
  const { askMerchant, post } = seller
  const gateway = createGateway({
    ...{ storage, vault, askMerchant, issuer, payer, observe },
    channels: HOUSE_ONLY,
    random: chance.bytes,
    mono: time.clocks.mono,
    inquiryGuard: NO_GUARD,
  })
  const outsideSweeper = createOutsideSweeper({ storage, ...gateway, repeat })
  const sweeper = createSweeper({ storage, observe, random: chance.bytes, repeat })
  const dispatcher = createDispatcher({
    queue: storage.deliveries,
    clock: storage.clock,
    mono: time.clocks.mono,
    client: { post },
    renderNotice: createRenderNotice(createDeliveries({ storage })),
    secretsOf: () => [`whsec_${Buffer.alloc(32, 1).toString('base64')}`],
    chance: chance.number,
    after,
    observe,
    reportFault: broke,
  })
  return {
    gateway,
    async open() {
      await sweeper.adoptOrphans()
      storage.onCommitted(({ deliveries }) => {
        if (life.alive && deliveries.length > 0) dispatcher.wake(deliveries)
      })
      sweeper.start()
      outsideSweeper.start()
      dispatcher.start()
    },
  }
}
