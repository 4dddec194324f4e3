/**
 * `keys.json`: read whole, checked key by key, written once. A key file that is damaged or that others could have read
 * is named with what to do, for without it the data cannot be read again.
 */
import { randomBytes } from 'node:crypto'
import {
  closeSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { ConfigError } from './config.ts'
import { modeText, OTHERS } from './data-folder.ts'

export interface KeyFile {
  readonly serverKey: string
  readonly pepper: string
  readonly sealKey: string
  readonly indexKey: string
  readonly personal: { readonly current: string; readonly keys: Readonly<Record<string, string>> }
}

const KEY_BYTES = 32

/** `wayOut` ends the sentence that says what is wrong. Throws `ConfigError`. */
export function readKeyFile(path: string, wayOut: string): KeyFile {
  let file: unknown
  try {
    file = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new ConfigError(`${path} cannot be read. ${wayOut}`, { cause: error })
  }
  if (!isKeyFile(file)) throw new ConfigError(`${path} is damaged: a key is ${KEY_BYTES} bytes in base64. ${wayOut}`)
  return file
}

/** Throws `ConfigError` where others on this machine can read it. */
export function requirePrivateKeys(path: string): void {
  const { mode } = statSync(path)
  if ((mode & OTHERS) === 0) return
  throw new ConfigError(
    `${path} can be read by others on this machine (mode ${modeText(mode)}). Close it: chmod 600 '${path}'`,
  )
}

/** In place of whatever is there. */
export function writeKeyFile(path: string): void {
  placeKeys(path, renameSync)
}

/** Throws `ConfigError` where there is one already, even if somebody else wrote it this moment. */
export function writeKeyFileOnce(path: string): void {
  placeKeys(path, (draft) => {
    try {
      linkSync(draft, path)
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
        throw new ConfigError(`${path} is there already, and data may have been written with it: it is left as it is.`)
      throw error
    } finally {
      rmSync(draft)
    }
  })
}

export function keyOf(text: string): Buffer {
  return Buffer.from(text, 'base64')
}

function isKeyFile(file: unknown): file is KeyFile {
  const { serverKey, pepper, sealKey, indexKey, personal } = membersOf(file)
  const { current, keys } = membersOf(personal)
  const byId = membersOf(keys)
  return (
    [serverKey, pepper, sealKey, indexKey, ...Object.values(byId)].every(isKey) &&
    typeof current === 'string' &&
    Object.hasOwn(byId, current)
  )
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

function isKey(text: unknown): boolean {
  return typeof text === 'string' && keyOf(text).length === KEY_BYTES
}

/** Whole or not at all, and on the disk before anything is sealed with it. */
function placeKeys(path: string, place: (draft: string, path: string) => void): void {
  const fresh = (): string => randomBytes(KEY_BYTES).toString('base64')
  const file: KeyFile = {
    serverKey: fresh(),
    pepper: fresh(),
    sealKey: fresh(),
    indexKey: fresh(),
    personal: { current: 'k1', keys: { k1: fresh() } },
  }
  const draft = `${path}.new`
  rmSync(draft, { force: true })
  const descriptor = openSync(draft, 'wx', 0o600)
  writeSync(descriptor, `${JSON.stringify(file, null, 2)}\n`)
  fsyncSync(descriptor)
  closeSync(descriptor)
  place(draft, path)
  const directory = openSync(dirname(path), 'r')
  fsyncSync(directory)
  closeSync(directory)
}
