/**
 * All that a search finds as a file, written while it is read: pages of payments from the newest issue back, the customer's
 * fields masked, and at the end what the columns of money come to, for each currency by itself.
 */
import { Readable } from 'node:stream'
import type { MerchantId, PaymentId } from '../core/brand.ts'
import type { BrowseRequest } from '../gateway/browse.ts'
import { type ConsolePayment, EXPORT_COLUMNS, type ExportBody } from '../wire/admin/payments.ts'
import type { Answer } from './answer.ts'
import { consolePayment } from './console-payment.ts'
import { CSV_MARK, csvLine } from './csv.ts'
import { COLUMN_WORDS, STATE_WORDS, TOTAL_WORD } from './export-words.ts'
import { browseRequest } from './payments.ts'
import type { AdminDeps } from './ports.ts'
import type { Fields } from './read-shape.ts'
import { type Cell, workbook } from './workbook.ts'

type Deps = Pick<AdminDeps, 'gateway' | 'show'>
type Column = (typeof EXPORT_COLUMNS)[number]
type Language = 'ko' | 'en'

const PAGE = 500

export async function exportPayments(deps: Deps, merchantId: MerchantId, body: Fields): Promise<Answer> {
  const { format, columns = EXPORT_COLUMNS, language = 'ko', reason: _reason, ...filter } = body as ExportBody
  const asked = browseRequest(merchantId, { ...filter, limit: PAGE })
  if ('kind' in asked) return asked
  const rows = tableOf(deps, asked, { columns: [...new Set(columns)], language })
  const day = String(seoul(deps.gateway.wall() / 1000)).slice(0, 10)
  const content = format === 'csv' ? csvOf(rows) : workbook(rows)
  return {
    kind: 'stream',
    headers: {
      'content-type': CONTENT_TYPES[format],
      'content-disposition': `attachment; filename="payments-${day}.${format}"`,
    },
    body: Readable.from(content, { objectMode: false }),
  }
}

const CONTENT_TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const

interface Wanted {
  readonly columns: readonly Column[]
  readonly language: Language
}

async function* csvOf(rows: AsyncIterable<readonly Cell[]>): AsyncGenerator<Buffer> {
  yield Buffer.from(CSV_MARK)
  for await (const row of rows) yield Buffer.from(csvLine(row))
}

/** Names of the columns, a row a payment, the totals. */
async function* tableOf(
  deps: Deps,
  asked: BrowseRequest,
  { columns, language }: Wanted,
): AsyncGenerator<readonly Cell[]> {
  yield columns.map((column) => COLUMN_WORDS[column][language])
  const totals = new Map<string, Totals>()
  for await (const payment of paymentsOf(deps, asked)) {
    count(totals, payment)
    yield columns.map((column) => CELLS[column](payment, language))
  }
  for (const [currency, sums] of [...totals].sort())
    yield columns.map((column, index) => {
      if (column in sums) return sums[column as keyof Totals]
      if (column === 'currency') return currency
      return index === 0 ? `${TOTAL_WORD[language]} ${currency} (${sums.payments})` : null
    })
}

async function* paymentsOf({ gateway, show }: Deps, asked: BrowseRequest): AsyncGenerator<ConsolePayment> {
  let after: PaymentId | null = null
  for (;;) {
    const page = await gateway.browse({ ...asked, after })
    if (page === undefined) throw new Error('broken invariant: a page of an export has no place')
    for (const view of page.views) yield consolePayment(show.payment(view))
    if (page.next === null) return
    after = page.next.id
  }
}

interface Totals {
  readonly payments: number
  readonly amount: number
  readonly cancel_amount: number
  readonly net_amount: number
}

/** Hundredths are whole: sums of doubles would drift. */
function count(totals: Map<string, Totals>, payment: ConsolePayment): void {
  const sum = totals.get(payment.currency) ?? { payments: 0, amount: 0, cancel_amount: 0, net_amount: 0 }
  const plus = (a: number, b: number): number => (Math.round(a * 100) + Math.round(b * 100)) / 100
  totals.set(payment.currency, {
    payments: sum.payments + 1,
    amount: plus(sum.amount, payment.amount),
    cancel_amount: plus(sum.cancel_amount, payment.cancel_amount),
    net_amount: plus(sum.net_amount, net(payment)),
  })
}

/** What was collected and not given back. */
function net({ paid_at, amount, cancel_amount }: ConsolePayment): number {
  return paid_at === 0 ? 0 : (Math.round(amount * 100) - Math.round(cancel_amount * 100)) / 100
}

const CELLS: Readonly<Record<Column, (payment: ConsolePayment, language: Language) => Cell>> = {
  imp_uid: ({ imp_uid }) => imp_uid,
  merchant_uid: ({ merchant_uid }) => merchant_uid,
  barcode: ({ barcode }) => barcode,
  name: ({ name }) => name,
  amount: ({ amount }) => amount,
  currency: ({ currency }) => currency,
  state: ({ state }, language) => STATE_WORDS[state][language],
  started_at: ({ started_at }) => seoul(started_at),
  expired_at: ({ expired_at }) => seoul(expired_at),
  paid_at: ({ paid_at }) => seoul(paid_at),
  cancelled_at: ({ cancelled_at }) => seoul(cancelled_at),
  failed_at: ({ failed_at }) => seoul(failed_at),
  cancel_amount: ({ cancel_amount }) => cancel_amount,
  net_amount: net,
  pg: ({ pg }) => pg,
  outlet: ({ cvs }) => cvs.outlet,
  outlet_name: ({ cvs }) => cvs.outlet_name,
  till: ({ cvs }) => cvs.till,
  pay_type: ({ cvs }) => cvs.pay_type,
  approval_no: ({ cvs }) => cvs.approval_no,
  buyer_name: ({ buyer_name }) => buyer_name,
  buyer_tel: ({ buyer_tel }) => buyer_tel,
}

/** `2026-11-22 23:59:59`, of Seoul. */
function seoul(at: number): Cell {
  if (at === 0) return null
  return new Date(at * 1000 + 9 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
}
