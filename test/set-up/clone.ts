/**
 * A clone in miniature: our set-up files beside a lockfile of three small packages, and a stand-in for npm that writes
 * down each call and installs what the lockfile says. The network is what is faked here; all else is real.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { type Ended, ended, root, startNode, temporaryFolder } from './programs.ts'

export interface Machine {
  /** What the Node that runs the set-up says of itself. */
  readonly nodeVersion?: string
  readonly platform?: string
  readonly arch?: string
  readonly env?: Readonly<Record<string, string>>
}

export interface Clone {
  readonly folder: string
  readonly setUp: (machine?: Machine) => Promise<Ended>
  /** The folders that npm was called in, in order. */
  readonly npmCalls: () => readonly string[]
  /** Locks another version of `left`, as a `git pull` would. */
  readonly lock: (leftVersion: string) => void
  /** Locks `left` for the console too, which has packages of its own. */
  readonly lockConsole: () => void
}

export function createClone(t: TestContext): Clone {
  const folder = temporaryFolder(t)
  const tools = join(folder, 'tools', 'node')
  mkdirSync(tools, { recursive: true })
  cpSync(join(root, 'setup.mjs'), join(folder, 'setup.mjs'))
  cpSync(join(root, 'tools', 'node-choice.mjs'), join(folder, 'tools', 'node-choice.mjs'))
  const ownNode = `node-${process.platform}-${process.arch}`
  writeJson(join(tools, 'package.json'), { optionalDependencies: { [ownNode]: '24.21.0' } })
  writeLock(tools, { [`node_modules/${ownNode}`]: { version: '24.21.0', ...forThisMachine } })
  // The console's lock names nothing, until a test says otherwise.
  writeLock(join(folder, 'console'), { '': { name: 'console' } })
  const lock = (leftVersion: string): void => writeLock(folder, packages(leftVersion))
  lock('1.0.0')
  writeFileSync(join(folder, 'npm-cli.js'), STAND_IN_FOR_NPM)
  return {
    folder,
    lock,
    lockConsole: () => writeLock(join(folder, 'console'), packages('1.0.0')),
    setUp: (machine = {}) => ended(startNode(setUpArguments(folder, machine), setUpOptions(folder, machine))),
    npmCalls: () =>
      existsSync(join(folder, 'calls')) ? readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n') : [],
  }
}

export function writeInstalled(folder: string): void {
  const { packages } = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'))
  for (const path of Object.keys(packages)) mkdirSync(join(folder, path), { recursive: true })
  writeJson(join(folder, 'node_modules', '.package-lock.json'), { packages })
}

const forThisMachine = { optional: true, os: [process.platform], cpu: [process.arch] }

function packages(leftVersion: string): object {
  return {
    '': { name: 'clone' },
    'node_modules/left': { version: leftVersion, integrity: `sha512-${leftVersion}` },
    'node_modules/built-for-this-machine': { version: '1.0.0', ...forThisMachine },
    'node_modules/built-for-another': { version: '1.0.0', optional: true, os: ['aix'], cpu: ['ppc64'] },
  }
}

function setUpArguments(folder: string, { nodeVersion, platform, arch }: Machine): string[] {
  const preload = join(folder, 'machine.cjs')
  const facts = [
    nodeVersion &&
      `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${nodeVersion}' } })`,
    platform && `Object.defineProperty(process, 'platform', { value: '${platform}' })`,
    arch && `Object.defineProperty(process, 'arch', { value: '${arch}' })`,
  ]
  writeFileSync(preload, facts.filter(Boolean).join('\n'))
  return ['--require', preload, join(folder, 'setup.mjs')]
}

/** From another folder, for nobody has to stand in the clone. */
function setUpOptions(folder: string, { env = {} }: Machine): { cwd: string; env: Record<string, string> } {
  return { cwd: join(folder, '..'), env: { npm_execpath: join(folder, 'npm-cli.js'), CI: 'true', ...env } }
}

function writeLock(folder: string, packages: object): void {
  writeJson(join(folder, 'package-lock.json'), { lockfileVersion: 3, packages })
}

function writeJson(file: string, value: unknown): void {
  mkdirSync(join(file, '..'), { recursive: true })
  writeFileSync(file, JSON.stringify(value))
}

const STAND_IN_FOR_NPM = `
const { appendFileSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } = require('node:fs')
const { basename, join } = require('node:path')
appendFileSync(join(__dirname, 'calls'), basename(process.cwd()) + '\\n')
if (process.env.STAND_IN_SAYS) {
  console.error(process.env.STAND_IN_SAYS)
  process.exit(1)
}
rmSync('node_modules', { recursive: true, force: true })
setTimeout(() => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'))
  delete packages['']
  delete packages['node_modules/built-for-another']
  for (const path of Object.keys(packages)) {
    mkdirSync(join(path, 'bin'), { recursive: true })
    if (path.includes('node-')) symlinkSync(process.execPath, join(path, 'bin', 'node'))
  }
  writeFileSync('node_modules/.package-lock.json', JSON.stringify({ packages }))
}, 300)
`
