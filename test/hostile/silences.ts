/**
 * Servers whose answer is none: they stall, break off, flood, redirect or talk another language. Whatever the first bytes
 * promise, nothing of it is a yes.
 */
import {
  CHUNKED,
  type Conduct,
  drips,
  floods,
  IN_TIME_MS,
  OK,
  type Scenario,
  says,
  saysAndResets,
  saysAndStays,
  saysAt,
  saysOfItself,
  TOO_LATE_MS,
  WHOLE,
} from './scenario.ts'

const GIGABYTE = 1_000_000_000

const redirect = (status: number) =>
  [
    `redirects to itself with ${status}`,
    saysOfItself((url) => `HTTP/1.1 ${status} Elsewhere\r\nlocation: ${url}\r\ncontent-length: 0\r\n\r\n`),
  ] as const
const fault = (status: number) =>
  [`answers ${status}`, says(`HTTP/1.1 ${status} X\r\ncontent-length: 0\r\n\r\n`)] as const

/** Each is `a server that ...`. */
const ROWS: readonly (readonly [title: string, serve: Conduct])[] = [
  // Redirects are answers to nothing, and nobody follows them.
  ...[300, 301, 302, 303, 305, 307, 308].map(redirect),
  [
    'redirects to a metadata service',
    says('HTTP/1.1 302 X\r\nlocation: http://169.254.169.254/\r\ncontent-length: 0\r\n\r\n'),
  ],
  ['redirects without saying where', says('HTTP/1.1 301 X\r\ncontent-length: 0\r\n\r\n')],
  ['answers 304 with a body', says('HTTP/1.1 304 Not Modified\r\ncontent-length: 2\r\n\r\nok')],
  ...[500, 502, 503, 504, 599, 600, 999].map(fault),

  // Interim answers are not answers.
  ['answers 100 Continue and then 200', says(`HTTP/1.1 100 Continue\r\n\r\n${WHOLE}`)],
  ['answers 100 Continue for ever', floods('', 'HTTP/1.1 100 Continue\r\n\r\n')],
  ['answers 102 for ever', floods('', 'HTTP/1.1 102 Processing\r\n\r\n')],
  ['answers 103 for ever', floods('', 'HTTP/1.1 103 Early Hints\r\n\r\n')],
  ['answers sixteen hints and no more', saysAndStays('HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(16))],
  ['answers seventeen hints and 200', says('HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(17) + WHOLE)],
  ['answers 101 and upgrades', saysAndStays('HTTP/1.1 101 X\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n')],
  ['answers 101 without an upgrade', says('HTTP/1.1 101 X\r\n\r\n')],

  // Too slow.
  ['accepts and says nothing', () => {}],
  ['accepts and never reads', ({ socket }) => void socket.pause()],
  ['drips its status line', drips('', `${OK}${'x: y\r\n'.repeat(99)}`)],
  ['drips its headers', drips(OK, `x: ${'y'.repeat(10_000)}`)],
  ['drips its body', drips(`${OK}content-length: 1000\r\n\r\n`, 'x')],
  ['drips its chunks', drips(CHUNKED, '1\r\nx\r\n', 5)],
  ['drips a body without an end', drips(`${OK}\r\n`, 'x', 5)],
  ['stops in its status line', saysAndStays('HTTP/1.1 20')],
  ['stops in its headers', saysAndStays(`${OK}content-len`)],
  ['stops in its body', saysAndStays(`${OK}content-length: 10\r\n\r\nhalf`)],
  ['stops before its last chunk', saysAndStays(`${CHUNKED}2\r\nok\r\n`)],
  ['stops in its trailers', saysAndStays(`${CHUNKED}2\r\nok\r\n0\r\nx: y`)],
  ['announces a body and sends none', saysAndStays(`${OK}content-length: 2\r\n\r\n`)],
  ['answers 200 just after the deadline', saysAt([TOO_LATE_MS, WHOLE])],
  ['answers 200 long after the deadline', saysAt([TOO_LATE_MS + 500, WHOLE])],
  [
    'sends its headers in time and its body too late',
    saysAt([IN_TIME_MS, `${OK}content-length: 2\r\n\r\n`], [TOO_LATE_MS, 'ok']),
  ],
  ['sends all but its last byte in time', saysAt([IN_TIME_MS, WHOLE.slice(0, -1)], [TOO_LATE_MS, 'k'])],

  // Too much.
  ['has a reason phrase without an end', floods('HTTP/1.1 200 ', 'very ')],
  ['sends empty lines without an end', floods('', '\r\n')],
  ['sends headers without an end', floods(OK, 'a: b\r\n')],
  ['sends a header name without an end', floods(OK, 'a')],
  ['sends a header without an end', floods(`${OK}a: `, 'b')],
  ['sends a chunk extension without an end', floods(`${CHUNKED}1;a=`, 'b')],
  ['sends chunks of one byte without an end', floods(CHUNKED, '1\r\nx\r\n')],
  ['sends one chunk of 1 GB', floods(`${CHUNKED}3b9aca00\r\n`, 'x')],
  ['sends trailers without an end', floods(`${CHUNKED}0\r\n`, 'a: b\r\n')],
  ['sends a body of 1 GB', floods(`${OK}content-length: ${GIGABYTE}\r\n\r\n`, 'x')],
  [
    'sends a compressed body of 1 GB',
    floods(`${OK}content-encoding: gzip\r\ncontent-length: ${GIGABYTE}\r\n\r\n`, '\x1f\x8b\x08'),
  ],
  ['sends a body without an end', floods(`${OK}\r\n`, 'x')],
  ['sends one byte more than 64 KiB', says(`${OK}content-length: 65537\r\n\r\n${'x'.repeat(65_537)}`)],
  ['sends 17 KiB of headers', says(`${OK}x: ${'y'.repeat(17_000)}\r\ncontent-length: 0\r\n\r\n`)],

  // Broken off.
  ['closes at once', ({ socket }) => void socket.end()],
  ['resets at once', ({ socket }) => void socket.resetAndDestroy()],
  ['closes when it was asked', says('')],
  ['resets when it was asked', ({ socket, whenAsked }) => whenAsked(() => socket.resetAndDestroy())],
  ['closes in its status line', says('HTTP/1.1 20')],
  ['resets in its status line', saysAndResets('HTTP/1.1 20')],
  ['closes in its headers', says(`${OK}content-length: 2\r\n`)],
  ['resets in its headers', saysAndResets(`${OK}content-length: 2\r\n`)],
  ['sends less than it announced and closes', says(`${OK}content-length: 100\r\n\r\nshort`)],
  ['sends less than it announced and resets', saysAndResets(`${OK}content-length: 100\r\n\r\nshort`)],
  ['closes in a chunk', says(`${CHUNKED}ff\r\nhello`)],
  ['closes before its last chunk', says(`${CHUNKED}2\r\nok\r\n`)],
  ['resets in a chunk', saysAndResets(`${CHUNKED}ff\r\nhello`)],
  ['resets in a body without a length', saysAndResets(`${OK}\r\nhello`)],
]

export const SILENCES: readonly Scenario[] = ROWS.map(([title, serve]) => ({
  title: `a server that ${title}`,
  serve,
  word: 'unanswered',
}))
