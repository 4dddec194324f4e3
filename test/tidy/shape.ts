/**
 * How long and what named: a file can be guessed from its subject and read in one sitting. Function bodies are found by
 * their braces after Node itself has taken the types away, so a brace in a type is none.
 */
import { stripTypeScriptTypes } from 'node:module'
import { separate } from './code-text.ts'
import { isTypeScript, lineOf, type SourceTree } from './source-tree.ts'

const FILE_LINES_MAX = 400
const FUNCTION_LINES_MAX = 60

const KEBAB_CASE = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/
const NAMES_NOTHING = ['util', 'utils', 'helper', 'helpers', 'common', 'interfaces', 'types', 'misc', 'shared']

export function strangeNames(tree: SourceTree): string[] {
  return [...tree.keys()].flatMap((path) => {
    if (!/^(src|test|bench|tools|sdk|examples)\//.test(path) || isNamedByOthers(path)) return []
    return path.split('/').flatMap((part) => {
      const words = part.replace(/\..*$/, '').split('-')
      const last = words.at(-1) ?? ''
      if (!KEBAB_CASE.test(part)) return [`${path}: '${part}' is not kebab-case. Write it small, with hyphens.`]
      if (!NAMES_NOTHING.includes(last)) return []
      return [`${path}: '${last}' names nothing. Call it by what it holds, in the words of the trade.`]
    })
  })
}

/** Java and PHP want a file to have the name of its class. */
function isNamedByOthers(path: string): boolean {
  return /(^|\/)(README(\.\w+)?\.md|\.[^/]+|[^/]+\.(java|php))$/.test(path)
}

export function longFiles(tree: SourceTree): string[] {
  return [...tree].flatMap(([path, text]) => {
    const lines = text.trimEnd().split('\n').length
    if (!isMeasured(path) || lines <= FILE_LINES_MAX) return []
    return [`${path} has ${lines} lines; ${FILE_LINES_MAX} are allowed. It holds two subjects: give each its own file.`]
  })
}

export function longFunctions(tree: SourceTree): string[] {
  return [...tree].flatMap(([path, text]) => {
    if (!isMeasured(path)) return []
    return functionsOf(path, text)
      .filter(({ lines }) => lines > FUNCTION_LINES_MAX)
      .map(
        ({ line, lines }) =>
          `${path}:${line} begins a function of ${lines} lines; ${FUNCTION_LINES_MAX} are allowed. ` +
          'Name its steps and make each a function below it.',
      )
  })
}

interface Measured {
  readonly line: number
  readonly lines: number
}

/** From the line of the parameters to the closing brace. A `describe` block is a list of tests, not a function. */
export function functionsOf(path: string, text: string): Measured[] {
  const { code } = separate(isTypeScript(path) ? stripTypeScriptTypes(text) : text)
  return [...code.matchAll(/\{/g)].flatMap(({ index }) => {
    const head = headOfFunction(code, index)
    if (head === undefined || /\b(describe|suite)\s*\([^{}]*$/.test(code.slice(Math.max(0, head - 200), head)))
      return []
    const line = lineOf(code, head)
    return [{ line, lines: lineOf(code, closing(code, index)) - line + 1 }]
  })
}

/** Where the parameters of the function begin whose body opens at `brace`; undefined where it is another block. */
function headOfFunction(code: string, brace: number): number | undefined {
  const before = code.slice(0, brace).trimEnd()
  if (before.endsWith('=>')) return startOfParameters(before.slice(0, -2).trimEnd())
  if (!before.endsWith(')')) return undefined
  const open = startOfParameters(before)
  const word = /([\w$]+)\s*$/.exec(code.slice(0, open))?.[1]
  return ['if', 'for', 'while', 'switch', 'catch', 'with', 'await'].includes(word ?? '') ? undefined : open
}

function startOfParameters(before: string): number {
  if (!before.endsWith(')')) return before.length - 1 // x => {
  let depth = 0
  for (let index = before.length - 1; index >= 0; index--) {
    if (before[index] === ')') depth++
    if (before[index] === '(' && --depth === 0) return index
  }
  return 0
}

function closing(code: string, brace: number): number {
  let depth = 0
  for (let index = brace; index < code.length; index++) {
    if (code[index] === '{') depth++
    if (code[index] === '}' && --depth === 0) return index
  }
  return code.length
}

function isMeasured(path: string): boolean {
  return /^(src|test|bench|tools|sdk|examples)\/.*\.(ts|tsx|mjs)$|^[^/]+\.mjs$/.test(path) && !/\.gen\.ts$/.test(path)
}
