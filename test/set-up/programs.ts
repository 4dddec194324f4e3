/** Starts one of our plain programs as a newcomer would, and waits for its end. */
import assert from 'node:assert/strict'
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { on, once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly out: string
  readonly err: string
}

/** A folder with a space in its name, gone when the test has ended. */
export function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'sunap test '))
  t.after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }))
  return folder
}

/** What npm and the test runner tell their children by environment is not for these. */
export function startNode(args: readonly string[], options: SpawnOptions = {}): ChildProcess {
  const { NODE_TEST_CONTEXT, NODE_OPTIONS, npm_execpath, npm_lifecycle_event, ...env } = process.env
  return spawn(process.execPath, args, { stdio: 'pipe', ...options, env: { ...env, ...options.env } })
}

export async function ended(child: ChildProcess): Promise<Ended> {
  let out = ''
  let err = ''
  child.stdout?.setEncoding('utf8').on('data', (text) => {
    out += text
  })
  child.stderr?.setEncoding('utf8').on('data', (text) => {
    err += text
  })
  const [code, signal] = await once(child, 'close')
  return { code, signal, out, err }
}

/** Until the program has said this on its standard output. */
export async function said(child: ChildProcess, words: string): Promise<void> {
  assert.ok(child.stdout)
  let out = ''
  for await (const [text] of on(child.stdout, 'data', { close: ['end'] })) {
    out += text
    if (out.includes(words)) return
  }
  assert.fail(`It ended without saying ${words}. It said: ${out}`)
}
