/** What the vault keeps secret, what it gives back, what it lets one search for, and what of a name a clerk sees. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import type { PaymentId, RefundId } from '../core/brand.ts'
import type { SealedPersonal } from '../core/commands.ts'
import {
  createPersonalVault,
  maskAccount,
  maskName,
  NO_PERSONAL,
  type PersonalFields,
  type VaultKeys,
} from './personal-vault.ts'

const ID = 'imp_000000000001' as PaymentId
const OTHER_ID = 'imp_000000000002' as PaymentId
const HONG: PersonalFields = {
  buyerName: '홍길동',
  buyerEmail: 'hong@example.com',
  buyerTel: '010-1234-5678',
  buyerAddr: '서울시 중구 1',
  buyerPostcode: '04524',
  customData: '{"size":"L"}',
}

const KEYS: VaultKeys = { current: 'k1', keys: new Map([['k1', randomBytes(32)]]), indexKey: randomBytes(32) }

function vaultWith(changes: Partial<VaultKeys> = {}) {
  return createPersonalVault({ keys: { ...KEYS, ...changes }, random: randomBytes })
}

function sealed(fields: Partial<PersonalFields>, vault = vaultWith()): SealedPersonal {
  const record = vault.seal(ID, { ...NO_PERSONAL, ...fields })
  assert.ok(record !== null)
  return record
}

test('what was sealed is opened as it was, whatever was written into it', () => {
  const vault = vaultWith()
  const text = fc.option(fc.oneof(fc.string({ unit: 'binary', maxLength: 40 }), fc.constant('a\ud800\u0000"\\')))
  const fields = fc.record(
    { buyerName: text, buyerEmail: text, buyerTel: text, buyerAddr: text, buyerPostcode: text, customData: text },
    { noNullPrototype: true },
  )
  fc.assert(
    fc.property(fields, (given) => {
      assert.deepEqual(vault.open(ID, vault.seal(ID, given) ?? undefined), given)
    }),
  )
})

test('nothing of a field stands in its record, and no two records are alike', () => {
  const record = sealed(HONG)
  const bytes = JSON.stringify(record) + Buffer.from(record.sealed, 'base64').toString('latin1')
  const words = ['홍길동', 'hong', '1234', '5678', 'example', '04524', 'size', Buffer.from('홍길동').toString('latin1')]
  for (const word of words) assert.ok(!bytes.includes(word), word)
  assert.notEqual(sealed(HONG).sealed, record.sealed)
})

test('where there is nothing to keep there is no record, and no record opens as nothing', () => {
  assert.equal(vaultWith().seal(ID, NO_PERSONAL), null)
  assert.deepEqual(vaultWith().open(ID, undefined), NO_PERSONAL)
})

test('an account opens for its own refund, nothing of it stands in its record, and altered or elsewhere it does not open', () => {
  const vault = vaultWith()
  const account = { holder: '홍길동', bank: '004', number: '110234567890', tel: null }
  const [refund, other] = ['rfd_1', 'rfd_2'] as RefundId[]
  assert.ok(refund && other)
  const record = vault.sealAccount(refund, account)
  assert.deepEqual(vault.openAccount(refund, record), account)
  const bytes = JSON.stringify(record) + Buffer.from(record.sealed, 'base64').toString('utf8')
  for (const word of ['홍길동', '110234567890', '7890']) assert.ok(!bytes.includes(word), word)
  assert.throws(() => vault.openAccount(other, record))
  assert.throws(() => vaultWith({ keys: new Map([['k1', randomBytes(32)]]) }).openAccount(refund, record))
  assert.throws(() => vault.openAccount(refund, { ...record, sealed: `${record.sealed.slice(0, -4)}AAAA` }))
})

test('of an account’s number the last four digits are shown', () => {
  assert.equal(maskAccount('110234567890'), '********7890')
  assert.equal(maskAccount('123'), '123')
})

test('another key opens nothing', () => {
  const record = sealed(HONG)
  assert.throws(() => vaultWith({ keys: new Map([['k1', randomBytes(32)]]) }).open(ID, record))
})

test('a record opens for its own payment and for no other', () => {
  assert.throws(() => vaultWith().open(OTHER_ID, sealed(HONG)))
})

test('a record with any one byte altered does not open', () => {
  const record = sealed(HONG)
  const bytes = Buffer.from(record.sealed, 'base64')
  for (let at = 0; at < bytes.length; at += 1) {
    const altered = Buffer.from(bytes)
    altered[at] = (altered[at] ?? 0) ^ 1
    assert.throws(() => vaultWith().open(ID, { ...record, sealed: altered.toString('base64') }), `byte ${at}`)
  }
})

test('a record cut to any length does not open, and no shorter tag is taken', () => {
  const record = sealed(HONG)
  const bytes = Buffer.from(record.sealed, 'base64')
  for (let length = 0; length < bytes.length; length += 1) {
    const cut = bytes.subarray(0, length).toString('base64')
    assert.throws(() => vaultWith().open(ID, { ...record, sealed: cut }), `${length} bytes`)
  }
})

test('with a new current key older records still open, and new ones name the new key', () => {
  const older = sealed(HONG)
  const rotated = vaultWith({ current: 'k2', keys: new Map([...KEYS.keys, ['k2', randomBytes(32)]]) })
  assert.deepEqual(rotated.open(ID, older), HONG)
  const newer = sealed(HONG, rotated)
  assert.equal(newer.keyId, 'k2')
  assert.deepEqual(rotated.open(ID, newer), HONG)
  assert.equal(newer.phoneHash, older.phoneHash)
  assert.equal(newer.nameHash, older.nameHash)
})

test('a key that is gone is named, and nothing of the record is', () => {
  const rotated = vaultWith({ current: 'k2', keys: new Map([['k2', randomBytes(32)]]) })
  const record = sealed(HONG)
  assert.throws(
    () => rotated.open(ID, record),
    (fault: Error) => fault.message.includes('k1') && !fault.message.includes(record.sealed),
  )
})

test('a phone is found however it was written', () => {
  const hashOf = (buyerTel: string) => sealed({ buyerTel }).phoneHash
  const writings: readonly (readonly string[])[] = [
    [
      '01012345678',
      '010-1234-5678',
      '010 1234 5678',
      '(010) 1234.5678',
      '+82 10-1234-5678',
      '+82 (0)10 1234 5678',
      '0082-10-1234-5678',
      '821012345678',
      '０１０－１２３４－５６７８',
    ],
    ['02-123-4567', '021234567', '+82-2-123-4567', '+82 (0)2 123 4567'],
    ['1588-1234', '15881234'],
    ['+1 555 123 4567', '15551234567'],
  ]
  for (const same of writings) assert.equal(new Set(same.map(hashOf)).size, 1, same.join(' | '))
  assert.equal(new Set(writings.map(([first = '']) => hashOf(first))).size, writings.length)
})

test('the last four digits of a phone are found by themselves', () => {
  const last4 = (buyerTel: string) => sealed({ buyerTel }).phoneLast4Hash
  assert.equal(last4('010-1234-5678'), last4('+82 2 999 5678'))
  assert.notEqual(last4('010-1234-5678'), last4('010-1234-5679'))
  assert.equal(last4('123'), null)
  const { searchHash } = createPersonalVault({ keys: KEYS, random: randomBytes })
  for (const typed of ['5678', ' ５６７８ ']) assert.equal(searchHash('phoneLast4', typed), last4('010-1234-5678'))
  assert.notEqual(searchHash('phone', '5678'), last4('010-1234-5678'))
  assert.equal(searchHash('phoneLast4', '678'), null)
})

test('an e-mail address and a name are found whatever their case, spacing around them and encoding', () => {
  const email = (buyerEmail: string) => sealed({ buyerEmail }).emailHash
  assert.equal(email(' Hong@Example.com '), email('hong@example.com'))
  const name = (buyerName: string) => sealed({ buyerName }).nameHash
  assert.equal(name('홍길동'.normalize('NFD')), name('홍길동'))
  assert.notEqual(name('홍길동'), name('홍길순'))
})

test('nothing is found by a field that was not given or says nothing', () => {
  const { phoneHash, phoneLast4Hash, emailHash, nameHash } = sealed({
    buyerTel: '없음',
    buyerEmail: ' ',
    customData: 'x',
  })
  assert.deepEqual([phoneHash, phoneLast4Hash, emailHash, nameHash], [null, null, null, null])
})

test('a hash is of its field and of the index key: the same text elsewhere has another', () => {
  const { nameHash, emailHash, phoneHash, phoneLast4Hash } = sealed({
    buyerName: '5678',
    buyerEmail: '5678',
    buyerTel: '5678',
  })
  assert.equal(new Set([nameHash, emailHash, phoneHash, phoneLast4Hash]).size, 4)
  const other = createPersonalVault({ keys: { ...KEYS, indexKey: randomBytes(32) }, random: randomBytes })
  assert.notEqual(sealed(HONG, other).phoneHash, sealed(HONG).phoneHash)
})

test('a masked name keeps its first and its last character', () => {
  const masks: readonly (readonly [string | null, string | null])[] = [
    ['홍길동', '홍*동'],
    ['남궁민수', '남**수'],
    ['이산', '이*'],
    ['김', '*'],
    [' 홍길동 ', '홍*동'],
    ['John Doe', 'J******e'],
    ['홍길동'.normalize('NFD'), '홍*동'],
    ['𠮷田太郎', '𠮷**郎'],
    ['👩‍👩‍👧 mom 🇰🇷', '👩‍👩‍👧*****🇰🇷'],
    ['e\u0301lan', 'é**n'],
    ['', null],
    ['  ', null],
    [null, null],
  ]
  for (const [name, masked] of masks) assert.equal(maskName(name), masked, JSON.stringify(name))
})

test('a masked name never shows more than two characters, nor half of one', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 16 }), (name) => {
      const masked = maskName(name)
      assert.ok(masked === null || masked.isWellFormed())
      const shown = Array.from(new Intl.Segmenter('ko').segment(masked ?? ''), ({ segment }) => segment)
      assert.ok(shown.filter((character) => character !== '*').length <= 2, JSON.stringify([name, masked]))
    }),
  )
})
