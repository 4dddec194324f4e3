/** The document of frames says what the code does: tables, the worked example, limits and codes, in both languages. */
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { requestFrame } from '../../sandbox/tcp-carry.ts'
import type { Table } from '../../wire/fixed/field-table.ts'
import { frameParts } from '../../wire/fixed/frame.ts'
import {
  DRAWER_CODES,
  MESSAGE_KINDS,
  REPLY_BODIES,
  REPLY_HEAD,
  REQUEST_BODIES,
  REQUEST_HEAD,
  replyBody,
  replyKind,
} from '../../wire/fixed/till-tables.ts'
import { REJECTION_ROWS } from '../../wire/rejections.ts'
import { TILL_MESSAGES } from '../../wire/till.ts'
import { LINE_ROWS } from '../../wire/till-codes.ts'
import { FRAME_WITHIN_MS, IDLE_MS, IN_FLIGHT_MAX, STRANGER_MS } from '../tcp/tcp-line.ts'
import { CONNECTIONS_MAX, STRANGERS_PER_ADDRESS_MAX } from '../tcp/tcp-listener.ts'
import { DIALECTS } from './all-dialects.ts'
import { theirCode } from './local-tax/codes.ts'

const DOCUMENTS = ['dialects.md', 'dialects.ko.md']

function blocksOf(name: string): ReadonlyMap<string, string> {
  const document = documentNamed(name)
  return new Map([...document.matchAll(/^```(.+)\n([\s\S]*?)^```$/gm)].map(([, info = '', text = '']) => [info, text]))
}

function documentNamed(name: string): string {
  return readFileSync(new URL(`../../../docs/${name}`, import.meta.url), 'utf8')
}

/** A table as the document shows it: name, kind, bytes; `?` where it may be blank. */
function linesOf(table: Table, indent = ''): string {
  return table
    .map((field) => {
      if (field.kind === 'choice') {
        const rest = field.otherwise === undefined ? [] : [[`${field.by} = *`, field.otherwise] as const]
        const known = Object.entries(field.tables)
        const ways = [
          ...known.map(([key, of]) => [`${field.by} = ${key === '' ? 'blank' : key}`, of] as const),
          ...rest,
        ]
        return ways.map(([when, of]) => `${indent}${when}\n${linesOf(of, `${indent}  `)}`).join('')
      }
      const blank = field.kind !== 'list' && field.blank !== undefined ? '?' : ''
      const head = `${indent}${field.name === '' ? '-' : field.name}`.padEnd(30)
      const line = `${head}${`${field.kind === 'list' ? 'count' : field.kind}${blank}`.padEnd(8)}${field.width}\n`
      return field.kind === 'list' ? `${line}${linesOf(field.of, `${indent}  `)}` : line
    })
    .join('')
}

const TABLES: Readonly<Record<string, Table>> = {
  'fields request head': REQUEST_HEAD,
  'fields reply head': REPLY_HEAD,
  ...Object.fromEntries(
    TILL_MESSAGES.flatMap((name) => [
      [`fields ${name} ${MESSAGE_KINDS[name]}`, REQUEST_BODIES[name]],
      [`fields ${name} ${replyKind(name)}`, REPLY_BODIES[name]],
    ]),
  ),
  [`fields close ${replyKind('close')} ${DRAWER_CODES.join(' ')}`]: replyBody('close', DRAWER_CODES[0] ?? ''),
}

for (const name of DOCUMENTS) {
  const blocks = blocksOf(name)

  test(`${name}: every table stands there as the code has it, and no other`, () => {
    const shown = Object.fromEntries([...blocks].filter(([info]) => info.startsWith('fields ')))
    const real = Object.entries(TABLES).filter(([, table]) => table.length > 0)
    assert.deepEqual(shown, Object.fromEntries(real.map(([info, table]) => [info, linesOf(table)])))
  })

  test(`${name}: the worked example’s frame is what a client makes`, () => {
    const example = new Map(
      (blocks.get('frame') ?? '').split('\n').map((line) => [line.slice(0, 9).trim(), line.slice(9)]),
    )
    const secret = example.get('secret') ?? assert.fail('no secret')
    const message = {
      business_date: '20261122',
      stan: '000016',
      sent_at: 1_795_323_781,
      number: '81004821309557431267',
    }
    const frame = requestFrame({ terminal: 'house/HB001/1', secret }, 'inquiry', message)
    const { unsealed, mac } = frameParts(frame)
    const text = Buffer.from(unsealed).toString('latin1').replaceAll(' ', '_')
    assert.deepEqual([example.get('bytes'), example.get('mac')], [text, mac])
    assert.equal(mac, createHmac('sha256', secret).update(unsealed).digest('hex'))
  })

  test(`${name}: the limits are those of the code, the dialects those there are`, () => {
    const limits = [CONNECTIONS_MAX, STRANGERS_PER_ADDRESS_MAX, STRANGER_MS, FRAME_WITHIN_MS, IDLE_MS, IN_FLIGHT_MAX]
    const shown = [...documentNamed(name).matchAll(/^\| `([A-Z_]+)` \| ([\d,]+)/gm)].map(([, , value = '']) =>
      Number(value.replaceAll(',', '')),
    )
    assert.deepEqual(shown, limits)
    for (const dialect of Object.keys(DIALECTS)) assert.ok(documentNamed(name).includes(`\`${dialect}\``), dialect)
  })

  test(`${name}: the example’s codes are those of its table`, () => {
    const rows = [...documentNamed(name).matchAll(/^\| (\d{4}) \| ([\d, ]+) \|$/gm)]
    const shown = rows.flatMap(([, theirs, ours = '']) => ours.split(', ').map((each) => `${each} ${theirs}`))
    const rejected = Object.values(REJECTION_ROWS).flatMap(({ till }) => till ?? [])
    const codes = ['0000', ...[...Object.values(LINE_ROWS), ...rejected].map(({ code }) => code)]
    assert.deepEqual(shown.sort(), [...new Set(codes)].map((code) => `${code} ${theirCode(code)}`).sort())
  })
}

test('both documents show the same blocks', () => {
  const [english, korean] = DOCUMENTS.map(blocksOf)
  assert.deepEqual(english, korean)
})
