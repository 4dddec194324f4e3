/** sdk/README.md is played as it stands: from nothing to a paid order, and each block of code. The Korean page has the same. */
import assert from 'node:assert/strict'
import { cpSync, mkdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { CURLS, openShell } from '../e2e/shell.ts'
import { ended, root, startNode, temporaryFolder } from '../set-up/programs.ts'

const PAGES = ['sdk/README.md', 'sdk/README.ko.md'] as const

/** By the word after the language. */
function blocksOf(page: string): ReadonlyMap<string, string> {
  const text = readFileSync(join(root, page), 'utf8')
  return new Map([...text.matchAll(/^```\w+ ([\w-]+)\n(.*?)^```$/gms)].map(([, name = '', code = '']) => [name, code]))
}

const blocks = blocksOf(PAGES[0])

function block(name: string): string {
  return blocks.get(name) ?? assert.fail(`${PAGES[0]} has no block ${name}`)
}

test('both languages of the page have the same commands and code', () => {
  assert.deepEqual([...blocks.keys()], ['install', 'first-order', 'run', 'client', 'errors', 'notice'])
  assert.deepEqual(blocksOf(PAGES[1]), blocks)
})

const FILES = ['LICENSE', 'package.json', 'package-lock.json', 'setup.mjs', 'tsconfig.json']
const PARTS = [...FILES, 'console', 'sdk', 'src', 'tools']

/** A project with a checkout beside it that is called `sunap`, as the page has it; nothing is built in this one. */
async function projectBeside(t: TestContext) {
  const above = temporaryFolder(t)
  const sunap = join(above, 'sunap')
  const ours = (path: string): boolean => !/(^|[\\/])(node_modules|dist|built)$/.test(path)
  for (const part of PARTS) cpSync(join(root, part), join(sunap, part), { recursive: true, filter: ours })
  for (const place of ['', 'console'])
    symlinkSync(realpathSync(join(root, place, 'node_modules')), join(sunap, place, 'node_modules'))
  const folder = join(above, 'shop')
  mkdirSync(folder)
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'shop', private: true, type: 'module' }))
  const shell = openShell(t, CURLS[0] ?? 'of our own')
  const play = async (script: string): Promise<string> => {
    const { code, out, err } = await shell.run(`cd '${folder}'\nset -e\n${script}`)
    assert.equal(code, 0, out + err)
    return out
  }
  return { folder, play }
}

test('from nothing to a paid order, as the page says it', async (t) => {
  const { folder, play } = await projectBeside(t)
  await play(block('install'))
  writeFileSync(join(folder, 'first-order.mjs'), block('first-order'))
  const said = await play(block('run'))
  assert.match(said, /^the customer shows 8100\d{16} at http:\/\/127\.0\.0\.1:\d+\/p\/\S+\npaid order-1 paid\n$/)
  await playCode(folder)
})

const PLAY = `
import assert from 'node:assert/strict'
import { startSandbox, testHeaders } from 'sunap-sdk/testing'

const sandbox = await startSandbox({ gateway: '../sunap' })
const secret = 'whsec_' + Buffer.alloc(32, 's').toString('base64')
Object.assign(process.env, { SUNAP_IMP_KEY: sandbox.impKey, SUNAP_IMP_SECRET: sandbox.impSecret, SUNAP_WEBHOOK_SECRET: secret })
process.env.URL = sandbox.url

const { payUrl, isPaid } = await import('./errors.ts')
const { notice, confirm } = await import('./notice.ts')
const url = await payUrl('order-1', 1000)
assert.match(url, /^http.*\\/p\\//)
assert.equal(await isPaid('order-1'), false)
const { barcode, imp_uid } = await sandbox.client.findByOrder('order-1')
await sandbox.pay(barcode)
assert.equal(await isPaid('order-1'), true)
assert.match(decodeURIComponent(await payUrl('order-1', 1000)), /^\\/orders\\/order-1\\?why=이미 결제/)

async function call(handler, body, spoil = '') {
  const headers = await testHeaders(secret, body)
  return (await handler(new Request('http://shop.example', { method: 'POST', headers, body: body + spoil })))
}
const told = JSON.stringify({ imp_uid, merchant_uid: 'order-1', status: 'paid' })
assert.equal((await call(notice, told)).status, 200)
assert.equal((await call(notice, told, ' ')).status, 401)
for (const [amount, status] of [[1000, 200], [2_000_000, 409]])
  assert.equal((await call(confirm, JSON.stringify({ imp_uid, merchant_uid: 'order-1', amount }))).status, status)
await sandbox.stop()
`

async function playCode(folder: string): Promise<void> {
  for (const name of ['client', 'errors', 'notice']) writeFileSync(join(folder, `${name}.ts`), block(name))
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  const strict = ['--noEmit', '--strict', '--module', 'nodenext', '--allowImportingTsExtensions', '--types', 'node']
  const types = ['--typeRoots', join(root, 'node_modules', '@types'), '--lib', 'es2024,dom']
  const checked = await ended(startNode([tsc, ...strict, ...types, 'notice.ts'], { cwd: folder }))
  assert.equal(checked.code, 0, checked.out + checked.err)
  const client = block('client').replace("'https://pay.example.com'", "process.env.URL ?? ''")
  assert.notEqual(client, block('client'))
  writeFileSync(join(folder, 'client.ts'), client)
  writeFileSync(join(folder, 'play.mjs'), PLAY)
  const played = await ended(startNode(['play.mjs'], { cwd: folder }))
  assert.equal(played.code, 0, played.out + played.err)
}
