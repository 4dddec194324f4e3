/**
 * For tests only: whether an address may be called, worked out another way than the guard does it. Addresses are numbers
 * here, and of all the prefixes that hold one the longest decides, so a mistake of the guard's is not made again.
 */
import type { Caller } from './test-forbidden-hosts.ts'

export interface Address {
  readonly bits: 32 | 128
  readonly value: bigint
}

export type Permission = Exclude<Caller, 'no url'>

/** The IANA special-purpose registries, what else is not for public use, and the clouds' own services. */
const PREFIXES: Readonly<Record<Permission, string>> = {
  anybody: '0.0.0.0/0 2000::/3',
  sandbox: '10.0.0.0/8 127.0.0.0/8 172.16.0.0/12 192.168.0.0/16 ::1/128 fc00::/7',
  nobody: `0.0.0.0/8 100.64.0.0/10 169.254.0.0/16 192.0.0.0/24 192.0.2.0/24 192.31.196.0/24 192.52.193.0/24
    192.88.99.0/24 192.175.48.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4
    168.63.129.16/32 ::/0 2001::/23 2001:db8::/32 2002::/16 2620:4f:8000::/48 3fff::/20 fd00:ec2::/32
    fd20:ce::254/128 fd00:c1::a9fe:a9fe/128 fd00:42::42/128 fd00:a9fe:a9fe::1/128 fd00:100::100:200/128`,
}

interface Prefix {
  readonly start: Address
  readonly length: number
  readonly permission: Permission
}

const prefixes: readonly Prefix[] = (['anybody', 'sandbox', 'nobody'] as const).flatMap((permission) =>
  PREFIXES[permission].split(/\s+/).map((text) => {
    const [start = '', length] = text.split('/')
    return { start: addressOf(start), length: Number(length), permission }
  }),
)

/** First and last address of everything that is not simply public or simply unassigned. */
export const EDGES: readonly Address[] = prefixes.flatMap(({ start: { bits, value }, length }) => [
  { bits, value },
  { bits, value: value + (1n << BigInt(bits - length)) - 1n },
])

export function permissionOf(address: Address): Permission {
  const { bits, value } = withoutMapping(address)
  const inside: Address = { bits: 32, value: value & 0xffffffffn }
  if (bits === 128 && value >> 32n === NAT64) return permissionOf(inside) === 'anybody' ? 'anybody' : 'nobody'
  const [longest] = prefixes
    .filter(({ start, length }) => start.bits === bits && (start.value ^ value) >> BigInt(bits - length) === 0n)
    .toSorted((a, b) => b.length - a.length)
  if (longest === undefined) throw new Error(`no prefix holds ${value}`)
  return longest.permission
}

/** `::ffff:10.0.0.1` is 10.0.0.1. */
export function withoutMapping({ bits, value }: Address): Address {
  return bits === 128 && value >> 32n === 0xffffn ? { bits: 32, value: value & 0xffffffffn } : { bits, value }
}

/** Of an address as sockets and name servers write it. */
export function addressOf(text: string): Address {
  if (!text.includes(':')) return { bits: 32, value: joined(text.split('.').map(BigInt), 8n) }
  const [left = '', right] = text
    .replace(/\d+(\.\d+){3}$/, (dotted) => groups(addressOf(dotted).value, 2).join(':'))
    .split('::')
  const [before, after] = [left, right ?? ''].map((half) => half.split(':').filter((group) => group !== ''))
  const zeros = Array.from({ length: 8 - (before?.length ?? 0) - (after?.length ?? 0) }, () => '0')
  return {
    bits: 128,
    value: joined(
      [...(before ?? []), ...zeros, ...(after ?? [])].map((group) => BigInt(`0x${group}`)),
      16n,
    ),
  }
}

/** The shortest form that everybody reads; the socket's for IPv4. */
export function textOf({ bits, value }: Address): string {
  return bits === 128 ? groups(value, 8).join(':') : bytesOf(value).join('.')
}

export function bytesOf(value: bigint): readonly number[] {
  return [24n, 16n, 8n, 0n].map((shift) => Number((value >> shift) & 0xffn))
}

/** The last `count` groups of an IPv6 address, in hexadecimal. */
export function groups(value: bigint, count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) => ((value >> BigInt(16 * (count - 1 - at))) & 0xffffn).toString(16))
}

function joined(parts: readonly bigint[], width: bigint): bigint {
  return parts.reduce((value, part) => (value << width) | part, 0n)
}

/** 64:ff9b::/96, which wraps the public IPv4 internet. */
const NAT64 = 0x64_ff9bn << 64n
