/** Joins the console's API to the house: what it keeps, what it asks of the other rooms, and who may ask it. */
import type { FastifyInstance } from 'fastify'
import { ADMIN_API_PREFIX, adminApi } from '../admin/admin-api.ts'
import { createPasswords } from '../admin/passwords.ts'
import type { AdminDeps, RunVerb } from '../admin/ports.ts'
import { createThrottle } from '../admin/throttle.ts'
import { keyedRoutes } from '../merchant/merchant-api.ts'
import { presentPayment } from '../merchant/present.ts'
import { presentEvent } from '../merchant/present-moment.ts'
import { runVerb } from './directory-verbs.ts'
import { after, random } from './machine.ts'
import { createRelay } from './merchant-relay.ts'
import type { House, Mode, ModeFront } from './mode.ts'
import type { VerbDeps } from './verb-options.ts'

/** `issue`: what the merchant's API does with the mode's help. */
export async function registerConsole(
  app: FastifyInstance,
  house: House,
  { practice, issue, steering }: Pick<Mode<ModeFront>, 'practice'> & Pick<ModeFront, 'issue' | 'steering'>,
): Promise<void> {
  const { config, version, storage, secrets, parts, publicUrl } = house
  const { gateway, notices, checkUrl } = parts
  const relayed = { gateway: { ...gateway, issue }, notices, publicUrl, checkUrl }
  const deps: AdminDeps = {
    keeper: storage.console,
    gateway,
    relay: createRelay(keyedRoutes(relayed)),
    runVerb: verbRunner(house.verbDeps),
    show: { payment: (view) => presentPayment(view, publicUrl), moment: presentEvent },
    onChange: (listener) =>
      storage.onCommitted(({ payments }) => {
        if (payments.length > 0) listener(new Set(payments.map(({ merchantId }) => merchantId)))
      }),
    random,
    after,
    passwords: createPasswords(random),
    throttle: createThrottle(gateway.wall),
    seal: secrets.seal,
    open: secrets.open,
    serverKey: secrets.serverKey,
    publicUrl,
    allowedHosts: [config.host],
    practice,
    steering,
    version,
    language: config.language,
  }
  await app.register(adminApi, { ...deps, prefix: ADMIN_API_PREFIX })
}

function verbRunner(deps: VerbDeps): RunVerb {
  return async (verb, options) => {
    const answer = await runVerb({ verb, options }, deps)
    if (!answer.ok) return { ok: false, words: answer.words }
    return { ok: true, rows: Array.isArray(answer.shown) ? answer.shown : [answer.shown] }
  }
}
