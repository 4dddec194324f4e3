/** For tests only: what a till of the exam keeps on disk. Every line is there before what it speaks of happens. */
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import type { Begun, Conduct, Key, ReportFile, Request, Sold } from './test-till-conduct.ts'

interface Entry {
  readonly stan?: number
  readonly begun?: Begun
  readonly undoing?: string
  readonly closed?: string
  /** What the sale has left in the drawer, and whether it was collected or paid out. */
  readonly moved?: number
  readonly stands?: boolean
  readonly cancelledOn?: string
  readonly asked?: Request
  readonly answered?: string
  readonly closedDay?: string
  readonly file?: ReportFile
}

export type TestJournal = ReturnType<typeof openJournal>

export function openJournal(conduct: Conduct, path: string) {
  const entries: Entry[] = existsSync(path)
    ? readFileSync(path, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line))
    : []
  let isRestart = entries.length > 0
  const write = (entry: Entry): void => {
    appendFileSync(path, `${JSON.stringify(entry)}\n`, { flush: true })
    entries.push(entry)
  }
  const { closedOf, ...read } = createReaders(entries)
  return {
    ...read,
    write,
    nextStan() {
      const last = entries.findLast(({ stan }) => stan !== undefined)?.stan ?? 0
      const stan = conduct.nextStan(last, isRestart)
      isRestart = false
      write({ stan })
      return String(stan)
    },
    begin(begun: Begun, instead?: Begun): Begun {
      if (instead !== undefined) write({ closed: instead.key.stan, moved: 0, stands: false })
      write({ begun })
      return begun
    },
    close({ key }: Begun, moved: number, stands: boolean, asked?: Request): void {
      write({ closed: key.stan, moved, stands, ...(asked === undefined ? {} : { asked }) })
    },
    /** A cancel that gave the money back, or did not. */
    answer({ key, original }: Request, isGivenBack: boolean): void {
      const stands = closedOf(original.stan)?.stands ?? false
      const end = { closed: original.stan, moved: 0, stands, cancelledOn: key.business_date }
      write({ answered: key.stan, ...(isGivenBack ? end : {}) })
    },
    /** The cash stays where it is. */
    forget: ({ key, message, amount }: Begun) => write({ closed: key.stan, moved: message === 'collect' ? amount : 0 }),
  }
}

/** What the entries come to. */
function createReaders(entries: readonly Entry[]) {
  const closedOf = (stan: string) => entries.findLast(({ closed }) => closed === stan)
  const isUndoing = ({ key }: Begun): boolean => entries.some(({ undoing }) => undoing === key.stan)
  const openOnes = () =>
    entries.flatMap(({ begun }) =>
      begun === undefined || closedOf(begun.key.stan) !== undefined ? [] : [{ begun, isUndoing: isUndoing(begun) }],
    )
  const unanswered = (): readonly Request[] =>
    entries.flatMap(({ asked }) =>
      asked === undefined || entries.some(({ answered }) => answered === asked.key.stan) ? [] : [asked],
    )
  return {
    closedOf,
    isUndoing,
    openOnes,
    unanswered,
    find: (wanted: string): (Key & { readonly amount: number }) | undefined => {
      const begun = entries.findLast((entry) => entry.begun?.number === wanted)?.begun
      return begun && { ...begun.key, amount: begun.amount }
    },
    sold: (): readonly Sold[] =>
      entries.flatMap(({ begun }) => {
        const end = begun === undefined ? undefined : closedOf(begun.key.stan)
        if (begun === undefined || end === undefined) return []
        const { stands = false, cancelledOn = null } = end
        return [{ begun, stands, wasDoubted: isUndoing(begun), cancelledOn }]
      }),
    isDayClosed: (date: string): boolean => entries.some(({ closedDay }) => closedDay === date),
    files: (): readonly ReportFile[] => entries.flatMap(({ file }) => file ?? []),
    count() {
      const stans = new Set(entries.flatMap(({ closed }) => closed ?? []))
      const settled = [...stans].reduce((sum, stan) => sum + (closedOf(stan)?.moved ?? 0), 0)
      const open = openOnes()
      const held = open.reduce((sum, { begun }) => sum + (isCashIn(begun) ? begun.amount : 0), 0)
      return { drawer: settled + held, open: open.length + unanswered().length }
    },
  }
}

function isCashIn({ message, payType }: Begun): boolean {
  return message === 'collect' && payType === 'cash'
}
