/**
 * A real browser for the tests, also on a machine that has none: the system's Chromium, Chrome or Edge, else the one
 * among the packages, which runs on Linux on x64 and brings the libraries it needs. It has a new, empty profile, draws
 * Hangul, and reaches nothing but this machine: every other name and address leads nowhere, without a proxy.
 */
import { execFile } from 'node:child_process'
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { type Browser, chromium } from 'playwright-core'
import { koreanFontEnv } from './korean-font.ts'
import { madeOnce, packageFile, packageVersion } from './made-once.ts'

/** A test's context; or `{ after }` of node:test at the top of a file, for all its tests (in a hook it closes too early). */
export interface Closing {
  after(close: () => Promise<void>): void
}

/** Which one to open; without a word the system's, and the packages' where there is none that works. */
export type Origin = 'system' | 'packages'

/** Closed when the test ends. Throws with what was tried and what to install. */
export function openBrowser(closing: Closing, origin?: Origin): Promise<Browser> {
  if (origin === 'system') return openFirst(closing, [findSystemBrowser])
  if (origin === 'packages') return openFirst(closing, [unpackBrowser])
  return openFirst(closing, finders)
}

export interface Program {
  readonly path: string
  readonly env: Readonly<Record<string, string>>
}

export async function openFirst(closing: Closing, among: typeof finders): Promise<Browser> {
  const failures: string[] = []
  for (const find of among) {
    try {
      const browser = await launch(await find())
      closing.after(() => browser.close())
      return browser
    } catch (error) {
      failures.push(error instanceof Error ? error.message : String(error))
    }
  }
  throw new Error(
    'No browser could be opened for the tests. Install Chrome or Chromium ' +
      '(Debian: sudo apt install chromium, macOS: brew install --cask google-chrome) and run them again. ' +
      `Tried:\n- ${failures.join('\n- ')}`,
  )
}

export const finders: readonly (() => Promise<Program>)[] = [findSystemBrowser, unpackBrowser]

/** Playwright switches off the browser's sandbox, which root and many containers cannot have; all pages are our own. */
async function launch({ path, env }: Program): Promise<Browser> {
  const font = await koreanFontEnv()
  try {
    return await chromium.launch({
      executablePath: path,
      args: browserArguments,
      env: { ...process.env, ...font, ...env },
      timeout: 60_000,
    })
  } catch (error) {
    throw new Error(`${path} did not start: ${lastWords(error)}`, { cause: error })
  }
}

/** What the program itself said, without the driver's long command line; where it said nothing, the driver's reason. */
function lastWords(error: unknown): string {
  const [reason = '', ...lines] = String(error).split('\n')
  const said = lines.flatMap((line) => /\[err\] (.*)/.exec(line)?.[1] ?? [])
  return said.length === 0 ? reason : said.slice(0, 3).join(' / ')
}

const browserArguments = [
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
  '--no-proxy-server',
  '--disable-quic',
  '--disable-sync',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--no-first-run',
  '--no-pings',
]

async function findSystemBrowser(): Promise<Program> {
  const path = systemBrowserPaths(process.platform, process.env).find((each) => existsSync(each) && !isConfined(each))
  if (path === undefined) throw new Error('this machine has no Chromium, Chrome or Edge in the usual places')
  return { path, env: {} }
}

/** Where a browser may be, the likeliest first. */
export function systemBrowserPaths(platform: string, env: Readonly<Record<string, string | undefined>>): string[] {
  if (platform === 'darwin') {
    const apps = ['/Applications', join(homedir(), 'Applications')]
    return ['Google Chrome', 'Chromium', 'Microsoft Edge'].flatMap((name) =>
      apps.map((folder) => `${folder}/${name}.app/Contents/MacOS/${name}`),
    )
  }
  if (platform === 'win32') {
    const folders = [env['PROGRAMFILES'], env['PROGRAMFILES(X86)'], env['LOCALAPPDATA']]
    return ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'].flatMap((name) =>
      folders.flatMap((folder) => (folder === undefined ? [] : [`${folder}\\${name}`])),
    )
  }
  const folders = [...(env['PATH'] ?? '').split(delimiter), '/usr/bin', '/usr/local/bin', '/opt/google/chrome']
  const names = ['chromium', 'google-chrome', 'google-chrome-stable', 'chrome', 'chromium-browser', 'microsoft-edge']
  return names.flatMap((name) => folders.filter((folder) => folder !== '').map((folder) => join(folder, name)))
}

/** A snap keeps its own fonts and sees no files of ours. It is a link to `snap`, or a short script that calls one. */
export function isConfined(path: string): boolean {
  const file = realpathSync(path)
  if (/\/snap(\/|$)/.test(file)) return true
  return statSync(file).size < 10_000 && readFileSync(file, 'utf8').includes('/snap/')
}

const browserPackage = '@sparticuz/chromium'

/** 200 MB, about four seconds, once in a checkout. */
async function unpackBrowser(): Promise<Program> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `the browser among the packages is for Linux on x64, this is ${process.platform} on ${process.arch}`,
    )
  }
  const folder = await madeOnce({ kind: 'chromium', version: packageVersion(browserPackage), make: unpackInto })
  const libraries = [join(folder, 'al2023', 'lib'), process.env['LD_LIBRARY_PATH'] ?? ''].filter((each) => each !== '')
  return { path: join(folder, 'chromium'), env: { LD_LIBRARY_PATH: libraries.join(':') } }
}

/**
 * The package unpacks into the temporary folder of its process, so it gets a process with one of its own. What it calls
 * AL2023 are the libraries a bare machine lacks (NSS, Expat); it adds them where it sees this variable.
 */
async function unpackInto(folder: string): Promise<void> {
  const unpack = `import(${JSON.stringify(packageFile(browserPackage, 'build/index.js'))}).then((own) => own.default.executablePath())`
  const env = { ...process.env, TMPDIR: folder, AWS_LAMBDA_JS_RUNTIME: 'nodejs24.x' }
  await promisify(execFile)(process.execPath, ['-e', unpack], { env, timeout: 120_000 })
}
