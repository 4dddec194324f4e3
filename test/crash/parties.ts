/** Who takes part in a run: the first process, the merchants with their server, the tills, and what customers carry. */
import { drawsFor } from './draws.ts'
import type { Sale } from './evidence.ts'
import { createGate, type Gate } from './gate.ts'
import { createGatewayHouse, type GatewayHouse } from './gateway-process.ts'
import type { MerchantLedger } from './merchant-actor.ts'
import { type MerchantStub, startMerchantStub } from './merchant-stub.ts'
import { createShelf, type Shelf, type Shown } from './shelf.ts'
import { addMerchant, addTerminals } from './shop-town.ts'
import { createLane, type Lane } from './till-lane.ts'
import { createTillWire } from './till-wire.ts'
import { createV1Client, type V1Client } from './v1-client.ts'

export interface Run {
  readonly seed: string
  readonly folder: string
  readonly house: GatewayHouse
  readonly gate: Gate
  readonly stub: MerchantStub
  readonly shelf: Shelf<Shown>
  readonly merchants: readonly RunMerchant[]
  readonly lanes: readonly Lane[]
  readonly complaints: string[]
  /** Nothing more is shown or brought back. */
  closeShop(): void
  /** Everybody who waits stops waiting, with this error. */
  breakOff(error: Error): void
}

export interface RunMerchant {
  readonly id: string
  readonly client: V1Client
  readonly ledger: MerchantLedger
  /** What was bought here and is brought back. */
  readonly returned: Shelf<Sale>
}

export interface Parties {
  readonly seed: string
  readonly tills: number
  /** Of the first process; undefined: no limit. */
  readonly fileBytesMax: number | undefined
}

const MERCHANTS = 2
const SHELF_ROOM = 24

/** The first process, and everybody who will call it or be called. */
export async function openRun(folder: string, { seed, tills, fileBytesMax }: Parties): Promise<Run> {
  const house = createGatewayHouse(folder)
  const stub = await startMerchantStub(drawsFor(seed, 'merchants server'))
  try {
    const gate = createGate()
    const shelf = createShelf<Shown>(SHELF_ROOM)
    const complaints: string[] = []
    const complain = (complaint: string): void => void complaints.push(complaint)
    const life = await house.start(fileBytesMax)
    gate.opened(life)
    const merchants: RunMerchant[] = []
    for (let no = 0; no < MERCHANTS; no += 1) {
      const { id, webhookSecret, ...pair } = await addMerchant(folder, `shop${no}`)
      stub.addMerchant(webhookSecret)
      const client = createV1Client({ gate, ...pair, complain })
      merchants.push({
        id,
        client,
        ledger: { sales: [], revoked: [], returns: [], orders: [] },
        returned: createShelf(Infinity),
      })
    }
    const lanes: Lane[] = []
    const bringBack = (sale: Sale): void => void merchants[sale.merchant]?.returned.put(sale)
    for (const terminal of await addTerminals(folder, life.network, tills)) {
      const wire = createTillWire({ terminal, gate, complain })
      const { reply } = await wire.insist((client) => client.echo({ stan: '0' }))
      if (!('business_date' in reply)) throw new Error(`no echo: ${JSON.stringify(reply)}`)
      const draws = drawsFor(seed, terminal.id)
      lanes.push(createLane({ wire, businessDate: reply.business_date, shelf, bringBack, draws, complain }))
    }
    const closeShop = (): void => {
      shelf.close()
      for (const { returned } of merchants) returned.close()
    }
    const breakOff = (error: Error): void => {
      gate.breakOff(error)
      closeShop()
    }
    return { seed, folder, house, gate, stub, shelf, merchants, lanes, complaints, closeShop, breakOff }
  } catch (error) {
    await Promise.all([house.close(), stub.close()])
    throw error
  }
}
