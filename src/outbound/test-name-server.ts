/** For tests only: a name server on 127.0.0.1, over UDP, that answers as the test says. */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import type { TestContext } from 'node:test'

export const A = 1
export const AAAA = 28

/** The addresses of a question as raw bytes; `silent` never answers, `unknown` says that there is no such name. */
export type Answerer = (name: string, type: number) => readonly (readonly number[])[] | 'silent' | 'unknown'

/** Returns its `address:port`. Closed when the test ends. */
export async function openNameServer(t: TestContext, answer: Answerer): Promise<string> {
  const socket = createSocket('udp4')
  socket.on('message', (query, from) => {
    const { name, type, end } = questionOf(query)
    const found = answer(name, type)
    if (found === 'silent') return
    const records = found === 'unknown' ? [] : found
    const head = Buffer.from(query.subarray(0, 12))
    head.writeUInt16BE(found === 'unknown' ? 0x8183 : 0x8180, 2)
    head.writeUInt16BE(1, 4)
    head.writeUInt16BE(records.length, 6)
    head.writeUInt32BE(0, 8)
    const answers = records.map((bytes) =>
      Buffer.from([0xc0, 12, 0, type, 0, 1, 0, 0, 0, 0, 0, bytes.length, ...bytes]),
    )
    socket.send(Buffer.concat([head, query.subarray(12, end), ...answers]), from.port, from.address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  t.after(() => socket.close())
  return `127.0.0.1:${socket.address().port}`
}

function questionOf(query: Buffer): { readonly name: string; readonly type: number; readonly end: number } {
  const labels: string[] = []
  let at = 12
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 }
}
