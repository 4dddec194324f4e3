/** A shop on Fastify: sells, is asked before a payment is made, and is told afterwards. */
import fastify from 'fastify'
import { verifyConfirm, verifyNotice, WebhookError } from 'sunap-sdk/webhooks'
import { hear, sell, stateOf, whyNot } from '../shop.ts'
import { secrets } from '../sunap.ts'

export const app = fastify()

app.setErrorHandler((error, _request, reply) => {
  if (error instanceof WebhookError) return reply.code(error.status).send({ message: error.message })
  throw error
})

app.post<{ Body: { amount: number } }>('/orders', async (request, reply) => {
  const { merchant_uid, pay_url, barcode } = await sell(request.body.amount)
  return reply.code(201).send({ merchant_uid, pay_url, barcode })
})

app.get<{ Params: { id: string } }>('/orders/:id', async (request, reply) => {
  const state = stateOf(request.params.id)
  return reply.code(state ? 200 : 404).send(state ?? {})
})

// The signature covers the bytes as they came: a scope of its own, in which nothing parses them.
app.register(async (scope) => {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))

  scope.post<{ Body?: Buffer }>('/sunap/confirm', async (request, reply) => {
    const { merchant_uid, amount } = await verifyConfirm(secrets, request.headers, request.body ?? '')
    const reason = whyNot(merchant_uid, amount)
    return reply.code(reason ? 409 : 200).send(reason ? { reason } : {})
  })

  scope.post<{ Body?: Buffer }>('/sunap/notice', async (request, reply) => {
    await hear(await verifyNotice(secrets, request.headers, request.body ?? ''))
    return reply.code(200).send()
  })
})
