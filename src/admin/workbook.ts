/**
 * A table as one sheet of an .xlsx, written while it is read. Texts stand in their cells as texts, so that a number of twenty
 * digits keeps all of them and nothing that begins with `=` is carried out. The six files of the format and the zip around
 * them are less than a library of it would be, and a library would hold the whole table in memory.
 */
import { crc32, deflateRawSync } from 'node:zlib'

/** Null: an empty cell. */
export type Cell = string | number | null

/** The last row a spreadsheet has. */
const ROWS_MAX = 1_048_576
const PIECE_CHARACTERS = 256 * 1024

export async function* workbook(rows: AsyncIterable<readonly Cell[]>): AsyncGenerator<Buffer> {
  const zip = createZip()
  for (const [name, text] of Object.entries(FIXED)) yield* zip.file(name, [text])
  yield* zip.file('xl/worksheets/sheet1.xml', sheet(rows))
  yield zip.end()
}

async function* sheet(rows: AsyncIterable<readonly Cell[]>): AsyncGenerator<string> {
  let text = `${XML}<worksheet xmlns="${MAIN}"><sheetData>`
  let count = 0
  for await (const row of rows) {
    count += 1
    if (count > ROWS_MAX) break
    text += `<row>${row.map(cell).join('')}</row>`
    if (text.length < PIECE_CHARACTERS) continue
    yield text
    text = ''
  }
  yield `${text}</sheetData></worksheet>`
}

function cell(value: Cell): string {
  if (value === null) return '<c/>'
  if (typeof value === 'number') return `<c><v>${value}</v></c>`
  return `<c t="inlineStr" s="1"><is><t xml:space="preserve">${escaped(value)}</t></is></c>`
}

/** XML has no place for control characters. */
function escaped(text: string): string {
  return (
    text
      .toWellFormed()
      // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is taken out.
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
      .replace(/[&<>]/g, (sign) => (sign === '&' ? '&amp;' : sign === '<' ? '&lt;' : '&gt;'))
  )
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const SPREADSHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/** Cells of style 1 are texts whatever is typed over them. */
const FIXED: Readonly<Record<string, string>> = {
  '[Content_Types].xml':
    `${XML}<Types xmlns="${PACKAGE}/content-types">` +
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    '<Default Extension="xml" ContentType="application/xml"/>' +
    `<Override PartName="/xl/workbook.xml" ContentType="${SPREADSHEET}.sheet.main+xml"/>` +
    `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${SPREADSHEET}.worksheet+xml"/>` +
    `<Override PartName="/xl/styles.xml" ContentType="${SPREADSHEET}.styles+xml"/></Types>`,
  '_rels/.rels':
    `${XML}<Relationships xmlns="${PACKAGE}/relationships">` +
    `<Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml':
    `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}">` +
    '<sheets><sheet name="Sunap" sheetId="1" r:id="rId1"/></sheets></workbook>',
  'xl/_rels/workbook.xml.rels':
    `${XML}<Relationships xmlns="${PACKAGE}/relationships">` +
    `<Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>` +
    `<Relationship Id="rId2" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
  'xl/styles.xml':
    `${XML}<styleSheet xmlns="${MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>` +
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
    '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' +
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>',
}

type Pieces = Iterable<string> | AsyncIterable<string>

/** A zip of files whose length is known only behind them. Each piece is deflated by itself, and the last one ends the stream. */
function createZip() {
  const entries: { readonly name: Buffer; readonly at: number; readonly facts: Buffer }[] = []
  let written = 0
  const counted = (bytes: Buffer): Buffer => {
    written += bytes.length
    return bytes
  }
  return {
    async *file(name: string, pieces: Pieces): AsyncGenerator<Buffer> {
      const nameBytes = Buffer.from(name)
      const at = written
      yield counted(Buffer.concat([localHeader(nameBytes), nameBytes]))
      let sum = 0
      let plain = 0
      const begin = written
      for await (const piece of pieces) {
        const bytes = Buffer.from(piece)
        sum = crc32(bytes, sum)
        plain += bytes.length
        yield counted(deflateRawSync(bytes, { finishFlush: SYNC_FLUSH }))
      }
      yield counted(EMPTY_LAST_BLOCK)
      const facts = Buffer.alloc(12)
      facts.writeUInt32LE(sum, 0)
      facts.writeUInt32LE(written - begin, 4)
      facts.writeUInt32LE(plain, 8)
      yield counted(Buffer.concat([signature(0x08074b50), facts]))
      entries.push({ name: nameBytes, at, facts })
    },
    end(): Buffer {
      const directory = Buffer.concat(entries.map(centralHeader))
      const tail = Buffer.alloc(18)
      tail.writeUInt16LE(entries.length, 4)
      tail.writeUInt16LE(entries.length, 6)
      tail.writeUInt32LE(directory.length, 8)
      tail.writeUInt32LE(written, 12)
      return Buffer.concat([directory, signature(0x06054b50), tail])
    },
  }
}

/** Z_SYNC_FLUSH: ends on a byte, and leaves the stream open. */
const SYNC_FLUSH = 2
/** A last block with nothing in it. */
const EMPTY_LAST_BLOCK = Buffer.from([0x03, 0x00])
/** 2.0; facts behind the file, names in UTF-8; deflated. 1980-01-01, for there is no time in it. */
const ABOUT = Buffer.from([20, 0, 0x08, 0x08, 8, 0, 0, 0, 0x21, 0])

function localHeader(name: Buffer): Buffer {
  const rest = Buffer.alloc(16)
  rest.writeUInt16LE(name.length, 12)
  return Buffer.concat([signature(0x04034b50), ABOUT, rest])
}

function centralHeader({ name, at, facts }: { name: Buffer; at: number; facts: Buffer }): Buffer {
  const rest = Buffer.alloc(18)
  rest.writeUInt16LE(name.length, 0)
  rest.writeUInt32LE(at, 14)
  return Buffer.concat([signature(0x02014b50), Buffer.from([20, 0]), ABOUT, facts, rest, name])
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
