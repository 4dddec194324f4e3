/** A shop on Express: sells, is asked before a payment is made, and is told afterwards. */
import express, { type ErrorRequestHandler } from 'express'
import { verifyConfirm, verifyNotice, WebhookError } from 'sunap-sdk/webhooks'
import { hear, sell, stateOf, whyNot } from '../shop.ts'
import { secrets } from '../sunap.ts'

export const app = express()

app.post('/orders', express.json(), async (request, response) => {
  const { merchant_uid, pay_url, barcode } = await sell(request.body.amount)
  response.status(201).json({ merchant_uid, pay_url, barcode })
})

app.get('/orders/:id', (request, response) => {
  const state = stateOf(request.params.id)
  response.status(state ? 200 : 404).json(state ?? {})
})

// The signature covers the bytes as they came, so nothing may parse them before: no express.json() for the whole app.
const raw = express.raw({ type: () => true })

app.post('/sunap/confirm', raw, async (request, response) => {
  const { merchant_uid, amount } = await verifyConfirm(secrets, request.headers, request.body ?? '')
  const reason = whyNot(merchant_uid, amount)
  response.status(reason ? 409 : 200).json(reason ? { reason } : {})
})

app.post('/sunap/notice', raw, async (request, response) => {
  await hear(await verifyNotice(secrets, request.headers, request.body ?? ''))
  response.status(200).end()
})

const refuse: ErrorRequestHandler = (error, _request, response, next) => {
  if (error instanceof WebhookError) response.status(error.status).json({ message: error.message })
  else next(error)
}
app.use(refuse)
