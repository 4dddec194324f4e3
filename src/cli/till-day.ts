/**
 * The business day of the command line's till: begun, closed with what its journal has counted, and reported as a file of
 * this till's sales. A file is written down before it is sent, so that the same sales are never told under two names.
 */
import type { SaleKey } from '../sandbox/practice-till.ts'
import type { EndedSale, ReportFile } from '../sandbox/till-journal.ts'
import type { DrawerTotals } from '../wire/till-day.ts'
import type { RequestOptions } from './till-requests.ts'
import { createSender, hear } from './till-sender.ts'
import { TILL_WORDS } from './till-words.ts'

/** Each of the gateway's present business day; answers whether it is done. */
export interface TillDay {
  open(): Promise<boolean>
  close(): Promise<boolean>
  report(): Promise<boolean>
}

export function createTillDay(options: RequestOptions, newKey: () => Promise<SaleKey>): TillDay {
  const { journal, language, say, terminal } = options
  const words = TILL_WORDS[language]
  const send = createSender(options)
  return {
    open: async () => hear(options, await send.open(await newKey())) !== undefined,
    async close() {
      const key = await newKey()
      const totals = countedOn(key.business_date, journal.ended())
      for (const line of words.totals(totals)) say(line)
      const exchanged = await send.close({ ...key, totals })
      const closed = hear(options, exchanged)
      const reply = exchanged.exchange?.reply
      if (closed === undefined && reply !== undefined && 'totals' in reply) {
        say(words.gatewayCounts)
        for (const line of words.totals(reply.totals)) say(line)
      }
      if (closed === undefined) return false
      journal.closeDay(key.business_date)
      return true
    },
    async report() {
      const key = await newKey()
      const [, outlet = '', till = ''] = terminal.id.split('/')
      const rows = rowsOf(key.business_date, till, journal.ended())
      const last = journal.lastFile()
      const isKnown = last?.date === key.business_date && JSON.stringify(last.rows) === JSON.stringify(rows)
      const file = isKnown ? last : { seq: (last?.seq ?? 0) + 1, date: key.business_date, rows }
      if (!isKnown) journal.file(file)
      const head = { file_id: `${outlet}-${till}-${file.date}-${file.seq}`, kind: '01', currency: 'KRW' } as const
      const sum = rows.reduce((total, { amount }) => total + amount, 0)
      return hear(options, await send.report({ ...key, ...head, ...file, count: rows.length, sum })) !== undefined
    },
  }
}

function countedOn(date: string, ended: readonly EndedSale[]): DrawerTotals {
  const sold = ended.filter(({ sale, stands }) => stands && sale.key.business_date === date)
  const isCollect = ({ sale }: EndedSale): boolean => sale.message === 'collect'
  return {
    collected: byPayType(sold.filter(isCollect)),
    cancelled: byPayType(ended.filter(({ cancelledOn }) => cancelledOn === date)),
    paid_out: tallyOf(sold.filter((each) => !isCollect(each))),
  }
}

function byPayType(sales: readonly EndedSale[]): DrawerTotals['collected'] {
  const of = (type: 'cash' | 'card') => tallyOf(sales.filter(({ sale }) => (sale.pay_type ?? 'cash') === type))
  return { cash: of('cash'), card: of('card') }
}

function tallyOf(sales: readonly EndedSale[]): DrawerTotals['paid_out'] {
  return { count: sales.length, sum: sales.reduce((sum, { sale }) => sum + sale.amount, 0) }
}

/** What was given back the same day has no row. */
function rowsOf(date: string, till: string, ended: readonly EndedSale[]): ReportFile['rows'] {
  return ended
    .filter(({ sale, stands, cancelledOn }) => stands && cancelledOn === null && sale.message === 'collect')
    .filter(({ sale }) => sale.key.business_date === date)
    .map(({ sale: { key, number = '', amount, pay_type = 'cash' } }) => ({
      number,
      amount,
      pay_type,
      till,
      stan: key.stan,
    }))
}
