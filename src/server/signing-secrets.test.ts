/** A node that is a moment behind must not take another node's new endpoint for one that is gone. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { EndpointId, MerchantId, WallTime } from '../core/brand.ts'
import type { Endpoint } from '../core/endpoint.ts'
import { EMPTY_DIRECTORY } from '../storage/directory.ts'
import type { Directory } from '../storage/storage.ts'
import type { Secrets } from './secrets.ts'
import { noticeSecrets } from './signing-secrets.ts'

const MERCHANT = 'mer_a' as MerchantId
const ENDPOINT = 'ep_1' as EndpointId
const endpoint: Endpoint = {
  id: ENDPOINT,
  merchantId: MERCHANT,
  url: 'https://shop.example/hook',
  description: '',
  format: 'modern',
  hears: null,
  secrets: [{ sealed: 'sealed one', until: null }],
}
const withEndpoint: Directory = { ...EMPTY_DIRECTORY, endpoints: new Map([[MERCHANT, [endpoint]]]) }

/** `latest` counts how often it was asked. */
function nodeThatKnows(current: Directory, latest: Directory) {
  let looks = 0
  const directory = {
    current: () => current,
    async latest() {
      looks += 1
      return latest
    },
    put: () => assert.fail('nothing is set'),
  }
  const clock = { wall: () => 0 as WallTime, now: () => assert.fail(), advance: () => assert.fail() }
  const secrets = { open: (sealed: string) => sealed.replace('sealed ', 'whsec_') } as Secrets
  const secretsOf = noticeSecrets({ directory, clock }, secrets)
  return { secretsOf: () => secretsOf({ merchantId: MERCHANT, endpoint: ENDPOINT }), looks: () => looks }
}

test('an endpoint this node knows signs without a look at storage', async () => {
  const { secretsOf, looks } = nodeThatKnows(withEndpoint, EMPTY_DIRECTORY)
  assert.deepEqual(await secretsOf(), ['whsec_one'])
  assert.equal(looks(), 0)
})

test('one that another node has just registered is looked up before its notice is given up', async () => {
  const { secretsOf, looks } = nodeThatKnows(EMPTY_DIRECTORY, withEndpoint)
  assert.deepEqual(await secretsOf(), ['whsec_one'])
  assert.equal(looks(), 1)
})

test('one that nobody knows any more is gone', async () => {
  assert.equal(await nodeThatKnows(EMPTY_DIRECTORY, EMPTY_DIRECTORY).secretsOf(), undefined)
})
