import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { aesGcm, PLAIN } from './cipher.ts'
import { type Fields, FROM_PG, fitted, HEAD, HEADER, RESULT, read, TO_PG, timeIn, timeText, written } from './fields.ts'
import { frameOf, LENGTH_DIGITS, lengthIn, openFrame } from './frame.ts'

const HEADING = { mid: 'books01', kind: 'Q', command: '1040', trace: '000000000042', sentAt: '20270301120000' } as const
const NUMBERED = { order: 'imp_000000000001', number: '9000000000000001' }

test('both documents print the table of messages, and what stands before it', () => {
  for (const path of ['docs/connectors.md', 'docs/connectors.ko.md']) {
    const text = readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8')
    for (const [name, { command, asks, answers }] of [...Object.entries(TO_PG), ...Object.entries(FROM_PG)])
      assert.ok(
        text.includes(`| \`${name}\` | ${command} | ${shown(asks)} | ${shown(answers)} |`),
        `${path}: ${command}`,
      )
    for (const { name, width } of [...HEADER, ...HEAD, ...RESULT])
      assert.ok(text.replace(/\s+/g, ' ').includes(`\`${name}\` ${width}`), `${path}: ${name}`)
  }
})

function shown(fields: Fields): string {
  return fields.length === 0 ? '–' : fields.map(({ name, width }) => `${name} ${width}`).join(', ')
}

test('a frame without a cipher is these bytes, and no others', () => {
  const frame = frameOf(HEADING, TO_PG.revoke.asks, NUMBERED, PLAIN, () => new Uint8Array(12))
  const header = `0100books01${' '.repeat(13)}NONE`
  const body = `Q10400000000000422027030112${'0'.repeat(4)}imp_0000000000019000000000000001${' '.repeat(14)}`
  assert.equal(frame.toString(), `0105${header}${body}`)
})

test('a sealed frame opens with its key and under its header alone, whole and unchanged', () => {
  const cipher = aesGcm(Buffer.alloc(32, 7))
  const frame = frameOf(HEADING, TO_PG.revoke.asks, NUMBERED, cipher, (count) => new Uint8Array(count).fill(9))
  const sealed = frame.subarray(LENGTH_DIGITS)
  assert.equal(lengthIn(frame), sealed.length)
  const opened = openFrame(sealed, cipher)
  assert.deepEqual(opened?.heading, HEADING)
  assert.deepEqual(opened && read(TO_PG.revoke.asks, opened.rest), NUMBERED)
  assert.equal(openFrame(sealed, aesGcm(Buffer.alloc(32, 8))), undefined)
  assert.equal(openFrame(sealed, PLAIN), undefined)
  for (let at = 0; at < sealed.length; at += 1) {
    const changed = Buffer.from(sealed)
    changed[at] = (changed[at] ?? 0) ^ 1
    assert.equal(openFrame(changed, cipher), undefined, `byte ${at}`)
  }
  assert.equal(openFrame(sealed.subarray(0, -1), cipher), undefined)
})

test('a value that does not fit is never cut where it means something, and bytes that do not fit are no message', () => {
  const fields = TO_PG.revoke.asks
  assert.throws(() => written(fields, { ...NUMBERED, number: '9'.repeat(31) }), /number: 31 bytes, at most 30/)
  assert.throws(() => written(TO_PG.amend.asks, { amount: '1'.repeat(13) }), /amount/)
  assert.throws(() => written(TO_PG.amend.asks, { amount: '-1' }), /amount/)
  const bytes = written(fields, NUMBERED)
  assert.deepEqual(read(fields, bytes), NUMBERED)
  assert.equal(read(fields, bytes.subarray(1)), undefined)
  assert.equal(read(fields, Buffer.concat([bytes, Buffer.from(' ')])), undefined)
  assert.equal(read([{ name: 'amount', kind: 'digits', width: 3 }], Buffer.from('1 2')), undefined)
  assert.equal(read([{ name: 'name', kind: 'text', width: 1 }], Buffer.from([0xff])), undefined)
})

test('a text for people is cut between characters, and times are those of Seoul', () => {
  assert.equal(fitted('가나다', 8), '가나')
  assert.equal(fitted('a\nb', 8), 'a b')
  const at = Date.UTC(2027, 2, 1, 14, 59, 59)
  assert.equal(timeText(at), '20270301235959')
  assert.equal(timeIn('20270301235959'), at)
  for (const wrong of ['00000000000000', '20271301000000', '2027']) assert.equal(timeIn(wrong), undefined, wrong)
})

test('a length that no message has is no length', () => {
  for (const text of ['0000', '0028', '2049', '9999', '-001', '1e03', '  99'])
    assert.equal(lengthIn(Buffer.from(text)), undefined, text)
  assert.equal(lengthIn(Buffer.from('0105')), 105)
})
