/**
 * leash.ts KIND FOLDER DATA: holds a gateway for a test, and ends it when its standard input ends. The system closes that
 * when the test's process goes, also where it was killed; then the gateway's folder goes too.
 */
import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { CHECKOUT_MAIN, PACKAGE_MAIN } from './gateway-source.ts'

const [, , kind = '', folder = '', dataFolder = ''] = process.argv

const NODE_MAJOR_MIN = 24
const KILLED_AFTER_MS = 5_000

const gateway = spawn(await node(), [join(folder, kind === 'checkout' ? CHECKOUT_MAIN : PACKAGE_MAIN)], {
  cwd: folder,
  stdio: ['ignore', 'inherit', 'inherit'],
})

process.stdin.resume().on('end', end).on('error', end)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end)
gateway.on('error', (error) => leave(1, error.message))
gateway.on('exit', (code) => leave(code ?? 1))

async function node(): Promise<string> {
  if (kind === 'checkout') {
    const { nodeOrExit } = await import(pathToFileURL(join(folder, 'tools', 'node-choice.mjs')).href)
    process.once('exit', forget)
    return nodeOrExit()
  }
  if (Number.parseInt(process.versions.node, 10) >= NODE_MAJOR_MIN) return process.execPath
  return leave(1, `The package sunap needs Node ${NODE_MAJOR_MIN} or newer, and this is ${process.versions.node}.`)
}

function end(): void {
  gateway.kill('SIGTERM')
  setTimeout(() => gateway.kill('SIGKILL'), KILLED_AFTER_MS).unref()
}

function leave(code: number, why?: string): never {
  if (why !== undefined) process.stderr.write(`${why}\n`)
  forget()
  return process.exit(code)
}

function forget(): void {
  rmSync(dataFolder, { recursive: true, force: true, maxRetries: 3 })
}
