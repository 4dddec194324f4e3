/**
 * The keys of one gateway, outside its database: whoever takes the database alone can neither read a customer's name nor
 * sign as a till or a merchant. The sandbox makes them at its first start; in production they are made by command, once.
 */
import { createCipheriv, createDecipheriv, createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { chmodSync, existsSync } from 'node:fs'
import type { VaultKeys } from '../gateway/personal-vault.ts'
import type { MakeSecret } from '../gateway/ports.ts'
import { webhookSecret } from '../outbound/standard-webhooks.ts'
import { ConfigError, type DataSettings } from './config.ts'
import { type KeyFile, keyOf, readKeyFile, requirePrivateKeys, writeKeyFile } from './key-file.ts'

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

const NONCE_BYTES = 12
const TAG_BYTES = 16

export interface KeysWanted {
  /** There is nothing yet that was written with keys. */
  readonly mayMake: boolean
  /** What ends the sentence where there is something, and no keys for it. */
  readonly wayOut?: string
}

/** Throws `ConfigError` where keys that were once made are missing or damaged. */
export function openSecrets(path: string, { mayMake, wayOut = FOLDER_WAY_OUT }: KeysWanted): Secrets {
  if (!existsSync(path)) {
    if (!mayMake) throw new ConfigError(`${path} is missing. ${wayOut}`)
    writeKeyFile(path)
  }
  chmodSync(path, 0o600)
  return secretsOf(readKeyFile(path, wayOut))
}

/** Never makes any. Throws `ConfigError` where they are missing, damaged or open to others. */
export function readOwnSecrets(path: string): Secrets {
  if (!existsSync(path))
    throw new ConfigError(
      `${path} is missing. ${OWN_WAY_OUT} For a new gateway, make them once: npm run sunap -- keys-new`,
    )
  requirePrivateKeys(path)
  return secretsOf(readKeyFile(path, OWN_WAY_OUT))
}

/** What can be done about data whose keys are not there. */
export function wayOutOf({ mode, databaseUrl }: Pick<DataSettings, 'mode' | 'databaseUrl'>): string {
  if (mode === 'production') return OWN_WAY_OUT
  return databaseUrl === null ? FOLDER_WAY_OUT : DATABASE_WAY_OUT
}

const FOLDER_WAY_OUT =
  'Without its keys the data cannot be read: put the file back from a backup, or begin with no data (npm start -- --fresh).'

/** Whose data it is cannot be read without its keys either. */
const DATABASE_WAY_OUT =
  'Without its keys the data cannot be read: put the file back from a backup, or give the sandbox a database of its own. ' +
  'If the database is that of a production gateway, set SUNAP_MODE=production.'

const OWN_WAY_OUT =
  'Without its keys the data cannot be read: put the file back from where you keep it, or name it with SUNAP_KEYS_FILE.'

/** New webhook secrets, sealed with these keys. */
export function makeSecretWith({ seal }: Pick<Secrets, 'seal'>): MakeSecret {
  return () => {
    const shown = webhookSecret(randomBytes(32))
    return { shown, sealed: seal(shown) }
  }
}

/** What is stored of an API secret. */
export function hashSecret({ pepper }: Pick<Secrets, 'pepper'>, secret: string): string {
  return createHmac('sha256', pepper).update(secret).digest('hex')
}

function secretsOf(file: KeyFile): Secrets {
  const serverKey = keyOf(file.serverKey)
  // Made once: making a key object of bytes costs more than opening a secret with it.
  const sealKey = createSecretKey(keyOf(file.sealKey))
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

function sealWith(key: KeyObject, secret: string): string {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  const body = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, body, cipher.getAuthTag()]).toString('base64')
}

function openWith(key: KeyObject, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64')
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES))
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
  return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]).toString('utf8')
}
