import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ShownCertificate, tlsDetail } from './tls-refusal.ts'

function detail(code: string, changes: Partial<ShownCertificate> = {}): string {
  const certificate = { ...CERTIFICATE, ...changes }
  return tlsDetail(Object.assign(new Error(code), { code }), 'shop.example', certificate)
}

const CERTIFICATE: ShownCertificate = {
  subjectaltname: 'DNS:other.example',
  valid_from: 'Jan  1 00:00:00 2020 GMT',
  valid_to: 'Jan  1 00:00:00 2120 GMT',
}

test('a certificate for another host says for which, three by name', () => {
  for (const [subjectaltname, names] of [
    ['DNS:other.example', 'other.example'],
    ['DNS:*.other.example, IP Address:192.0.2.1', '*.other.example and 192.0.2.1'],
    ['DNS:a.example, DNS:b.example, DNS:c.example', 'a.example, b.example and c.example'],
    ['DNS:a.example, DNS:b.example, DNS:c.example, DNS:d.example', 'a.example, b.example, c.example and 1 more'],
    ['', 'no host name at all'],
    ['email:owner@other.example', 'no host name at all'],
  ] as const) {
    const expected = `the TLS certificate is for ${names}, not for shop.example`
    assert.equal(detail('ERR_TLS_CERT_ALTNAME_INVALID', { subjectaltname }), expected)
  }
})

test('what a certificate holds beside host names is never shown', () => {
  for (const name of ['<b>', '"a, DNS:b"', '\u001b[31m', '../../etc', `${'x'.repeat(101)}.example`, 'a b', '상점']) {
    const shown = detail('ERR_TLS_CERT_ALTNAME_INVALID', { subjectaltname: `DNS:${name}, DNS:other.example` })
    assert.equal(shown, 'the TLS certificate is for other.example, not for shop.example')
  }
})

test('a certificate out of its time says which day, in UTC; where it is in time itself, the one above it is meant', () => {
  assert.equal(
    detail('CERT_HAS_EXPIRED', { valid_to: 'Nov  1 23:59:59 2026 GMT' }),
    'the TLS certificate expired on 2026-11-01',
  )
  assert.equal(detail('CERT_HAS_EXPIRED'), 'a certificate that the TLS certificate rests on has expired')
  assert.equal(
    detail('CERT_NOT_YET_VALID', { valid_from: 'Mar  1 00:00:00 2100 GMT' }),
    'the TLS certificate is not valid before 2100-03-01',
  )
  assert.equal(detail('CERT_NOT_YET_VALID'), 'a certificate that the TLS certificate rests on is not valid yet')
  assert.equal(
    detail('CERT_HAS_EXPIRED', { valid_to: 'Bad time value' }),
    'a certificate that the TLS certificate rests on has expired',
  )
})

test('without a certificate at hand the cause is told all the same', () => {
  for (const [code, expected] of [
    ['CERT_HAS_EXPIRED', 'a certificate that the TLS certificate rests on has expired'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'the TLS certificate is self-signed'],
    ['CERT_REVOKED', 'the TLS certificate is not accepted (CERT_REVOKED)'],
    [
      'ERR_SSL_WRONG_VERSION_NUMBER',
      'no TLS could be agreed on; does this port speak https? (ERR_SSL_WRONG_VERSION_NUMBER)',
    ],
    ['ERR_SSL_TLSV1_UNRECOGNIZED_NAME', 'the server has no TLS certificate for this host name'],
  ] as const) {
    assert.equal(tlsDetail(Object.assign(new Error(code), { code }), 'shop.example', undefined), expected)
  }
  const silent = 'the server closed the connection during the TLS handshake'
  assert.equal(tlsDetail(new Error('closed'), 'shop.example', undefined), silent)
})
