/**
 * npm test [-- PATHS OR NAMES]: node's own runner, guarded. It is stopped with everything it started when it outlives
 * its limit (a leaked worker or socket hangs it for ever), and it fails when a file or the whole run held no test,
 * or one was skipped. The output is node's own. Plain JavaScript: an old Node reads this and hands over to a new one.
 *
 * Where nothing is named, the suites that open a keeper run on each one with a disk, all others once. `SUNAP_TEST_KEEPER`
 * names one: then those suites run on it alone, or whatever else is named. `--without-keepers` leaves them out of a folder.
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { nodeOrExit, root } from '../tools/node-choice.mjs'
import { durableKeepers, keeperSuites, testsBelow } from './keeper-suites.mjs'

const everything = ['src', 'sdk/src', 'test']
const limitS = 900
const graceMs = 5_000
const interruptions = ['SIGINT', 'SIGTERM', 'SIGHUP']

process.exitCode = await runAll(nodeOrExit(), readArguments(process.argv.slice(2)))

/** A path chooses files, any other word chooses tests by name, an option goes to node as it is. */
function readArguments(words) {
  const request = {
    named: [],
    files: [],
    byName: false,
    options: [],
    limitS,
    withKeepers: !words.includes('--without-keepers'),
  }
  const name = (word, files) => {
    request.named.push(word)
    request.files.push(...files)
  }
  for (const word of words.filter((word) => word !== '--without-keepers')) {
    if (word.startsWith('--limit-s=')) request.limitS = Number(word.slice('--limit-s='.length))
    else if (word.startsWith('-')) request.options.push(word)
    else if (existsSync(word)) name(word, filesAt(word))
    else if (/[\\/*]|\.ts$/.test(word)) name(word, [word])
    else request.options.push(`--test-name-pattern=${word}`)
  }
  request.byName = request.options.some((option) => option.startsWith('--test-name-pattern'))
  return request
}

function filesAt(path) {
  const fromRoot = relative(root, path).split(sep).join('/')
  return statSync(path).isDirectory() ? testsBelow(root, fromRoot) : [fromRoot]
}

async function runAll(node, request) {
  const runs = runsOf(request)
  const total = { passed: 0, failed: 0 }
  let exitCode = 0
  for (const { keeper, files } of runs) {
    if (keeper) process.stdout.write(`\n== the suites that open a keeper, on ${keeper}\n\n`)
    const { code, passed, failed, interrupted } = await runTests(node, { ...request, files, keeper })
    total.passed += passed
    total.failed += failed
    exitCode ||= code
    if (interrupted) return exitCode
  }
  if (runs.length > 1) process.stdout.write(`\nin all: ${total.passed} passed, ${total.failed} failed\n`)
  return exitCode
}

/** One after the other. */
function runsOf({ named, files, byName, withKeepers }) {
  const suites = keeperSuites(root)
  const others = (among) => among.filter((file) => !suites.includes(file))
  if (named.length > 0) return [{ files: withKeepers ? files : others(files) }]
  const all = everything.flatMap((folder) => testsBelow(root, folder))
  if (!withKeepers) return [{ files: others(all) }]
  if (byName) return [{ files: all }]
  if (process.env.SUNAP_TEST_KEEPER) return [{ files: suites }]
  return [{ files: others(all) }, ...durableKeepers.map((keeper) => ({ files: suites, keeper }))]
}

async function runTests(node, { named, files, byName, options, limitS, keeper }) {
  // Without a file node would look for some by itself.
  if (files.length === 0)
    return { passed: 0, failed: 0, interrupted: false, code: refuse(`No test in ${named.join(' ')}.`) }
  const folder = mkdtempSync(join(tmpdir(), 'sunap-test-'))
  const tallyFile = join(folder, 'tally.json')
  try {
    const args = ['--test', '--disable-warning=ExperimentalWarning', `--test-concurrency=${concurrency()}`]
    const reporters = [...reporter('spec', 'stdout'), ...reporter(fromHere('./tally.mjs'), tallyFile)]
    const env = keeper ? { ...process.env, SUNAP_TEST_KEEPER: keeper } : process.env
    const end = await runLimited(node, [...args, ...reporters, ...options, ...files], env, limitS)
    const tally = readTally(tallyFile)
    return { ...tally, interrupted: end.interrupted, code: codeOf(end, tally, { files, byName, limitS }) }
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
function runLimited(command, args, env, limitS) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env,
      stdio: ['ignore', 'inherit', 'inherit'],
      detached: true,
    })
    let overdue = false
    let interrupted = false
    const stop = () => {
      endGroup(child.pid, 'SIGTERM')
      setTimeout(() => endGroup(child.pid, 'SIGKILL'), graceMs).unref()
    }
    const limit = setTimeout(() => {
      overdue = true
      stop()
    }, limitS * 1000)
    const interrupt = () => {
      interrupted = true
      stop()
    }
    for (const signal of interruptions) process.on(signal, interrupt)
    child.on('error', reject)
    child.on('exit', (code) => {
      clearTimeout(limit)
      endGroup(child.pid, 'SIGKILL') // what a killed test file left behind
      for (const signal of interruptions) process.off(signal, interrupt)
      resolve({ code, overdue, interrupted })
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
  return text === '' ? { tests: 0, passed: 0, failed: 0, skipped: 0, emptyFiles: [], openFiles: [] } : JSON.parse(text)
}

function codeOf(end, tally, { files, byName, limitS }) {
  if (end.overdue) return refuse(overdue(tally, limitS))
  if (end.code !== 0) return end.code ?? 1
  return judge(tally, files, byName)
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
