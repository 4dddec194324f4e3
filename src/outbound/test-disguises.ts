/**
 * For tests only: addresses drawn by chance, mostly from the edges of what is forbidden, and every way in which a URL may
 * spell them: bases, short forms, other scripts, other dots, escapes, and IPv6 that wraps IPv4.
 */
import fc from 'fast-check'
import { type Address, bytesOf, EDGES, groups } from './test-second-opinion.ts'

export interface Spelled {
  readonly address: Address
  /** As it stands in a URL. */
  readonly host: string
}

const anyValue = (bits: 32 | 128): fc.Arbitrary<bigint> => fc.bigInt({ min: 0n, max: (1n << BigInt(bits)) - 1n })

/** A little beside an edge, somewhere behind it, or anywhere. */
function addresses(bits: 32 | 128): fc.Arbitrary<Address> {
  const edge = fc.constantFrom(...EDGES.filter((each) => each.bits === bits).map(({ value }) => value))
  const within = (value: bigint): bigint => BigInt.asUintN(bits, value)
  const value = fc.oneof(
    edge,
    fc.tuple(edge, fc.bigInt({ min: -2n, max: 2n })).map(([at, step]) => within(at + step)),
    fc.tuple(edge, anyValue(32)).map(([at, step]) => within(at ^ (step >> 8n))),
    anyValue(bits),
  )
  return value.map((found) => ({ bits, value: found }))
}

export const ADDRESSES: fc.Arbitrary<Address> = fc.oneof(addresses(32), addresses(128))

const DOTS = ['.', '.', '。', '．', '｡', '%2e', '%E3%80%82']
const FULL_WIDTH_AHEAD = 0xfee0

/** In one to four parts, the last of which holds all the bytes that are left. */
export const SPELLED_IPV4: fc.Arbitrary<Spelled> = fc
  .record({
    address: addresses(32),
    parts: fc.integer({ min: 1, max: 4 }),
    bases: fc.array(fc.constantFrom(8, 10, 16), { minLength: 4, maxLength: 4 }),
    zeros: fc.array(fc.nat(3), { minLength: 4, maxLength: 4 }),
    dots: fc.array(fc.constantFrom(...DOTS), { minLength: 4, maxLength: 4 }),
    script: fc.constantFrom<Script>('plain', 'plain', 'capitals', 'full width', 'escaped', 'soft hyphens'),
    lastDot: fc.boolean(),
  })
  .map(({ address, parts, bases, zeros, dots, script, lastDot }) => {
    const bytes = bytesOf(address.value)
    const left = address.value & ((1n << BigInt(8 * (5 - parts))) - 1n)
    const numbers = [...bytes.slice(0, parts - 1).map(BigInt), left]
    const written = numbers.map((number, at) => inScript(inBase(number, bases[at] ?? 10, zeros[at] ?? 0), script))
    const host = written.map((part, at) => (at < parts - 1 || lastDot ? `${part}${dots[at]}` : part)).join('')
    return { address, host }
  })

export const SPELLED_IPV6: fc.Arbitrary<Spelled> = spelled6(addresses(128))

/** IPv4 wrapped in all the ways that have a prefix of their own. */
export const WRAPPED_IPV4: fc.Arbitrary<Spelled> = spelled6(
  fc
    .tuple(addresses(32), fc.constantFrom(...wrappings()))
    .map(([{ value }, wrap]): Address => ({ bits: 128, value: wrap(value) })),
)

function wrappings(): readonly ((inside: bigint) => bigint)[] {
  const behind =
    (prefix: bigint, shift = 0n) =>
    (inside: bigint) =>
      prefix | (inside << shift)
  return [
    behind(0xffffn << 32n), // mapped
    behind(0n), // compatible
    behind(0xffffn << 48n), // translated
    behind(0x64_ff9bn << 96n), // NAT64
    behind(0x64_ff9b_0001n << 80n), // NAT64 of the local network
    behind(0x2002n << 112n, 80n), // 6to4
    behind(0x2001_0000n << 96n, 64n), // Teredo, the server
    (inside) => (0x2001_0000n << 96n) | (inside ^ 0xffffffffn), // Teredo, the client
  ]
}

function spelled6(drawn: fc.Arbitrary<Address>): fc.Arbitrary<Spelled> {
  return fc
    .record({ address: drawn, shortened: fc.nat(7), dotted: fc.boolean(), capitals: fc.boolean(), wide: fc.boolean() })
    .map(({ address, shortened, dotted, capitals, wide }) => {
      const { value } = address
      const high = groups(value >> 32n, 6).map((group) => (wide ? group.padStart(4, '0') : group))
      const all = dotted ? [...high, bytesOf(value & 0xffffffffn).join('.')] : [...high, ...groups(value, 2)]
      const text = withGap(all, shortened)
      return { address, host: `[${capitals ? text.toUpperCase() : text}]` }
    })
}

/** `::` in place of the zeros from this group on; none where the group is not zero. */
function withGap(all: readonly string[], from: number): string {
  let to = from
  while (/^0+$/.test(all[to] ?? '')) to += 1
  if (to === from) return all.join(':')
  return `${all.slice(0, from).join(':')}::${all.slice(to).join(':')}`
}

type Script = 'plain' | 'capitals' | 'full width' | 'escaped' | 'soft hyphens'

function inBase(number: bigint, base: number, zeros: number): string {
  const digits = '0'.repeat(zeros) + number.toString(base)
  if (base === 16) return `0x${digits}`
  return base === 8 ? `0${digits}` : number.toString()
}

function inScript(text: string, script: Script): string {
  if (script === 'capitals') return text.toUpperCase()
  if (script === 'soft hyphens') return [...text].join('\u00ad')
  const change: Partial<Record<Script, (letter: string) => string>> = {
    'full width': (letter) => String.fromCharCode(letter.charCodeAt(0) + FULL_WIDTH_AHEAD),
    escaped: (letter) => `%${letter.charCodeAt(0).toString(16)}`,
  }
  return [...text].map(change[script] ?? ((letter) => letter)).join('')
}

const PIECES = `127 0 1 . . . 0x7f 0177 2130706433 169.254.169.254 10.0.0.1 localhost shop.example 8.8.8.8 [ ] :: : ffff
  fe80 64:ff9b:: 2002: % %25 %2e 。 ． @ @ / \\ # ? & ; , : :80 :0 user user:pass * - _ ~ ! $ ' ( ) + = | ^ \u00ad \u200b`

/** Whatever may be thrown together, for a parser to stumble over. */
export const JUNK: fc.Arbitrary<string> = fc
  .array(fc.constantFrom(...PIECES.split(/\s+/)), { minLength: 1, maxLength: 9 })
  .map((pieces) => pieces.join(''))
