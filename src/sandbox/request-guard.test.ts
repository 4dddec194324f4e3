import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Asking, judgeAsking } from './request-guard.ts'

const asking: Asking = {
  method: 'POST',
  host: '127.0.0.1:8080',
  origin: undefined,
  contentType: 'application/json',
}

const statusOf = (changes: Partial<Asking>, allowed: readonly string[] = []): number | undefined =>
  judgeAsking({ ...asking, ...changes }, allowed)?.status

test('a program on this machine may ask', () => {
  for (const host of [
    '127.0.0.1:8080',
    '127.3.2.1',
    'localhost',
    'LOCALHOST:8080',
    'sunap.localhost:8080',
    '[::1]:8080',
  ]) {
    assert.equal(statusOf({ host }), undefined, host)
  }
})

test('a name that somebody made to lead to this machine is refused', () => {
  const strangers = [
    'evil.example',
    'evil.example:8080',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    'evillocalhost',
    'localhost.',
    '0x7f.0.0.1',
    '2130706433',
    '127.1',
    '192.168.0.7:8080',
    '[::ffff:127.0.0.1]:8080',
    'user@127.0.0.1',
    '127.0.0.1:8080/x',
    '127.0.0.1 ',
    '',
  ]
  for (const host of strangers) assert.equal(statusOf({ host }), 403, host)
  assert.equal(statusOf({ host: undefined }), 403)
})

test('the hosts of the settings may be asked, whatever the port and the case', () => {
  const allowed = ['Sunap', '192.168.0.7', 'fd00::7', '[fd00::8]']
  for (const host of ['sunap:8080', 'SUNAP', '192.168.0.7:8080', '[fd00::7]:8080', '[fd00::8]']) {
    assert.equal(statusOf({ host }, allowed), undefined, host)
  }
  assert.equal(statusOf({ host: 'sunap.evil.example' }, allowed), 403)
})

test('whoever listens on every address may be asked at any address, but by no name', () => {
  for (const every of ['0.0.0.0', '::']) {
    assert.equal(statusOf({ host: '192.168.0.7:8080' }, [every]), undefined)
    assert.equal(statusOf({ host: '[fd00::7]:8080' }, [every]), undefined)
    assert.equal(statusOf({ host: 'evil.example:8080' }, [every]), 403)
  }
})

test('a page of this very host may ask, a page of another may not', () => {
  assert.equal(statusOf({ origin: 'http://127.0.0.1:8080' }), undefined)
  assert.equal(statusOf({ host: 'localhost:80', origin: 'http://localhost' }), undefined)
  for (const origin of [
    'http://evil.example',
    'http://127.0.0.1:3000',
    'http://127.0.0.1',
    'http://localhost:8080',
    'null',
    '',
    'file://',
  ]) {
    assert.equal(statusOf({ origin }), 403, origin)
  }
})

test('what a page can send without asking first is no JSON', () => {
  for (const contentType of [
    undefined,
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/plain; x=application/json',
    'application/jsonp',
  ]) {
    assert.equal(statusOf({ contentType }), 415, contentType)
  }
  for (const contentType of ['application/json', 'Application/JSON; charset=utf-8']) {
    assert.equal(statusOf({ contentType }), undefined, contentType)
  }
})

test('reading needs no content type, but the same host and origin', () => {
  assert.equal(statusOf({ method: 'GET', contentType: undefined }), undefined)
  assert.equal(statusOf({ method: 'GET', host: 'evil.example' }), 403)
  assert.equal(statusOf({ method: 'GET', origin: 'http://evil.example' }), 403)
})
