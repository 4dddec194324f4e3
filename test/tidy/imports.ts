/**
 * Who names whom: static, type-only, dynamic and re-exporting imports, and the `new URL('./x.ts', import.meta.url)` by
 * which a worker is started. All of them bind two files, so the rules treat them alike.
 */
import { posix } from 'node:path'
import { separate } from './code-text.ts'
import { isTypeScript, lineOf, type SourceTree } from './source-tree.ts'

export interface Import {
  readonly from: string
  readonly line: number
  /** As written: `./payment.ts`, `node:fs`, `fastify`. */
  readonly specifier: string
  /** The file it means, from the repository's root; undefined for packages. */
  readonly target: string | undefined
  readonly typesOnly: boolean
}

const STATIC = /\bimport\s+(type\s+)?((?:[\w$]+\s*,?\s*)?(?:\*\s*as\s+[\w$]+|\{[^}]*\})?)\s*from\s*['"]/g
const RE_EXPORT = /\bexport\s+(type\s+)?(\*(?:\s*as\s+[\w$]+)?|\{[^}]*\})\s*from\s*['"]/g
const BARE = /\bimport\s*['"]/g
const CALLED = /(?:\bimport|\bimport\.meta\.resolve|\brequire)\s*\(\s*['"`]/g
const BY_URL = /\bnew\s+URL\s*\(\s*['"`]\s*['"`]\s*,\s*import\.meta\.url/g

const importsByText = new Map<string, readonly Import[]>()

export function importsOf(path: string, text: string): readonly Import[] {
  const key = `${path}\n${text}`
  const known = importsByText.get(key)
  if (known) return known
  const { code, literals } = separate(text)
  const found = [STATIC, RE_EXPORT, BARE, CALLED, BY_URL].flatMap((pattern) =>
    [...code.matchAll(pattern)].flatMap((match) => {
      const quote = match.index + match[0].search(/['"`]/)
      const literal = literals.find(({ index }) => index === quote)
      if (literal === undefined) return []
      const typesOnly = match[1] !== undefined || onlyTypesIn(match[2])
      return [{ from: path, line: lineOf(text, match.index), ...resolved(path, literal.text), typesOnly }]
    }),
  )
  importsByText.set(key, found)
  return found
}

export function allImports(tree: SourceTree): readonly Import[] {
  return [...tree].flatMap(([path, text]) => (isTypeScript(path) || path.endsWith('.mjs') ? importsOf(path, text) : []))
}

function onlyTypesIn(names: string | undefined): boolean {
  if (!names?.startsWith('{')) return false
  const each = names
    .slice(1, -1)
    .split(',')
    .filter((name) => name.trim() !== '')
  return each.length > 0 && each.every((name) => /^\s*type\s/.test(name))
}

function resolved(path: string, specifier: string): Pick<Import, 'specifier' | 'target'> {
  const isRelative = /^\.{1,2}(\/|$)/.test(specifier)
  return { specifier, target: isRelative ? posix.join(posix.dirname(path), specifier) : undefined }
}

/** Relative imports that lead nowhere, or do not say the file's ending. */
export function brokenImports(tree: SourceTree): string[] {
  return allImports(tree).flatMap(({ from, line, specifier, target }) => {
    if (target === undefined || tree.has(target) || isBuilt(target)) return []
    return [`${from}:${line} imports '${specifier}', which is no file. Write the whole name with its ending (.ts).`]
  })
}

/** Folders (`new URL('./migrations/', ...)`) and what a build makes are not in the tree. */
function isBuilt(target: string): boolean {
  return target.endsWith('/') || target === '.' || target === '..' || /(^|\/)(dist|node_modules)\//.test(target)
}

/** Files nobody names. A program's first file is named by a script or `bin` of package.json. */
export function deadFiles(tree: SourceTree): string[] {
  const alive = new Set(allImports(tree).flatMap(({ from, target }) => (target === from ? [] : [target])))
  const started = tree.get('package.json') ?? ''
  return [...tree.keys()]
    .filter((path) => /^(src|test|sdk)\//.test(path) && isTypeScript(path) && !/\.test\.tsx?$/.test(path))
    .filter((path) => !alive.has(path) && !started.includes(path))
    .map((path) => `${path} is used by nothing. Delete it, or import it where it belongs.`)
}
