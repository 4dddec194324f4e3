/**
 * What a till under exam is told to do and says it saw. Whoever wants a till examined writes a driver for it: a program
 * that reads one JSON object a line and answers each with one, or nobody does, and a person stands at the till.
 */
import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'

const StartShape = Type.Object({
  url: Type.String(),
  /** `network/outlet/till` */
  terminal: Type.String(),
  secret: Type.String(),
  /** A folder of its own, where everything stands that must outlive a power cut. */
  journal: Type.String(),
  /** So many times faster do all waits of the till run: of 20, ten seconds are half a second. */
  speed: Type.Number({ exclusiveMinimum: 0 }),
})
/** Where the gateway of the exam is, and who the till is to it. */
export type TillStart = Static<typeof StartShape>

const SaleDeedShape = Type.Object({
  /** As the customer's barcode or the clerk's keys give it. */
  number: Type.String(),
  pay_type: Type.Union([Type.Literal('cash'), Type.Literal('card')]),
  /** What the customer puts down, where it is not the amount shown. */
  tendered: Type.Optional(Type.Integer()),
  /** How often the collect button is pressed, in quick succession. */
  presses: Type.Optional(Type.Literal(2)),
  /** Collected, but the slip does not come out: the customer gets the money back and goes. Only for tills that complete. */
  jams: Type.Optional(Type.Literal(true)),
})
/** One number across the counter, by a clerk who does what the screen says. */
export type SaleDeed = Static<typeof SaleDeedShape>

const CancelDeedShape = Type.Object({
  /** As it was sold under. */
  number: Type.String(),
  /** The clerk's words. */
  reason: Type.String(),
})
/** A customer who wants the money of a sale back, the same day. */
export type CancelDeed = Static<typeof CancelDeedShape>

/** Of the messages of the protocol those that not every till has. A till is examined in what its driver says it does. */
export const SKILLS = ['complete', 'cancel', 'open', 'close', 'report'] as const
export type Skill = (typeof SKILLS)[number]

/** What is done with a business day: begun, counted and closed, reported in a file. */
export type DayDeed = Exclude<Skill, 'complete' | 'cancel'>

/** For drivers: whether a line that was read is this deed. */
export const DEEDS = {
  start: Compile(Type.Object({ do: Type.Literal('start'), ...StartShape.properties })),
  sale: Compile(Type.Object({ do: Type.Literal('sale'), ...SaleDeedShape.properties })),
  count: Compile(Type.Object({ do: Type.Literal('count') })),
  cancel: Compile(Type.Object({ do: Type.Literal('cancel'), ...CancelDeedShape.properties })),
  open: Compile(Type.Object({ do: Type.Literal('open') })),
  close: Compile(Type.Object({ do: Type.Literal('close') })),
  report: Compile(Type.Object({ do: Type.Literal('report') })),
}

/** What a person at the till is to look at besides the end of the sale; a driver tells it of every sale. */
export type Notice = 'prices' | 'slip'

/** What was on the screen once the number was scanned; null where nothing was to be taken or given. */
const Shown = Type.Object({
  amount: Type.Integer(),
  merchant: Type.String(),
  name: Type.Union([Type.String(), Type.Null()]),
})

const SaleSeenShape = Type.Object({
  shown: Type.Union([Shown, Type.Null()]),
  /** `unknown`: the till does not know yet how it ended. */
  result: Type.Union([
    Type.Literal('collected'),
    Type.Literal('paid_out'),
    Type.Literal('refused'),
    Type.Literal('unknown'),
  ]),
  /** The lines of the slip; null where none was printed, or nobody looked. */
  printed: Type.Union([Type.Array(Type.String()), Type.Null()]),
})
export type SaleSeen = Static<typeof SaleSeenShape>

const CountSeenShape = Type.Object({
  /** All cash that came in, less all that went out, since the journal was empty. */
  drawer: Type.Integer(),
  /** Sales of which the till does not know yet how they ended. */
  open: Type.Integer({ minimum: 0 }),
})
export type CountSeen = Static<typeof CountSeenShape>

const CancelSeenShape = Type.Object({
  result: Type.Union([Type.Literal('cancelled'), Type.Literal('refused'), Type.Literal('unknown')]),
})
export type CancelSeen = Static<typeof CancelSeenShape>

const DayDeedSeenShape = Type.Object({
  /** Whether it is done, as the till sees it: opened, closed, or the file taken. */
  done: Type.Boolean(),
})
export type DayDeedSeen = Static<typeof DayDeedSeenShape>

const ReadyShape = Type.Object({
  ready: Type.Literal(true),
  does: Type.Optional(Type.Array(Type.Union(SKILLS.map((skill) => Type.Literal(skill))))),
})

const DAY_DEED_ANSWER = Compile(DayDeedSeenShape)

export const DRIVER_ANSWERS = {
  start: Compile(ReadyShape),
  sale: Compile(SaleSeenShape),
  count: Compile(CountSeenShape),
  cancel: Compile(CancelSeenShape),
  open: DAY_DEED_ANSWER,
  close: DAY_DEED_ANSWER,
  report: DAY_DEED_ANSWER,
  cannot: Compile(Type.Object({ cannot: Type.String() })),
}

/** Each rejects with one of the errors below where the till does not come to an end of it. */
export interface TillDriver {
  /** What the report calls the till. */
  readonly name: string
  /** The times of the till: 1 where they are those of the protocol. */
  readonly speed: number
  /** Whether `begin` can be asked for again: a person has one till. */
  readonly renews: boolean
  /** A till that was never used before; answers what it does besides selling. */
  begin(start: Omit<TillStart, 'journal' | 'speed'>): Promise<readonly Skill[]>
  sale(deed: SaleDeed, notice?: Notice): Promise<SaleSeen>
  cancel(deed: CancelDeed): Promise<CancelSeen>
  day(deed: DayDeed): Promise<DayDeedSeen>
  /** Answered once nothing is under way: no sale, and no undoing of one. */
  count(): Promise<CountSeen>
  /** Without a warning; a sale under way is never answered. */
  cutPower(): Promise<void>
  /** The same till, with what its journal holds. */
  restorePower(): Promise<void>
  end(): Promise<void>
}

/** The till cannot be told to do this; the words are its own. */
export class TillCannot extends Error {}
/** It did not answer within `withinMs`. */
export class TillStuck extends Error {}
/** Its process ended, or it answered what no driver answers. */
export class TillGone extends Error {}
