/**
 * `npm run pg-simulator`: a practice PG for the reference connector, a process of its own. It is told what to do by lines on
 * its standard input, and tells what happens by lines of JSON. The company and its numbers are invented.
 */
import type { AddressInfo, Server } from 'node:net'
import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { aesGcm, PLAIN } from '../channels/framed/cipher.ts'
import { openPgBooks } from './pg-books.ts'
import type { GatewayPlace } from './pg-caller.ts'
import { openPgDesk } from './pg-desk.ts'
import { createPgServer, type PgContract } from './pg-server.ts'

const USAGE = `npm run pg-simulator -- --contract MID:KEY [--contract ...] [--port 9100] [--backup-port 9101] [--gateway 127.0.0.1:8083]
  KEY: 64 hex digits, or none. A port of 0 is any free one.`

const HOST = '127.0.0.1'
const BACKLOG = 128
/** Of one who stalls: handshakes that nobody accepts wait in here, the rest get none. */
const STALLED_BACKLOG = 1

const { values } = parseArgs({
  options: {
    contract: { type: 'string', multiple: true, default: [] },
    port: { type: 'string', default: '9100' },
    'backup-port': { type: 'string', default: '9101' },
    gateway: { type: 'string', default: '127.0.0.1:8083' },
  },
})
const contracts = values.contract.map(readContract)
if (contracts.length === 0) {
  console.error(USAGE)
  process.exit(2)
}

const tell = (event: Readonly<Record<string, unknown>>): void => console.log(JSON.stringify(event))
const desk = openPgDesk({
  contracts,
  gateway: readPlace(values.gateway),
  tell,
  closeMain: () => new Promise<void>((resolve) => main.close(() => resolve())),
  async openMain() {
    await listen(main, mainPort)
  },
  async stall(ms) {
    await new Promise<void>((resolve) => main.close(() => resolve()))
    await listen(main, mainPort, STALLED_BACKLOG)
    // These fill the backlog, so that a further connection gets no handshake while nobody accepts. They dial in the next tick.
    for (let count = 0; count <= STALLED_BACKLOG + 1; count += 1)
      connect(mainPort, HOST)
        .on('error', () => {})
        .unref()
    await new Promise<void>((resolve) => process.nextTick(resolve))
    tell({ event: 'stall' })
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
  },
})
const main = createPgServer('main', { contracts, nextFault: desk.nextFault, tell })
const backup = createPgServer('backup', { contracts, nextFault: desk.nextFault, tell })
const mainPort = await listen(main, Number(values.port))
const backupPort = await listen(backup, Number(values['backup-port']))
tell({ event: 'ready', port: mainPort, backup_port: backupPort })

for await (const line of createInterface({ input: process.stdin })) await desk.carryOut(line)
process.exit(0)

function listen(server: Server, port: number, backlog = BACKLOG): Promise<number> {
  return new Promise((resolve, reject) => {
    server
      .once('error', reject)
      .listen({ port, host: HOST, backlog }, () => resolve((server.address() as AddressInfo).port))
  })
}

function readContract(text: string): PgContract {
  const [mid = '', key = ''] = text.split(':')
  return { mid, cipher: key === 'none' ? PLAIN : aesGcm(Buffer.from(key, 'hex')), books: openPgBooks() }
}

function readPlace(text: string): GatewayPlace {
  const [host = HOST, port = ''] = text.split(':')
  return { host, port: Number(port) }
}
