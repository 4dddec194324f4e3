/**
 * The types of the console's client, written out of the table of its routes: what each takes and answers, and the shapes
 * that have a name wherever they occur; and the banks, by whose codes a refund is sent.
 */
import { CONSOLE_ROLES, PERMISSIONS } from '../src/wire/admin/roles.ts'
import type { AdminRoute } from '../src/wire/admin/route.ts'
import { ADMIN_ROUTE_ROWS } from '../src/wire/admin/routes.ts'
import { NAMED_SHAPES } from '../src/wire/admin/shapes.ts'
import { BANKS } from '../src/wire/institutions.ts'
import type { Json, JsonObject } from '../src/wire/reference/open-api.ts'
import { comment, HEAD, typeOf } from './sdk-wire.ts'

/** TypeScript as text, not formatted. */
export function sdkAdmin(): string {
  const rows = Object.entries(ADMIN_ROUTE_ROWS)
  return [
    HEAD,
    `export type ConsoleRole = ${CONSOLE_ROLES.map((role) => `'${role}'`).join(' | ')}`,
    `export type Permission = ${PERMISSIONS.map((permission) => `'${permission}'`).join(' | ')}`,
    ...Object.entries(NAMED_SHAPES).map(
      ([name, shape]) => `export interface ${name} ${typeOf(withNames(shape, name))}`,
    ),
    `/** Of each route: what it takes, and what it answers. */
    export interface AdminRoutes {${rows.map(([name, row]) => routeType(name, row)).join('\n')}}`,
    'export type AdminRouteName = keyof AdminRoutes',
    `export interface AdminRouteRow {
      readonly method: string
      /** Below \`/admin/api\`, its parameters as \`:name\`. */
      readonly path: string
      readonly may: Permission | 'anybody' | 'signed_in'
      /** Needs an \`Idempotency-Key\`. */
      readonly isKeyed?: true
      /** Needs a proof of a quarter of an hour at most: 403 \`prove_again\` else. */
      readonly isProven?: true
    }`,
    `export const ADMIN_ROUTES: { readonly [Name in AdminRouteName]: AdminRouteRow } = {
      ${rows.map(([name, row]) => routeRow(name, row)).join('\n')}
    }`,
    `/** Where a refund can be transferred to, by the codes of KFTC. */
    export const BANKS: readonly { readonly code: string; readonly name: string }[] = ${JSON.stringify(BANKS)}`,
  ].join('\n\n')
}

function routeType(name: string, row: AdminRoute): string {
  const parameters = [...row.path.matchAll(/:(\w+)/g)].map(([, parameter]) => `readonly ${parameter}: string`)
  const members = [
    ...(parameters.length === 0 ? [] : [`readonly path: { ${parameters.join('; ')} }`]),
    ...(row.query === undefined ? [] : [`readonly query?: ${typeOf(withNames(row.query))} | undefined`]),
    ...(row.body === undefined ? [] : [`readonly body: ${typeOf(withNames(row.body))}`]),
    `readonly answer: ${answerType(row)}`,
  ]
  return `${comment([row.told])}readonly ${name}: { ${members.join('; ')} }`
}

function answerType({ answer }: AdminRoute): string {
  if (answer === 'events') return 'ReadableStream<Uint8Array>'
  return answer === 'file' ? 'File' : typeOf(withNames(answer))
}

function routeRow(name: string, { method, path, may, keyed, proven }: AdminRoute): string {
  const more = `${keyed === true ? ', isKeyed: true' : ''}${proven === true ? ', isProven: true' : ''}`
  return `${name}: { method: '${method}', path: '${path}', may: '${may}'${more} },`
}

const NAMES = new Map(Object.entries(NAMED_SHAPES).map(([name, shape]) => [JSON.stringify(shape), name]))

/** A shape that has a name is called by it, but where it is declared. */
function withNames(schema: unknown, declared?: string): Json {
  const given: Json = JSON.parse(JSON.stringify(schema))
  return named(given, declared)
}

function named(schema: Json, declared?: string): Json {
  if (typeof schema !== 'object' || schema === null) return schema
  if (Array.isArray(schema)) return schema.map((each) => named(each))
  const name = NAMES.get(JSON.stringify(schema))
  if (name !== undefined && name !== declared) return { $ref: `#/${name}` }
  return Object.fromEntries(Object.entries(schema as JsonObject).map(([key, value]) => [key, named(value)]))
}
