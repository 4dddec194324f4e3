/**
 * Which Node runs Sunap. The running one where it is new enough; else the copy that setup.mjs puts below
 * tools/node; else any Node 24, which still runs everything but lacks security fixes we count on.
 * Plain JavaScript for Node 18 and newer: this is what an old Node reads before it hands over.
 */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))
export const ownNodeFolder = join(root, 'tools', 'node')
export const consoleFolder = join(root, 'console')

/** 24.14.1 is the first 24 with the security fixes of March 2026; package.json's `engines` says 24. */
const floor = [24, 14, 1]

/** The path of the Node to use, or undefined where there is none yet. */
export function chooseNode() {
  if (runningNodeIsNewEnough()) return process.execPath
  if (existsSync(ownNode())) return ownNode()
  return runningMajor() >= floor[0] ? process.execPath : undefined
}

/** The same for a program that cannot go on without one, nor without the packages. */
export function nodeOrExit() {
  const node = chooseNode()
  if (node && existsSync(join(root, 'node_modules', '.package-lock.json'))) return node
  process.stderr.write('Sunap is not set up here yet. Do it with:  node setup.mjs\n')
  return process.exit(1)
}

export function runningNodeIsNewEnough() {
  const parts = process.versions.node.split('.').map(Number)
  const differing = floor.findIndex((part, index) => parts[index] !== part)
  return differing === -1 || parts[differing] > floor[differing]
}

export function runningMajor() {
  return Number(process.versions.node.split('.')[0])
}

/** Whether the registry has a ready Node for this kind of machine, as tools/node/package.json lists them. */
export function hasOwnNodePackage() {
  const { optionalDependencies } = JSON.parse(readFileSync(join(ownNodeFolder, 'package.json'), 'utf8'))
  return ownNodePackage() in optionalDependencies
}

export function ownNode() {
  const binary = process.platform === 'win32' ? 'node.exe' : 'node'
  return join(ownNodeFolder, 'node_modules', ownNodePackage(), 'bin', binary)
}

function ownNodePackage() {
  const platform = process.platform === 'win32' ? 'win' : process.platform
  return `node-${platform}-${process.arch}`
}

/** The command that brings Node 24 to this kind of machine. */
export function howToInstallNode() {
  if (process.platform === 'darwin') return 'brew install node@24 && brew link --overwrite --force node@24'
  if (process.platform === 'win32') return 'winget install OpenJS.NodeJS.LTS'
  return 'nvm install 24   (or any other way: https://nodejs.org/en/download)'
}
