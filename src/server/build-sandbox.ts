/** The sandbox's share of the listener: its test API, the example seller, the pages on which clerk and seller are played. */
import { setTimeout as delay } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { createExampleMerchant, type ShopDesk } from '../sandbox/example-merchant.ts'
import { registerMagicConfirms } from '../sandbox/magic-values.ts'
import { registerShopPage } from '../sandbox/pages/shop-page.ts'
import { createTillDesks } from '../sandbox/pages/till-desk.ts'
import { registerTillPage } from '../sandbox/pages/till-page.ts'
import { registerSandboxApi } from '../sandbox/sandbox-api.ts'
import { createSteering, type Steering } from '../sandbox/steering.ts'
import { type SandboxPortsOptions, sandboxPorts } from './sandbox-ports.ts'

export interface SandboxOptions extends Omit<SandboxPortsOptions, 'reset'> {
  readonly apiUrl: string
  readonly allowedHosts: readonly string[]
}

export interface Sandbox {
  readonly steering: Steering
  readonly seller: ShopDesk
}

export function registerSandbox(app: FastifyInstance, options: SandboxOptions): Sandbox {
  const { storage, practice, apiUrl, allowedHosts } = options
  const { impKey, impSecret, webhookSecret } = practice
  const shop = createExampleMerchant({ apiUrl: () => apiUrl, impKey, impSecret, webhookSecret, allowedHosts })
  const ports = sandboxPorts({
    ...options,
    async reset() {
      await storage.forgetPayments()
      shop.forget()
      desks.forget()
    },
  })
  const desks = createTillDesks({ terminals: practice.terminals, posUrl: ports.posUrl, pause: (ms) => delay(ms) })
  registerMagicConfirms(app)
  shop.register(app)
  registerTillPage(app, { desks, allowedHosts })
  registerShopPage(app, { desk: shop.desk, clock: ports.clock, allowedHosts })
  const steering = createSteering(ports)
  registerSandboxApi(app, { steering, allowedHosts })
  return { steering, seller: shop.desk }
}
