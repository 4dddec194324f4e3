/**
 * What one exam of a till has at hand: the till, the gateway it talks to, and a supply of numbers that nobody has used.
 * A script tells the till what to do and the line what to spoil, and is judged by what came over the line and by what
 * lies in the drawer afterwards.
 */

import type { DrawerTotals } from '../../wire/till-day.ts'
import {
  type CancelSeen,
  type CountSeen,
  type DayDeed,
  type Notice,
  type SaleDeed,
  type SaleSeen,
  type Skill,
  type TillDriver,
  TillGone,
} from './driver.ts'
import type { Asked } from './exam-books.ts'
import type { Arrived, ExamGateway, Fault } from './exam-gateway.ts'
import type { Bill, SaleKey } from './exam-ledger.ts'

export interface SceneOptions {
  readonly driver: TillDriver
  readonly gateway: ExamGateway
  readonly newNumber: () => string
  readonly newSecret: () => string
  readonly pause: (ms: number) => Promise<unknown>
}

/** What came, with what it says. */
export type Heard<Message extends Asked['message']> = Arrived & { readonly asked: Extract<Asked, { message: Message }> }

export interface Counted extends CountSeen {
  /** What the gateway has booked for this till since the script began; the drawer's change should be the same. */
  readonly booked: number
  /** How much the drawer has changed since then. */
  readonly moved: number
}

export interface Scene {
  readonly gateway: ExamGateway
  /** Whether the till that is there has said that it does this, or said nothing of it. */
  does(skill: Skill): boolean
  lacks(skill: Skill): boolean
  /** Milliseconds of the protocol as this till lives them. */
  ms(tillMs: number): number
  bill(terms?: Partial<Bill>): Bill
  plan(message: Asked['message'], ...faults: readonly Fault[]): void
  sale(bill: Bill, how?: Partial<SaleDeed>, notice?: Notice): Promise<SaleSeen>
  /** The customer of a sale wants the money back. */
  cancel(bill: Bill): Promise<CancelSeen['result']>
  /** Whether it is done. */
  day(deed: DayDeed): Promise<boolean>
  /** Cuts the power as soon as the first of these has come while `deed` is under way; false where none came. */
  cutDuring(deed: Promise<unknown>, message: Asked['message']): Promise<boolean>
  count(): Promise<Counted>
  /** What the books have for this till's business day, and whether it is closed there. */
  dayBooked(): { readonly totals: DrawerTotals; readonly isClosed: boolean }
  /** From now on the books show so much more cash at this till's close than it took. */
  misbook(won: number): void
  /** Since the script began. */
  heard<Message extends Asked['message']>(message: Message): readonly Heard<Message>[]
  arrived(): readonly Arrived[]
  /** Runs `then` after each of these that comes until the script ends. */
  after(message: Asked['message'], then: () => void): void
  restorePower(): Promise<void>
  pause(tillMs: number): Promise<unknown>
  /** Begins a script: what is heard and counted from now on is its own. */
  begin(): Promise<void>
  end(): void
  /** A till that nobody has used; the same one where a person stands at it. */
  renew(): Promise<void>
}

/** A message that a script waits for should come within this, of the till's time. */
const COMES_WITHIN_MS = 120_000
/** However fast the till's time runs, its machine needs some of ours. */
const MACHINE_MS = 5_000

export function createScene({ driver, gateway, newNumber, newSecret, pause }: SceneOptions): Scene {
  const ms = (tillMs: number): number => tillMs / driver.speed
  const nextTerminal = createTerminals()
  let terminal = ''
  let skills: readonly Skill[] | undefined
  const drawer = createDrawer(driver, () => gateway.books.balanceOf(terminal))
  const ear = createEar(gateway, ms(COMES_WITHIN_MS) + MACHINE_MS)
  const sell: Scene['sale'] = (bill, how = {}, notice) => {
    drawer.touch()
    return driver.sale({ number: bill.number, pay_type: 'cash', ...how }, notice)
  }
  return {
    gateway,
    does: (skill) => skills?.includes(skill) === true,
    lacks: (skill) => skills?.includes(skill) === false,
    ms,
    sale: sell,
    async cancel({ number }) {
      drawer.touch()
      return (await driver.cancel({ number, reason: CLERKS_WORDS })).result
    },
    day: async (deed) => (await driver.day(deed)).done,
    dayBooked: () => dayBooked(gateway, terminal),
    misbook: (won) => gateway.books.misbook(terminal, won),
    count: drawer.count,
    heard: ear.heard,
    arrived: ear.arrived,
    after: ear.after,
    bill(terms = {}) {
      const bill: Bill = { ...USUAL, number: newNumber(), ...terms }
      gateway.books.add(bill)
      return bill
    },
    plan: (message, ...faults) => gateway.plan(message, faults),
    cutDuring: (deed, message) => cutDuring(driver, ear, deed, message),
    restorePower: () => driver.restorePower(),
    pause: (tillMs) => pause(ms(tillMs)),
    async begin() {
      await drawer.begin()
      ear.begin()
    },
    end() {
      ear.end()
      gateway.clearPlan()
      gateway.release()
    },
    async renew() {
      if (terminal === '' || driver.renews) {
        terminal = nextTerminal()
        const secret = newSecret()
        gateway.enrol(terminal, secret)
        skills = await driver.begin({ url: gateway.url, terminal, secret })
      }
      drawer.touch()
    },
  }
}

function dayBooked({ books, businessDate }: ExamGateway, terminal: string): ReturnType<Scene['dayBooked']> {
  const date = businessDate()
  return { totals: books.totalsOf(terminal, date), isClosed: books.isClosed(terminal, date) }
}

async function cutDuring(
  driver: TillDriver,
  ear: ReturnType<typeof createEar>,
  deed: Promise<unknown>,
  message: Asked['message'],
): Promise<boolean> {
  const over = deed.catch((error: unknown) => {
    if (!(error instanceof TillGone)) throw error
  })
  const came = await Promise.race([ear.comes(message), over.then(() => ear.heard(message).length > 0)])
  await driver.cutPower()
  await over
  return came
}

/** The till's money beside the gateway's books, from where a script began. */
function createDrawer(driver: TillDriver, booked: () => number) {
  let before = { drawer: 0, booked: 0 }
  let last = before
  let isCounted = false
  async function count(): Promise<Counted> {
    const seen = await driver.count()
    last = { drawer: seen.drawer, booked: booked() }
    isCounted = true
    return { ...seen, moved: last.drawer - before.drawer, booked: last.booked - before.booked }
  }
  return {
    count,
    /** Something is about to move. */
    touch() {
      isCounted = false
    },
    async begin() {
      if (!isCounted) await count()
      before = last
    },
  }
}

/** What has come since a script began, and what is still to come. */
function createEar(gateway: ExamGateway, comesWithinMs: number) {
  let from = 0
  let stops: (() => void)[] = []
  const arrived = (): readonly Arrived[] => gateway.arrived.slice(from)
  const heard = <Message extends Asked['message']>(message: Message): readonly Heard<Message>[] =>
    arrived().filter((one): one is Heard<Message> => one.asked?.message === message)
  return {
    arrived,
    heard,
    comes: (message: Asked['message']): Promise<boolean> =>
      new Promise((resolve) => {
        const look = (): void => {
          if (heard(message).length > 0) end(true)
        }
        const timer = setTimeout(() => end(false), comesWithinMs)
        const stop = gateway.onArrival(look)
        function end(came: boolean): void {
          clearTimeout(timer)
          stop()
          resolve(came)
        }
        look()
      }),
    after(message: Asked['message'], then: () => void) {
      let known = heard(message).length
      const stop = gateway.onArrival(() => {
        const now = heard(message).length
        if (now > known) then()
        known = now
      })
      stops.push(stop)
    },
    begin() {
      from = gateway.arrived.length
    },
    end() {
      for (const stop of stops) stop()
      stops = []
    },
  }
}

const CLERKS_WORDS = '고객 변심'
const USUAL = { direction: 'in', merchant: '시험상점', name: '후드티', amount: 36_400 } as const

/** Each with its own journal and its own trace numbers, so that what one has left behind is nothing to the next. */
function createTerminals(): () => string {
  let last = 0
  return () => {
    last += 1
    return `exam/EX001/${last}`
  }
}

/** What has a key that serves nothing else. */
export type Keyed = Heard<'collect' | 'payout' | 'complete' | 'cancel' | 'reverse'>

export function keyOf({ asked }: Keyed): SaleKey {
  const { business_date, stan } = asked.body
  return { business_date, stan }
}

export function isSameKey(one: SaleKey, other: SaleKey): boolean {
  return one.business_date === other.business_date && one.stan === other.stan
}
