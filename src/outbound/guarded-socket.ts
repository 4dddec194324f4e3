/**
 * Opens the one connection of a call, and is the only place of the gateway that dials out. The order is the
 * protection: look the name up once, judge every address it has, dial only those, judge the address that the
 * socket really reached, and only then let a byte out. A name that also leads to a forbidden address is refused
 * whole, because whoever answers DNS that way is either trying us or misconfigured.
 */
import { connect, isIP, isIPv6, type Socket } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import { type AddressGuard, type ClosedHost, closedHost, type RefusedAddress } from './address-guard.ts'
import { type CallFailure, type CallProgress, codeOf, failure } from './call-result.ts'
import type { NameLookup } from './name-lookup.ts'
import { type ShownCertificate, tlsDetail } from './tls-refusal.ts'
import { hostOf } from './url-rules.ts'

export interface DialTarget {
  readonly hostname: string
  /** Judged already; the dialler must try no others. */
  readonly addresses: readonly string[]
  readonly port: number
}

/** Begins a TCP connection and returns its socket at once. */
export type Dial = (target: DialTarget) => Socket

export interface GuardedSocketOptions {
  readonly guard: AddressGuard
  readonly lookup: NameLookup
  readonly dial: Dial
  /** For the name and the TCP connection together. TLS runs under the call's deadline only. */
  readonly connectMs: number
  /** Told of a host that a setting of the operator's would open; must not throw. */
  readonly tellClosed?: (closed: ClosedHost) => void
}

export interface OpenedSocket {
  readonly kind: 'opened'
  readonly socket: Socket
  readonly remoteAddress: string
}

/** When `signal` fires, the socket is destroyed, at whatever step it is and also after it was handed over. */
export async function openGuardedSocket(
  url: URL,
  signal: AbortSignal,
  progress: CallProgress,
  options: GuardedSocketOptions,
): Promise<OpenedSocket | CallFailure> {
  const way = await permittedWay(url, progress, options)
  return way.kind === 'failed' ? way : dialWay(url, way, signal, progress, options)
}

/** Where a host leads at this moment, every address of it judged. */
export interface PermittedWay {
  readonly kind: 'permitted'
  readonly addresses: readonly string[]
  /** Until then a connection may be made; of `performance.now()`. */
  readonly connectBy: number
}

export async function permittedWay(
  url: URL,
  progress: CallProgress,
  { guard, lookup, connectMs, tellClosed }: GuardedSocketOptions,
): Promise<PermittedWay | CallFailure> {
  progress.step = 'name'
  const connectBy = performance.now() + connectMs
  const host = hostOf(url)
  const addresses = isIP(host) === 0 ? await lookUp(host, lookup, connectMs) : [host]
  if ('kind' in addresses) return addresses
  for (const address of addresses) {
    const verdict = guard.judge(address)
    if (!verdict.allowed) return addressRefused(host, verdict, tellClosed)
  }
  return { kind: 'permitted', addresses, connectBy }
}

/** As `openGuardedSocket`, on a way that was just found. */
export async function dialWay(
  url: URL,
  { addresses, connectBy }: PermittedWay,
  signal: AbortSignal,
  progress: CallProgress,
  options: GuardedSocketOptions,
): Promise<OpenedSocket | CallFailure> {
  if (signal.aborted) return failure('deadline', 'the call ended before it was connected')
  progress.step = 'connection'
  const target = { hostname: hostOf(url), addresses, port: portOf(url) }
  const opened = await connectTcp(target, signal, connectBy, options)
  if (opened.kind === 'failed' || url.protocol === 'http:') return opened
  progress.step = 'tls'
  return secure(opened, target.hostname, signal)
}

/** Dials the addresses it is given, both families in turn where there are both, and looks nothing up. */
export function dialTcp({ hostname, addresses, port }: DialTarget): Socket {
  return connect({
    host: hostname,
    port,
    noDelay: true,
    autoSelectFamily: true,
    lookup: (_hostname, _options, callback) =>
      callback(
        null,
        addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 })),
      ),
  })
}

async function lookUp(host: string, lookup: NameLookup, connectMs: number): Promise<readonly string[] | CallFailure> {
  const limit = startLimit(connectMs)
  try {
    const found = await Promise.race([lookup(host), limit.passed])
    if (found === 'passed') return failure('dns', `no answer about this host name within ${connectMs} ms`)
    return found.length > 0 ? found : failure('dns', 'this host name has no address')
  } catch (error) {
    const code = codeOf(error)
    const unknownName = code === 'ENOTFOUND' || code === 'ENODATA'
    return failure('dns', unknownName ? 'this host name has no address' : `the name servers gave no answer (${code})`)
  } finally {
    limit.stop()
  }
}

async function connectTcp(
  target: DialTarget,
  signal: AbortSignal,
  connectBy: number,
  { guard, dial, connectMs, tellClosed }: GuardedSocketOptions,
): Promise<OpenedSocket | CallFailure> {
  const socket = dial(target)
  signal.addEventListener('abort', () => socket.destroy(), { once: true })
  const limit = startLimit(connectBy - performance.now())
  const ended = await Promise.race([eventOf(socket, 'connect'), limit.passed])
  limit.stop()
  if (ended !== 'connect') {
    socket.destroy()
    return ended === 'passed'
      ? failure('connect_timeout', `no connection to the server within ${connectMs} ms`)
      : connectFailure(ended)
  }
  const remoteAddress = socket.remoteAddress
  if (remoteAddress === undefined) return failure('reset', 'the server dropped the connection at once')
  const verdict = guard.judge(remoteAddress)
  if (!verdict.allowed) {
    socket.destroy()
    return addressRefused(target.hostname, verdict, tellClosed)
  }
  return { kind: 'opened', socket, remoteAddress }
}

async function secure(opened: OpenedSocket, host: string, signal: AbortSignal): Promise<OpenedSocket | CallFailure> {
  if (signal.aborted) return failure('deadline', 'the call ended before it was connected')
  const socket = connectTls({
    socket: opened.socket,
    host,
    servername: isIP(host) === 0 ? host : '',
    ALPNProtocols: ['http/1.1'],
    minVersion: 'TLSv1.2',
    // Said here, because an environment variable can change the default.
    rejectUnauthorized: true,
  })
  signal.addEventListener('abort', () => socket.destroy(), { once: true })
  let certificate: ShownCertificate | undefined
  // Before Node judges it: a socket that was refused has no certificate to show any more.
  socket.prependOnceListener('secure', () => {
    certificate = certificateOf(socket)
  })
  const ended = await eventOf(socket, 'secureConnect')
  if (ended === 'secureConnect') return { ...opened, socket }
  socket.destroy()
  return failure('tls', tlsDetail(ended, host, certificate))
}

/** Not as an `X509Certificate`: asking for that takes it away from Node, which would then find no name in it. */
function certificateOf(socket: TLSSocket): ShownCertificate | undefined {
  try {
    return socket.getPeerCertificate()
  } catch {
    // Too odd to be read; a listener that throws would end the process.
    return undefined
  }
}

/** The event's name, or the error that came instead. The error listener stays: a socket without one can end the process. */
function eventOf<Name extends 'connect' | 'secureConnect'>(socket: Socket | TLSSocket, name: Name) {
  return new Promise<Name | Error>((resolve) => {
    socket.once(name, () => resolve(name))
    socket.on('error', resolve)
    socket.once('close', () => resolve(new Error('closed')))
  })
}

function addressRefused(
  host: string,
  verdict: RefusedAddress,
  tellClosed: GuardedSocketOptions['tellClosed'],
): CallFailure {
  const closed = closedHost(host, verdict)
  if (closed !== undefined) tellClosed?.(closed)
  return failure('address_refused', `this host leads to ${verdict.words.en}, which is not called`)
}

function connectFailure(error: Error): CallFailure {
  const code = codeOf(error)
  if (code === 'ECONNREFUSED') return failure('connect_refused', 'the server refuses connections on this port')
  if (code === 'ECONNRESET') return failure('reset', 'the server dropped the connection at once')
  if (code === 'ETIMEDOUT') return failure('connect_timeout', 'the server did not answer the connection')
  if (SHORT_OF.has(code)) return failure('internal', `the gateway could open no more connections (${code})`)
  return failure('unreachable', `there is no way to the server from here (${code})`)
}

/** Files, memory: it is our side that has none left. */
const SHORT_OF: ReadonlySet<string> = new Set(['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM'])

function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port)
  return url.protocol === 'https:' ? 443 : 80
}

interface Limit {
  readonly passed: Promise<'passed'>
  stop(): void
}

function startLimit(limitMs: number): Limit {
  const { promise, resolve } = Promise.withResolvers<'passed'>()
  const timer = setTimeout(() => resolve('passed'), limitMs)
  return { passed: promise, stop: () => clearTimeout(timer) }
}
