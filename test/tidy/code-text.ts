/**
 * Tells a file's code from its comments and texts, so that a rule about words does not trip over a sentence.
 * Not a parser: it knows comments, the three kinds of quotes and regular expressions, and nothing else.
 */

export interface Literal {
  readonly index: number
  /** As it stands between the quotes; each `${...}` of a template is one `?`. */
  readonly text: string
}

export interface CodeText {
  /** As long as the file and with its lines, but blank where there were comments, texts and regular expressions. */
  readonly code: string
  readonly literals: readonly Literal[]
}

interface Scan {
  readonly text: string
  readonly code: string[]
  readonly literals: Literal[]
}

export function separate(text: string): CodeText {
  const scan: Scan = { text, code: text.split(''), literals: [] }
  scanCode(scan, 0, false)
  return { code: scan.code.join(''), literals: scan.literals }
}

/** Up to the end, or inside a template to the brace that closes `${`. Returns the index after it. */
function scanCode(scan: Scan, from: number, inTemplate: boolean): number {
  const { text } = scan
  let depth = 0
  let index = from
  while (index < text.length) {
    const char = text.charAt(index)
    if (inTemplate && char === '}' && depth === 0) return index + 1
    if (char === '{') depth++
    if (char === '}') depth--
    index = scanOne(scan, index, char)
  }
  return index
}

function scanOne(scan: Scan, index: number, char: string): number {
  const { text } = scan
  if (char === "'" || char === '"') return scanQuoted(scan, index, char)
  if (char === '`') return scanTemplate(scan, index)
  if (char !== '/') return index + 1
  if (text.startsWith('//', index)) return blank(scan, index, endOf(text, '\n', index))
  if (text.startsWith('/*', index)) return blank(scan, index, endOf(text, '*/', index + 2) + 2)
  return beginsRegExp(scan.code, index) ? scanRegExp(scan, index) : index + 1
}

function scanQuoted(scan: Scan, start: number, quote: string): number {
  let index = start + 1
  while (index < scan.text.length && scan.text[index] !== quote && scan.text[index] !== '\n') {
    index += scan.text[index] === '\\' ? 2 : 1
  }
  scan.literals.push({ index: start, text: scan.text.slice(start + 1, index) })
  return blank(scan, start + 1, index) + 1
}

function scanTemplate(scan: Scan, start: number): number {
  let content = ''
  let index = start + 1
  while (index < scan.text.length && scan.text[index] !== '`') {
    if (scan.text.startsWith('${', index)) {
      blank(scan, index, index + 2)
      index = scanCode(scan, index + 2, true)
      blank(scan, index - 1, index)
      content += '?'
      continue
    }
    const length = scan.text[index] === '\\' ? 2 : 1
    content += scan.text.slice(index, index + length)
    index = blank(scan, index, index + length)
  }
  scan.literals.push({ index: start, text: content })
  return index + 1
}

/** A slash divides after a value and begins a regular expression anywhere else. */
function beginsRegExp(code: readonly string[], slash: number): boolean {
  let index = slash - 1
  while (index >= 0 && /\s/.test(code[index] ?? '')) index--
  const before = code.slice(Math.max(0, index - 10), index + 1).join('')
  if (/(^|[^\w$.])(return|typeof|case|in|of|do|else|void|delete|await|yield|throw)$/.test(before)) return true
  return !/[\w$)\]}'"`]$/.test(before)
}

function scanRegExp(scan: Scan, start: number): number {
  let inClass = false
  let index = start + 1
  while (index < scan.text.length && scan.text[index] !== '\n') {
    const char = scan.text[index]
    if (char === '/' && !inClass) break
    if (char === '[') inClass = true
    if (char === ']') inClass = false
    index += char === '\\' ? 2 : 1
  }
  return blank(scan, start, index + 1)
}

function endOf(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from)
  return found === -1 ? text.length : found
}

function blank(scan: Scan, from: number, to: number): number {
  for (let index = from; index < Math.min(to, scan.code.length); index++) {
    if (scan.code[index] !== '\n') scan.code[index] = ' '
  }
  return to
}
