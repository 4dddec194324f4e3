/**
 * The sandbox over plain HTTP, for test suites in any language: be the customer and the clerk with one request, let
 * days pass, begin anew. Without a key and only in sandbox mode; the guard keeps web pages out (request-guard.ts).
 */
import type { FastifyInstance } from 'fastify'
import { refuse, registerJsonScope } from './json-scope.ts'
import type { AllowedHosts } from './ports.ts'
import type { Steer, Steering } from './steering.ts'

export interface SandboxApiOptions {
  readonly steering: Steering
  readonly allowedHosts: AllowedHosts
}

/** Adds `/sandbox/pay`, `/sandbox/cancel`, `/sandbox/refund`, `/sandbox/expire`, `/sandbox/clock` and `/sandbox/reset`. */
export function registerSandboxApi(app: FastifyInstance, { steering, allowedHosts }: SandboxApiOptions): void {
  app.addHook('preClose', async () => steering.stop())

  registerJsonScope(app, { prefix: '/sandbox', allowedHosts }, (scope) => {
    // A receiver that hangs is waited for, and days are lived through: longer than a listener bears a silent socket.
    // Whoever listens for its time-out keeps it open.
    scope.addHook('preHandler', async (_request, reply) => {
      reply.raw.on('timeout', () => {})
    })
    const serve = (method: 'GET' | 'POST', url: string, steer: Steer): void => {
      scope.route({
        method,
        url,
        async handler(request, reply) {
          const answer = await steer(request.body)
          return answer.ok ? answer.value : refuse(reply, answer.refusal)
        },
      })
    }
    serve('POST', '/pay', steering.pay)
    serve('POST', '/cancel', steering.cancel)
    serve('POST', '/expire', steering.expire)
    serve('POST', '/refund', steering.refund)
    serve('GET', '/clock', steering.clock)
    serve('POST', '/clock', steering.moveClock)
    serve('POST', '/reset', steering.reset)
  })
}
