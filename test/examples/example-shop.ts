/**
 * One of the example shops as a process of its own, on a free port. Express and Fastify listen themselves; the routes of
 * Next.js are functions from Request to Response, and are given to a listener here as Next.js does it.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { ended, startNode } from '../set-up/programs.ts'

export type Framework = 'express' | 'fastify' | 'nextjs'

export interface ShopSettings {
  readonly apiUrl: string
  readonly impKey: string
  readonly impSecret: string
  readonly webhookSecret: string
  /** Orders of 1,000 won that it knows from the beginning. */
  readonly orders?: readonly string[]
}

export interface ExampleShop {
  readonly url: string
  readonly noticeUrl: string
  setStock(count: number): Promise<void>
}

export async function openExampleShop(
  t: TestContext,
  folder: string,
  framework: Framework,
  { apiUrl, impKey, impSecret, webhookSecret, orders = [] }: ShopSettings,
): Promise<ExampleShop> {
  writeFileSync(join(folder, 'driver.mjs'), DRIVER)
  const child = startNode(['driver.mjs', framework, ...orders], {
    cwd: folder,
    env: { SUNAP_URL: apiUrl, SUNAP_IMP_KEY: impKey, SUNAP_IMP_SECRET: impSecret, SUNAP_WEBHOOK_SECRET: webhookSecret },
  })
  const end = ended(child)
  t.after(() => {
    child.kill()
    return end
  })
  const said = new Promise<string>((resolve, reject) => {
    child.stdout?.once('data', (text) => resolve(String(text).trim()))
    end.then(({ out, err }) => reject(new Error(`the shop ended: ${out}${err}`)))
  })
  const url = await said
  return {
    url,
    noticeUrl: `${url}${framework === 'nextjs' ? '/api' : ''}/sunap/notice`,
    async setStock(count) {
      await fetch(`${url}/stock/${count}`, { method: 'PUT' })
    },
  }
}

/** In the examples' folder, for it is there that packages are found. */
const DRIVER = `
import { createServer } from 'node:http'
import { buffer } from 'node:stream/consumers'

const [, , framework, ...orders] = process.argv
const server = createServer()
await new Promise((listening) => server.listen(0, '127.0.0.1', listening))
const url = 'http://127.0.0.1:' + server.address().port
process.env.SHOP_URL = url + (framework === 'nextjs' ? '/api' : '')

const shop = await import('./shop.ts')
for (const order of orders) shop.putOrder(order, 1000)
const answer = await { express, fastify, nextjs }[framework]()
server.on('request', (request, response) => {
  const stock = /^\\/stock\\/(\\d+)$/.exec(request.url)
  if (stock === null) return answer(request, response)
  shop.setStock(Number(stock[1]))
  response.end()
})
console.log(url)

async function express() {
  return (await import('./express/app.ts')).app
}

async function fastify() {
  const { app } = await import('./fastify/app.ts')
  await app.ready()
  return app.routing
}

async function nextjs() {
  const routes = {
    '/api/sunap/notice': await import('./nextjs/app/api/sunap/notice/route.ts'),
    '/api/sunap/confirm': await import('./nextjs/app/api/sunap/confirm/route.ts'),
  }
  return async (request, response) => {
    const reply = await nextAnswer(routes[request.url], request).catch(() => new Response(null, { status: 500 }))
    response.writeHead(reply.status, Object.fromEntries(reply.headers)).end(Buffer.from(await reply.arrayBuffer()))
  }
}

/** As Next.js: a method that a route does not export is 405. What is beside the two routes is the test's. */
async function nextAnswer(route, request) {
  const body = await buffer(request)
  const { method, headers } = request
  if (route !== undefined) {
    if (route[method] === undefined) return new Response(null, { status: 405 })
    return route[method](new Request(url + request.url, { method, headers, body }))
  }
  if (method === 'POST') return Response.json(await shop.sell(JSON.parse(body).amount), { status: 201 })
  const state = shop.stateOf(request.url.split('/').at(-1))
  return Response.json(state ?? {}, { status: state ? 200 : 404 })
}
`
