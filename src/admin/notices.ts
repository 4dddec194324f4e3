/** Notices and endpoints: the merchant's own routes, for people of that merchant. */
import type { AdminDeps, MerchantHandler } from './ports.ts'
import { relayTo } from './relayed.ts'

const ROUTES = {
  deliveries: 'GET /api/deliveries',
  delivery: 'GET /api/deliveries/:id',
  replayDelivery: 'POST /api/deliveries/:id/replay',
  replayNamed: 'POST /api/deliveries/replay',
  replayRange: 'POST /api/deliveries/replay',
  endpoints: 'GET /api/endpoints',
  addEndpoint: 'POST /api/endpoints',
  changeEndpoint: 'PATCH /api/endpoints/:id',
  removeEndpoint: 'DELETE /api/endpoints/:id',
  pauseEndpoint: 'POST /api/endpoints/:id/pause',
  resumeEndpoint: 'POST /api/endpoints/:id/resume',
  rotateEndpointSecret: 'POST /api/endpoints/:id/rotate-secret',
  testEndpoint: 'POST /api/endpoints/:id/test',
} as const

type Name = keyof typeof ROUTES

export function noticeHandlers(deps: Pick<AdminDeps, 'relay'>): Record<Name, MerchantHandler> {
  const entries = Object.entries(ROUTES).map(([name, route]) => [name, relayTo(deps, route)])
  return Object.fromEntries(entries) as Record<Name, MerchantHandler>
}
