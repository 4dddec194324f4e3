/**
 * The examples as somebody has them who copied the folder: their packages as locked, installed once on demand and nowhere
 * in the checkout's own set-up, and the SDK as it is packed.
 */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { promisify } from 'node:util'
import { madeOnce } from '../browser/made-once.ts'
import { packedSdk, unpacked } from '../packages/packed.ts'
import { root, temporaryFolder } from '../set-up/programs.ts'

const run = promisify(execFile)
const examples = join(root, 'examples')
const LOCKED = ['package.json', 'package-lock.json', '.npmrc']

export async function examplesFolder(t: TestContext): Promise<string> {
  const [packages, sdk] = await Promise.all([installedPackages(), packedSdk()])
  const folder = join(temporaryFolder(t), 'examples')
  cpSync(examples, folder, { recursive: true, filter: (path) => !path.endsWith('node_modules') })
  mkdirSync(join(folder, 'node_modules'))
  for (const name of readdirSync(join(packages, 'node_modules')))
    symlinkSync(join(packages, 'node_modules', name), join(folder, 'node_modules', name))
  await unpacked(sdk, join(folder, 'node_modules', 'sunap-sdk'))
  return folder
}

function installedPackages(): Promise<string> {
  const hash = createHash('sha256')
  for (const file of LOCKED) hash.update(readFileSync(join(examples, file)))
  return madeOnce({
    kind: 'examples',
    version: hash.digest('hex').slice(0, 16),
    async make(folder) {
      for (const file of LOCKED) cpSync(join(examples, file), join(folder, file))
      const { NODE_TEST_CONTEXT, NODE_OPTIONS, ...env } = process.env
      const how = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund']
      await run('npm', ['ci', ...how], { cwd: folder, env, shell: process.platform === 'win32' })
    },
  })
}
