/**
 * The examples as somebody has them who copied the folder: their packages as locked, installed once on demand and nowhere
 * in the checkout's own set-up, and the SDK as it is packed.
 */
import { cpSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { packedSdk, unpacked } from '../packages/packed.ts'
import { lockedPackages } from '../set-up/locked-packages.ts'
import { root, temporaryFolder } from '../set-up/programs.ts'

const examples = join(root, 'examples')

export async function examplesFolder(t: TestContext): Promise<string> {
  const [packages, sdk] = await Promise.all([lockedPackages(examples, 'examples'), packedSdk()])
  const folder = join(temporaryFolder(t), 'examples')
  cpSync(examples, folder, { recursive: true, filter: (path) => !path.endsWith('node_modules') })
  mkdirSync(join(folder, 'node_modules'))
  for (const name of readdirSync(join(packages.folder, 'node_modules')))
    symlinkSync(join(packages.folder, 'node_modules', name), join(folder, 'node_modules', name))
  await unpacked(sdk, join(folder, 'node_modules', 'sunap-sdk'))
  return folder
}
