/**
 * For tests only, a process of its own: opens so many lines to a listener, each from one of many addresses of this machine,
 * shows a till's secret on each, and says nothing more.
 */
import { connect, type Socket } from 'node:net'
import { requestFrame } from '../../sandbox/tcp-carry.ts'

export interface IdleTillsWanted {
  readonly lines: number
  readonly port: number
  readonly terminal: string
  readonly secret: string
}

const LINES_AT_ONCE = 100
const LINES_PER_ADDRESS = 100

const sockets: Socket[] = []

process.on('message', (wanted: IdleTillsWanted | 'one leaves') => {
  if (wanted === 'one leaves') sockets.pop()?.destroy()
  else void openAll(wanted)
})
process.on('disconnect', () => process.exit())

async function openAll(wanted: IdleTillsWanted): Promise<void> {
  const upTo = sockets.length + wanted.lines
  const next = async (): Promise<void> => {
    while (sockets.length < upTo) await openOne(wanted)
  }
  await Promise.all(Array.from({ length: LINES_AT_ONCE }, next))
  process.send?.('open')
}

function openOne({ port, terminal, secret }: IdleTillsWanted): Promise<void> {
  const nth = sockets.length
  const localAddress = `127.0.1.${1 + Math.floor(nth / LINES_PER_ADDRESS)}`
  const socket = connect({ host: '127.0.0.1', port, localAddress })
  sockets.push(socket)
  const sent_at = Math.floor(Date.now() / 1000)
  socket.write(requestFrame({ terminal, secret }, 'echo', { stan: String(nth), sent_at }))
  return new Promise((resolve, reject) => {
    socket.once('data', () => resolve())
    socket.once('error', reject)
    socket.once('close', () => reject(new Error(`line ${nth} was closed`)))
  })
}
