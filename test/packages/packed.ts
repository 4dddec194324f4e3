/**
 * The two packages that others install, as `npm pack` makes them: made once for what they are made of, in a copy, because
 * a checkout is never built. And an empty folder in which they are installed as a user does it.
 */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { TestContext } from 'node:test'
import { promisify } from 'node:util'
import { madeOnce } from '../browser/made-once.ts'
import { root, temporaryFolder } from '../set-up/programs.ts'

const run = promisify(execFile)

/** The path of `sunap-sdk-<version>.tgz`. */
export function packedSdk(): Promise<string> {
  return packed('sdk', ['LICENSE', 'package.json', 'tsconfig.json', 'tools', 'sdk'], 'sdk')
}

/** The path of `sunap-<version>.tgz`. */
export function packedGateway(): Promise<string> {
  const parts = [
    'LICENSE',
    'NOTICE',
    'README.md',
    'package.json',
    'tsconfig.json',
    'tsconfig.build.json',
    'tools',
    'src',
    'console',
    'sdk/src',
  ]
  return packed('gateway', parts, '.')
}

async function packed(kind: string, parts: readonly string[], packageFolder: string): Promise<string> {
  const files = parts.flatMap(filesOf)
  const hash = createHash('sha256')
  for (const file of files)
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0')
  const place = await madeOnce({
    kind: `package-${kind}`,
    version: hash.digest('hex').slice(0, 16),
    async make(folder) {
      // Not in this place: the compiler takes whatever lies below node_modules for somebody else's.
      const copy = mkdtempSync(join(tmpdir(), 'sunap-package-'))
      try {
        for (const file of files) cpSync(join(root, file), join(copy, file))
        for (const place of ['', 'console'])
          if (place === '' || existsSync(join(copy, place)))
            symlinkSync(realpathSync(join(root, place, 'node_modules')), join(copy, place, 'node_modules'))
        await npm(['pack', '--pack-destination', folder], join(copy, packageFolder))
      } finally {
        rmSync(copy, { recursive: true, force: true })
      }
    },
  })
  return join(place, readdirSync(place).find((name) => name.endsWith('.tgz')) ?? '')
}

const MADE_BY_OTHERS = new Set(['node_modules', 'dist', 'built'])

function filesOf(path: string): readonly string[] {
  const entries = readdirSync(join(root, path, '..'), { withFileTypes: true })
  const entry = entries.find(({ name }) => name === basename(path))
  if (entry === undefined) throw new Error(`there is no ${path}`)
  if (!entry.isDirectory()) return [path]
  if (MADE_BY_OTHERS.has(entry.name)) return []
  return readdirSync(join(root, path)).flatMap((name) => filesOf(join(path, name)))
}

/** A folder of a user, with these installed. What their packages need comes from npm's cache where it is there. */
export async function installed(t: TestContext, ...packages: readonly string[]): Promise<string> {
  const folder = temporaryFolder(t)
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'shop', private: true, type: 'module' }))
  await npm(['install', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund', ...packages], folder)
  return folder
}

/** Without a question to any registry. */
export async function unpacked(tarball: string, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  await run('tar', ['-xzf', tarball, '--strip-components=1', '-C', folder])
}

/** What a tarball holds, in order. */
export async function listed(tarball: string): Promise<readonly string[]> {
  const { stdout } = await run('tar', ['-tzf', tarball])
  return stdout.trim().split('\n').sort()
}

async function npm(args: readonly string[], cwd: string): Promise<void> {
  const { NODE_TEST_CONTEXT, NODE_OPTIONS, ...env } = process.env
  await run('npm', args, { cwd, env, shell: process.platform === 'win32' })
}
