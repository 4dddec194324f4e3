/**
 * What the tidy rules look at: the repository's own text files by path, as git would commit them now. The rules are
 * plain functions from such a tree to sentences, so that their own tests can plant a violation in a tree of two lines.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Paths from the repository's root, with slashes. */
export type SourceTree = ReadonlyMap<string, string>

const FILE_BYTES_MAX = 4_000_000

export function readSourceTree(root: string): SourceTree {
  const tree = new Map<string, string>()
  for (const path of listFiles(root).sort()) {
    const file = join(root, path)
    if (!existsSync(file) || !statSync(file).isFile() || statSync(file).size > FILE_BYTES_MAX) continue
    const text = readFileSync(file, 'utf8')
    if (!text.includes('\0')) tree.set(path, text)
  }
  return tree
}

/** A copy without its history (a downloaded archive) has no git to ask; then what .gitignore names is left out here. */
function listFiles(root: string): string[] {
  if (!existsSync(join(root, '.git'))) return walk(root, '')
  const listing = ['ls-files', '--cached', '--others', '--exclude-standard', '-z']
  return execFileSync('git', listing, { cwd: root, encoding: 'utf8', maxBuffer: 64_000_000 })
    .split('\0')
    .filter((path) => path !== '')
}

const NOT_OURS = new Set(['node_modules', 'dist', 'built', '.git', '.sunap', '.setup-lock'])

function walk(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === '' ? entry.name : `${folder}/${entry.name}`
    if (NOT_OURS.has(entry.name)) return []
    return entry.isDirectory() ? walk(root, path) : [path]
  })
}

export function isTypeScript(path: string): boolean {
  return /\.tsx?$/.test(path)
}

/** Files that only tests use: they may open real sockets, read the clock and reach into every room. */
export function isForTests(path: string): boolean {
  return /^test\/|\.test\.tsx?$|(^|\/)test-[^/]+$|^src\/storage\/contract/.test(path)
}

/** The room of a file below src/, or undefined. */
export function roomOf(path: string): string | undefined {
  return /^src\/([^/]+)\//.exec(path)?.[1]
}

export function lineOf(text: string, index: number): number {
  return text.slice(0, index).split('\n').length
}
