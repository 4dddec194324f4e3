/** Answers of the merchant's own routes, as the console gives them on. */
import { type Answer, success } from './answer.ts'
import type { AdminDeps, Asked, MerchantHandler, Relayed } from './ports.ts'

/** What a merchant's route refuses, in its own words. */
export function relayRefusal({ status, message, field }: Extract<Relayed, { ok: false }>): Answer {
  // V1 refuses with 200; to a browser's code that would be a yes.
  const code = status === 404 ? 'not_found' : status === 400 ? 'bad_field' : 'refused'
  const at = field === undefined ? {} : { field }
  return { kind: 'refusal', status: status < 400 ? 409 : status, code, message, ...at }
}

/** Hands a route on as it came: the same path names, query and body. */
export function relayTo({ relay }: Pick<AdminDeps, 'relay'>, route: string): MerchantHandler {
  return async ({ path, query, body }: Asked, _caller, { id }) => {
    const done = await relay(id, route, { path, query, body })
    return done.ok ? success(done.response) : relayRefusal(done)
  }
}
