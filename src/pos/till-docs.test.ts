/** The protocol's documents say what the code does: examples, signature, codes and texts, in both languages. */
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { Compile } from 'typebox/compile'
import type { MonoTime, WallTime } from '../core/brand.ts'
import { signTillRequest } from '../sandbox/till-client.ts'
import { REJECTION_NAMES, REJECTION_ROWS, refusalAbout, type Words, wordsAbout } from '../wire/rejections.ts'
import {
  CancelReply,
  CollectReply,
  CompleteReply,
  EchoReply,
  InquiryReply,
  PayoutReply,
  Refusal,
  ReverseReply,
  SlipReply,
  StatusReply,
  TILL_MESSAGES,
  type TillMessageName,
} from '../wire/till.ts'
import {
  LINE_ROWS,
  OK_WORDS,
  PAYOUT_REVERSE_WORDS,
  PAYOUT_STATUS_WORDS,
  REVERSE_WORDS,
  STATUS_WORDS,
} from '../wire/till-codes.ts'
import { CloseReply, OpenReply, ReportReply } from '../wire/till-day.ts'
import { rejectionReply } from './replies.ts'
import { readMessage } from './session.ts'

const DOCUMENTS = [
  ['en', 'till.md'],
  ['ko', 'till.ko.md'],
] as const

/** Half past two in Seoul, 22 November 2026: the day of the examples. */
const arrival = { businessDate: '20261122', mono: 0 as MonoTime }

const replies = {
  echo: Compile(EchoReply),
  inquiry: Compile(InquiryReply),
  collect: Compile(CollectReply),
  complete: Compile(CompleteReply),
  cancel: Compile(CancelReply),
  payout: Compile(PayoutReply),
  reverse: Compile(ReverseReply),
  status: Compile(StatusReply),
  report: Compile(ReportReply),
  open: Compile(OpenReply),
  close: Compile(CloseReply),
}
const isRefusal = Compile(Refusal)
const isSlip = Compile(SlipReply)

const OTHER_WORDS = ['payout', 'cancel', 'complete'] as const

function documentNamed(name: string): string {
  return readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8')
}

/** The fenced blocks by their info text: `json collect request`. */
function blocksOf(document: string): ReadonlyMap<string, string> {
  const blocks = [...document.matchAll(/^```(.+)\n([\s\S]*?)^```$/gm)]
  return new Map(blocks.map(([, info = '', content = '']) => [info, content]))
}

function block(blocks: ReadonlyMap<string, string>, info: string): string {
  return blocks.get(info) ?? assert.fail(`the document has no block "${info}"`)
}

function exampleOf(blocks: ReadonlyMap<string, string>, name: TillMessageName, what: 'request' | 'reply'): string {
  return block(blocks, `json ${name} ${what}`)
}

for (const [language, name] of DOCUMENTS) {
  const document = documentNamed(name)
  const blocks = blocksOf(document)

  test(`${name}: every message has an example request the gateway reads and a reply it could give`, () => {
    for (const message of TILL_MESSAGES) {
      const request = readMessage(message, JSON.parse(exampleOf(blocks, message, 'request')), arrival)
      assert.ok(request.kind === 'read' && request.request.kind === message, message)
      const reply: unknown = JSON.parse(exampleOf(blocks, message, 'reply'))
      assert.ok(replies[message].Check(reply), `${message}: ${JSON.stringify(replies[message].Errors(reply))}`)
    }
    const refusal: unknown = JSON.parse(block(blocks, 'json refusal'))
    assert.ok(isRefusal.Check(refusal))
    const stamp = { gatewayRef: '000000000044', answeredAt: (refusal.server_time * 1000) as WallTime }
    assert.deepEqual(refusal, rejectionReply({ name: 'merchant_refused', reason: '품절' }, stamp))
  })

  test(`${name}: the worked example’s signature is what client and gateway compute`, () => {
    const lines = block(blocks, 'signature').trim().split('\n')
    const example = new Map(lines.map((line) => [line.slice(0, 11).trim(), line.slice(11)]))
    const part = (key: string): string => example.get(key) ?? assert.fail(`the example has no ${key}`)
    const [secret, timestamp, path, body] = [part('secret'), part('timestamp'), part('path'), part('body')]
    const hmac = createHmac('sha256', secret).update(`${timestamp}.${part('method')}.${path}.${body}`)
    assert.equal(part('signature'), `v1=${hmac.digest('hex')}`)
    const signed = signTillRequest(
      { terminal: 'house/S001/1', secret },
      { path, body: Buffer.from(body), wallMs: Number(timestamp) * 1000 },
    )
    assert.equal(signed['sunap-signature'], part('signature'))
    assert.equal(readMessage('collect', JSON.parse(body), arrival).kind, 'read')
  })

  test(`${name}: the table of codes has every code, class and text there is, and no other`, () => {
    const rows = [...document.matchAll(/^\| (\d{4}) \| (\w+) \| .+ \| (.+) \|$/gm)]
    const written = rows.map(([, code, kind, text]) => `${code} ${kind} ${text}`)
    const tables = [OK_WORDS, REVERSE_WORDS, PAYOUT_REVERSE_WORDS, STATUS_WORDS, PAYOUT_STATUS_WORDS]
    const yes: readonly Words[] = tables.flatMap((words) => Object.values(words))
    const no = [
      ...Object.values(LINE_ROWS),
      ...Object.values(REJECTION_ROWS).flatMap(({ till }) => till ?? []),
      ...REJECTION_NAMES.flatMap((each) =>
        OTHER_WORDS.flatMap((message) => {
          const [row, text] = [refusalAbout(message, each), wordsAbout(message, each)]
          return row === undefined || text === undefined ? [] : [{ ...row, text }]
        }),
      ),
    ]
    const real = [
      ...yes.map((text) => `0000 OK ${text[language]}`),
      ...no.map(({ code, class: kind, text }) => `${code} ${kind} ${text[language]}`),
    ]
    assert.deepEqual([...new Set(written)].sort(), [...new Set(real)].sort())
  })

  test(`${name}: the texts of the examples are the texts of the code`, () => {
    const text = (message: TillMessageName): unknown => JSON.parse(exampleOf(blocks, message, 'reply')).text
    assert.deepEqual(text('echo'), OK_WORDS.line_works)
    assert.deepEqual(text('inquiry'), OK_WORDS.payable)
    assert.deepEqual(text('collect'), OK_WORDS.collected)
    assert.deepEqual(text('complete'), OK_WORDS.completed)
    assert.deepEqual(text('cancel'), OK_WORDS.cancelled)
    assert.deepEqual(text('payout'), OK_WORDS.paid_out)
    const slip: unknown = JSON.parse(block(blocks, 'json slip reply'))
    assert.ok(isSlip.Check(slip))
    assert.deepEqual(slip.text, OK_WORDS.payable_out)
    assert.deepEqual(text('reverse'), REVERSE_WORDS.reversed)
    assert.deepEqual(text('status'), STATUS_WORDS.unknown)
    assert.deepEqual(text('report'), OK_WORDS.report_taken)
    assert.deepEqual(text('open'), OK_WORDS.day_opened)
    assert.deepEqual(text('close'), OK_WORDS.day_closed)
  })
}

test('both documents show the same examples', () => {
  const [english, korean] = DOCUMENTS.map(([, name]) => blocksOf(documentNamed(name)))
  assert.deepEqual(english, korean)
})
