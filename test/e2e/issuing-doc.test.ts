/**
 * docs/issuing.md says what is so: its commands are played as they stand there and answered as it says, its limits are the
 * limits. And the Korean page has the same of each.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { Value } from 'typebox/value'
import { ROWS_IN_FLIGHT_MAX } from '../../src/merchant/bulk-flow.ts'
import { READER_WAITED_FOR_MS } from '../../src/merchant/bulk-route.ts'
import { BULK_BYTES_MAX, BULK_ROWS_MAX, BULKS_AT_ONCE_MAX, BulkLine } from '../../src/wire/bulk-issue.ts'
import { KEY_CHARACTERS_MAX } from '../../src/wire/idempotency.ts'
import { cellsOf } from '../doc-references.ts'
import { root, temporaryFolder } from '../set-up/programs.ts'
import { startGatewayProcess } from './npm-start.ts'
import { CURLS, openShell } from './shell.ts'

const PAGES = ['docs/issuing.md', 'docs/issuing.ko.md'] as const

function textOf(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}

function blocksOf(path: string): readonly { readonly info: string; readonly text: string }[] {
  return [...textOf(path).matchAll(/^```([^\n]*)\n(.*?)^```$/gms)].map(([, info = '', text = '']) => ({ info, text }))
}

test('the two languages of the page have the same commands and answers', () => {
  assert.ok(blocksOf(PAGES[0]).length > 5)
  assert.deepEqual(blocksOf(PAGES[1]), blocksOf(PAGES[0]))
})

for (const curl of CURLS) {
  test(`the commands of the page, played one after the other, are answered as it says, with the curl ${curl}`, async (t) => {
    const gateway = await startGatewayProcess(t, { folder: temporaryFolder(t) })
    const shell = openShell(t, curl)
    const { apiUrl, pair } = gateway.sandbox()
    const commands = blocksOf(PAGES[0])
      .filter(({ info }) => info === 'sh')
      .map(({ text }) =>
        text
          .replaceAll('http://127.0.0.1:8080', apiUrl)
          .replaceAll('4071000000000000', pair.impKey)
          .replaceAll('your-imp-secret', pair.impSecret),
      )
    const script = [`cd '${temporaryFolder(t)}'`, ...commands].join("\nprintf '\\n--\\n'\n")
    const { code, out, err } = await shell.run(script)
    assert.equal(code, 0, out + err)
    const [, , twice = '', many = '', mended = '', csv = ''] = out.split('\n--\n')
    const [first, again] = linesIn(twice).map((line) => JSON.parse(line))
    assert.equal(first.code, 0, twice)
    assert.deepEqual(again, first)
    const before = bulkLines(many)
    assert.deepEqual(before.map(shapeOf), [{ row: 1, code: 0 }, { row: 2, code: -1 }, endOf(blockOf('json lines'))])
    const after = bulkLines(mended)
    assert.deepEqual(after.map(shapeOf), [
      { row: 1, code: 0 },
      { row: 2, code: 0 },
      { done: true, rows: 2, issued: 2, refused: 0 },
    ])
    assert.deepEqual(after[0], before[0])
    const [shown, answered] = [blockOf('csv answer'), csv].map((text) =>
      linesIn(text.replace('\uFEFF', '')).map(atAnyTime),
    )
    assert.deepEqual(answered, shown)
  })
}

function blockOf(info: string): string {
  return blocksOf(PAGES[0]).find((block) => block.info === info)?.text ?? assert.fail(`no block "${info}"`)
}

function linesIn(text: string): readonly string[] {
  return text.split(/\r?\n/).filter((line) => line !== '')
}

function bulkLines(text: string): readonly BulkLine[] {
  return linesIn(text).map((line) => Value.Parse(BulkLine, JSON.parse(line)))
}

function shapeOf(line: BulkLine): object {
  return 'row' in line ? { row: line.row, code: line.code } : line
}

function endOf(lines: string): object {
  return JSON.parse(linesIn(lines).at(-1) ?? '')
}

/** A line of the CSV without what is another one each time. */
function atAnyTime(line: string): string {
  return line
    .replace(/imp_\d{12}/, 'imp_')
    .replace(/"=""\d{20}"""/, '"=""8100"""')
    .replace(/,\d{10},[\d-]{10} [\d:]{8},http:\/\/127\.0\.0\.1:\d+\/p\/[\w-]+,/, ',at,time,url,')
}

test('the limits on the page are the limits', () => {
  for (const page of PAGES) {
    const text = textOf(page)
    const limits = text.slice(text.lastIndexOf('\n## ')).split('\n').map(cellsOf)
    const cells = limits.flatMap(([, limit]) => (/\d/.test(limit ?? '') ? [limit] : []))
    assert.deepEqual(
      cells.map((cell) => cell?.replace(/,(?=\d{3})/, '').match(/^\d+/)?.[0]),
      [
        BULK_ROWS_MAX,
        BULK_BYTES_MAX / 1024 / 1024,
        BULKS_AT_ONCE_MAX,
        ROWS_IN_FLIGHT_MAX,
        READER_WAITED_FOR_MS / 1000,
      ].map(String),
      page,
    )
    assert.match(text, new RegExp(`1(?: to |~)${KEY_CHARACTERS_MAX}`))
  }
})
