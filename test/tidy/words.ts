/**
 * Words that have a home. Each row says which word may stand only where, and what to write instead. They are looked
 * for in code; in comments and texts they are free, but for SQL, which only ever stands in texts.
 */
import { separate } from './code-text.ts'
import { importsOf } from './imports.ts'
import { isForTests, isTypeScript, lineOf, roomOf, type SourceTree } from './source-tree.ts'

interface WordRule {
  /** Files that may not say it. */
  readonly bannedIn: (path: string) => boolean
  readonly pattern: RegExp
  readonly advice: string
}

const PURE = ['core', 'numbers']
const CALLS_OUT = ['outbound', 'sandbox', 'exam', 'cli']
const SPEAKS_TO_THE_SCREEN = ['cli', 'sandbox']
const SOCKET_OF_THE_OWNER = 'src/server/admin-socket.ts' // asks on this machine, through a file
const SCREEN_OF_THE_SERVER = ['main', 'run', 'start-screen'].map((name) => `src/server/${name}.ts`)

const inPureRooms = (path: string): boolean => inProduct(path) && PURE.includes(roomOf(path) ?? '')
const whereNothingCallsOut = (path: string): boolean =>
  inProduct(path) && path !== SOCKET_OF_THE_OWNER && !CALLS_OUT.includes(roomOf(path) ?? '')

const WORD_RULES: readonly WordRule[] = [
  {
    bannedIn: inPureRooms,
    pattern: /(?<![.\w$])(Date|performance|Temporal)(?![\w$]|\s*[:?])/g,
    advice: 'This room has no clock: take the time as an argument (`at`).',
  },
  {
    bannedIn: inPureRooms,
    pattern: /\bMath\.random\b|(?<![.\w$])crypto(?![\w$]|\s*[:?])/g,
    advice: 'This room has no randomness: let the gateway stamp it into the command.',
  },
  {
    bannedIn: inPureRooms,
    pattern: /(?<![.\w$])(setTimeout|setInterval|setImmediate|queueMicrotask)\b/g,
    advice: 'This room has no timers: answer with the instant, and let the caller wait for it.',
  },
  {
    bannedIn: inPureRooms,
    pattern: /(?<![.\w$])(async|await|Promise)(?![\w$]|\s*[:?])/g,
    advice: 'This room is synchronous: take what must be awaited as an argument.',
  },
  {
    bannedIn: inPureRooms,
    pattern: /(?<![.\w$])(process|globalThis|console|fetch)(?![\w$]|\s*[:?])/g,
    advice: 'This room knows nothing of the machine it runs on: pass the value in as an argument.',
  },
  {
    bannedIn: whereNothingCallsOut,
    pattern:
      /(?<![.\w$])(globalThis\.)?fetch\s*\(|\bhttps?\.(request|get)\s*\(|\b(net|tls)\.(connect|createConnection)\s*\(/g,
    advice:
      'Only outbound/, sandbox/, exam/ and cli/ call other machines: use the guarded client of outbound/, through a port.',
  },
  {
    bannedIn: (path) => inProduct(path) && path !== 'src/server/config.ts',
    pattern: /\bprocess\.env\b|\bimport\s*\{[^}]*\benv\b[^}]*\}\s*from/g,
    advice: 'Settings are read in src/server/config.ts alone: take the value as an argument.',
  },
  {
    bannedIn: (path) =>
      inProduct(path) && !SPEAKS_TO_THE_SCREEN.includes(roomOf(path) ?? '') && !SCREEN_OF_THE_SERVER.includes(path),
    pattern: /(?<![.\w$])console\.\w+/g,
    advice: 'Only cli/, sandbox/ and the start screen write to the terminal: log, or answer with the text.',
  },
  {
    bannedIn: isOurs,
    pattern: /\bexport\s+default\b/g,
    advice: 'Exports have names: `export function ...`, so that the same thing is called the same everywhere.',
  },
  {
    bannedIn: isOurs,
    pattern: /(?:[:<|&(,=]|\bas)\s*any\b(?!\s*[:(.=])/g,
    advice: 'No `any`: say the type, or `unknown` and check it.',
  },
  {
    bannedIn: isOurs,
    pattern:
      /\b(test|it|describe|suite|t)\.(skip|only|todo)\b|\b(test|it|describe|suite)\s*\(\s*['"`][^'"`]*['"`]\s*,\s*\{[^}]*\b(skip|only|todo)\s*:/g,
    advice: 'A test runs with all the others, or it is deleted.',
  },
]

export function misplacedWords(tree: SourceTree): string[] {
  return [...tree].flatMap(([path, text]) => {
    if (!isOurs(path)) return []
    const { code } = separate(text)
    return WORD_RULES.filter(({ bannedIn }) => bannedIn(path)).flatMap(({ pattern, advice }) =>
      [...code.matchAll(pattern)].map(
        ({ index, 0: found }) => `${path}:${lineOf(code, index)} says \`${found.trim()}\`. ${advice}`,
      ),
    )
  })
}

const HTTP_MODULES = /^(node:)?(https?|http2|net|tls|dgram)$/
const HTTP_CALLS = /\bimport\s*\{[^}]*\b(request|get|connect|createConnection)\b[^}]*\}\s*from/

/** Packages and built-in modules that belong to some rooms only. */
export function misplacedPackages(tree: SourceTree): string[] {
  return [...tree].flatMap(([path, text]) => {
    if (!inProduct(path)) return isInSdk(path) ? packagesOfSdk(path, text) : []
    const lines = text.split('\n')
    return importsOf(path, text).flatMap(({ line, specifier, target }) => {
      if (target !== undefined) return []
      const says = `${path}:${line} imports '${specifier}'.`
      if (inPureRooms(path)) return [`${says} ${roomOf(path)} is pure and uses no package: pass the value in.`]
      const callsOut =
        specifier === 'undici' || (HTTP_MODULES.test(specifier) && HTTP_CALLS.test(lines[line - 1] ?? ''))
      if (callsOut && whereNothingCallsOut(path))
        return [`${says} Only outbound/, sandbox/, exam/ and cli/ call other machines.`]
      return []
    })
  })
}

/** No dependencies; and where it may run in a browser or at the edge, nothing of Node. */
function packagesOfSdk(path: string, text: string): string[] {
  return importsOf(path, text).flatMap(({ line, specifier, target }) => {
    if (target !== undefined || (specifier.startsWith('node:') && path.startsWith('sdk/src/testing/'))) return []
    return [`${path}:${line} imports '${specifier}'. The SDK uses no package, and Node in sdk/src/testing/ alone.`]
  })
}

const SQL =
  /^\s*(select\s[^.]*\sfrom\s+\w|insert\s+(or\s+\w+\s+)?into\s+\w|update\s+\w+\s+set\s|delete\s+from\s+\w|create\s+(unique\s+)?(table|index|view)\s|alter\s+table\s|drop\s+(table|index)\s|pragma\s+\w|begin\s+(immediate|exclusive|transaction)|with\s+\w+\s+as\s*\()/i

export function misplacedSql(tree: SourceTree): string[] {
  return [...tree].flatMap(([path, text]) => {
    if (!inProduct(path) || roomOf(path) === 'storage') return []
    return separate(text)
      .literals.filter((literal) => SQL.test(literal.text))
      .map(
        ({ index, text: sql }) =>
          `${path}:${lineOf(text, index)} holds SQL (${sql.trim().slice(0, 30)}...). SQL stands in src/storage/ alone: ` +
          'ask the keeper by a method of storage.ts.',
      )
  })
}

function isOurs(path: string): boolean {
  return isTypeScript(path) && /^(src|test|bench|sdk|examples)\//.test(path)
}

function isInSdk(path: string): boolean {
  return isTypeScript(path) && path.startsWith('sdk/') && !isForTests(path)
}

function inProduct(path: string): boolean {
  return isTypeScript(path) && path.startsWith('src/') && !isForTests(path)
}
