import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gunzipSync, gzipSync } from 'node:zlib'
import { fastify } from 'fastify'
import { registerConsoleSite } from './console-site.ts'

const SCRIPT = { type: 'text/javascript; charset=utf-8', body: Buffer.from('go()'), packed: gzipSync('go()') }
const SITE = { page: '<meta content="{nonce}">', files: new Map([['main-1.js', SCRIPT]]) }

function openApp(open: () => Promise<typeof SITE>) {
  const app = fastify()
  registerConsoleSite(app, open)
  return app
}

test('every address shows the page, under a policy whose number for styles is new each time and stands in the page', async () => {
  const app = openApp(async () => SITE)
  const nonces: string[] = []
  for (const url of ['/console', '/console/', '/console/m/mer_1/payments?text=a']) {
    const { statusCode, headers, body } = await app.inject(url)
    assert.deepEqual([statusCode, headers['cache-control']], [200, 'no-store'])
    const policy = String(headers['content-security-policy'])
    const [, nonce = ''] = /style-src 'self' 'nonce-([\w-]{22})'/.exec(policy) ?? []
    assert.equal(body, `<meta content="${nonce}">`)
    nonces.push(nonce)
    for (const part of ["default-src 'none'", "script-src 'self'", "connect-src 'self'", "frame-ancestors 'none'"])
      assert.ok(policy.split('; ').includes(part), part)
    assert.doesNotMatch(policy, /unsafe|\*|https?:/)
    assert.deepEqual([headers['referrer-policy'], headers['x-content-type-options']], ['no-referrer', 'nosniff'])
  }
  assert.equal(new Set(nonces).size, 3)
})

test('a file is kept for ever, packed for who can unpack it; one that is not there is 404, whatever its name', async () => {
  const app = openApp(async () => SITE)
  const packed = await app.inject({ url: '/console/assets/main-1.js', headers: { 'accept-encoding': 'br, gzip' } })
  assert.deepEqual([packed.headers['content-encoding'], String(gunzipSync(packed.rawPayload))], ['gzip', 'go()'])
  const plain = await app.inject('/console/assets/main-1.js')
  assert.deepEqual([plain.headers['content-encoding'], plain.body], [undefined, 'go()'])
  assert.match(String(plain.headers['cache-control']), /immutable/)
  for (const name of ['main-2.js', '..%2Findex.html', '__proto__'])
    assert.equal((await app.inject(`/console/assets/${name}`)).statusCode, 404, name)
})

test('pages that could not be made are 503 without a word of this machine, and are tried again by who asks next', async () => {
  let tries = 0
  const app = openApp(async () => {
    tries += 1
    if (tries === 1) throw new Error('Command failed: /opt/pay/console/build.mjs')
    return SITE
  })
  const failed = await app.inject('/console')
  assert.equal(failed.statusCode, 503)
  assert.doesNotMatch(failed.body, /opt|build|Command/)
  assert.match(String(failed.headers['content-security-policy']), /default-src 'none'/)
  assert.equal((await app.inject('/console')).statusCode, 200)
})
