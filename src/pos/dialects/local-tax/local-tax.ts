/**
 * The example dialect: inquiry, payment, reverse, the day's totals and line test. Copy this folder to begin a chain's own.
 * It takes won alone and pays no refund slips out, because its frames have a place for neither; such numbers are told as
 * unknown.
 */
import { type Body, type Misfit, readFields, readWholeFields, writeFields } from '../../../wire/fixed/field-table.ts'
import { tillRefusal } from '../../../wire/rejections.ts'
import { OK_CODE } from '../../../wire/till-codes.ts'
import type { Dialect, HeardFrame } from '../dialect.ts'
import { theirCode } from './codes.ts'
import { KINDS, type Kind } from './kinds.ts'
import { readSeoulTime, seoulTime } from './seoul-time.ts'
import { BLANK_HEAD, HEAD, REFUSAL } from './tables.ts'

export const localTaxDialect: Dialect = {
  read(content) {
    const head = readFields(HEAD, content)
    return head.ok ? heardFrame(head.body, content.subarray(head.bytesRead)) : undefined
  },
  writeUnread: ({ code, text }) =>
    writeFields([...BLANK_HEAD, ...REFUSAL], { RESP_CODE: theirCode(code), TEXT: text.ko }),
}

function heardFrame(head: Body, rest: Uint8Array): HeardFrame {
  const { TX_ID, OUTLET, TILL, TX_GUBUN, BCJ_NO } = head
  const time = String(head['TX_DATETIME'])
  const sentAtMs = readSeoulTime(time)
  const kind = kindOf(TX_GUBUN)
  const said = saidIn(kind, rest)
  return {
    terminal: `${TX_ID}/${OUTLET}/${TILL}`,
    sentAtMs,
    message() {
      if ('rule' in said) return said
      const key = { business_date: time.slice(0, 8), stan: BCJ_NO, sent_at: Math.floor(sentAtMs / 1000) }
      return said.kind.message(said.asked, key)
    },
    write(reply) {
      const ours = { ...head, TX_DATETIME: seoulTime(reply.server_time * 1000), TX_GUBUN: kind?.answeredBy ?? TX_GUBUN }
      const body = 'rule' in said ? undefined : said.kind.answer(reply, said.asked)
      if (kind !== undefined && body !== undefined)
        return writeFields([...HEAD, ...kind.reply], { ...ours, ...body, RESP_CODE: theirCode(reply.code) })
      const { code, text } = reply.code === OK_CODE ? NO_PLACE : reply
      return writeFields([...HEAD, ...REFUSAL], { ...ours, RESP_CODE: theirCode(code), TEXT: text.ko })
    },
  }
}

function kindOf(gubun: unknown): Kind | undefined {
  return typeof gubun === 'string' && Object.hasOwn(KINDS, gubun) ? KINDS[gubun] : undefined
}

function saidIn(kind: Kind | undefined, rest: Uint8Array): { readonly kind: Kind; readonly asked: Body } | Misfit {
  if (kind === undefined) return UNKNOWN_KIND
  const read = readWholeFields(kind.request, rest)
  return read.ok ? { kind, asked: read.body } : read
}

/** A yes that these frames cannot say. It is only ever one to an inquiry, so nothing was moved. */
const NO_PLACE = tillRefusal('number_unknown') ?? unreachable()

function unreachable(): never {
  throw new Error('broken invariant: tills are not told of unknown numbers')
}

const GUBUNS = Object.keys(KINDS).sort().join(', ')
const UNKNOWN_KIND: Misfit = { field: 'TX_GUBUN', rule: { ko: `${GUBUNS} 중 하나`, en: `one of ${GUBUNS}` } }
