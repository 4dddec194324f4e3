/**
 * The keys of one data folder, outside its database: whoever takes the database alone can neither read a customer's
 * name nor sign as a till or a merchant. Made at the first start; without them the data cannot be opened again.
 */
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import { chmodSync, closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { VaultKeys } from '../gateway/personal-vault.ts'
import type { Directory } from '../storage/storage.ts'
import { ConfigError } from './config.ts'

export interface Secrets {
  /** Signs access tokens. */
  readonly serverKey: Buffer
  /** Keyed hash of API secrets. */
  readonly pepper: Buffer
  readonly vault: VaultKeys
  /** For secrets that must be readable again: of tills, of webhooks. */
  seal(secret: string): string
  /** Throws where the keys are not those it was sealed with. */
  open(sealed: string): string
  /** A value that is always the same for this data folder and not to be guessed from outside. */
  derive(label: string): Buffer
}

interface KeyFile {
  readonly serverKey: string
  readonly pepper: string
  readonly sealKey: string
  readonly indexKey: string
  readonly personal: { readonly current: string; readonly keys: Readonly<Record<string, string>> }
}

const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16

/**
 * `mayMake`: there is nothing yet that was written with keys. Throws `ConfigError` where keys that were once made are
 * missing or damaged.
 */
export function openSecrets(dataFolder: string, { mayMake }: { readonly mayMake: boolean }): Secrets {
  const path = join(dataFolder, 'keys.json')
  if (!existsSync(path)) {
    if (!mayMake) throw new ConfigError(`${path} is missing. ${WAY_OUT}`)
    writeKeyFile(path, dataFolder)
  }
  chmodSync(path, 0o600)
  const file = readKeyFile(path)
  const serverKey = keyOf(file.serverKey)
  const sealKey = keyOf(file.sealKey)
  return {
    serverKey,
    pepper: keyOf(file.pepper),
    vault: {
      current: file.personal.current,
      keys: new Map(Object.entries(file.personal.keys).map(([id, text]) => [id, keyOf(text)])),
      indexKey: keyOf(file.indexKey),
    },
    seal: (secret) => sealWith(sealKey, secret),
    open: (sealed) => openWith(sealKey, sealed),
    derive: (label) => createHmac('sha256', serverKey).update(`derived:${label}`).digest(),
  }
}

/** Throws `ConfigError` where what is in the data was sealed with other keys, as when one of two backups is put back. */
export function proveSecrets({ open }: Secrets, { merchants }: Directory, dataFolder: string): void {
  for (const { webhookSecrets } of merchants.values()) {
    try {
      webhookSecrets.map(open)
    } catch (error) {
      const path = join(dataFolder, 'keys.json')
      throw new ConfigError(`${path} is not the one this data was written with. ${WAY_OUT}`, { cause: error })
    }
  }
}

const WAY_OUT =
  'Without its keys the data cannot be read: put the file back from a backup, or begin with no data (npm start -- --fresh).'

function readKeyFile(path: string): KeyFile {
  let file: unknown
  try {
    file = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new ConfigError(`${path} cannot be read. ${WAY_OUT}`, { cause: error })
  }
  if (!isKeyFile(file)) throw new ConfigError(`${path} is damaged: a key is ${KEY_BYTES} bytes in base64. ${WAY_OUT}`)
  return file
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

function keyOf(text: string): Buffer {
  return Buffer.from(text, 'base64')
}

/** Whole or not at all, and on the disk before anything is sealed with it. */
function writeKeyFile(path: string, folder: string): void {
  const fresh = (): string => randomBytes(KEY_BYTES).toString('base64')
  const file: KeyFile = {
    serverKey: fresh(),
    pepper: fresh(),
    sealKey: fresh(),
    indexKey: fresh(),
    personal: { current: 'k1', keys: { k1: fresh() } },
  }
  const draft = `${path}.new`
  const descriptor = openSync(draft, 'w', 0o600)
  writeSync(descriptor, `${JSON.stringify(file, null, 2)}\n`)
  fsyncSync(descriptor)
  closeSync(descriptor)
  renameSync(draft, path)
  const directory = openSync(folder, 'r')
  fsyncSync(directory)
  closeSync(directory)
}

function sealWith(key: Buffer, secret: string): string {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  const body = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, body, cipher.getAuthTag()]).toString('base64')
}

function openWith(key: Buffer, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64')
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES))
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
  return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]).toString('utf8')
}
