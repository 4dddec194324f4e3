#!/usr/bin/env node
/**
 * Makes a fresh clone ready: the packages as locked, and Node 24 where this machine's own Node is older.
 * `npm start`, `npm test` and `npm run demo` run it first, so it must cost nothing when all is in place.
 * What is in place is read from npm's own record (node_modules/.package-lock.json), which is right whoever
 * installed: this file, `npm ci` or `npm install`. Plain JavaScript for Node 18 and newer, no dependencies.
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmdirSync, rmSync, statSync, utimesSync } from 'node:fs'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  consoleFolder,
  hasOwnNodePackage,
  howToInstallNode,
  ownNode,
  ownNodeFolder,
  root,
  runningMajor,
  runningNodeIsNewEnough,
} from './tools/node-choice.mjs'

const offline =
  'npm could not reach its package registry. Go online, or name your proxy or mirror\n' +
  '  (npm config set proxy URL, npm config set registry URL), then:  node setup.mjs'
const certificate =
  "npm does not trust the registry's certificate, as behind a company proxy. Name its certificate file\n" +
  '  (npm config set cafile FILE), then:  node setup.mjs'
const turnFolder = join(root, '.setup-lock')
const turnRenewedEveryMs = 2_000
const turnAbandonedAfterMs = 15_000

class SetupError extends Error {}

try {
  await setUp()
} catch (error) {
  process.stderr.write(`\nsetup: ${error instanceof SetupError ? error.message : explain(error)}\n`)
  process.exitCode = 1
}

async function setUp() {
  if (foldersToInstall().length === 0) return
  const endTurn = await takeTurn()
  try {
    const folders = foldersToInstall() // anew: another set-up may have done it while this one waited
    if (folders.length > 0) await install(folders)
  } finally {
    endTurn()
  }
}

function foldersToInstall() {
  const folders = []
  if (missingIn(root).length > 0) folders.push(root)
  if (missingIn(consoleFolder).length > 0) folders.push(consoleFolder)
  if (needsOwnNode() && missingIn(ownNodeFolder).length > 0) folders.push(ownNodeFolder)
  return folders
}

function needsOwnNode() {
  if (runningNodeIsNewEnough()) return false
  if (hasOwnNodePackage()) return true
  if (runningMajor() >= 24) return false
  throw new SetupError(
    `Sunap needs Node 24 or newer. This is Node ${process.versions.node}, and there is no ready copy for ` +
      `${process.platform}-${process.arch}.\n  Install it:  ${howToInstallNode()}`,
  )
}

/** What the lockfile asks for and npm's record of the folder does not have. */
function missingIn(folder) {
  const lockfile = join(folder, 'package-lock.json')
  const locked = readPackages(lockfile)
  if (!locked) throw new SetupError(`${lockfile} cannot be read (a merge half done?). Make it anew:  npm install`)
  const installed = readPackages(join(folder, 'node_modules', '.package-lock.json')) ?? {}
  return Object.keys(locked).filter((path) => {
    if (path === '' || !isForThisMachine(locked[path])) return false
    const found = installed[path]
    return !found || !isSame(found, locked[path]) || !existsSync(join(folder, path))
  })
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages
  } catch (error) {
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return undefined
    throw error
  }
}

/** Optional packages are builds for one system each. Which C library a build wants npm knows better than we do. */
function isForThisMachine({ optional, os, cpu, libc }) {
  if (!optional) return true
  if (!os || !cpu || libc) return false
  return os.includes(process.platform) && cpu.includes(process.arch)
}

function isSame(found, wanted) {
  return found.version === wanted.version && found.integrity === wanted.integrity && found.link === wanted.link
}

/** Two set-ups at once take turns. A turn that nobody renews (kill -9) is over after 15 s. */
async function takeTurn() {
  for (let told = false; !beginTurn(); told = true) {
    if (!told) say('Another set-up is at work in this folder; waiting for it.')
    if (turnIsAbandoned()) removeTurn()
    else await sleep(200)
  }
  const renew = () => existsSync(turnFolder) && utimesSync(turnFolder, new Date(), new Date())
  const renewing = setInterval(renew, turnRenewedEveryMs)
  return () => {
    clearInterval(renewing)
    removeTurn()
  }
}

function beginTurn() {
  try {
    mkdirSync(turnFolder)
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

function turnIsAbandoned() {
  const turn = statSync(turnFolder, { throwIfNoEntry: false })
  return turn !== undefined && Date.now() - turn.mtimeMs > turnAbandonedAfterMs
}

function removeTurn() {
  try {
    rmdirSync(turnFolder)
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
  }
}

async function install(folders) {
  say(
    `Setting up: ${new Intl.ListFormat('en').format(folders.map(inWords))}. This is done once and takes up to a minute.`,
  )
  const work = { children: new Set(), stoppedBy: undefined }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      work.stoppedBy = signal
      for (const child of work.children) child.kill(signal)
    })
  }
  const results = await Promise.allSettled(folders.map((folder) => npmCi(folder, work)))
  if (work.stoppedBy) throw new SetupError(`stopped by ${work.stoppedBy}. Finish it with:  node setup.mjs`)
  const failed = results.find(({ status }) => status === 'rejected')
  if (failed) throw failed.reason
  for (const folder of folders) checkInstalled(folder)
}

function inWords(folder) {
  if (folder === root) return 'packages'
  if (folder === consoleFolder) return 'the console'
  return `Node 24 (this machine has ${process.versions.node})`
}

/** npm's own words are kept back, and shown when it fails: an old Node gets a page of warnings that mean nothing. */
function npmCi(folder, work) {
  const what = ['--ignore-scripts', '--include=dev', '--include=optional', '--no-audit']
  const how = [
    '--loglevel=error',
    '--no-progress',
    '--no-fund',
    '--fetch-retry-mintimeout=1000',
    '--fetch-retry-factor=3',
  ]
  return new Promise((resolve, reject) => {
    const child = spawnNpm(['ci', ...what, ...how], folder)
    work.children.add(child)
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output += text
      })
    }
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) return resolve()
      if (!work.stoppedBy) process.stderr.write(output)
      reject(new SetupError(adviceFor(output, folder)))
    })
  })
}

function spawnNpm(args, folder) {
  const options = { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] }
  const running = process.env.npm_execpath // set where npm itself started us
  if (running && basename(running) === 'npm-cli.js') return spawn(process.execPath, [running, ...args], options)
  return spawn('npm', args, { ...options, shell: process.platform === 'win32' })
}

function adviceFor(output, folder) {
  const advice = [
    [/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT/, offline],
    [/UNABLE_TO_|SELF_SIGNED_CERT|CERT_/, certificate],
    [/ENOSPC/, 'the disk is full. Sunap needs about 400 MB here; make room, then:  node setup.mjs'],
    [/EACCES|EPERM|EROFS/, `npm may not write into ${folder}. Give yourself the rights, then:  node setup.mjs`],
    [/EUSAGE/, 'package.json and package-lock.json do not agree. Bring them together:  npm install'],
  ]
  const known = advice.find(([pattern]) => pattern.test(output))
  return known ? known[1] : `npm ci failed in ${folder}; its own words are above. Then again:  node setup.mjs`
}

function checkInstalled(folder) {
  const missing = missingIn(folder)
  if (missing.length > 0) {
    throw new SetupError(
      `npm ended well, but these are missing: ${missing.slice(0, 5).join(', ')}.\n` +
        `  Clear away and do it again:  npm cache verify && node setup.mjs`,
    )
  }
  if (folder !== ownNodeFolder || spawnSync(ownNode(), ['--version']).status === 0) return
  rmSync(join(ownNodeFolder, 'node_modules'), { recursive: true, force: true }) // else it would be chosen
  throw new SetupError(
    `Sunap needs Node 24 or newer. This is Node ${process.versions.node}, and the ready copy does not run on this ` +
      `system (Alpine or another Linux without glibc?).\n  Install it:  ${howToInstallNode()}`,
  )
}

function explain(error) {
  if (error.code === 'ENOENT' && String(error.syscall).startsWith('spawn')) {
    return `npm is not on the PATH. It comes with Node:  ${howToInstallNode()}`
  }
  if (['EACCES', 'EPERM', 'EROFS'].includes(error.code)) {
    return `${error.path} cannot be written. Give yourself the rights, then:  node setup.mjs`
  }
  return error.stack
}

function say(text) {
  process.stderr.write(`${text}\n`)
}
