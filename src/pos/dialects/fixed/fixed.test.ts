/** Nothing that we say is cut by the house's tables: a clerk's text ends in what to do with the money. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CollectionNumber, Instant, Money, WallTime } from '../../../core/brand.ts'
import { requestFrame } from '../../../sandbox/tcp-carry.ts'
import { readWholeFields, writeFields } from '../../../wire/fixed/field-table.ts'
import { frameParts } from '../../../wire/fixed/frame.ts'
import { REPLY_BODIES, REPLY_HEAD } from '../../../wire/fixed/till-tables.ts'
import { REJECTION_NAMES, refusalAbout, tillRefusal, type Words } from '../../../wire/rejections.ts'
import { FIELD_RULES } from '../../../wire/till.ts'
import {
  LINE_ROWS,
  malformed,
  OK_WORDS,
  PAYOUT_REVERSE_WORDS,
  PAYOUT_STATUS_WORDS,
  REVERSE_WORDS,
  STATUS_WORDS,
} from '../../../wire/till-codes.ts'
import { cancelLines, payoutLines, receiptLines } from '../../receipt.ts'
import { malformedReply, rejectionReply } from '../../replies.ts'
import { fixedDialect } from './fixed.ts'

const stamp = { gatewayRef: '000000000044', answeredAt: 1_795_323_799_000 as WallTime }

/** A hundred characters of a merchant, each of two bytes. */
const LONG_REASON = '품'.repeat(100)

function everyText(): readonly Words[] {
  const tables = [OK_WORDS, REVERSE_WORDS, PAYOUT_REVERSE_WORDS, STATUS_WORDS, PAYOUT_STATUS_WORDS]
  return [
    ...tables.flatMap((words): readonly Words[] => Object.values(words)),
    ...Object.values(LINE_ROWS).map(({ text }) => text),
    ...REJECTION_NAMES.flatMap((name) => tillRefusal(name, { reason: LONG_REASON })?.text ?? []),
    ...(['payout', 'cancel', 'complete'] as const).flatMap((message) =>
      REJECTION_NAMES.flatMap((name) => refusalAbout(message, name, { reason: LONG_REASON })?.text ?? []),
    ),
    ...Object.entries(FIELD_RULES).map(([name, rule]) => malformed({ field: `original.${name}`, rule }).text),
  ]
}

test('every text that a till can be told is written whole, the longest reason of a merchant with it', () => {
  for (const text of everyText()) {
    const reply = { ...rejectionReply({ name: 'merchant_refused', reason: LONG_REASON }, stamp), text }
    const read = readWholeFields(REPLY_HEAD, writeFields(REPLY_HEAD, reply))
    assert.ok(read.ok)
    assert.deepEqual(read.body['text'], text)
  }
})

test('every line of a receipt is written whole', () => {
  const long = '뷁'.repeat(60)
  const receipt = {
    merchant: long,
    name: long,
    number: '81004821309557431267' as CollectionNumber,
    amount: Number.MAX_SAFE_INTEGER as Money,
    currency: 'USD',
    payType: 'cash',
    outletName: long,
    till: '123456',
  } as const
  const at = 1_795_323_799_000 as Instant
  const paid = receiptLines({ receipt, approvalNo: '00000017', collectedAt: at, practice: true })
  const paidOut = payoutLines({ receipt, approvalNo: '00000017', paidOutAt: at, practice: true })
  const cancelled = cancelLines({ receipt, approvalNo: '00000017', cancelledAt: at, practice: true })
  for (const lines of [paid, paidOut, cancelled]) {
    const body = { approval_no: '00000017', paid_at: 1, paid_out_at: 1, receipt: lines }
    const read = readWholeFields(REPLY_BODIES.collect, writeFields(REPLY_BODIES.collect, body))
    assert.ok(read.ok)
    assert.deepEqual(read.body['receipt'], lines)
  }
})

test('a frame of another version or an unknown message is told so, with its key', () => {
  const caller = { terminal: 'house/S001/1', secret: 'x' }
  const { content } = frameParts(requestFrame(caller, 'echo', { stan: '000017', sent_at: 1_795_323_799 }))
  const changed = (at: number, text: string): Uint8Array => {
    const bytes = Buffer.from(content)
    bytes.write(text, at, 'latin1')
    return bytes
  }
  for (const [bytes, field] of [
    [changed(0, '02'), 'version'],
    [changed(2, '999'), 'message'],
    [changed(2, '010'), 'length'],
  ] as const) {
    const heard = fixedDialect.read(bytes)
    assert.ok(heard !== undefined && heard.terminal === 'house/S001/1' && heard.sentAtMs === 1_795_323_799_000)
    const message = heard.message()
    assert.ok('rule' in message && message.field === field)
    const read = readWholeFields(REPLY_HEAD, heard.write(malformedReply(message, stamp.answeredAt)))
    assert.ok(read.ok && read.body['code'] === '1001')
    assert.deepEqual((read.body['key'] as { readonly stan: string }).stan, '000017')
  }
})

test('a head that is none has nobody to be told to, and the answer’s key is blank', () => {
  const { content } = frameParts(
    requestFrame({ terminal: 'house/S001/1', secret: 'x' }, 'echo', { stan: '1', sent_at: 1 }),
  )
  assert.equal(fixedDialect.read(content.subarray(0, 40)), undefined)
  const words = fixedDialect.writeUnread(
    malformedReply({ field: 'head', rule: { ko: '가', en: 'a' } }, stamp.answeredAt),
  )
  const read = readWholeFields(REPLY_HEAD, words)
  assert.ok(read.ok && read.body['key'] === undefined && read.body['gateway_ref'] === null)
})
