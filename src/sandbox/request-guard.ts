/**
 * The sandbox asks for no key, so that a test in any language can drive it with one line. What it must not be driven
 * by is a web page that happens to be open on the developer's machine: a page can only send JSON after asking first,
 * says where it comes from, and can make its own name lead to this machine but cannot change the name it asked for.
 */
import { isIP } from 'node:net'
import type { AllowedHosts, Refusal } from './ports.ts'

export interface Asking {
  readonly method: string
  readonly host: string | undefined
  readonly origin: string | undefined
  readonly contentType: string | undefined
}

/** Why a request is turned away before its body is read; undefined where it may pass. */
export function judgeAsking(asking: Asking, allowedHosts: AllowedHosts): Refusal | undefined {
  const refusal = judgeSource(asking, allowedHosts)
  if (refusal !== undefined) return refusal
  return isRead(asking.method) || isJson(asking.contentType) ? undefined : NOT_JSON
}

/** The same for a page with forms: what is not a read must say that it comes from a page of our own. */
export function judgePage(asking: Omit<Asking, 'contentType'>, allowedHosts: AllowedHosts): Refusal | undefined {
  const refusal = judgeSource(asking, allowedHosts)
  if (refusal !== undefined) return refusal
  return isRead(asking.method) || asking.origin !== undefined ? undefined : ORIGIN_REFUSED
}

function judgeSource(
  { host: header, origin }: Omit<Asking, 'contentType'>,
  allowedHosts: AllowedHosts,
): Refusal | undefined {
  const host = readHost(header)
  if (host === undefined || !isAllowed(host.name, allowedHosts)) return HOST_REFUSED
  return origin === undefined || URL.parse(origin)?.host === host.whole ? undefined : ORIGIN_REFUSED
}

function isRead(method: string): boolean {
  return method === 'GET' || method === 'HEAD'
}

interface Host {
  /** Lower case, without a port and without the brackets of IPv6. */
  readonly name: string
  /** As a URL writes it: a port only where it is not the usual one. */
  readonly whole: string
}

function readHost(header: string | undefined): Host | undefined {
  if (header === undefined || !HOST_HEADER.test(header)) return undefined
  const url = URL.parse(`http://${header}`)
  if (url === null) return undefined
  // Without what the parser makes of it: `0x7f.1` is a name here, not an address.
  const name = header.replace(/:\d*$/, '').replace(/^\[|\]$/g, '')
  return { name: name.toLowerCase(), whole: url.host }
}

const HOST_HEADER = /^(?:\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/i

function isAllowed(name: string, allowedHosts: AllowedHosts): boolean {
  if (isLoopback(name)) return true
  return allowedHosts.some((allowed) => {
    // A URL writes IPv6 in brackets, a setting without.
    const host = allowed.toLowerCase().replace(/^\[|\]$/g, '')
    // Whoever listens on every address may be asked at any of them. An address cannot be made to lead elsewhere.
    if (host === '0.0.0.0' || host === '::') return isIP(name) !== 0
    return host === name
  })
}

function isLoopback(name: string): boolean {
  if (name === 'localhost' || name.endsWith('.localhost') || name === '::1') return true
  return isIP(name) === 4 && name.startsWith('127.')
}

function isJson(contentType: string | undefined): boolean {
  return contentType?.split(';', 1)[0]?.trim().toLowerCase() === 'application/json'
}

const HOST_REFUSED: Refusal = {
  status: 403,
  message: {
    ko: '이 주소(Host)로는 연습 환경을 쓸 수 없습니다. 127.0.0.1이나 localhost로 부르거나, SUNAP_HOST 또는 SUNAP_PUBLIC_URL에 그 주소를 적고 다시 시작하세요.',
    en: 'The sandbox may not be asked under this Host. Use 127.0.0.1 or localhost, or name the host in SUNAP_HOST or SUNAP_PUBLIC_URL and start again.',
  },
}

const ORIGIN_REFUSED: Refusal = {
  status: 403,
  message: {
    ko: '다른 웹페이지(Origin)에서는 연습 환경을 쓸 수 없습니다. 서버나 테스트 코드에서 부르세요.',
    en: 'Another web page (Origin) may not drive the sandbox. Call it from a server or a test.',
  },
}

const NOT_JSON: Refusal = {
  status: 415,
  message: {
    ko: 'content-type: application/json 으로 보내 주세요.',
    en: 'Send it with content-type: application/json.',
  },
}
