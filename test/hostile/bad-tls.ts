/** Servers of https, good ones and every kind of bad one. The authority of the good certificate is trusted by the test. */
import type { TlsOptions } from 'node:tls'
import {
  EXPIRED,
  GOOD,
  KEY,
  NOT_YET_VALID,
  OTHER_NAME,
  SELF_SIGNED,
  UNKNOWN_AUTHORITY,
} from '../../src/outbound/test-certificates.ts'
import {
  type Conduct,
  drips,
  floods,
  IN_TIME_MS,
  OK,
  type Scenario,
  says,
  saysAt,
  TOO_LATE_MS,
  WHOLE,
} from './scenario.ts'

const good: TlsOptions = { key: KEY, cert: GOOD }
const shown = (cert: string): TlsOptions => ({ key: KEY, cert })
const OLD_CIPHERS = 'DEFAULT@SECLEVEL=0'

const SECURED: readonly (readonly [title: string, word: Scenario['word'], tls: TlsOptions, serve: Conduct])[] = [
  ['a 200 over TLS', 'payable', good, says(WHOLE)],
  ['a 200 over TLS 1.2', 'payable', { ...good, maxVersion: 'TLSv1.2' }, says(WHOLE)],
  ['a 200 over TLS shortly before the deadline', 'payable', good, saysAt([IN_TIME_MS, WHOLE])],
  ['a 200 over TLS, torn off without a goodbye', 'payable', good, tearsOff(WHOLE)],
  ['a 204 over TLS', 'refused', good, says('HTTP/1.1 204 No Content\r\n\r\n')],
  ['a 200 over TLS after the deadline', 'unanswered', good, saysAt([TOO_LATE_MS, WHOLE])],
  ['a body over TLS, torn off', 'unanswered', good, tearsOff(`${OK}content-length: 100\r\n\r\nshort`)],
  ['headers over TLS without an end', 'unanswered', good, floods(OK, 'a: b\r\n')],
  ['a body over TLS without an end', 'unanswered', good, floods(`${OK}\r\n`, 'x')],
  ['a body dripped over TLS', 'unanswered', good, drips(`${OK}\r\n`, 'x', 5)],
  ['silence over TLS', 'unanswered', good, () => {}],
  ['a certificate that has expired', 'unanswered', shown(EXPIRED), says(WHOLE)],
  ['a certificate that is not valid yet', 'unanswered', shown(NOT_YET_VALID), says(WHOLE)],
  ['a certificate for another name', 'unanswered', shown(OTHER_NAME), says(WHOLE)],
  ['a self-signed certificate', 'unanswered', shown(SELF_SIGNED), says(WHOLE)],
  ['a certificate of an unknown authority', 'unanswered', shown(UNKNOWN_AUTHORITY), says(WHOLE)],
  [
    'TLS 1.0 at most',
    'unanswered',
    { ...good, minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: OLD_CIPHERS },
    says(WHOLE),
  ],
  [
    'TLS 1.1 at most',
    'unanswered',
    { ...good, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: OLD_CIPHERS },
    says(WHOLE),
  ],
  [
    'a cipher that nobody offers',
    'unanswered',
    { ...good, maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-CAMELLIA128-SHA256' },
    says(WHOLE),
  ],
  ['a wish for our certificate', 'unanswered', { ...good, requestCert: true, rejectUnauthorized: true }, says(WHOLE)],
  ['HTTP/2 alone', 'unanswered', { ...good, ALPNProtocols: ['h2'] }, says(WHOLE)],
]

/** Where TLS is expected and does not come about. */
const UNSECURED: readonly (readonly [title: string, serve: Conduct])[] = [
  ['plain HTTP on the port of TLS', says(WHOLE)],
  ['plain HTTP at once on the port of TLS', ({ socket }) => void socket.end(WHOLE)],
  ['a handshake that never begins', () => {}],
  ['a handshake of which nothing is read', ({ socket }) => void socket.pause()],
  ['a handshake that is dripped', ({ socket, every }) => every(20, () => socket.write('\x16'))],
  ['a handshake that ends at once', ({ socket }) => void socket.end()],
  ['a handshake that is hung up on', ({ socket }) => void socket.once('data', () => socket.end())],
  ['a handshake that is reset', ({ socket }) => void socket.once('data', () => socket.resetAndDestroy())],
  [
    'a handshake answered with an alert',
    ({ socket }) => void socket.once('data', () => socket.end(Buffer.from('15030300020228', 'hex'))),
  ],
  [
    'a handshake answered with garbage',
    ({ socket }) => void socket.once('data', () => socket.end(Buffer.alloc(5_000, 0xa5))),
  ],
  [
    'a handshake answered with records without an end',
    pours(Buffer.from(`1603034000${'02'.repeat(0x4000 - 1)}02`, 'hex')),
  ],
  ['a handshake answered with itself', ({ socket }) => void socket.pipe(socket)],
]

export const BAD_TLS: readonly Scenario[] = [
  ...SECURED.map(([title, word, tls, serve]): Scenario => ({ title, word, tls, serve })),
  ...UNSECURED.map(([title, serve]): Scenario => ({ title, word: 'unanswered', serve, calledAs: 'https' })),
  { title: 'TLS on the port of plain HTTP', word: 'unanswered', tls: good, serve: says(WHOLE), calledAs: 'http' },
]

/** Ends the connection below TLS a moment later, so that TLS itself never says that this is all. */
function tearsOff(answer: string): Conduct {
  return ({ socket, whenAsked, later }) =>
    whenAsked(() => socket.write(answer, () => later(50, () => socket.destroy())))
}

function pours(bytes: Buffer): Conduct {
  return ({ socket }) => {
    const pour = (): void => {
      while (!socket.destroyed && socket.write(bytes));
    }
    socket.on('drain', pour)
    socket.once('data', pour)
  }
}
