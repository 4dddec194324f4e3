/** Every route of the table, asked by every role, in one's own merchant and in another's: made of the table, so that a new row is asked too. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { CONSOLE_ROLES } from '../core/console.ts'
import { MAY, MAY_MAKE, PERMISSIONS, type Permission } from '../wire/admin/roles.ts'
import type { AdminRoute } from '../wire/admin/route.ts'
import { ADMIN_ROUTE_ROWS } from '../wire/admin/routes.ts'
import { type Asking, openConsole } from './test-console.ts'

const ROWS = Object.entries(ADMIN_ROUTE_ROWS).filter(([, { may }]) => PERMISSIONS.some((each) => each === may))
const OWN = Object.entries(ADMIN_ROUTE_ROWS).filter(([, { may }]) => may === 'signed_in')
/** A request that the doors look at and nothing behind them does: it says something that no route knows. */
function requestTo({ method, path }: AdminRoute, merchant: string): Asking {
  const named = path.replace(':merchant', merchant).replaceAll(/:\w+/g, 'nothing')
  return { method, path: `${named}?stranger=1`, ...(method === 'GET' ? {} : { body: { stranger: true } }) }
}

describe('who may do what', () => {
  for (const role of CONSOLE_ROLES) {
    test(`${role}: of each route, in its own merchant, in another's and in the house`, async (t) => {
      const console = await openConsole(t)
      const person = await console.signedIn(role)
      const isOperator = role === 'operator'
      for (const [name, row] of ROWS) {
        const isOfHouse = !row.path.includes(':merchant') && row.practice !== true
        const mayHere = MAY[role].includes(row.may as Permission)
        const own = await person.ask(requestTo(row, console.shop))
        const expected = isOfHouse && !isOperator ? 'not_found' : mayHere ? 'passed' : 'not_allowed'
        assert.equal(shutBy(own), expected, `${role} ${name} in its own: ${own.text}`)
        if (!row.path.includes(':merchant')) continue
        const others = await person.ask(requestTo(row, console.other))
        assert.equal(
          shutBy(others),
          isOperator ? 'passed' : 'not_found',
          `${role} ${name} in another's: ${others.text}`,
        )
        const unknown = await person.ask(requestTo(row, 'mer_0000000000000000'))
        assert.equal(unknown.status, 404)
        if (!isOperator) assert.equal(others.text, unknown.text, `${name}: another's is answered as one that never was`)
      }
    })
  }

  test('nobody who has not signed in passes any door but those that are open', async (t) => {
    const { ask, shop } = await openConsole(t)
    for (const [name, row] of [...ROWS, ...OWN]) {
      const reply = await ask(requestTo(row, shop))
      assert.deepEqual([reply.status, reply.code], [401, 'signed_out'], name)
    }
  })

  test('nothing is changed without the header that only the own page knows', async (t) => {
    const console = await openConsole(t)
    const { ask } = await console.signedIn('operator')
    for (const [name, row] of [...ROWS, ...OWN]) {
      if (row.method === 'GET') continue
      for (const given of ['', 'x'.repeat(43)]) {
        const reply = await ask({ ...requestTo(row, console.shop), headers: { 'x-sunap-csrf': given } })
        assert.deepEqual([reply.status, reply.code], [403, 'csrf'], name)
      }
    }
  })

  test('what needs a proof is refused a quarter of an hour after the last one', async (t) => {
    const console = await openConsole(t)
    const { ask } = await console.signedIn('operator')
    console.moveWall(14 * 60_000)
    assert.equal((await ask({ path: '/session' })).status, 200)
    console.moveWall(60_000)
    for (const [name, row] of [...ROWS, ...OWN]) {
      if (name === 'session' || row.may === 'signed_in') continue
      const reply = await ask(requestTo(row, console.shop))
      assert.equal(reply.code === 'prove_again', row.proven === true, `${name}: ${reply.text}`)
    }
  })

  test('a field that nobody knows is refused by every route that takes a body or a query', async (t) => {
    const console = await openConsole(t)
    const { ask } = await console.signedIn('operator')
    for (const [name, row] of ROWS) {
      const inQuery = requestTo(row, console.shop)
      const inBody = { ...inQuery, path: inQuery.path.replace('?stranger=1', '') }
      for (const request of row.method === 'GET' ? [inQuery] : [inQuery, inBody]) {
        const reply = await ask(request)
        assert.deepEqual([reply.status, reply.code], [400, 'bad_field'], `${name}: ${reply.text}`)
      }
    }
  })

  test('nobody may make anybody who may do more than they do', () => {
    for (const role of CONSOLE_ROLES)
      for (const made of MAY_MAKE[role])
        assert.deepEqual(
          MAY[made].filter((each) => !MAY[role].includes(each)),
          [],
          `${role} makes ${made}`,
        )
  })
})

/** A row of the page's table, top down, is about these. */
const ROWS_OF_PAGE: readonly (readonly Permission[])[] = [
  ['payments.read'],
  ['payments.change', 'payments.issue'],
  ['payments.unmask'],
  ['payments.export'],
  ['refunds.read'],
  ['refunds.ask'],
  ['refunds.settle'],
  ['notices.read'],
  ['notices.resend', 'notices.set'],
  ['keys.read', 'keys.set'],
  ['merchant.set'],
  ['channels.set'],
  ['people.read', 'people.set'],
  ['audit.read'],
  ['house.read', 'house.set'],
  ['practice.steer'],
]

test('the table of the page says, in both languages, what the table of the code does', () => {
  for (const page of ['console.md', 'console.ko.md']) {
    const text = readFileSync(new URL(`../../docs/${page}`, import.meta.url), 'utf8')
    const lines = text.split('\n').filter((line) => line.startsWith('| ') && line.includes('●'))
    const [first, ...rows] = lines.map((line) =>
      line
        .split('|')
        .slice(2, -1)
        .map((cell) => cell.trim() === '●'),
    )
    assert.deepEqual(first, [true, false, false, false, false, false])
    const expected = ROWS_OF_PAGE.map((permissions) =>
      CONSOLE_ROLES.map((role) => permissions.every((each) => MAY[role].includes(each))),
    )
    assert.deepEqual(rows, expected, page)
    const untold = PERMISSIONS.filter((each) => each !== 'merchant.read' && !ROWS_OF_PAGE.flat().includes(each))
    assert.deepEqual(untold, [])
  }
})

function shutBy({ code }: { readonly code: string | undefined }): string | undefined {
  return code === 'bad_field' ? 'passed' : code
}
