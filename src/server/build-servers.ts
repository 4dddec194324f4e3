/** The two listeners, not open yet: one for merchants, customers and health, one for tills alone. */
import { type FastifyInstance, fastify } from 'fastify'
import { merchantApi } from '../merchant/merchant-api.ts'
import { merchantServerOptions } from '../merchant/server-options.ts'
import { createBarcodePictures } from '../pay/barcode.ts'
import { registerPayPage } from '../pay/pay-page.ts'
import { registerReference } from '../pay/reference/reference-routes.ts'
import { createTillServer, type TillServerDeps } from '../pos/till-api.ts'
import { SYSTEM_CLOCKS } from '../storage/clocks.ts'
import { registerConsole } from './build-console.ts'
import { registerConsoleSite } from './console-site.ts'
import { faultLogger } from './fault-log.ts'
import { registerHealth } from './health.ts'
import { after } from './machine.ts'
import type { House, Mode, ModeFront } from './mode.ts'

export async function buildApiServer<Front extends ModeFront>(
  house: House,
  mode: Mode<Front>,
): Promise<{ readonly apiServer: FastifyInstance; readonly front: Front }> {
  const { storage, secrets, parts, tillLines, publicUrl } = house
  // Addresses hold page tokens and order numbers: no request is logged with its address.
  const app = fastify({ ...merchantServerOptions(), loggerInstance: faultLogger(house.reportFault) })
  registerHealth(app, { storage, after, tillLines })
  registerPayPage(app, { gateway: parts.gateway, pictures: createBarcodePictures(), practice: mode.practice })
  registerReference(app, { version: house.version, publicUrl, practice: mode.practice })
  const front = await mode.openFront(app, house)
  registerConsoleSite(app)
  await registerConsole(app, house, { practice: mode.practice, ...front })
  await app.register(merchantApi, {
    gateway: { ...parts.gateway, issue: front.issue },
    notices: parts.notices,
    tokens: storage.tokens,
    serverKey: secrets.serverKey,
    pepper: secrets.pepper,
    sandbox: mode.practice,
    publicUrl,
    checkUrl: parts.checkUrl,
  })
  return { apiServer: app, front }
}

export function buildPosServer(
  house: Pick<House, 'parts' | 'secrets' | 'reportFault'>,
  mode: Pick<Mode<ModeFront>, 'practice'>,
): FastifyInstance {
  return createTillServer(tillDeps(house, mode))
}

/** What every listener of tills needs. */
export function tillDeps(
  { parts, secrets, reportFault }: Pick<House, 'parts' | 'secrets' | 'reportFault'>,
  { practice }: Pick<Mode<ModeFront>, 'practice'>,
): TillServerDeps {
  return {
    gateway: parts.gateway,
    openSecret: secrets.open,
    mono: SYSTEM_CLOCKS.mono,
    after,
    practice,
    heard: parts.tillWatch.heard,
    reportFault,
  }
}
