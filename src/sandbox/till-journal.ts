/**
 * What a till must know after a power cut: the sales it has begun, those whose end it knows, and what all of them have
 * put into the drawer. A line is on disk before what it speaks of happens, so that a sale is found again whichever moment
 * the lights went out in.
 */
import { appendFileSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import type { SaleKey } from './practice-till.ts'

export type BegunSale = Static<typeof BegunShape>

export interface TillJournal {
  /** Before it is sent. */
  begin(sale: BegunSale): void
  /** `cash`: what the sale has left in the drawer; negative where money went out. */
  end(key: SaleKey, cash: number): void
  find(key: SaleKey): BegunSale | undefined
  /** Begun, and not known how they ended. */
  open(): readonly BegunSale[]
  /** All that came in, less all that went out; the cash of an open sale is in it. */
  drawer(): number
}

const KeyShape = Type.Object({ business_date: Type.String(), stan: Type.String() })
const BegunShape = Type.Object({
  key: KeyShape,
  message: Type.Union([Type.Literal('collect'), Type.Literal('payout')]),
  amount: Type.Integer(),
  /** What is in the drawer for it while it is open: the amount of a cash collect. */
  cash: Type.Integer(),
})
const LineShape = Type.Object({
  carried: Type.Optional(Type.Integer()),
  begun: Type.Optional(BegunShape),
  ended: Type.Optional(Type.Object({ key: KeyShape, cash: Type.Integer() })),
})
const lineShape = Compile(LineShape)
type Line = Static<typeof LineShape>

/** Longer than this it is drawn together when it is opened. */
const LINES_MAX = 1_000

/** `isAlone` is false where another process may be writing to it: then it is left as long as it is. */
export function openTillJournal(path: string, { isAlone }: { readonly isAlone: boolean }): TillJournal {
  const { lines, isWhole } = readLines(path)
  const book: Book = { carried: 0, begun: new Map(), ended: new Map() }
  for (const line of lines) note(book, line)
  if (isAlone && (!isWhole || lines.length > LINES_MAX)) drawTogether(book, path)
  const write = (line: Line): void => {
    appendFileSync(path, `${JSON.stringify(line)}\n`, { mode: 0o600, flush: true })
    note(book, line)
  }
  const open = (): readonly BegunSale[] => [...book.begun].flatMap(([key, sale]) => (book.ended.has(key) ? [] : [sale]))
  return {
    begin: (sale) => write({ begun: sale }),
    end: (key, cash) => write({ ended: { key, cash } }),
    find: (key) => book.begun.get(textOf(key)),
    open,
    drawer: () => book.carried + sum(book.ended.values()) + sum(open().map(({ cash }) => cash)),
  }
}

interface Book {
  /** What earlier lines had put into the drawer when they were drawn together. */
  carried: number
  readonly begun: Map<string, BegunSale>
  readonly ended: Map<string, number>
}

function note(book: Book, { carried, begun, ended }: Line): void {
  book.carried += carried ?? 0
  if (begun !== undefined) book.begun.set(textOf(begun.key), begun)
  if (ended !== undefined) book.ended.set(textOf(ended.key), ended.cash)
}

function textOf({ business_date, stan }: SaleKey): string {
  return `${business_date} ${stan}`
}

function sum(amounts: Iterable<number>): number {
  let total = 0
  for (const amount of amounts) total += amount
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

/** To what the drawer holds and the sales that are open, in one step. */
function drawTogether(book: Book, path: string): void {
  book.carried += sum(book.ended.values())
  for (const key of book.ended.keys()) book.begun.delete(key)
  book.ended.clear()
  const lines: readonly Line[] = [{ carried: book.carried }, ...[...book.begun.values()].map((begun) => ({ begun }))]
  const draft = `${path}.new`
  writeFileSync(draft, lines.map((line) => `${JSON.stringify(line)}\n`).join(''), { mode: 0o600, flush: true })
  renameSync(draft, path)
}
