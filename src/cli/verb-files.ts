/**
 * Files that a command names: one that it reads travels with the request, for the gateway that is asked may not see it;
 * and secrets that are made may be written to a file of their own in place of the screen.
 */
import { closeSync, openSync, readFileSync, statSync, unlinkSync, writeFileSync } from 'node:fs'
import { ConfigError } from '../server/config.ts'
import type { VerbAnswer, VerbRequest } from '../server/directory-verbs.ts'
import { FILE_OPTIONS, type FileOption, type Row } from '../server/verb-options.ts'

/** With room for its writing as text in a request. */
export const FILE_BYTES_MAX = 1024 * 1024

export async function withFiles(
  request: VerbRequest,
  takes: readonly string[],
  ask: (request: VerbRequest) => Promise<VerbAnswer>,
): Promise<VerbAnswer> {
  if (!takes.some((name) => name === 'secrets-to' || fileOptionOf(name) !== undefined)) return ask(request)
  const { verb, options } = request
  const { 'secrets-to': secretsTo, ...others } = options
  const files = FILE_OPTIONS.flatMap((name) => {
    const path = others[name]
    return path === undefined ? [] : [[name, readBase64(name, path)] as const]
  })
  const asked = { verb, options: { ...others, ...Object.fromEntries(files) } }
  if (secretsTo === undefined) return ask(asked)
  // Made before anything is asked for: a secret that is shown once must have somewhere to go.
  const descriptor = newFile(secretsTo)
  try {
    const answer = await ask(asked)
    if (answer.ok) return { ok: true, shown: writeSecrets(descriptor, rowsOf(answer.shown), secretsTo) }
    unlinkSync(secretsTo)
    return answer
  } catch (error) {
    unlinkSync(secretsTo)
    throw error
  } finally {
    closeSync(descriptor)
  }
}

function rowsOf(shown: Row | readonly Row[]): readonly Row[] {
  return Array.isArray(shown) ? shown : [shown as Row]
}

function fileOptionOf(taken: string): FileOption | undefined {
  return FILE_OPTIONS.find((name) => taken === name || taken === `${name}!`)
}

function readBase64(name: FileOption, path: string): string {
  try {
    const { size } = statSync(path)
    if (size > FILE_BYTES_MAX)
      throw new ConfigError(`--${name} ${path}: a file has at most ${FILE_BYTES_MAX} bytes; split it`)
    if (size === 0) throw new ConfigError(`--${name} ${path} is empty`)
    return readFileSync(path).toString('base64')
  } catch (error) {
    if (error instanceof ConfigError) throw error
    throw new ConfigError(`--${name} ${path} cannot be read (${codeOf(error)})`)
  }
}

/** Nobody else's from its first moment, and never one that is there. */
function newFile(path: string): number {
  try {
    return openSync(path, 'wx', 0o600)
  } catch (error) {
    throw new ConfigError(`--secrets-to ${path} cannot be made (${codeOf(error)})`)
  }
}

/** What is left to show. */
function writeSecrets(descriptor: number, rows: readonly Row[], path: string): readonly Row[] {
  const lines = rows.flatMap(({ terminal, secret }) => (secret === undefined ? [] : [`${terminal},${secret}`]))
  writeFileSync(descriptor, ['terminal,secret', ...lines, ''].join('\n'))
  const others = rows.map(({ secret: _kept, ...row }) => row).filter((row) => Object.keys(row).length > 1)
  return [...others, { secrets: String(lines.length), written_to: path }]
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
