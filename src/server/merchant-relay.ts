/**
 * The merchant's own routes for people of that merchant: the console asks what a merchant's program would ask, and is
 * answered what that would be answered, so that a rule and its words stand in one place.
 */
import type { Relay, Relayed } from '../admin/ports.ts'
import type { ApiKey } from '../core/merchant.ts'
import type { Asked, KeyedRoute } from '../merchant/asked.ts'
import type { Answer } from '../merchant/envelope.ts'
import type { GivenObject } from '../merchant/given.ts'

export function createRelay(routes: readonly KeyedRoute[]): Relay {
  const byName = new Map(routes.map((route) => [`${String(route.method)} ${route.url}`, route]))
  return async (merchantId, name, { path = {}, query = {}, body = {}, idempotencyKey = null }) => {
    const route = byName.get(name)
    if (route === undefined) throw new Error(`broken invariant: the merchant's API has no ${name}`)
    const asked: Asked = {
      // Values of JSON, looked at by the console's own shapes.
      body: { fields: body as GivenObject, json: JSON.stringify(body) },
      path,
      segments: [],
      query: textsIn(query) as GivenObject,
      idempotencyKey,
    }
    // A route looks at nothing of the key but whose it is.
    return relayed(await route.handle(asked, { merchantId } as ApiKey))
  }
}

function relayed(answer: Answer): Relayed {
  if (answer.kind === 'success') return { ok: true, response: answer.response }
  const { status, message, english, parameter } = answer
  // The parameter is named once, before both languages.
  const both = ` / ${parameter === undefined ? english : english.slice(`${parameter}: `.length)}`
  const ko = message.endsWith(both) ? message.slice(0, -both.length) : message
  return { ok: false, status, message: { ko, en: english }, ...(parameter === undefined ? {} : { field: parameter }) }
}

/** As a query has them. */
function textsIn(query: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(query).map(([name, value]) => [name, String(value)]))
}
