/**
 * Documents that say where a promise is held: rows `| … | `path` | `title` |`. A promise whose test was renamed or
 * deleted must be noticed by whoever does it, so the path must exist, and a test file must have a test of that title.
 */
import { existsSync, readFileSync } from 'node:fs'

export interface DocReference {
  /** Of the document, from 1. */
  readonly line: number
  /** Everything before the path, cell by cell. */
  readonly cells: readonly string[]
  readonly path: string
  /** Null where the last cell is no title; right for files that are no tests. */
  readonly title: string | null
}

const ROOT = new URL('../', import.meta.url)
const PATH = /^`((?:[\w.-]+\/)*[\w-][\w.-]*\.\w+)`$/
const TITLE = /^`([^`]+)`$/

export function readDocument(path: string): string {
  return readFileSync(new URL(path, ROOT), 'utf8')
}

export function referencesIn(markdown: string): readonly DocReference[] {
  return markdown.split('\n').flatMap((text, index) => {
    const cells = cellsOf(text)
    const path = PATH.exec(cells.at(-2) ?? '')?.[1]
    if (path === undefined) return []
    return [{ line: index + 1, cells: cells.slice(0, -2), path, title: TITLE.exec(cells.at(-1) ?? '')?.[1] ?? null }]
  })
}

/** One sentence for each reference that leads nowhere. `read` gives a file of the repository, or undefined. */
export function brokenReferences(
  document: string,
  markdown: string,
  read: (path: string) => string | undefined = readRepositoryFile,
): readonly string[] {
  return referencesIn(markdown).flatMap(({ line, path, title }) => {
    const at = `${document}:${line}`
    const text = read(path)
    if (text === undefined) return [`${at} names ${path}, which is not there.`]
    if (!path.endsWith('.test.ts')) return []
    if (title === null) return [`${at} names ${path}, but no test in it: write its title into the last cell.`]
    return hasTest(text, title) ? [] : [`${at}: ${path} has no test "${title}".`]
  })
}

/** The cells of a table's row, without the empty ones outside the bars. */
export function cellsOf(row: string): readonly string[] {
  if (!/^\s*\|.*\|\s*$/.test(row)) return []
  return row
    .trim()
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim())
}

/** The whole title, in the quotes of whatever literal it is; a longer title is another test. */
function hasTest(text: string, title: string): boolean {
  return ['test', 'it'].some((name) =>
    ["'", '"', '`'].some((quote) => text.includes(`${name}(${quote}${title}${quote}`)),
  )
}

function readRepositoryFile(path: string): string | undefined {
  const file = new URL(path, ROOT)
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}
