/** The file of one contract: where the PG is, how long it is waited for, how bodies are sealed, from where it calls us. */
import { BlockList, isIP, isIPv4 } from 'node:net'
import { type Static, Type } from 'typebox'
import { Compile } from 'typebox/compile'
import type { Words } from '../../wire/rejections.ts'
import type { Address, SettingsReading } from '../connector.ts'
import { aesGcm, type Cipher, PLAIN } from './cipher.ts'

const CLOSED = { additionalProperties: false } as const

const Place = Type.Object(
  {
    host: Type.String({ pattern: '^[A-Za-z0-9._:-]{1,253}$' }),
    port: Type.Integer({ minimum: 1, maximum: 65_535 }),
  },
  CLOSED,
)

const File = Type.Object(
  {
    main: Place,
    /** Dialled where the main one cannot be connected to; never after something was sent. */
    backup: Type.Optional(Place),
    read_timeout_ms: Type.Integer({ minimum: 200, maximum: 10_000 }),
    cipher: Type.Union([
      Type.Object({ name: Type.Literal('aes-256-gcm'), key: Type.String({ pattern: '^[0-9a-f]{64}$' }) }, CLOSED),
      Type.Object({ name: Type.Literal('none') }, CLOSED),
    ]),
    /** Ranges from which the PG calls. */
    peers: Type.Array(Type.String({ pattern: '^[0-9A-Fa-f.:]{2,45}/[0-9]{1,3}$' }), { minItems: 1, maxItems: 20 }),
  },
  CLOSED,
)

const shape = Compile(File)

export interface FramedSettings {
  readonly main: Address
  readonly backup: Address | null
  readonly readTimeoutMs: number
  readonly cipher: Cipher
  readonly isPeer: (address: string) => boolean
}

export function readSettings(value: unknown): SettingsReading<FramedSettings> {
  if (!shape.Check(value)) return { ok: false, problem: problemOf(value) }
  const peers = peersOf(value.peers)
  if (peers === undefined) return { ok: false, problem: PEERS_RULE }
  const { main, backup = null, read_timeout_ms: readTimeoutMs, cipher } = value
  return {
    ok: true,
    settings: { main, backup, readTimeoutMs, cipher: cipherOf(cipher), isPeer: (address) => isIn(peers, address) },
  }
}

const PEERS_RULE: Words = {
  ko: 'peers: 각각 10.1.2.3/32나 fd12:3456::1/128 같은 대역이어야 합니다.',
  en: 'peers: each is a range such as 10.1.2.3/32 or fd12:3456::1/128',
}

function cipherOf(cipher: Static<typeof File>['cipher']): Cipher {
  return cipher.name === 'none' ? PLAIN : aesGcm(Buffer.from(cipher.key, 'hex'))
}

/** A value is never repeated: it may be a key. */
function problemOf(value: unknown): Words {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { ko: 'JSON 객체 하나여야 합니다.', en: 'it is one JSON object' }
  const [first] = shape.Errors(value)
  const missing = first?.keyword === 'required' ? first.params.requiredProperties[0] : undefined
  const path = [first?.instancePath.slice(1).replaceAll('/', '.'), missing].filter((part) => part).join('.')
  if (missing !== undefined) return { ko: `${path}: 필수 항목입니다.`, en: `${path} is missing` }
  const where = path === '' ? { ko: '', en: 'it' } : { ko: `${path}: `, en: path }
  return {
    ko: `${where.ko}docs/connectors.ko.md에 적힌 형식이 아닙니다.`,
    en: `${where.en} is not as docs/connectors.md says`,
  }
}

function peersOf(ranges: readonly string[]): BlockList | undefined {
  const peers = new BlockList()
  try {
    for (const range of ranges) {
      const [address = '', prefix] = range.split('/')
      peers.addSubnet(address, Number(prefix), isIPv4(address) ? 'ipv4' : 'ipv6')
    }
    return peers
  } catch {
    return undefined
  }
}

/** A socket that takes both families writes IPv4 as `::ffff:10.1.2.3`. */
function isIn(peers: BlockList, address: string): boolean {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '')
  return isIP(plain) !== 0 && peers.check(plain, isIPv4(plain) ? 'ipv4' : 'ipv6')
}
