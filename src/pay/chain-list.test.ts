import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { NetworkId } from '../core/brand.ts'
import { openOutlet } from '../core/network.ts'
import type { Gateway } from '../gateway/gateway.ts'
import { createChainList } from './chain-list.ts'

type Directory = ReturnType<Gateway['directory']>

test('a network’s chains are listed once each, and anew when the operator has changed the list of shops', () => {
  let current = directoryOf(['house/한빛편의점', 'other/바다마트', 'house/나루24', 'house/한빛편의점'])
  const chainsOf = createChainList(() => current)
  assert.deepEqual(chainsOf('house' as NetworkId), ['한빛편의점', '나루24'])
  assert.deepEqual(chainsOf('other' as NetworkId), ['바다마트'])
  assert.deepEqual(chainsOf('third' as NetworkId), [])
  current = directoryOf(['house/나루24'])
  assert.deepEqual(chainsOf('house' as NetworkId), ['나루24'])
})

function directoryOf(shops: readonly string[]): Directory {
  const outlets = shops.map((shop, index) => {
    const [network = '', chain = ''] = shop.split('/')
    return [
      String(index),
      openOutlet({ network: network as NetworkId, id: String(index), chain, name: chain }),
    ] as const
  })
  return {
    merchants: new Map(),
    endpoints: new Map(),
    channels: [],
    networks: new Map(),
    outlets: new Map(outlets),
    tills: new Map(),
    apiKeys: new Map(),
    connectors: new Map(),
    keyProof: null,
  }
}
