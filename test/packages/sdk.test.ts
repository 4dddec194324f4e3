/** The SDK as a package: what is in it, that it runs and type-checks where nothing else is installed, and that it works. */
import assert from 'node:assert/strict'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { merchantAt } from '../e2e/parties.ts'
import { startGateway } from '../e2e/running-gateway.ts'
import { ended, root, startNode } from '../set-up/programs.ts'
import { installed, listed, packedSdk } from './packed.ts'

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

test('it holds what is run, its types and words about it, and is small', async () => {
  const tarball = await packedSdk()
  const files = await listed(tarball)
  const code = files.filter((file) => file.startsWith('package/dist/'))
  const rest = files.filter((file) => !code.includes(file))
  assert.deepEqual(rest, ['package/LICENSE', 'package/README.ko.md', 'package/README.md', 'package/package.json'])
  assert.ok(code.includes('package/dist/index.js') && code.includes('package/dist/index.d.ts'))
  for (const file of code) assert.match(file, /^package\/dist\/(testing\/)?(?!test-)[a-z.-]+(?<!\.test)\.(js|d\.ts)$/)
  assert.ok(statSync(tarball).size < 60_000, `${statSync(tarball).size} bytes`)
})

test('it asks for nothing else to be installed, has the version of the gateway, and may be published', async (t) => {
  const folder = await installed(t, await packedSdk())
  const lock = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'))
  assert.deepEqual(Object.keys(lock.packages), ['', 'node_modules/sunap-sdk'])
  const about = JSON.parse(readFileSync(join(folder, 'node_modules', 'sunap-sdk', 'package.json'), 'utf8'))
  assert.deepEqual([about.version, about.license, about.private], [version, 'Apache-2.0', undefined])
})

const ENTRIES = ['sunap-sdk', 'sunap-sdk/webhooks', 'sunap-sdk/testing']

test('every entry is imported, and required, by a Node that strips no types', async (t) => {
  const folder = await installed(t, await packedSdk())
  const lines = ENTRIES.map((entry) => `console.log(Object.keys(await import('${entry}')).sort().join())`)
  writeFileSync(join(folder, 'imports.mjs'), lines.join('\n'))
  writeFileSync(join(folder, 'requires.cjs'), lines.join('\n').replaceAll('await import(', 'require('))
  const [imports, requires] = await Promise.all(
    ['imports.mjs', 'requires.cjs'].map((file) =>
      ended(startNode(['--no-experimental-strip-types', file], { cwd: folder })),
    ),
  )
  assert.equal(imports?.code, 0, imports?.err)
  assert.match(imports?.out ?? '', /createClient.*\n.*verifyConfirm,verifyNotice.*\n.*startSandbox/)
  assert.equal(requires?.out, imports?.out, requires?.err)
})

const USER = `
import { createClient, RefusedError, type Payment } from 'sunap-sdk'
import { startSandbox, type Sandbox } from 'sunap-sdk/testing'
import { type Notice, verifyConfirm, verifyNotice, WebhookError } from 'sunap-sdk/webhooks'

const sunap = createClient({ url: 'https://pay.example.com', impKey: 'key', impSecret: 'secret', fetch })

export async function sell(order: string, amount: number): Promise<string> {
  try {
    const payment: Payment = await sunap.issue({ merchant_uid: order, amount, notice_url: ['https://shop.example/n'] })
    return payment.pay_url
  } catch (error) {
    if (error instanceof RefusedError) return error.message
    throw error
  }
}

export async function POST(request: Request): Promise<Response> {
  try {
    const notice: Notice = await verifyNotice(['whsec_'], request.headers, await request.text())
    const kind: string = notice.form === 'modern' ? notice.body.data.currency : notice.body.status
    return new Response(kind)
  } catch (error) {
    return new Response(null, { status: error instanceof WebhookError ? error.status : 500 })
  }
}

export async function total(): Promise<number> {
  let sum = 0
  for await (const { amount } of sunap.list({ status: 'paid' })) sum += amount
  return sum
}

export const confirm = (request: Request, body: Uint8Array) => verifyConfirm('whsec_', request.headers, body)
export const sandbox = (): Promise<Sandbox> => startSandbox()
// @ts-expect-error an order without an amount is none
sunap.issue({ merchant_uid: 'order-1' })
// @ts-expect-error there is no such status
sunap.list({ status: 'refunded' })
`

test('a user’s strict TypeScript accepts it, in a browser’s library alone and with Node’s types', async (t) => {
  const folder = await installed(t, await packedSdk())
  writeFileSync(join(folder, 'user.ts'), USER)
  const strict = ['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess', 'user.ts']
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  const roots = join(root, 'node_modules', '@types')
  for (const more of [
    ['--module', 'esnext', '--moduleResolution', 'bundler', '--target', 'es2022', '--types', ''],
    ['--module', 'nodenext', '--target', 'es2024', '--lib', 'es2024', '--typeRoots', roots, '--types', 'node'],
  ]) {
    const { code, out, err } = await ended(startNode([tsc, ...strict, ...more], { cwd: folder }))
    assert.equal(code, 0, out + err)
  }
})

test('installed alone, it issues at a running gateway and finds what it issued', async (t) => {
  const gateway = await startGateway()
  t.after(() => gateway.stop())
  const folder = await installed(t, await packedSdk())
  const { apiUrl, practice } = gateway.running
  const options = { url: apiUrl, impKey: practice.impKey, impSecret: practice.impSecret }
  writeFileSync(
    join(folder, 'shop.mjs'),
    `import { createClient } from 'sunap-sdk'
     const sunap = createClient(${JSON.stringify(options)})
     const { imp_uid } = await sunap.issue({ merchant_uid: '주문 1', amount: 1000 })
     console.log(JSON.stringify(await sunap.find(imp_uid)))`,
  )
  const { code, out, err } = await ended(startNode(['shop.mjs'], { cwd: folder }))
  assert.equal(code, 0, err)
  const payment = JSON.parse(out)
  assert.deepEqual(payment, await merchantAt(apiUrl, practice).look(payment.imp_uid))
})
