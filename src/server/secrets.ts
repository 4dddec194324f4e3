/**
 * The keys of one data folder, outside its database: whoever takes the database alone can neither read a customer's
 * name nor sign as a till or a merchant. Made at the first start; without them the data cannot be opened again.
 */
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { VaultKeys } from '../gateway/personal-vault.ts'

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

export function openSecrets(dataFolder: string): Secrets {
  const path = join(dataFolder, 'keys.json')
  if (!existsSync(path)) writeKeyFile(path, dataFolder)
  const file: KeyFile = JSON.parse(readFileSync(path, 'utf8'))
  const key = (text: string): Buffer => {
    const bytes = Buffer.from(text, 'base64')
    if (bytes.length !== KEY_BYTES) throw new Error(`${path}: a key is ${KEY_BYTES} bytes in base64`)
    return bytes
  }
  const serverKey = key(file.serverKey)
  const sealKey = key(file.sealKey)
  return {
    serverKey,
    pepper: key(file.pepper),
    vault: {
      current: file.personal.current,
      keys: new Map(Object.entries(file.personal.keys).map(([id, text]) => [id, key(text)])),
      indexKey: key(file.indexKey),
    },
    seal: (secret) => sealWith(sealKey, secret),
    open: (sealed) => openWith(sealKey, sealed),
    derive: (label) => createHmac('sha256', serverKey).update(`derived:${label}`).digest(),
  }
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
