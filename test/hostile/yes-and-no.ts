/** Servers that give an answer, however strangely: a complete 200 in time is a yes, and other statuses that answer are a no. */
import { gzipSync } from 'node:zlib'
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
  WHOLE,
} from './scenario.ts'

const HINT = 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n'
const BOMB = gzipSync(Buffer.alloc(20_000_000))

const YES: readonly (readonly [title: string, serve: Conduct])[] = [
  ['a plain 200', says(WHOLE)],
  ['a 200 without a word', says(`${OK}content-length: 0\r\n\r\n`)],
  ['a 200 on a connection that then stays open', saysAndStays(WHOLE)],
  ['a 200 that offers to keep the connection', saysAndStays(WHOLE.replace('\r\n', '\r\nconnection: keep-alive\r\n'))],
  ['a 200 and, a moment later, a reset', saysAndResets(WHOLE)],
  ['a 200 in chunks', says(`${CHUNKED}2\r\nok\r\n0\r\n\r\n`)],
  ['a 200 in chunks with extensions', says(`${CHUNKED}2;a=b;c="d"\r\nok\r\n0;last\r\n\r\n`)],
  ['a 200 in chunks with a trailer', says(`${CHUNKED}2\r\nok\r\n0\r\nx-sum: 1\r\n\r\n`)],
  ['a 200 whose end is the end of the connection', says(`${OK}\r\nok`)],
  ['a 200 of HTTP/1.0', says('HTTP/1.0 200 OK\r\n\r\nok')],
  ['a 200 without a reason phrase', says('HTTP/1.1 200\r\ncontent-length: 0\r\n\r\n')],
  ['a 200 with another reason', says('HTTP/1.1 200 Certainly Not\r\ncontent-length: 0\r\n\r\n')],
  ['a 200 behind sixteen early hints', says(HINT.repeat(16) + WHOLE)],
  ['a 200 with more body than it announced', says(`${WHOLE} and more of it`)],
  ['a 200 followed by a 500', says(`${WHOLE}HTTP/1.1 500 No\r\ncontent-length: 0\r\n\r\n`)],
  ['a 200 whose body says no', says(`${OK}content-length: 21\r\n\r\n{"reason":"sold out"}`)],
  [
    'a 200 with a compressed bomb',
    says(Buffer.concat([Buffer.from(`${OK}content-encoding: gzip\r\ncontent-length: ${BOMB.length}\r\n\r\n`), BOMB])),
  ],
  ['a 200 with 64 KiB of body', says(`${OK}content-length: 65536\r\n\r\n${'x'.repeat(65_536)}`)],
  ['a 200 with 15 KiB of headers', says(`${OK}${'x-filler: 0123456789\r\n'.repeat(800)}content-length: 0\r\n\r\n`)],
  ['a 200 with __proto__ among its headers', says(`${OK}__proto__: x\r\nconstructor: y\r\ncontent-length: 0\r\n\r\n`)],
  [
    'a 200 with bytes beyond ASCII in a header',
    says(Buffer.from(`${OK}x: \xe9\xff\r\ncontent-length: 0\r\n\r\n`, 'latin1')),
  ],
  ['a 200 that speaks of an upgrade', says(`${OK}connection: upgrade\r\nupgrade: h2c\r\ncontent-length: 0\r\n\r\n`)],
  [
    'a 200 that sends the caller elsewhere',
    says(`${OK}location: http://127.0.0.1:1/\r\nrefresh: 0\r\ncontent-length: 0\r\n\r\n`),
  ],
  ['a 200 before the request was read', ({ socket }) => void socket.end(WHOLE)],
  ['a 200 from a server that never reads', ({ socket }) => void socket.pause().write(WHOLE)],
  ['a 200 letter by letter', drips('', WHOLE, 2)],
  ['a 200 shortly before the deadline', saysAt([IN_TIME_MS, WHOLE])],
  [
    'a 200 in three parts, the last shortly before the deadline',
    saysAt([IN_TIME_MS - 200, OK], [IN_TIME_MS - 100, 'content-length: 2\r\n\r\n'], [IN_TIME_MS, 'ok']),
  ],
]

const NO: readonly (readonly [title: string, serve: Conduct])[] = [
  ['201', says('HTTP/1.1 201 Created\r\ncontent-length: 0\r\n\r\n')],
  ['202', says('HTTP/1.1 202 Accepted\r\ncontent-length: 0\r\n\r\n')],
  ['204', says('HTTP/1.1 204 No Content\r\n\r\n')],
  ['204 with a body all the same', says('HTTP/1.1 204 No Content\r\ncontent-length: 2\r\n\r\nok')],
  ['205 with a body', says('HTTP/1.1 205 Reset Content\r\ncontent-length: 2\r\n\r\nok')],
  [
    '206, a part of a yes',
    says('HTTP/1.1 206 Partial Content\r\ncontent-range: bytes 0-1/9\r\ncontent-length: 2\r\n\r\nok'),
  ],
  ['207', says('HTTP/1.1 207 Multi-Status\r\ncontent-length: 0\r\n\r\n')],
  ['299', says('HTTP/1.1 299 Nearly\r\ncontent-length: 0\r\n\r\n')],
  ['400 with a page', says('HTTP/1.1 400 Bad\r\ncontent-type: text/html\r\n\r\n<html>no</html>')],
  ['401 with a challenge', says('HTTP/1.1 401 No\r\nwww-authenticate: Basic realm="x"\r\ncontent-length: 0\r\n\r\n')],
  ['404', says('HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n')],
  ['407, as a proxy would', says('HTTP/1.1 407 No\r\nproxy-authenticate: Basic\r\ncontent-length: 0\r\n\r\n')],
  ['409 with a reason', says('HTTP/1.1 409 No\r\ncontent-length: 21\r\n\r\n{"reason":"sold out"}')],
  ['409 that breaks off', saysAndResets('HTTP/1.1 409 No\r\ncontent-length: 100\r\n\r\n{"reason":"sold')],
  ['413 before the request was read', ({ socket }) => void socket.end('HTTP/1.1 413 No\r\ncontent-length: 0\r\n\r\n')],
  ['421', says('HTTP/1.1 421 Misdirected\r\ncontent-length: 0\r\n\r\n')],
  ['429 for an hour', says('HTTP/1.1 429 Slow\r\nretry-after: 3600\r\ncontent-length: 0\r\n\r\n')],
  ['a 404 without an end', floods('HTTP/1.1 404 Not Found\r\n\r\n', 'x')],
  ['499', says('HTTP/1.1 499 No\r\ncontent-length: 0\r\n\r\n')],
]

export const YES_AND_NO: readonly Scenario[] = [
  ...YES.map(([title, serve]): Scenario => ({ title, serve, word: 'payable' })),
  ...NO.map(([title, serve]): Scenario => ({ title, serve, word: 'refused' })),
]
