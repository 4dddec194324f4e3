/**
 * node tools/with-node.mjs FILE.ts [ARGUMENTS]: runs it under a Node that is new enough, whichever Node read this.
 * It stands between the caller and the program, so it must not be noticed: same terminal, same signals, same end.
 */
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { nodeOrExit } from './node-choice.mjs'

run(nodeOrExit(), process.argv.slice(2))

function run(command, args) {
  const child = spawn(command, args, { stdio: 'inherit' })
  let told = false
  const tell = (signal) => {
    told = true
    // A terminal gives Ctrl+C to the program itself; handing it on would be a second one, which means "at once".
    if (signal !== 'SIGINT' || !(process.stdin.isTTY || process.stderr.isTTY)) child.kill(signal)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, tell)
  if (process.env.npm_lifecycle_event) whenOrphaned(() => told || tell('SIGTERM'))
  child.on('error', (error) => {
    process.stderr.write(`${command} could not be started: ${error.message}\n`)
    process.exit(1)
  })
  child.on('exit', (code, signal) => (signal ? dieBy(signal) : process.exit(code)))
}

/** npm hands a signal to its shell, and the shell dies of it without a word to us. */
function whenOrphaned(callback) {
  const parent = process.ppid
  setInterval(() => process.ppid === parent || callback(), 250).unref()
}

function dieBy(signal) {
  process.removeAllListeners(signal)
  process.kill(process.pid, signal)
  // Where a signal does not end us (on Windows, or because it is ignored), the shell's convention says the same.
  setTimeout(() => process.exit(128 + constants.signals[signal]), 100)
}
