/**
 * The customer's fields are sealed before they enter a command and opened only to be shown: no event, stored answer,
 * delivery or log ever holds them. One record a payment, so that erasing it leaves the money untouched.
 * AES-256-GCM, bound to the payment; keyed hashes serve exact search without opening anything.
 */
import { createCipheriv, createDecipheriv, createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import type { PaymentId, RefundId } from '../core/brand.ts'
import type { SealedPersonal, SealedText } from '../core/commands.ts'
import type { BuyerField } from '../storage/storage.ts'
import type { Random } from './ports.ts'

export interface PersonalFields {
  readonly buyerName: string | null
  readonly buyerEmail: string | null
  readonly buyerTel: string | null
  readonly buyerAddr: string | null
  readonly buyerPostcode: string | null
  /** The merchant's echo field, as the text it is returned as. */
  readonly customData: string | null
}

export const NO_PERSONAL: PersonalFields = {
  buyerName: null,
  buyerEmail: null,
  buyerTel: null,
  buyerAddr: null,
  buyerPostcode: null,
  customData: null,
}

/** Whose account a refund goes to. */
export interface RefundAccount {
  readonly holder: string
  /** KFTC code. */
  readonly bank: string
  /** Digits only. */
  readonly number: string
  /** Digits only, where one was given. */
  readonly tel: string | null
}

export interface VaultKeys {
  /** New records are sealed with this one. */
  readonly current: string
  /** 32 bytes each, by key id; old ones stay for as long as records name them. */
  readonly keys: ReadonlyMap<string, Uint8Array>
  /** 32 bytes; never changes, or searches would miss older records. */
  readonly indexKey: Uint8Array
}

export interface PersonalVault {
  /** Null where there is nothing to keep. */
  seal(id: PaymentId, fields: PersonalFields): SealedPersonal | null
  /** Equal for equal fields, and tells nothing of them to whoever has not the key; null where there are none. */
  hash(fields: PersonalFields): string | null
  /** What a field of a sealed record is found by; null where there is nothing in it. */
  searchHash(field: BuyerField, value: string): string | null
  /** Throws where the key is missing or the record was altered. */
  open(id: PaymentId, sealed: SealedPersonal | undefined): PersonalFields
  /** `bound`: what it belongs to, without which it cannot be opened. */
  sealText(bound: string, text: string): SealedText
  /** Throws as `open` does. */
  openText(bound: string, sealed: SealedText): string
  sealAccount(id: RefundId, account: RefundAccount): SealedText
  /** As `hash`, of an account. */
  hashAccount(account: RefundAccount): string | null
  /** Throws as `open` does. */
  openAccount(id: RefundId, sealed: SealedText): RefundAccount
}

const NONCE_BYTES = 12
const TAG_BYTES = 16
/** A record cut short must not pass with what is left of its tag. */
const WHOLE_TAG = { authTagLength: TAG_BYTES }

export function createPersonalVault({
  keys,
  random,
}: {
  readonly keys: VaultKeys
  readonly random: Random
}): PersonalVault {
  // Made once: a key given as bytes costs five times the work it is for.
  const made = new Map([...keys.keys].map(([id, bytes]) => [id, createSecretKey(bytes)]))
  const indexKey = createSecretKey(keys.indexKey)
  const keyOf = (id: string): KeyObject => {
    const key = made.get(id)
    if (key === undefined)
      throw new Error(`the key ${id} for personal fields is missing; restore the data folder's keys`)
    return key
  }
  const hash = (kind: string, value: string | null): string | null =>
    value === null ? null : createHmac('sha256', indexKey).update(`${kind}:${value}`).digest('base64url')
  const sealText: PersonalVault['sealText'] = (bound, text) => {
    const nonce = random(NONCE_BYTES)
    const cipher = createCipheriv('aes-256-gcm', keyOf(keys.current), nonce, WHOLE_TAG).setAAD(Buffer.from(bound))
    const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
    return { keyId: keys.current, sealed: Buffer.concat([nonce, body, cipher.getAuthTag()]).toString('base64') }
  }
  const openText: PersonalVault['openText'] = (bound, { keyId, sealed }) => {
    const bytes = Buffer.from(sealed, 'base64')
    const nonce = bytes.subarray(0, NONCE_BYTES)
    const decipher = createDecipheriv('aes-256-gcm', keyOf(keyId), nonce, WHOLE_TAG)
    decipher.setAAD(Buffer.from(bound)).setAuthTag(bytes.subarray(-TAG_BYTES))
    return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]).toString('utf8')
  }
  return {
    seal(id, fields) {
      if (isEmpty(fields)) return null
      const phone = normalPhone(fields.buyerTel)
      return {
        ...sealText(id, JSON.stringify(fields)),
        phoneHash: hash('phone', phone),
        phoneLast4Hash: hash('phone4', lastFour(phone)),
        emailHash: hash('email', normalText(fields.buyerEmail)),
        nameHash: hash('name', normalText(fields.buyerName)),
      }
    },
    searchHash: (field, value) => hash(...SEARCHED[field](value)),
    hash(fields) {
      const { buyerName, buyerEmail, buyerTel, buyerAddr, buyerPostcode, customData } = fields
      const inOrder = [buyerName, buyerEmail, buyerTel, buyerAddr, buyerPostcode, customData]
      return isEmpty(fields) ? null : hash('all', JSON.stringify(inOrder))
    },
    open(id, sealed) {
      return sealed === undefined ? NO_PERSONAL : JSON.parse(openText(id, sealed))
    },
    sealText,
    openText,
    sealAccount: (id, account) => sealText(id, JSON.stringify(account)),
    hashAccount: ({ holder, bank, number, tel }) => hash('account', JSON.stringify([holder, bank, number, tel])),
    openAccount: (id, sealed) => JSON.parse(openText(id, sealed)),
  }
}

/** What a field is hashed as, as `seal` does it. */
const SEARCHED: Readonly<Record<BuyerField, (value: string) => readonly [kind: string, normal: string | null]>> = {
  phone: (value) => ['phone', normalPhone(value)],
  phoneLast4: (value) => ['phone4', lastFour(normalPhone(value))],
  email: (value) => ['email', normalText(value)],
  name: (value) => ['name', normalText(value)],
}

function isEmpty(fields: PersonalFields): boolean {
  return Object.values(fields).every((value) => value === null)
}

/** What tells one account from another to somebody who knows them: the last four digits. */
export function maskAccount(number: string): string {
  return `${'*'.repeat(Math.max(0, number.length - 4))}${number.slice(-4)}`
}

/** 홍*동: the first and the last character stay. A character is what a reader takes for one, however it is encoded. */
export function maskName(name: string | null): string | null {
  const characters = Array.from(CHARACTERS.segment(name?.normalize('NFC').trim() ?? ''), ({ segment }) => segment)
  const [first, ...rest] = characters
  if (first === undefined) return null
  if (rest.length === 0) return '*'
  return rest.length === 1 ? `${first}*` : `${first}${'*'.repeat(rest.length - 1)}${rest.at(-1)}`
}

/** 010-****-5678: enough to ask the customer about. */
export function maskPhone(tel: string | null): string | null {
  const digits = normalPhone(tel)
  if (digits === null) return null
  return digits.length < 8 ? '*'.repeat(digits.length) : `${digits.slice(0, 3)}-****-${digits.slice(-4)}`
}

/** m***@example.com */
export function maskEmail(email: string | null): string | null {
  const text = normalText(email)
  if (text === null) return null
  const [, first = '', domain = ''] = /^(.).*?(@[^@]*)$/.exec(text) ?? []
  return domain === '' ? '***' : `${first}***${domain}`
}

const CHARACTERS = new Intl.Segmenter('ko', { granularity: 'grapheme' })

/** Digits only, full-width ones too, and a Korean number as it is dialled in Korea: +82 (0)10 and 0082 10 are 010. */
function normalPhone(tel: string | null): string | null {
  const digits = tel?.normalize('NFKC').replace(/\D/g, '') ?? ''
  return digits === '' ? null : digits.replace(/^(?:00)?820?(?=\d{8})/, '0')
}

function lastFour(phone: string | null): string | null {
  return phone === null || phone.length < 4 ? null : phone.slice(-4)
}

function normalText(text: string | null): string | null {
  const normal = text?.normalize('NFC').trim().toLowerCase() ?? ''
  return normal === '' ? null : normal
}
