/** One request as bytes over a plain socket: no client library in between could tidy anything up. */
import { connect, type Socket } from 'node:net'

export interface RawReply<Response> {
  readonly status: number
  /** The head as it came, without the status line. */
  readonly head: string
  readonly code: number
  readonly message: string | null
  readonly response: Response
}

export interface RawRequest {
  /** `GET /payments/` */
  readonly line: string
  readonly headers: readonly string[]
  readonly body?: string
  /** The body in a segment of its own, as some clients write it. */
  readonly isBodyApart?: boolean
}

export async function exchange<Response>(port: number, request: RawRequest): Promise<RawReply<Response>> {
  const { line, headers, body = '', isBodyApart = false } = request
  const head = [`${line} HTTP/1.1`, `Host: 127.0.0.1:${port}`, ...headers, '', ''].join('\r\n')
  const socket = connect({ host: '127.0.0.1', port, noDelay: true })
  if (isBodyApart) {
    socket.write(head)
    await new Promise((resolve) => setImmediate(resolve))
    socket.write(body)
  } else socket.write(head + body)
  const text = await wholeReply(socket)
  const split = text.indexOf('\r\n\r\n')
  return {
    status: Number(text.split(' ')[1]),
    head: text.slice(text.indexOf('\r\n') + 2, split),
    ...JSON.parse(text.slice(split + 4)),
  }
}

/** As long as it says it is; a client that keeps its connection does not wait for an end. */
async function wholeReply(socket: Socket): Promise<string> {
  let bytes = Buffer.alloc(0)
  for await (const chunk of socket) {
    bytes = Buffer.concat([bytes, chunk])
    const split = bytes.indexOf('\r\n\r\n')
    const length = /^content-length: (\d+)\r$/im.exec(bytes.subarray(0, Math.max(0, split + 2)).toString())?.[1]
    if (length !== undefined && bytes.length >= split + 4 + Number(length)) break
  }
  socket.destroy()
  return bytes.toString()
}
