/** Every operation of the API is a method here: one that is new in docs/openapi.json fails this until it is offered. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { type Client, createClient } from './index.ts'

const UID = 'imp_073914820566'
const ID = 'ep_1'

/** By `operationId`: a call that makes this request. */
const OFFERED: Readonly<Record<string, (client: Client) => Promise<unknown>>> = {
  getToken: (client) => client.banks(),
  issueNumber: (client) => client.issue({ merchant_uid: 'order-1', amount: 1 }),
  issueInBulk: (client) => client.bulkIssue([{ merchant_uid: 'order-1', amount: 1 }]).next(),
  revokeNumber: (client) => client.revoke(UID),
  getPayment: (client) => client.find(UID, { include_sandbox: true }),
  findPaymentOfStatus: (client) => client.findByOrder('order-1', { status: 'paid' }),
  getBalance: (client) => client.balance(UID),
  cancelPayment: (client) => client.cancel({ imp_uid: UID }),
  listRefunds: (client) => client.refunds.list({ state: 'failed' }).next(),
  getRefund: (client) => client.refunds.find('rfd_1'),
  listNamedPayments: (client) => client.findMany({ imp_uid: [UID] }),
  listOrderPaymentsOfStatus: (client) => client.listOrder('order-1'),
  searchPaymentsOfStatus: (client) => client.list({ status: 'paid' }).next(),
  prepareAmount: (client) => client.prepare({ merchant_uid: 'order-1', amount: 1 }),
  changePreparedAmount: (client) => client.changePrepared({ merchant_uid: 'order-1', amount: 1 }),
  getPreparedAmount: (client) => client.findPrepared('order-1'),
  issueReceipt: (client) => client.issueReceipt(UID, { identifier: '010-1234-5678' }),
  getReceipt: (client) => client.findReceipt(UID),
  cancelReceipt: (client) => client.cancelReceipt(UID),
  issueExternalReceipt: (client) =>
    client.issueExternalReceipt('cash-1', { name: 'soup', amount: 1, identifier: '010-1234-5678' }),
  getExternalReceipt: (client) => client.findExternalReceipt('cash-1'),
  cancelExternalReceipt: (client) => client.cancelExternalReceipt('cash-1'),
  listChannels: (client) => client.channels(),
  listBanks: (client) => client.banks(),
  getBank: (client) => client.bank('004'),
  listCards: (client) => client.cards(),
  getCard: (client) => client.card('361'),
  amendPayment: (client) => client.amend(UID, { amount: 2 }),
  suspendPayment: (client) => client.suspend(UID),
  resumePayment: (client) => client.resume(UID),
  findPayments: (client) => client.search({ number: '8100' }).next(),
  readEvents: (client) => client.events().next(),
  listEndpoints: (client) => client.endpoints.list(),
  addEndpoint: (client) => client.endpoints.add({ url: 'https://shop.example' }),
  getEndpoint: (client) => client.endpoints.find(ID),
  changeEndpoint: (client) => client.endpoints.change(ID, { url: 'https://shop.example' }),
  removeEndpoint: (client) => client.endpoints.remove(ID),
  pauseEndpoint: (client) => client.endpoints.pause(ID),
  resumeEndpoint: (client) => client.endpoints.resume(ID),
  rotateEndpointSecret: (client) => client.endpoints.rotateSecret(ID),
  testEndpoint: (client) => client.endpoints.test(ID),
  listDeliveries: (client) => client.deliveries.list({ state: 'undelivered' }).next(),
  getDelivery: (client) => client.deliveries.find('dlv_1'),
  replayDelivery: (client) => client.deliveries.replay('dlv_1'),
  replayDeliveries: (client) => client.deliveries.replayMany({ ids: ['dlv_1'] }),
  getConfirmFigures: (client) => client.confirmFigures({ from: 1 }),
}

/** What the API has twice: with the status `all` the other operation says the same. */
const SAID_BY: Readonly<Record<string, string>> = {
  findPayment: 'findPaymentOfStatus',
  listOrderPayments: 'listOrderPaymentsOfStatus',
  searchPayments: 'searchPaymentsOfStatus',
}

/** Of no use: it only says that an order number is missing, and here an empty one is refused before. */
const NOT_OFFERED = ['listNoOrder']

const { paths } = JSON.parse(readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8'))

test('the client offers every operation of docs/openapi.json, with its method and its address', async () => {
  const operations = Object.entries<Record<string, { operationId: string }>>(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId }]) => ({ operationId, method: method.toUpperCase(), path })),
  )
  const known = [...Object.keys(OFFERED), ...Object.keys(SAID_BY), ...NOT_OFFERED]
  assert.deepEqual(known.sort(), operations.map(({ operationId }) => operationId).sort())
  for (const { operationId, method, path } of operations) {
    const asked = await requestsOf(OFFERED[operationId] ?? OFFERED[SAID_BY[operationId] ?? ''])
    if (operationId in SAID_BY || NOT_OFFERED.includes(operationId)) continue
    const address = new RegExp(`^${method} ${path.replaceAll(/\{\w+\}/g, '[^/?]+')}(\\?.*)?$`)
    assert.ok(
      asked.some((request) => address.test(request)),
      `${operationId}: ${asked}`,
    )
  }
})

/** What a call sends; nothing is answered but a token. */
async function requestsOf(call: ((client: Client) => Promise<unknown>) | undefined): Promise<readonly string[]> {
  const requests: string[] = []
  const client = createClient({
    url: 'http://gateway.example',
    impKey: 'key',
    impSecret: 'secret',
    async fetch(url, { method }) {
      requests.push(`${method} ${url.slice('http://gateway.example'.length)}`)
      const response = url.endsWith('/users/getToken') ? { access_token: 'token', now: 0, expired_at: 1800 } : {}
      return { status: 200, headers: { get: () => null }, text: async () => JSON.stringify({ code: 0, response }) }
    },
  })
  await call?.(client).catch(() => {})
  return requests
}
