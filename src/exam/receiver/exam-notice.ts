/**
 * The notices of the exam in the three formats a receiver may have been written for, and the lawful oddities of each:
 * what a sender may do tomorrow and a receiver must read today.
 */

export const NOTICE_FORMATS = ['v1-json', 'v1-form', 'modern'] as const
export type NoticeFormat = (typeof NOTICE_FORMATS)[number]

/** An order that the exam made up. */
export interface ExamOrder {
  readonly impUid: string
  readonly merchantUid: string
}

/** What was paid for each of them, in won. */
export const EXAM_AMOUNT = 1000

export interface ExamNotice {
  readonly order: ExamOrder
  readonly event: 'paid' | 'reversed'
  /** The payment's version at the event: what `Sunap-Version` says. */
  readonly version: number
  readonly at: number
}

/** The V1 status that a payment has after it. */
export const STATUS_AFTER = { paid: 'paid', reversed: 'ready' } as const satisfies Record<ExamNotice['event'], string>

export type Fields = Readonly<Record<string, unknown>>

export function noticeFields(format: NoticeFormat, { order, event, version, at }: ExamNotice): Fields {
  const payment = { imp_uid: order.impUid, merchant_uid: order.merchantUid, status: STATUS_AFTER[event] }
  if (format !== 'modern') return payment
  const data = { ...payment, version, amount: EXAM_AMOUNT, currency: 'KRW' }
  return { type: `payment.${event}`, timestamp: new Date(at).toISOString(), data }
}

export function writeFields(format: NoticeFormat, fields: Fields): string {
  return format === 'v1-form' ? new URLSearchParams(asTexts(fields)).toString() : JSON.stringify(fields)
}

export function noticeBody(format: NoticeFormat, notice: ExamNotice): string {
  return writeFields(format, noticeFields(format, notice))
}

export function contentTypeOf(format: NoticeFormat): string {
  return format === 'v1-form' ? 'application/x-www-form-urlencoded' : 'application/json'
}

/** The same values in other bytes: other order, other spacing, other escapes. */
export function writeOddly(format: NoticeFormat, fields: Fields): string {
  if (format !== 'v1-form') return oddJson(fields)
  const odd = (text: string): string => Buffer.from(text).toString('hex').replace(/../g, '%$&')
  return Object.entries(asTexts(fields))
    .reverse()
    .map(([name, value]) => `${odd(name)}=${odd(value)}`)
    .join('&')
}

export function withExtraKeys(format: NoticeFormat, fields: Fields): Fields {
  const extra = { exam_text: '시험', exam_null: null, exam_list: [1, { deep: true }] }
  if (format === 'v1-form') return { ...fields, exam_text: '시험', exam_empty: '' }
  return format === 'modern' ? { ...fields, data: { ...dataOf(fields), ...extra }, ...extra } : { ...fields, ...extra }
}

/** As senders in languages without number types write them. */
export function withTextNumbers(fields: Fields): Fields {
  return {
    ...fields,
    data: { ...dataOf(fields), amount: String(EXAM_AMOUNT), version: String(dataOf(fields)['version']) },
  }
}

/** An event that no receiver can know yet. */
export function withUnknownEvent(format: NoticeFormat, fields: Fields): Fields {
  if (format !== 'modern') return { ...fields, status: 'examined' }
  return { ...fields, type: 'payment.examined', data: { ...dataOf(fields), status: 'examined' } }
}

function dataOf({ data }: Fields): Fields {
  return typeof data === 'object' && data !== null ? Object.fromEntries(Object.entries(data)) : {}
}

function asTexts(fields: Fields): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]))
}

function oddJson(value: unknown): string {
  if (typeof value === 'string') return `"${Array.from(value, escaped).join('')}"`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).reverse()
  return `{ ${members.map(([name, member]) => `${JSON.stringify(name)} :\n\t${oddJson(member)}`).join(' ,\r\n ')} }`
}

function escaped(character: string): string {
  return Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('')
}
