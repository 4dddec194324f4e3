/**
 * npm test [-- PATHS OR NAMES]: node's own runner, guarded. It is stopped with everything it started when it outlives
 * its limit (a leaked worker or socket hangs it for ever), and it fails when a file or the whole run held no test,
 * or one was skipped. The output is node's own. Plain JavaScript: an old Node reads this and hands over to a new one.
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join, posix, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { nodeOrExit, root } from '../tools/node-choice.mjs'

const everything = ['src/**/*.test.ts', 'test/**/*.test.ts']
const limitS = 900
const graceMs = 5_000

process.exitCode = await runTests(nodeOrExit(), readArguments(process.argv.slice(2)))

/** A path chooses files, any other word chooses tests by name, an option goes to node as it is. */
function readArguments(words) {
  const request = { files: [], options: [], limitS }
  for (const word of words) {
    if (word.startsWith('--limit-s=')) request.limitS = Number(word.slice('--limit-s='.length))
    else if (word.startsWith('-')) request.options.push(word)
    else if (existsSync(word)) request.files.push(toPattern(word))
    else if (/[\\/*]|\.ts$/.test(word)) request.files.push(word)
    else request.options.push(`--test-name-pattern=${word}`)
  }
  if (request.files.length === 0) request.files = everything
  return request
}

function toPattern(path) {
  const fromRoot = relative(root, path).split(sep).join('/')
  return statSync(path).isDirectory() ? posix.join(fromRoot, '**/*.test.ts') : fromRoot
}

async function runTests(node, { files, options, limitS }) {
  const folder = mkdtempSync(join(tmpdir(), 'sunap-test-'))
  const tallyFile = join(folder, 'tally.json')
  try {
    const args = ['--test', '--disable-warning=ExperimentalWarning', `--test-concurrency=${concurrency()}`]
    const reporters = [...reporter('spec', 'stdout'), ...reporter(fromHere('./tally.mjs'), tallyFile)]
    const end = await runLimited(node, [...args, ...reporters, ...options, ...files], limitS)
    if (end.overdue) return refuse(overdue(readTally(tallyFile), limitS))
    if (end.code !== 0) return end.code ?? 1
    const byName = options.some((option) => option.startsWith('--test-name-pattern'))
    return judge(readTally(tallyFile), files, byName)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Most tests wait for sockets and commits, so two at a time are right even where there are two cores. */
function concurrency() {
  return Math.max(2, availableParallelism() - 1)
}

function reporter(name, destination) {
  return [`--test-reporter=${name}`, `--test-reporter-destination=${destination}`]
}

function fromHere(path) {
  return fileURLToPath(new URL(path, import.meta.url))
}

/** The runner leads a process group of its own, so that whatever its tests started ends with it. */
function runLimited(command, args, limitS) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      detached: true,
    })
    let overdue = false
    const stop = () => {
      endGroup(child.pid, 'SIGTERM')
      setTimeout(() => endGroup(child.pid, 'SIGKILL'), graceMs).unref()
    }
    const limit = setTimeout(() => {
      overdue = true
      stop()
    }, limitS * 1000)
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop)
    child.on('error', reject)
    child.on('exit', (code) => {
      clearTimeout(limit)
      endGroup(child.pid, 'SIGKILL') // what a killed test file left behind
      resolve({ code, overdue })
    })
  })
}

function endGroup(pid, signal) {
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(pid), '/t', '/f'])
    return
  }
  try {
    process.kill(-pid, signal)
  } catch (error) {
    if (error.code !== 'ESRCH') throw error // all have ended
  }
}

function readTally(file) {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  return text === '' ? { tests: 0, skipped: 0, emptyFiles: [], openFiles: [] } : JSON.parse(text)
}

function overdue({ openFiles }, limitS) {
  const where = openFiles.length > 0 ? ` in ${openFiles.map(fromRoot).join(', ')}` : ''
  return (
    `Stopped after ${limitS} s${where}. What hangs a test file is mostly something left open: ` +
    'a worker, server, socket or timer that the test must close in the end.'
  )
}

function judge({ tests, skipped, emptyFiles }, files, byName) {
  if (tests === 0) return refuse(`No test ran in ${files.join(' ')}${byName ? ' by that name' : ''}.`)
  if (skipped > 0) return refuse(`${skipped} tests were skipped or left as todo. A test runs, or it is deleted.`)
  if (emptyFiles.length > 0 && !byName) return refuse(`No test in ${emptyFiles.map(fromRoot).join(', ')}.`)
  return 0
}

function fromRoot(path) {
  return relative(root, path)
}

function refuse(text) {
  process.stderr.write(`\n${text}\n`)
  return 1
}
