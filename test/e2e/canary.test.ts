import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { findCanaries, formsOf } from './canary.ts'

const CANARIES = { secret: 'qW7"Zk+4/tR9', name: '카나리 아홉😀', other: 'never-planted' }

const DISGUISES: readonly ((text: string) => Buffer | string)[] = [
  (text) => `{"a":${JSON.stringify({ b: text })}}`,
  (text) => Buffer.concat([Buffer.alloc(7), Buffer.from(text), Buffer.alloc(3)]),
  (text) => Buffer.from(`dump ${text}`, 'utf16le'),
  (text) => `GET /x?q=${encodeURIComponent(text)} HTTP/1.1`,
  (text) => new URLSearchParams({ a: '1', b: `x${text}`, c: '2' }).toString(),
  (text) => Buffer.from(`abc${text}`).toString('hex'),
  (text) => Buffer.from(text).toString('hex').toUpperCase(),
  (text) => Buffer.from(text).toString('hex').replace(/../g, '%$&'),
  (text) =>
    `"${text.replace(/["\\]/g, '\\$&').replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16)}`)}"`,
  ...[0, 1, 2, 3, 4, 5].flatMap((before) => [
    (text: string) => Buffer.from(`${'b'.repeat(before)}${text}`).toString('base64'),
    (text: string) => Buffer.from(`${'b'.repeat(before)}${text}and after`).toString('base64'),
    (text: string) => Buffer.from(`${'b'.repeat(before)}${text}and after`).toString('base64url'),
  ]),
]

test('a planted canary is found in every disguise, and one that was not planted is not', () => {
  for (const [index, disguise] of DISGUISES.entries()) {
    for (const name of ['secret', 'name'] as const) {
      const found = findCanaries(CANARIES, 'here', Buffer.from(disguise(CANARIES[name])))
      assert.ok(found.length > 0, `disguise ${index} hid ${name}`)
      assert.ok(found.every(({ canary, place }) => canary === name && place === 'here'))
    }
  }
  assert.deepEqual(findCanaries(CANARIES, 'here', gzipSync('nothing of theirs')), [])
})

test('no form of a canary is so short that it would be found anywhere', () => {
  for (const text of [...Object.values(CANARIES), 'pC9#zQ4!']) {
    for (const [form, bytes] of formsOf(text)) assert.ok(bytes.length >= 8, `${text} ${form}`)
  }
})
