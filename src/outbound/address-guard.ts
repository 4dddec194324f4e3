/**
 * May the gateway open a connection to this address? A merchant chooses where we call, so without this check
 * anyone with an API key could make us talk to the operator's own network or to a cloud's metadata service.
 * The question is put to addresses, never to names: to a literal in a URL, to all that a name resolves to,
 * and once more to the address the socket ended up on. What no row names is public, the rest of IPv6 refused.
 * Rows follow the IANA special-purpose registries (IPv4 and IPv6, 2025-10) and the clouds' own documentation.
 */
import { BlockList, isIPv4, isIPv6 } from 'node:net'

export type OutboundMode = 'sandbox' | 'production'

/** A sentence for people, in both languages. */
export interface Words {
  readonly ko: string
  readonly en: string
}

export type AddressClass =
  | 'public'
  | 'unspecified'
  | 'metadata'
  | 'loopback'
  | 'link_local'
  | 'private'
  | 'shared'
  | 'multicast'
  | 'broadcast'
  | 'tunnel'
  | 'documentation'
  | 'benchmarking'
  | 'protocol'
  | 'reserved'
  | 'not_an_address'

export type AddressRefusal = Exclude<AddressClass, 'public'>

export type AddressVerdict = { readonly allowed: true } | RefusedAddress

export interface RefusedAddress {
  readonly allowed: false
  readonly reason: AddressRefusal
  /** The kind of address, to be put after "leads to" (en) or before "입니다" (ko). */
  readonly words: Words
  /** The range of this one address, where the operator could open it: `10.20.0.7/32`. */
  readonly openedBy: string | null
}

/** A host that was not called, though the operator could open its address. Nothing of it is for the merchant. */
export interface ClosedHost {
  readonly host: string
  readonly words: Words
  readonly openedBy: string
}

export interface AddressGuard {
  readonly mode: OutboundMode
  /** `address`: an IPv4 or IPv6 literal as `URL.hostname` (without brackets), DNS or a socket writes it. */
  judge(address: string): AddressVerdict
}

export interface AddressGuardOptions {
  readonly mode: OutboundMode
  /** CIDR ranges the operator opens beside what the mode allows, e.g. `10.20.0.0/16`. They never open what `NEVER_OPENED` names. */
  readonly allowedRanges: readonly string[]
}

/** Throws an `Error` that names the range when an operator's range is ill-formed or can never be opened. */
export function createAddressGuard({ mode, allowedRanges }: AddressGuardOptions): AddressGuard {
  const opened = new BlockList()
  for (const range of allowedRanges) openRange(opened, range)
  return {
    mode,
    judge(address) {
      const plain = withoutMapping(address)
      const kind = classOf(plain)
      if (kind === 'public') return { allowed: true }
      if (mode === 'sandbox' && SANDBOX_CLASSES.has(kind)) return { allowed: true }
      const openable = !NEVER_OPENED.has(kind)
      if (openable && opened.check(plain, familyOf(plain))) return { allowed: true }
      const openedBy = openable ? `${plain}/${isIPv4(plain) ? 32 : 128}` : null
      return { allowed: false, reason: kind, words: CLASS_WORDS[kind], openedBy }
    },
  }
}

/** What the operator should hear of a refusal; undefined where no setting would change it. */
export function closedHost(host: string, { words, openedBy }: RefusedAddress): ClosedHost | undefined {
  return openedBy === null ? undefined : { host, words, openedBy }
}

function openRange(opened: BlockList, range: string): void {
  const [address = '', prefix = '', ...rest] = range.split('/')
  const isAddress = isIPv4(address) || (isIPv6(address) && !address.includes('%'))
  if (!isAddress || rest.length > 0 || !/^\d{1,3}$/.test(prefix) || Number(prefix) > (isIPv4(address) ? 32 : 128)) {
    throw new Error(`"${range}" is not a CIDR range. Write it like 10.20.0.0/16 or fd12:3456::/32.`)
  }
  if (withoutMapping(address) !== address) {
    throw new Error(`"${range}" is an IPv4 range written as IPv6. Write it as IPv4, like 10.20.0.0/16.`)
  }
  const kind = classOf(address)
  if (NEVER_OPENED.has(kind)) {
    throw new Error(`"${range}" begins with an address that is never called (${kind}). Open only the range you need.`)
  }
  opened.addSubnet(address, Number(prefix), familyOf(address))
}

/** `::ffff:10.0.0.1` is the socket's way to write 10.0.0.1: the same machine, so it is judged as 10.0.0.1. */
function withoutMapping(address: string): string {
  if (!isIPv6(address) || address.includes('%')) return address
  const groups = groupsOf(address)
  return groups.slice(0, 6).join(':') === '0:0:0:0:0:ffff' ? embeddedIPv4(groups) : address
}

function classOf(address: string): AddressClass {
  if (isIPv4(address)) return firstMatch(IPV4_LISTS, address) ?? 'public'
  if (!isIPv6(address)) return 'not_an_address'
  // A zone names one of our own interfaces; no public address has one.
  if (address.includes('%')) return 'link_local'
  const groups = groupsOf(address)
  if (groups.slice(0, 6).join(':') === NAT64_WELL_KNOWN) {
    // Hosts without IPv4 reach the public IPv4 internet through this prefix, and nothing else may hide in it.
    return classOf(embeddedIPv4(groups)) === 'public' ? 'public' : 'tunnel'
  }
  return firstMatch(IPV6_LISTS, address) ?? (GLOBAL_UNICAST.check(address, 'ipv6') ? 'public' : 'reserved')
}

function firstMatch(lists: readonly ClassList[], address: string): AddressRefusal | undefined {
  const family = familyOf(address)
  return lists.find(({ list }) => list.check(address, family))?.name
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIPv4(address) ? 'ipv4' : 'ipv6'
}

/** The eight groups of a valid IPv6 address in shortest hexadecimal. */
function groupsOf(address: string): readonly string[] {
  const hexadecimal = address.replace(/\d+\.\d+\.\d+\.\d+$/, (tail) => {
    const [a = 0, b = 0, c = 0, d = 0] = tail.split('.').map(Number)
    return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`
  })
  const [left = '', right] = hexadecimal.split('::')
  const head = left === '' ? [] : left.split(':')
  const tail = right === undefined || right === '' ? [] : right.split(':')
  const zeros = new Array<string>(8 - head.length - tail.length).fill('0')
  return [...head, ...zeros, ...tail].map((group) => Number.parseInt(group, 16).toString(16))
}

function embeddedIPv4(groups: readonly string[]): string {
  const bytes = groups.slice(6).flatMap((group) => {
    const value = Number.parseInt(group, 16)
    return [value >> 8, value & 255]
  })
  return bytes.join('.')
}

interface ClassList {
  readonly name: AddressRefusal
  readonly list: BlockList
}

type ClassRow = readonly [name: AddressRefusal, ranges: readonly string[]]

function listsOf(rows: readonly ClassRow[]): readonly ClassList[] {
  return rows.map(([name, ranges]) => {
    const list = new BlockList()
    for (const range of ranges) {
      const [address = '', prefix] = range.split('/')
      list.addSubnet(address, Number(prefix), familyOf(address))
    }
    return { name, list }
  })
}

const NAT64_WELL_KNOWN = '64:ff9b:0:0:0:0'

/** In order: a narrow row stands before the wide one it is cut from. */
const IPV4_LISTS = listsOf([
  ['unspecified', ['0.0.0.0/8']],
  [
    'metadata',
    [
      '100.100.100.200/32', // Alibaba Cloud
      '168.63.129.16/32', // Azure, among public addresses
      '169.254.169.254/32', // AWS, Azure, Google and most others
      '169.254.170.2/32', // AWS containers
      '169.254.170.23/32', // AWS EKS
      '169.254.0.23/32', // Tencent Cloud
      '169.254.42.42/32', // Scaleway
      '192.0.0.192/32', // Oracle, older machines
    ],
  ],
  ['loopback', ['127.0.0.0/8']],
  ['link_local', ['169.254.0.0/16']],
  ['private', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16']],
  ['shared', ['100.64.0.0/10']],
  ['documentation', ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24']],
  ['benchmarking', ['198.18.0.0/15']],
  ['protocol', ['192.0.0.0/24', '192.31.196.0/24', '192.52.193.0/24', '192.88.99.0/24', '192.175.48.0/24']],
  ['multicast', ['224.0.0.0/4']],
  ['broadcast', ['255.255.255.255/32']],
  ['reserved', ['240.0.0.0/4']],
])

const IPV6_LISTS = listsOf([
  ['unspecified', ['::/128']],
  ['loopback', ['::1/128']],
  [
    'metadata',
    [
      'fd00:ec2::/32', // AWS, with its other on-machine services
      'fd20:ce::254/128', // Google
      'fd00:c1::a9fe:a9fe/128', // Oracle
      'fd00:42::42/128', // Scaleway
      'fd00:a9fe:a9fe::1/128', // Akamai
      'fd00:100::100:200/128', // Alibaba Cloud
    ],
  ],
  ['link_local', ['fe80::/10']],
  ['private', ['fc00::/7']],
  ['multicast', ['ff00::/8']],
  // IPv4-compatible, IPv4-translated, local NAT64, Teredo, 6to4: whatever they wrap, no merchant answers there.
  ['tunnel', ['::/96', '::ffff:0:0:0/96', '64:ff9b:1::/48', '2001::/32', '2002::/16']],
  ['benchmarking', ['2001:2::/48']],
  ['documentation', ['2001:db8::/32', '3fff::/20']],
  ['protocol', ['2001::/23', '2620:4f:8000::/48']],
])

/** The only part of IPv6 that IANA has given out for public use. */
const GLOBAL_UNICAST = new BlockList()
GLOBAL_UNICAST.addSubnet('2000::', 3, 'ipv6')

/** The merchant's app on the same machine, in the next container, on the same Wi-Fi. */
const SANDBOX_CLASSES: ReadonlySet<AddressClass> = new Set<AddressClass>(['loopback', 'private'])

/** No mode and no operator's range opens these. */
const NEVER_OPENED: ReadonlySet<AddressClass> = new Set<AddressClass>([
  'unspecified',
  'metadata',
  'link_local',
  'multicast',
  'broadcast',
  'tunnel',
  'reserved',
  'not_an_address',
])

const CLASS_WORDS: Readonly<Record<AddressRefusal, Words>> = {
  unspecified: { ko: '지정되지 않은 주소(0.0.0.0)', en: 'the unspecified address (0.0.0.0)' },
  metadata: { ko: '클라우드 메타데이터 서버 주소', en: 'a cloud metadata service' },
  loopback: { ko: '게이트웨이 서버 자신의 주소(루프백)', en: 'the gateway machine itself (loopback)' },
  link_local: { ko: '링크 로컬 주소', en: 'a link-local address' },
  private: { ko: '사설망 주소', en: 'a private network' },
  shared: { ko: '통신사 공유 주소(100.64.0.0/10)', en: 'carrier-shared address space (100.64.0.0/10)' },
  multicast: { ko: '멀티캐스트 주소', en: 'a multicast address' },
  broadcast: { ko: '브로드캐스트 주소', en: 'the broadcast address' },
  tunnel: { ko: '다른 주소를 감싼 IPv6 주소', en: 'an IPv6 address that wraps another address' },
  documentation: { ko: '문서 예시용 주소', en: 'an address reserved for documentation' },
  benchmarking: { ko: '시험용 주소', en: 'an address reserved for benchmarking' },
  protocol: { ko: '인터넷 프로토콜용 특수 주소', en: 'an address reserved for internet protocols' },
  reserved: { ko: '예약된 주소', en: 'a reserved address' },
  not_an_address: { ko: 'IP 주소가 아닌 값', en: 'something that is not an IP address' },
}
