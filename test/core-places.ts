/** Where the tills of a story stand, as the operator set it. */
import type { NetworkId } from '../src/core/brand.ts'
import { type Network, type Outlet, openOutlet, plainNetwork } from '../src/core/network.ts'

export const NETWORK = 'house' as NetworkId
export const SHOP = { network: NETWORK, chain: 'hanbit', outlet: '0001' }

export class StoreSide {
  readonly networks: Map<NetworkId, Network>
  readonly outlets: Map<string, Outlet>

  constructor() {
    this.networks = new Map([NETWORK, 'other' as NetworkId].map((id, no) => [id, plainNetwork(id, `8${no + 1}00`)]))
    const shop = openOutlet({ network: NETWORK, id: SHOP.outlet, chain: SHOP.chain, name: 'Hanbit shop 1' })
    this.outlets = new Map([[`${NETWORK}/${SHOP.outlet}`, shop]])
  }

  setNetwork(settings: Partial<Network>): void {
    this.networks.set(NETWORK, { ...plainNetwork(NETWORK, '8100'), ...this.networks.get(NETWORK), ...settings })
  }

  setShop(settings: Partial<Outlet>): void {
    for (const [key, shop] of this.outlets) this.outlets.set(key, { ...shop, ...settings })
  }
}
