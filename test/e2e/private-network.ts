/**
 * A program for a network namespace of its own, which has no way out: a machine with receivers of merchants on loopback,
 * on a private address, on a metadata service's and on a link-local one. Gateways of every mode sell to all of them; what
 * each receiver heard is printed as one line of JSON. `private-network.test.ts` starts it.
 */
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { MerchantId } from '../../src/core/brand.ts'
import type { WebhookSecret } from '../../src/core/endpoint.ts'
import {
  channelOf,
  collectAsked,
  DIRECTORY,
  issueRequest,
  merchantNamed,
  tillNamed,
} from '../../src/gateway/test-gateway.ts'
import { createAddressGuard } from '../../src/outbound/address-guard.ts'
import { buildGateway, type GatewayParts } from '../../src/server/build-gateway.ts'
import { openSecrets, type Secrets } from '../../src/server/secrets.ts'
import { SYSTEM_CLOCKS } from '../../src/storage/clocks.ts'
import { createMemoryStorage } from '../../src/storage/memory/memory-storage.ts'
import type { Storage } from '../../src/storage/storage.ts'
import { startGateway } from './running-gateway.ts'

export const PLACES = {
  loopback: '127.0.0.1',
  private: '10.77.0.2',
  metadata: '169.254.169.254',
  linkLocal: '169.254.77.77',
} as const
export type Place = keyof typeof PLACES
/** The paths that each receiver was asked for; a connection without a request counts as one. */
export type Heard = Readonly<Record<Place, readonly string[]>>

export interface Report {
  readonly sandbox: Heard
  readonly production: Heard
  /** Production, when the operator has opened `RANGE_OPENED`. */
  readonly opened: Heard
}

export const RANGE_OPENED = '10.77.0.0/16'

if (import.meta.main) process.stdout.write(`${JSON.stringify(await playAll())}\n`)

async function playAll(): Promise<Report> {
  execFileSync('ip', ['link', 'set', 'lo', 'up'])
  for (const address of Object.values(PLACES).filter((each) => each !== PLACES.loopback)) {
    execFileSync('ip', ['address', 'add', `${address}/32`, 'dev', 'lo'])
  }
  const receivers = await openReceivers()
  const folder = mkdtempSync(join(tmpdir(), 'sunap-private-'))
  try {
    const secrets = openSecrets(join(folder, 'keys.json'), { mayMake: true })
    const sandbox = await sellInSandbox(receivers)
    const production = await sellInProduction(receivers, secrets, [])
    const opened = await sellInProduction(receivers, secrets, [RANGE_OPENED])
    return { sandbox, production, opened }
  } finally {
    receivers.close()
    rmSync(folder, { recursive: true })
  }
}

/** A whole gateway, as `npm start` starts it: over its own sockets where it takes the address at all. */
async function sellInSandbox(receivers: Receivers): Promise<Heard> {
  const gateway = await startGateway()
  try {
    for (const place of ['loopback', 'private'] as const) {
      const { confirmUrl, noticeUrl } = receivers.urls(place)
      const { payment, text } = await gateway.merchant.issue({ confirm_url: confirmUrl, notice_url: noticeUrl })
      const { code } = await gateway.till().collect(payment.barcode, 1000)
      if (code !== '0000') throw new Error(`${place}: not collected, ${code}, ${text}`)
    }
    for (const place of ['metadata', 'linkLocal'] as const) {
      const { confirmUrl, noticeUrl } = receivers.urls(place)
      for (const url of [{ confirm_url: confirmUrl }, { notice_url: noticeUrl }]) {
        const { status } = await gateway.merchant.issue(url)
        if (status !== 400) throw new Error(`${place}: issued with ${JSON.stringify(url)}`)
      }
    }
    const { parts, storage, practice } = gateway.running
    const { webhookSecrets = [] } = storage.directory.current().merchants.get(practice.merchantId) ?? {}
    await sellBehindTheDoor({ parts, storage }, receivers, webhookSecrets, ['metadata', 'linkLocal'])
    return receivers.takeAll()
  } finally {
    await gateway.stop()
  }
}

/** The rooms behind the listeners of a production gateway; plain http is let through, so that the address alone decides. */
async function sellInProduction(
  receivers: Receivers,
  secrets: Secrets,
  allowedRanges: readonly string[],
): Promise<Heard> {
  const storage = createMemoryStorage()
  await storage.directory.put(DIRECTORY)
  const faults: unknown[] = []
  const parts = buildGateway({
    storage,
    secrets,
    version: 'test',
    urlRules: { guard: createAddressGuard({ mode: 'production', allowedRanges }), plainHttpAllowed: true },
    publicUrl: 'https://pay.example',
    issuer: null,
    practice: false,
    payer: null,
    reportFault: (fault) => faults.push(fault),
  })
  await parts.start()
  const webhookSecrets = [{ sealed: secrets.seal(`whsec_${Buffer.alloc(32, 1).toString('base64')}`), until: null }]
  await sellBehindTheDoor({ parts, storage }, receivers, webhookSecrets, Object.keys(PLACES) as Place[])
  await parts.stop()
  await storage.close()
  if (faults.length > 0) throw new AggregateError(faults, 'the gateway met faults of its own')
  return receivers.takeAll()
}

/** Past the API, which would not take such an address: what was stored before a rule was made must not be called either. */
async function sellBehindTheDoor(
  { parts, storage }: { readonly parts: GatewayParts; readonly storage: Storage },
  receivers: Receivers,
  webhookSecrets: readonly WebhookSecret[],
  places: readonly Place[],
): Promise<void> {
  const merchant = 'mer_private' as MerchantId
  await storage.directory.put([
    { kind: 'merchant', entry: merchantNamed(merchant, { webhookSecrets }) },
    { kind: 'channel', entry: channelOf(merchant) },
  ])
  for (const [stan, place] of places.entries()) {
    const { confirmUrl, noticeUrl } = receivers.urls(place)
    for (const urls of [{ confirmUrl }, { confirmUrl: null, noticeUrls: [noticeUrl] }]) {
      const issued = await parts.gateway.issue(merchant, issueRequest({ merchant, ...urls }))
      if (!issued.ok) throw new Error(issued.rejection.name)
      const till = tillNamed(urls.confirmUrl === null ? '1' : '2')
      await parts.gateway.collect(till, collectAsked(SYSTEM_CLOCKS, issued.payment.number, { stan: String(stan) }))
    }
  }
  await parts.dispatcher.drain()
}

interface Receivers {
  urls(place: Place): { readonly confirmUrl: string; readonly noticeUrl: string }
  /** What was heard since the last time. */
  takeAll(): Heard
  close(): void
}

async function openReceivers(): Promise<Receivers> {
  const heard = {
    loopback: [] as string[],
    private: [] as string[],
    metadata: [] as string[],
    linkLocal: [] as string[],
  }
  const servers = Object.entries(PLACES).map(([name, address]) => {
    const place = name as Place
    const server = createServer((request, response) => {
      heard[place].push(request.url ?? '')
      request.resume().on('end', () => response.end())
    })
    if (place === 'metadata' || place === 'linkLocal') server.on('connection', () => heard[place].push('a connection'))
    return { server: server.listen(place === 'loopback' ? 3000 : 80, address) }
  })
  await Promise.all(servers.map(({ server }) => once(server, 'listening')))
  return {
    urls(place) {
      const base = `http://${PLACES[place]}${place === 'loopback' ? ':3000' : ''}`
      return { confirmUrl: `${base}/confirm`, noticeUrl: `${base}/notice` }
    },
    takeAll() {
      const taken = structuredClone(heard)
      for (const paths of Object.values(heard)) paths.length = 0
      return taken
    },
    close() {
      for (const { server } of servers) server.close().closeAllConnections()
    },
  }
}
