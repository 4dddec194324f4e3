import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createAddressGuard, type OutboundMode } from './address-guard.ts'
import { checkCallableUrl, URL_LENGTH_MAX } from './url-rules.ts'

function verdict(mode: OutboundMode, text: string, plainHttpAllowed = false, allowedRanges: readonly string[] = []) {
  return checkCallableUrl(text, { guard: createAddressGuard({ mode, allowedRanges }), plainHttpAllowed })
}

function answer(mode: OutboundMode, text: string): string {
  const found = verdict(mode, text)
  return found.ok ? 'ok' : found.reason
}

/** [text, in sandbox mode, in production mode] */
const CASES: readonly (readonly [string, string, string])[] = [
  ['https://shop.example/confirm', 'ok', 'ok'],
  ['https://shop.example:8443/confirm?order=1', 'ok', 'ok'],
  ['HTTPS://SHOP.EXAMPLE', 'ok', 'ok'],
  ['http://shop.example/confirm', 'ok', 'plain_http'],
  ['https://shop.example:1/x', 'ok', 'ok'],
  ['https://shop.example:65535/x', 'ok', 'ok'],
  ['https://shop.example:22/x', 'ok', 'ok'],
  ['https://shop.example:0/x', 'port', 'port'],
  ['https://shop.example:65536/x', 'not_a_url', 'not_a_url'],
  ['https://쇼핑.한국/확인', 'ok', 'ok'],
  ['https://shop。example/', 'ok', 'ok'],
  ['https://xn--a/', 'ok', 'ok'],
  ['https://under_score.example/', 'ok', 'ok'],
  ['https://93.184.216.34/x', 'ok', 'ok'],
  ['https://[2606:4700::1111]/x', 'ok', 'ok'],

  ['', 'not_a_url', 'not_a_url'],
  ['shop.example/confirm', 'not_a_url', 'not_a_url'],
  ['/confirm', 'not_a_url', 'not_a_url'],
  ['//shop.example/confirm', 'not_a_url', 'not_a_url'],
  ['https://', 'not_a_url', 'not_a_url'],
  ['https://sh op.example/', 'not_a_url', 'not_a_url'],
  [' https://shop.example/', 'not_a_url', 'not_a_url'],
  ['https://shop.example/\n', 'not_a_url', 'not_a_url'],
  ['https://sh\top.example/', 'not_a_url', 'not_a_url'],
  ['https://shop.example/a\u0000b', 'not_a_url', 'not_a_url'],
  ['https://shop.example/a b', 'not_a_url', 'not_a_url'],
  ['https://shop.example/a\u3000b', 'not_a_url', 'not_a_url'],
  ['https://256.1.1.1/', 'not_a_url', 'not_a_url'],
  ['https://1.2.3.4.5/', 'not_a_url', 'not_a_url'],
  ['https://[::1/', 'not_a_url', 'not_a_url'],
  ['https://[fe80::1%25eth0]/', 'not_a_url', 'not_a_url'],
  ['https://[fe80::1%eth0]/', 'not_a_url', 'not_a_url'],

  ['localhost:3000/confirm', 'scheme', 'scheme'],
  ['ftp://shop.example/', 'scheme', 'scheme'],
  ['file:///etc/passwd', 'scheme', 'scheme'],
  ['javascript:alert(1)', 'scheme', 'scheme'],
  ['data:text/plain,x', 'scheme', 'scheme'],
  ['ws://shop.example/', 'scheme', 'scheme'],
  ['gopher://shop.example/', 'scheme', 'scheme'],
  ['unix:/var/run/docker.sock', 'scheme', 'scheme'],

  ['https://user@shop.example/', 'credentials', 'credentials'],
  ['https://user:secret@shop.example/', 'credentials', 'credentials'],
  ['https://:secret@shop.example/', 'credentials', 'credentials'],
  ['https://shop.example@127.0.0.1/', 'credentials', 'credentials'],
  ['https://shop.example/#/confirm', 'fragment', 'fragment'],
  ['https://shop.example/#', 'ok', 'ok'],

  ['https://shop.example./', 'host_name', 'host_name'],
  ['https://localhost./', 'host_name', 'host_name'],
  ['https://a..b/', 'host_name', 'host_name'],
  ['https://*.shop.example/', 'host_name', 'host_name'],
  [`https://${'a'.repeat(64)}.example/`, 'host_name', 'host_name'],
  [`https://${'a'.repeat(63)}.example/`, 'ok', 'ok'],
  [`https://${'a.'.repeat(127)}b/`, 'host_name', 'host_name'],

  ['https://localhost/', 'ok', 'address'],
  ['https://LOCALHOST:3000/', 'ok', 'address'],
  ['https://app.localhost/', 'ok', 'address'],
  ['https://localhost.example/', 'ok', 'ok'],
  ['https://127.0.0.1/', 'ok', 'address'],
  ['https://127.0.0.1./', 'ok', 'address'],
  ['https://127.1/', 'ok', 'address'],
  ['https://2130706433/', 'ok', 'address'],
  ['https://0x7f000001/', 'ok', 'address'],
  ['https://0x7f.1/', 'ok', 'address'],
  ['https://0177.0.0.1/', 'ok', 'address'],
  ['https://%31%32%37.0.0.1/', 'ok', 'address'],
  ['https://\uff11\uff12\uff17.0.0.1/', 'ok', 'address'],
  ['https://①②⑦.0.0.1/', 'ok', 'address'],
  ['https://[::1]/', 'ok', 'address'],
  ['https://[::ffff:127.0.0.1]/', 'ok', 'address'],
  ['https://[0:0:0:0:0:ffff:7f00:1]/', 'ok', 'address'],
  ['https://10.0.0.1/', 'ok', 'address'],
  ['https://192.168.0.2:3000/', 'ok', 'address'],
  ['https://[fd12::1]/', 'ok', 'address'],
  ['https://0/', 'address', 'address'],
  ['https://0.0.0.0/', 'address', 'address'],
  ['https://[::]/', 'address', 'address'],
  ['https://169.254.169.254/latest/meta-data/', 'address', 'address'],
  ['https://2852039166/', 'address', 'address'],
  ['https://0xa9fea9fe/', 'address', 'address'],
  ['https://0251.0376.0251.0376/', 'address', 'address'],
  ['https://[::ffff:169.254.169.254]/', 'address', 'address'],
  ['https://[64:ff9b::169.254.169.254]/', 'address', 'address'],
  ['https://[2002:a9fe:a9fe::1]/', 'address', 'address'],
  ['https://[fe80::1]/', 'address', 'address'],
  ['https://[fd00:ec2::254]/', 'address', 'address'],
  ['https://100.100.100.200/', 'address', 'address'],
  ['https://168.63.129.16/', 'address', 'address'],
  ['https://255.255.255.255/', 'address', 'address'],
]

test('a URL is refused at issue exactly when it could never be called', () => {
  for (const [text, sandbox, production] of CASES) {
    assert.equal(answer('sandbox', text), sandbox, `sandbox ${text}`)
    assert.equal(answer('production', text), production, `production ${text}`)
  }
})

test('an accepted URL is handed back as the parser reads it', () => {
  const found = verdict('sandbox', 'http://0x7f.1:3000/확인?a=1')
  assert.ok(found.ok)
  assert.equal(found.url.href, 'http://127.0.0.1:3000/%ED%99%95%EC%9D%B8?a=1')
})

test('the length counts as sent and as percent-encoded', () => {
  const base = 'https://shop.example/'
  assert.equal(answer('production', base + 'a'.repeat(URL_LENGTH_MAX - base.length)), 'ok')
  assert.equal(answer('production', base + 'a'.repeat(URL_LENGTH_MAX - base.length + 1)), 'too_long')
  assert.equal(answer('production', base + '가'.repeat(300)), 'too_long')
  assert.equal(answer('production', 'a'.repeat(10_000_000)), 'too_long')
})

test('the operator may allow plain http, and may open a private range, in production', () => {
  assert.ok(verdict('production', 'http://shop.example/', true).ok)
  assert.ok(verdict('production', 'https://10.1.2.3/', false, ['10.0.0.0/8']).ok)
  assert.ok(verdict('production', 'https://localhost/', false, ['127.0.0.0/8']).ok)
  assert.ok(!verdict('production', 'http://10.1.2.3/', false, ['10.0.0.0/8']).ok)
})

test('a refusal tells in Korean and English what is wrong with the URL', () => {
  const address = verdict('production', 'https://192.168.0.2:3000/confirm')
  assert.ok(!address.ok)
  assert.equal(address.message.en, 'cannot be called: 192.168.0.2 is a private network.')
  assert.equal(address.message.ko, '호출할 수 없는 주소입니다: 192.168.0.2 은(는) 사설망 주소입니다.')
  const scheme = verdict('sandbox', 'localhost:3000/confirm')
  assert.ok(!scheme.ok)
  assert.match(scheme.message.en, /begins with localhost:, which cannot be called/)
})

test('no refusal repeats a password, a path or a query', () => {
  for (const [text] of CASES) {
    const found = verdict('production', text)
    if (found.ok) continue
    for (const words of [found.message.ko, found.message.en]) {
      assert.doesNotMatch(words, /secret|meta-data|passwd|docker|alert/, text)
    }
  }
})
