import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createAddressGuard, type OutboundMode } from './address-guard.ts'

/**
 * address, who may call it (both modes, sandbox only, none), and why not where refused in production.
 * Both edges of every range, and its neighbours outside.
 */
const TABLE = `
  1.1.1.1                                  both
  93.184.216.34                            both
  0.0.0.0                                  none     unspecified
  0.0.0.1                                  none     unspecified
  0.255.255.255                            none     unspecified
  1.0.0.0                                  both
  9.255.255.255                            both
  10.0.0.0                                 sandbox  private
  10.0.0.1                                 sandbox  private
  10.255.255.255                           sandbox  private
  11.0.0.0                                 both
  100.63.255.255                           both
  100.64.0.0                               none     shared
  100.100.100.199                          none     shared
  100.100.100.200                          none     metadata
  100.100.100.201                          none     shared
  100.127.255.255                          none     shared
  100.128.0.0                              both
  126.255.255.255                          both
  127.0.0.0                                sandbox  loopback
  127.0.0.1                                sandbox  loopback
  127.0.0.2                                sandbox  loopback
  127.255.255.255                          sandbox  loopback
  128.0.0.0                                both
  168.63.129.15                            both
  168.63.129.16                            none     metadata
  168.63.129.17                            both
  169.253.255.255                          both
  169.254.0.0                              none     link_local
  169.254.0.23                             none     metadata
  169.254.42.42                            none     metadata
  169.254.169.253                          none     link_local
  169.254.169.254                          none     metadata
  169.254.169.255                          none     link_local
  169.254.170.2                            none     metadata
  169.254.170.23                           none     metadata
  169.254.255.255                          none     link_local
  169.255.0.0                              both
  172.15.255.255                           both
  172.16.0.0                               sandbox  private
  172.17.0.2                               sandbox  private
  172.31.255.255                           sandbox  private
  172.32.0.0                               both
  191.255.255.255                          both
  192.0.0.0                                none     protocol
  192.0.0.8                                none     protocol
  192.0.0.9                                none     protocol
  192.0.0.170                              none     protocol
  192.0.0.191                              none     protocol
  192.0.0.192                              none     metadata
  192.0.0.255                              none     protocol
  192.0.1.0                                both
  192.0.1.255                              both
  192.0.2.0                                none     documentation
  192.0.2.255                              none     documentation
  192.0.3.0                                both
  192.31.195.255                           both
  192.31.196.0                             none     protocol
  192.31.196.255                           none     protocol
  192.31.197.0                             both
  192.52.192.255                           both
  192.52.193.0                             none     protocol
  192.52.193.255                           none     protocol
  192.52.194.0                             both
  192.88.98.255                            both
  192.88.99.0                              none     protocol
  192.88.99.255                            none     protocol
  192.88.100.0                             both
  192.167.255.255                          both
  192.168.0.0                              sandbox  private
  192.168.0.10                             sandbox  private
  192.168.255.255                          sandbox  private
  192.169.0.0                              both
  192.175.47.255                           both
  192.175.48.0                             none     protocol
  192.175.48.255                           none     protocol
  192.175.49.0                             both
  198.17.255.255                           both
  198.18.0.0                               none     benchmarking
  198.19.255.255                           none     benchmarking
  198.20.0.0                               both
  198.51.99.255                            both
  198.51.100.0                             none     documentation
  198.51.100.255                           none     documentation
  198.51.101.0                             both
  203.0.112.255                            both
  203.0.113.0                              none     documentation
  203.0.113.255                            none     documentation
  203.0.114.0                              both
  223.255.255.255                          both
  224.0.0.0                                none     multicast
  224.0.0.1                                none     multicast
  239.255.255.255                          none     multicast
  240.0.0.0                                none     reserved
  255.255.255.254                          none     reserved
  255.255.255.255                          none     broadcast

  ::                                       none     unspecified
  0:0:0:0:0:0:0:0                          none     unspecified
  ::1                                      sandbox  loopback
  0000:0000:0000:0000:0000:0000:0000:0001  sandbox  loopback
  ::2                                      none     tunnel
  ::127.0.0.1                              none     tunnel
  ::8.8.8.8                                none     tunnel
  ::ffff:ffff                              none     tunnel
  ::1:0:0                                  none     reserved
  ::fffe:ffff:ffff                         none     reserved
  ::ffff:0.0.0.0                           none     unspecified
  ::ffff:127.0.0.1                         sandbox  loopback
  ::ffff:7f00:1                            sandbox  loopback
  ::FFFF:10.0.0.1                          sandbox  private
  0:0:0:0:0:ffff:c0a8:1                    sandbox  private
  ::ffff:169.254.169.254                   none     metadata
  ::ffff:a9fe:1                            none     link_local
  ::ffff:100.100.100.200                   none     metadata
  ::ffff:8.8.8.8                           both
  ::ffff:255.255.255.255                   none     broadcast
  ::1:0:0:0                                none     reserved
  ::fffe:ffff:ffff:ffff                    none     reserved
  ::ffff:0:0:0                             none     tunnel
  ::ffff:0:127.0.0.1                       none     tunnel
  ::ffff:0:ffff:ffff                       none     tunnel
  ::ffff:1:0:0                             none     reserved
  64:ff9a:ffff:ffff:ffff:ffff:ffff:ffff    none     reserved
  64:ff9b::                                none     tunnel
  64:ff9b::127.0.0.1                       none     tunnel
  64:ff9b::10.0.0.1                        none     tunnel
  64:ff9b::169.254.169.254                 none     tunnel
  64:ff9b::a83f:8110                       none     tunnel
  64:ff9b::8.8.8.8                         both
  64:ff9b::808:808                         both
  64:ff9b::ffff:ffff                       none     tunnel
  64:ff9b::1:0:0                           none     reserved
  64:ff9b:0:ffff:ffff:ffff:ffff:ffff       none     reserved
  64:ff9b:1::                              none     tunnel
  64:ff9b:1::8.8.8.8                       none     tunnel
  64:ff9b:1:ffff:ffff:ffff:ffff:ffff       none     tunnel
  64:ff9b:2::                              none     reserved
  100::                                    none     reserved
  100::ffff:ffff:ffff:ffff                 none     reserved
  100:0:0:1::                              none     reserved
  200::1                                   none     reserved
  1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff  none     reserved
  2000::                                   both
  2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff  both
  2001::                                   none     tunnel
  2001:0:ffff:ffff:ffff:ffff:ffff:ffff     none     tunnel
  2001:1::1                                none     protocol
  2001:1:ffff:ffff:ffff:ffff:ffff:ffff     none     protocol
  2001:2::                                 none     benchmarking
  2001:2:0:ffff:ffff:ffff:ffff:ffff        none     benchmarking
  2001:2:1::                               none     protocol
  2001:3::1                                none     protocol
  2001:4:112::1                            none     protocol
  2001:10::1                               none     protocol
  2001:20::1                               none     protocol
  2001:30::1                               none     protocol
  2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff   none     protocol
  2001:200::                               both
  2001:db7:ffff:ffff:ffff:ffff:ffff:ffff   both
  2001:db8::                               none     documentation
  2001:db8:ffff:ffff:ffff:ffff:ffff:ffff   none     documentation
  2001:db9::                               both
  2001:4860:4860::8888                     both
  2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff  both
  2002::                                   none     tunnel
  2002:7f00:1::                            none     tunnel
  2002:808:808::1                          none     tunnel
  2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff  none     tunnel
  2003::                                   both
  2606:4700:4700::1111                     both
  2620:4f:7fff:ffff:ffff:ffff:ffff:ffff    both
  2620:4f:8000::                           none     protocol
  2620:4f:8000:ffff:ffff:ffff:ffff:ffff    none     protocol
  2620:4f:8001::                           both
  3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff  both
  3fff::                                   none     documentation
  3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff   none     documentation
  3fff:1000::                              both
  3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff  both
  4000::                                   none     reserved
  5f00::                                   none     reserved
  5f00:ffff:ffff:ffff:ffff:ffff:ffff:ffff  none     reserved
  fbff:ffff:ffff:ffff:ffff:ffff:ffff:ffff  none     reserved
  fc00::                                   sandbox  private
  fcff:ffff:ffff:ffff:ffff:ffff:ffff:ffff  sandbox  private
  fd00::1                                  sandbox  private
  fd00:ec1:ffff:ffff:ffff:ffff:ffff:ffff   sandbox  private
  fd00:ec2::                               none     metadata
  fd00:ec2::23                             none     metadata
  fd00:ec2::254                            none     metadata
  FD00:EC2:0::254                          none     metadata
  fd00:ec3::                               sandbox  private
  fd20:ce::253                             sandbox  private
  fd20:ce::254                             none     metadata
  fd00:c1::a9fe:a9fe                       none     metadata
  fd00:42::42                              none     metadata
  fd00:a9fe:a9fe::1                        none     metadata
  fd00:100::100:200                        none     metadata
  fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff  sandbox  private
  fe00::                                   none     reserved
  fe7f:ffff:ffff:ffff:ffff:ffff:ffff:ffff  none     reserved
  fe80::                                   none     link_local
  fe80::1                                  none     link_local
  fe80::a9fe:a9fe                          none     link_local
  febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff  none     link_local
  fec0::                                   none     reserved
  feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff  none     reserved
  ff00::                                   none     multicast
  ff02::1                                  none     multicast
  ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff  none     multicast

  fe80::1%eth0                             none     link_local
  ::1%lo                                   none     link_local
  2606:4700::1%2                           none     link_local
  ::ffff:127.0.0.1%lo                      none     link_local
  127.1                                    none     not_an_address
  0x7f000001                               none     not_an_address
  2130706433                               none     not_an_address
  0177.0.0.1                               none     not_an_address
  127.0.0.01                               none     not_an_address
  127.0.0.1.                               none     not_an_address
  1.2.3.4/8                                none     not_an_address
  256.1.1.1                                none     not_an_address
  [::1]                                    none     not_an_address
  :::1                                     none     not_an_address
  1:2:3:4:5:6:7:8:9                        none     not_an_address
  localhost                                none     not_an_address
  shop.example                             none     not_an_address
`

interface Row {
  readonly address: string
  readonly who: string
  readonly reason: string | undefined
}

const rows: readonly Row[] = TABLE.trim()
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line) => {
    const [address = '', who = '', reason] = line.trim().split(/\s+/)
    return { address, who, reason }
  })

function answer(mode: OutboundMode, address: string, allowedRanges: readonly string[] = []): string {
  const verdict = createAddressGuard({ mode, allowedRanges }).judge(address)
  return verdict.allowed ? 'allowed' : verdict.reason
}

test('every special range is judged at both its edges, in both modes', () => {
  assert.ok(rows.length >= 150, `only ${rows.length} rows`)
  for (const { address, who, reason } of rows) {
    const refused = reason ?? 'no reason in the table'
    assert.equal(answer('sandbox', address), who === 'none' ? refused : 'allowed', `sandbox ${address}`)
    assert.equal(answer('production', address), who === 'both' ? 'allowed' : refused, `production ${address}`)
  }
})

test('an empty text is not an address', () => {
  assert.equal(answer('sandbox', ''), 'not_an_address')
})

test('a refusal says in Korean and English what kind of address it is', () => {
  const verdict = createAddressGuard({ mode: 'production', allowedRanges: [] }).judge('10.1.2.3')
  assert.deepEqual(verdict, {
    allowed: false,
    reason: 'private',
    words: { ko: '사설망 주소', en: 'a private network' },
    openedBy: '10.1.2.3/32',
  })
})

test('a refusal names the range that opens exactly this address, and none where nothing does', () => {
  for (const { address, who } of rows) {
    const verdict = createAddressGuard({ mode: 'production', allowedRanges: [] }).judge(address)
    if (verdict.allowed) continue
    if (who === 'sandbox') assert.ok(verdict.openedBy !== null, address)
    if (verdict.openedBy === null) continue
    assert.equal(answer('production', address, [verdict.openedBy]), 'allowed', address)
  }
  for (const address of ['169.254.169.254', '::', 'fe80::1', '::8.8.8.8', '224.0.0.1', 'shop.example']) {
    const verdict = createAddressGuard({ mode: 'production', allowedRanges: [] }).judge(address)
    assert.equal(verdict.allowed || verdict.openedBy, null, address)
  }
})

test('an operator opens exactly the range that was written, however the address is spelled', () => {
  const ranges = ['10.20.0.0/16', 'fd12:3456::/32', '127.0.0.1/32', '100.64.0.0/10']
  for (const address of ['10.20.0.0', '10.20.255.255', '::ffff:10.20.0.1', 'fd12:3456::1', '127.0.0.1', '100.64.0.1']) {
    assert.equal(answer('production', address, ranges), 'allowed', address)
  }
  for (const address of ['10.19.255.255', '10.21.0.0', 'fd12:3457::', '127.0.0.2', '192.168.0.1', '::1']) {
    assert.notEqual(answer('production', address, ranges), 'allowed', address)
  }
})

test("no operator's range opens metadata, link-local or wrapped addresses that lie in it", () => {
  const ranges = ['10.0.0.0/8', '100.64.0.0/10', 'fc00::/7', '128.0.0.0/1']
  for (const [address, reason] of [
    ['100.100.100.200', 'metadata'],
    ['168.63.129.16', 'metadata'],
    ['169.254.1.1', 'link_local'],
    ['fd00:ec2::254', 'metadata'],
    ['64:ff9b::10.0.0.1', 'tunnel'],
    ['224.0.0.1', 'multicast'],
  ] as const) {
    assert.equal(answer('production', address, ranges), reason, address)
    assert.equal(answer('sandbox', address, ranges), reason, address)
  }
})

test('a range that is no range is refused by name', () => {
  for (const range of [
    '10.0.0.0',
    '10.0.0.0/33',
    '10.0.0.0/-1',
    '10.0.0.0/8/8',
    'fd00::/129',
    'shop/8',
    '',
    '10.0.0.0/',
  ]) {
    assert.throws(() => answer('production', '1.1.1.1', [range]), new RegExp(`"${range}" is not a CIDR range`), range)
  }
  assert.throws(() => answer('production', '1.1.1.1', ['::ffff:10.0.0.0/104']), /written as IPv6/)
})

test('a range that could never be opened is refused instead of having no effect', () => {
  for (const range of ['169.254.0.0/16', '0.0.0.0/0', '::/0', 'fe80::/10', '168.63.129.16/32', '64:ff9b::/96']) {
    assert.throws(() => answer('production', '1.1.1.1', [range]), /never called/, range)
  }
})
