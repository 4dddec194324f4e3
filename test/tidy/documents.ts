/**
 * What a reader follows and what must not get out: links between files of this repository lead somewhere, and no file
 * names the machine it was written on or the package registry that stood behind it.
 */
import { posix } from 'node:path'
import { lineOf, type SourceTree } from './source-tree.ts'

const LINK = /\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)|^\[[^\]]+\]:\s+(\S+)/gm

export function brokenLinks(tree: SourceTree): string[] {
  const paths = [...tree.keys()]
  const leadsSomewhere = (target: string): boolean =>
    tree.has(target) || target === '.' || paths.some((path) => path.startsWith(`${target}/`))
  return [...tree].flatMap(([path, text]) => {
    if (!path.endsWith('.md')) return []
    const prose = text.replace(/^(```|~~~)[\s\S]*?^\1/gm, (block) => block.replace(/[^\n]/g, ' '))
    return [...prose.matchAll(LINK)].flatMap((match) => {
      const link = match[1] ?? match[2] ?? ''
      const target = targetOf(path, link)
      if (target === undefined || leadsSomewhere(target)) return []
      return [
        `${path}:${lineOf(text, match.index)} links to ${link}, which is not here. Mend the link or write the file.`,
      ]
    })
  })
}

/** From the repository's root; undefined for links to the web and within the page. */
function targetOf(path: string, link: string): string | undefined {
  if (/^([a-z][a-z+.-]*:|#|\/\/)/i.test(link)) return undefined
  const file = decodeURIComponent(link.replace(/[?#].*$/, ''))
  return posix.join(posix.dirname(path), file).replace(/\/$/, '')
}

const MACHINE_PATH = /(?<![\w.~-])(\/(home|Users|root|work)\/[\w.-]+|[A-Z]:\\Users\\)/g
const REGISTRY = /\b(registry\.(npmjs\.org|yarnpkg\.com|npmmirror\.com)|[\w-]+\.jfrog\.io|npm\.pkg\.github\.com)\b/g

export function machineTraces(tree: SourceTree): string[] {
  return [...tree].flatMap(([path, text]) => {
    if (path === 'LICENSE') return []
    return [
      ...found(path, text, MACHINE_PATH, 'Write it from the root of the repository.'),
      ...found(path, text, REGISTRY, 'Leave the registry out: .npmrc keeps it from the lockfile.'),
    ]
  })
}

function found(path: string, text: string, pattern: RegExp, advice: string): string[] {
  return [...text.matchAll(pattern)].map(
    ({ index, 0: trace }) => `${path}:${lineOf(text, index)} names ${trace}, which only exists elsewhere. ${advice}`,
  )
}
