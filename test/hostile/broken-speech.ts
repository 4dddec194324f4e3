/** Servers that do not speak HTTP as it is written, mostly so that two readers would understand two different answers. */
import { CHUNKED, OK, type Scenario, says, saysAndStays } from './scenario.ts'

const LENGTH = 'content-length: 2\r\n'
const BODY = '\r\nok'

const LENGTHS: readonly (readonly [title: string, answer: string])[] = [
  ['two lengths that differ', `${OK}content-length: 2\r\ncontent-length: 5\r\n\r\nokxyz`],
  ['two lengths that agree', `${OK}${LENGTH}${LENGTH}${BODY}`],
  ['two lengths in one line', `${OK}content-length: 2, 2\r\n${BODY}`],
  ['a length and then chunks', `${OK}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`],
  ['chunks and then a length', `${OK}transfer-encoding: chunked\r\ncontent-length: 5\r\n\r\n0\r\n\r\n`],
  ['a negative length', `${OK}content-length: -1\r\n${BODY}`],
  ['a length with a sign', `${OK}content-length: +2\r\n${BODY}`],
  ['a length in hexadecimal', `${OK}content-length: 0x2\r\n${BODY}`],
  ['a length in two words', `${OK}content-length: 2 2\r\n${BODY}`],
  ['a length that is a word', `${OK}content-length: two\r\n${BODY}`],
  ['a length beyond counting', `${OK}content-length: 18446744073709551618\r\n${BODY}`],
  ['a space before the colon of its length', `${OK}content-length : 2\r\n${BODY}`],
]

const CHUNKS: readonly (readonly [title: string, answer: string])[] = [
  ['a chunk size beyond counting', `${CHUNKED}10000000000000002\r\nok\r\n0\r\n\r\n`],
  ['a negative chunk size', `${CHUNKED}-2\r\nok\r\n0\r\n\r\n`],
  ['a chunk size with a sign', `${CHUNKED}+2\r\nok\r\n0\r\n\r\n`],
  ['a chunk size with 0x', `${CHUNKED}0x2\r\nok\r\n0\r\n\r\n`],
  ['a chunk size that is no number', `${CHUNKED}zz\r\nok\r\n0\r\n\r\n`],
  ['no chunk size at all', `${CHUNKED}\r\nok\r\n0\r\n\r\n`],
  ['a chunk longer than its size', `${CHUNKED}1\r\nok\r\n0\r\n\r\n`],
  ['line feeds between its chunks', `${CHUNKED}2\nok\n0\n\n`],
  ['a NUL in a chunk size', `${CHUNKED}2\0\r\nok\r\n0\r\n\r\n`],
]

const LINES: readonly (readonly [title: string, answer: string])[] = [
  ['line feeds for line ends', `HTTP/1.1 200 OK\n${LENGTH.replace('\r', '')}\nok`],
  ['carriage returns for line ends', 'HTTP/1.1 200 OK\rcontent-length: 2\r\rok'],
  ['a carriage return in a header', `${OK}x: a\rb\r\n${LENGTH}${BODY}`],
  ['a folded header', `${OK}x: a\r\n b\r\n${LENGTH}${BODY}`],
  ['a folded length', `${OK}content-length:\r\n 2\r\n${BODY}`],
  ['a first header that begins with a space', `${OK} x: a\r\n${LENGTH}${BODY}`],
  ['a NUL in a header', `${OK}x: a\0b\r\n${LENGTH}${BODY}`],
  ['a NUL in a header name', `${OK}x\0: a\r\n${LENGTH}${BODY}`],
  ['a NUL in its status line', `HTTP/1.1 200\0OK\r\n${LENGTH}${BODY}`],
  ['an escape in a header name', `${OK}\x1b[2J: a\r\n${LENGTH}${BODY}`],
  ['a header without a colon', `${OK}x\r\n${LENGTH}${BODY}`],
  ['a header without a name', `${OK}: a\r\n${LENGTH}${BODY}`],
  ['a space in a header name', `${OK}content length: 2\r\n${BODY}`],
  ['a status of two digits', `HTTP/1.1 20 OK\r\n${LENGTH}${BODY}`],
  ['a status of four digits', `HTTP/1.1 2000 OK\r\n${LENGTH}${BODY}`],
  ['a status below 100', `HTTP/1.1 020 OK\r\n${LENGTH}${BODY}`],
  ['a negative status', `HTTP/1.1 -200 OK\r\n${LENGTH}${BODY}`],
  ['a status with letters', `HTTP/1.1 2OO OK\r\n${LENGTH}${BODY}`],
  ['no status', `HTTP/1.1 OK\r\n${LENGTH}${BODY}`],
]

const LANGUAGES: readonly (readonly [title: string, answer: string])[] = [
  ['a page of HTTP/0.9', '<html>200 OK</html>'],
  ['HTTP in small letters', `http/1.1 200 OK\r\n${LENGTH}${BODY}`],
  ['HTTP/1.2', `HTTP/1.2 200 OK\r\n${LENGTH}${BODY}`],
  ['HTTP/3', `HTTP/3 200\r\n${LENGTH}${BODY}`],
  ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['frames of HTTP/2', '\0\0\x06\x04\0\0\0\0\0\0\x03\0\0\0\x64'],
  ['a request', `POST / HTTP/1.1\r\nhost: 127.0.0.1\r\n${LENGTH}${BODY}`],
  ['a radio', `ICY 200 OK\r\n${LENGTH}${BODY}`],
  ['SSH', 'SSH-2.0-OpenSSH_9.2p1\r\n'],
  ['mail', '220 mail.shop.example ESMTP\r\n'],
  ['Redis', '-ERR unknown command\r\n'],
  ['an alert of TLS', '\x15\x03\x03\0\x02\x02\x28'],
  ['nothing but zeros', '\0'.repeat(2_000)],
]

export const BROKEN_SPEECH: readonly Scenario[] = [
  ...[...LENGTHS, ...CHUNKS, ...LINES].map(([title, answer]) => spoken(`a server with ${title}`, answer)),
  ...LANGUAGES.map(([title, answer]) => spoken(`a server that speaks ${title}`, answer)),
  {
    title: 'a server that speaks another language and then waits',
    word: 'unanswered',
    serve: saysAndStays('SSH-2.0-OpenSSH_9.2p1\r\n'),
  },
]

function spoken(title: string, answer: string): Scenario {
  return { title, word: 'unanswered', serve: says(Buffer.from(answer, 'latin1')) }
}
