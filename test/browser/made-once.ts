/**
 * What is large and slow to make (an unpacked browser, a font) is made once in a checkout, whatever number of test files
 * ask for it at the same time: each makes its own copy aside, the first to finish puts it in place by one rename, and
 * the others take that one. It lies beside the packages it is made of, so it goes when they go; a new version drops
 * the old one and what an interrupted run left behind.
 */
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface Product {
  /** One word; of each kind only the latest version is kept. */
  readonly kind: string
  readonly version: string
  /** Fills an empty folder, which is then moved to `place`. */
  readonly make: (folder: string, place: string) => void | Promise<void>
}

/** The real one, also where checkouts share it by a link: what is made names its place. */
const packages = realpathSync(join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'node_modules'))

/** In the temporary folder where somebody else installed the packages, as in a container whose tests have a user of their own. */
export function shelfOfCheckout(): string {
  if (isWritable(packages)) return join(packages, '.cache', 'sunap-browser')
  const { uid } = userInfo()
  const folder = join(tmpdir(), `sunap-browser-${uid}`)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (statSync(folder).uid !== uid) throw new Error(`${folder} belongs to somebody else. Remove it.`)
  return folder
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}

export function packageFile(name: string, path: string): string {
  return join(packages, name, path)
}

export function packageVersion(name: string): string {
  return JSON.parse(readFileSync(packageFile(name, 'package.json'), 'utf8')).version
}

/** The folder where the product is. */
export async function madeOnce({ kind, version, make }: Product, shelf = shelfOfCheckout()): Promise<string> {
  const place = join(shelf, `${kind}-${version}`)
  if (existsSync(place)) return place
  mkdirSync(shelf, { recursive: true })
  const aside = mkdtempSync(join(shelf, asidePrefix))
  try {
    await make(aside, place)
    renameSync(aside, place)
  } catch (error) {
    rmSync(aside, { recursive: true, force: true })
    if (!existsSync(place)) throw error // else another was quicker
  }
  dropLeftovers(shelf, kind, place)
  return place
}

const asidePrefix = 'making-'
const abandonedAfterMs = 600_000

function dropLeftovers(shelf: string, kind: string, place: string): void {
  for (const name of readdirSync(shelf)) {
    const folder = join(shelf, name)
    const isOldVersion = name.startsWith(`${kind}-`) && folder !== place
    if (isOldVersion || (name.startsWith(asidePrefix) && isAbandoned(folder))) {
      rmSync(folder, { recursive: true, force: true })
    }
  }
}

function isAbandoned(folder: string): boolean {
  const made = statSync(folder, { throwIfNoEntry: false })
  return made !== undefined && Date.now() - made.mtimeMs > abandonedAfterMs
}
