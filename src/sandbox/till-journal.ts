/**
 * What a till must know after a power cut: the sales it has begun, those whose end it knows, what it has asked about them
 * without an answer, and what all of them have put into the drawer. A line is on disk before what it speaks of happens, so
 * that a sale is found again whichever moment the lights went out in.
 */
import { appendFileSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { ReportRow } from '../wire/till-day.ts'
import type { SaleKey } from './practice-till.ts'

export type BegunSale = Static<typeof BegunShape>
/** A completion or a cancel: sent until there is an answer, and never undone. */
export type AskedRequest = Static<typeof AskedShape>
export type ReportFile = Static<typeof FileShape>

/** `cash`: what the sale has left in the drawer; negative where money went out. `stands`: collected, or paid out. */
export interface SaleEnd {
  readonly cash: number
  readonly stands: boolean
}

export interface EndedSale extends SaleEnd {
  readonly sale: BegunSale
  /** The business date it was given back under. */
  readonly cancelledOn: string | null
}

export interface TillJournal {
  /** Before it is sent. */
  begin(sale: BegunSale): void
  /** `asked`: what is to be said of it next. */
  end(key: SaleKey, end: SaleEnd, asked?: AskedRequest): void
  find(key: SaleKey): BegunSale | undefined
  /** The latest on this number. */
  findNumber(number: string): BegunSale | undefined
  /** Begun, and not known how they ended. */
  open(): readonly BegunSale[]
  /** Whose end is known; those of long ago are not kept. */
  ended(): readonly EndedSale[]
  /** Before it is sent. */
  ask(asked: AskedRequest): void
  /** `isGivenBack`: it was a cancel, and the customer has the money. */
  answer(asked: AskedRequest, isGivenBack: boolean): void
  unanswered(): readonly AskedRequest[]
  closeDay(date: string): void
  isClosed(date: string): boolean
  /** Before it is sent. */
  file(file: ReportFile): void
  lastFile(): ReportFile | undefined
  /** All that came in, less all that went out; the cash of an open sale is in it. */
  drawer(): number
}

const KeyShape = Type.Object({ business_date: Type.String(), stan: Type.String() })
const BegunShape = Type.Object({
  key: KeyShape,
  message: Type.Union([Type.Literal('collect'), Type.Literal('payout')]),
  /** Journals of before have neither this nor the way of paying. */
  number: Type.Optional(Type.String()),
  pay_type: Type.Optional(Type.Union([Type.Literal('cash'), Type.Literal('card')])),
  amount: Type.Integer(),
  /** What is in the drawer for it while it is open: the amount of a cash collect. */
  cash: Type.Integer(),
})
const AskedShape = Type.Object({
  message: Type.Union([Type.Literal('complete'), Type.Literal('cancel')]),
  key: KeyShape,
  original: KeyShape,
  amount: Type.Integer(),
  reason: Type.Optional(Type.String()),
})
const EndedShape = Type.Object({
  key: KeyShape,
  cash: Type.Integer(),
  stands: Type.Optional(Type.Boolean()),
  cancelled_on: Type.Optional(Type.String()),
})
const FileShape = Type.Object({ seq: Type.Integer(), date: Type.String(), rows: Type.Array(ReportRow) })
const LineShape = Type.Object({
  carried: Type.Optional(Type.Integer()),
  begun: Type.Optional(BegunShape),
  ended: Type.Optional(EndedShape),
  asked: Type.Optional(AskedShape),
  answered: Type.Optional(KeyShape),
  closed_day: Type.Optional(Type.String()),
  filed: Type.Optional(FileShape),
})
const lineShape = Compile(LineShape)
type Line = Static<typeof LineShape>

/** Longer than this it is drawn together when it is opened. */
const LINES_MAX = 1_000
/** Of these a sale may still be cancelled, counted and reported. */
const DATES_KEPT = 2

/** `isAlone` is false where another process may be writing to it: then it is left as long as it is. */
export function openTillJournal(path: string, { isAlone }: { readonly isAlone: boolean }): TillJournal {
  const { lines, isWhole } = readLines(path)
  const book = bookOf(lines)
  if (isAlone && (!isWhole || lines.length > LINES_MAX)) drawTogether(book, path)
  const write = (line: Line): void => {
    appendFileSync(path, `${JSON.stringify(line)}\n`, { mode: 0o600, flush: true })
    note(book, line)
  }
  const open = (): readonly BegunSale[] => [...book.begun].flatMap(([key, sale]) => (book.ended.has(key) ? [] : [sale]))
  return {
    begin: (sale) => write({ begun: sale }),
    end: (key, { cash, stands }, asked) => write({ ended: { key, cash, stands }, ...(asked && { asked }) }),
    find: (key) => book.begun.get(textOf(key)),
    findNumber: (number) => [...book.begun.values()].findLast((sale) => sale.number === number),
    open,
    ended: () => [...book.ended].flatMap(([key, end]) => endedSale(book.begun.get(key), end)),
    ask: (asked) => write({ asked }),
    answer({ key, original }, isGivenBack) {
      const before = book.ended.get(textOf(original))
      const isOurs = isGivenBack && before !== undefined
      write({ answered: key, ...(isOurs && { ended: { ...before, cash: 0, cancelled_on: key.business_date } }) })
    },
    unanswered: () => [...book.asked.values()],
    closeDay: (date) => write({ closed_day: date }),
    isClosed: (date) => book.closedDays.has(date),
    file: (file) => write({ filed: file }),
    lastFile: () => book.lastFile,
    drawer: () => book.carried + sum(book.ended.values()) + sum(open()),
  }
}

/** In journals of before it has to be seen by the cash. */
function endedSale(sale: BegunSale | undefined, { cash, stands, cancelled_on }: Ended): readonly EndedSale[] {
  if (sale === undefined) return []
  return [{ sale, cash, stands: stands ?? cash !== 0, cancelledOn: cancelled_on ?? null }]
}

type Ended = Static<typeof EndedShape>

interface Book {
  /** What earlier lines had put into the drawer when they were drawn together. */
  carried: number
  readonly begun: Map<string, BegunSale>
  readonly ended: Map<string, Ended>
  /** Without an answer. */
  readonly asked: Map<string, AskedRequest>
  readonly closedDays: Set<string>
  lastFile: ReportFile | undefined
}

function bookOf(lines: readonly Line[]): Book {
  const book: Book = {
    carried: 0,
    begun: new Map(),
    ended: new Map(),
    asked: new Map(),
    closedDays: new Set(),
    lastFile: undefined,
  }
  for (const line of lines) note(book, line)
  return book
}

function note(book: Book, { carried, begun, ended, asked, answered, closed_day, filed }: Line): void {
  book.carried += carried ?? 0
  if (begun !== undefined) book.begun.set(textOf(begun.key), begun)
  if (ended !== undefined) book.ended.set(textOf(ended.key), ended)
  if (asked !== undefined) book.asked.set(textOf(asked.key), asked)
  if (answered !== undefined) book.asked.delete(textOf(answered))
  if (closed_day !== undefined) book.closedDays.add(closed_day)
  book.lastFile = filed ?? book.lastFile
}

function textOf({ business_date, stan }: SaleKey): string {
  return `${business_date} ${stan}`
}

function sum(sales: Iterable<{ readonly cash: number }>): number {
  let total = 0
  for (const { cash } of sales) total += cash
  return total
}

/** `isWhole` is false where the last line was cut short: it speaks of nothing that has happened yet. */
function readLines(path: string): { readonly lines: readonly Line[]; readonly isWhole: boolean } {
  const texts = readText(path).split('\n')
  const last = texts.pop()
  const lines = texts.map((text): Line => {
    const value: unknown = JSON.parse(text)
    if (!lineShape.Check(value)) throw new Error(`${path} is no journal of a till: ${text.slice(0, 80)}`)
    return value
  })
  return { lines, isWhole: last === '' }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
    throw error
  }
}

/** To what the drawer holds and the sales that are open or of these days, in one step. */
function drawTogether(book: Book, path: string): void {
  const dates = new Set([...book.begun.values()].map(({ key }) => key.business_date))
  const kept = new Set([...dates].sort().slice(-DATES_KEPT))
  const askedAbout = new Set([...book.asked.values()].map(({ original }) => textOf(original)))
  for (const [key, end] of book.ended) {
    if (kept.has(end.key.business_date) || askedAbout.has(key)) continue
    book.carried += end.cash
    book.begun.delete(key)
    book.ended.delete(key)
  }
  const lines: readonly Line[] = [
    { carried: book.carried },
    ...[...book.begun.values()].map((begun) => ({ begun })),
    ...[...book.ended.values()].map((ended) => ({ ended })),
    ...[...book.asked.values()].map((asked) => ({ asked })),
    ...[...book.closedDays]
      .sort()
      .slice(-DATES_KEPT)
      .map((closed_day) => ({ closed_day })),
    ...(book.lastFile === undefined ? [] : [{ filed: book.lastFile }]),
  ]
  const draft = `${path}.new`
  writeFileSync(draft, lines.map((line) => `${JSON.stringify(line)}\n`).join(''), { mode: 0o600, flush: true })
  renameSync(draft, path)
}
