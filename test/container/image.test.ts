/** The container: what the Dockerfile says is right, and what it makes serves, is healthy and ends when it is told to. */
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { readDatabaseAddress } from '../../src/server/database-address.ts'
import { freePort } from '../e2e/free-port.ts'
import { merchantAt } from '../e2e/parties.ts'
import { startPostgres } from '../postgres/server.ts'
import { ended, root, said } from '../set-up/programs.ts'
import { composeEnvironment } from './compose.ts'
import { buildImage, commandOf, containerPackages, environmentOf, type Image, isSent, readDockerfile } from './image.ts'

test('the Dockerfile has nothing that its checker finds wrong', async () => {
  const { load } = await containerPackages()
  assert.deepEqual(load('dockerfile-utils').validate(readFileSync(join(root, 'Dockerfile'), 'utf8')), [])
})

test('the Dockerfile: one slim Node 24, no tools to build with, a user without rights, data in a volume', async () => {
  const instructions = await readDockerfile()
  const of = (keyword: string) => instructions.filter((instruction) => instruction.keyword === keyword)
  const stages = of('FROM').map(({ words }) => words[0])
  assert.deepEqual(new Set(stages), new Set(['node:24-bookworm-slim']))
  const last = instructions.slice(instructions.findLastIndex(({ keyword }) => keyword === 'FROM'))
  for (const { keyword, text } of last) assert.ok(keyword !== 'RUN' || !/npm|apt-get/.test(text), text)
  const [user] = last.filter(({ keyword }) => keyword === 'USER')
  assert.ok(user !== undefined && !/^(root|0)\b/.test(user.text))
  const { SUNAP_HOST, SUNAP_DATA } = environmentOf(instructions)
  assert.equal(SUNAP_HOST, '0.0.0.0')
  assert.deepEqual(of('VOLUME')[0]?.words, [SUNAP_DATA])
  assert.deepEqual(of('EXPOSE')[0]?.words, ['8080', '8081'])
})

test('what the Dockerfile copies is here and is sent to the build; no test, no data and no key is', async () => {
  for (const { keyword, words, flags } of await readDockerfile()) {
    if (keyword !== 'COPY' || flags['from'] !== undefined) continue
    for (const source of words.slice(0, -1)) {
      assert.ok(existsSync(join(root, source)), source)
      assert.ok(isSent(source), `${source} is held back by .dockerignore`)
    }
  }
  for (const path of [
    '.sunap/keys.json',
    '.git/config',
    'node_modules/fastify/package.json',
    'test/run.mjs',
    '.npmrc.bak',
    'console/node_modules/react/package.json',
    'console/built/x/index.html',
  ])
    assert.ok(!isSent(path), path)
  for (const path of ['src/merchant/cvs.test.ts', 'src/storage/test-keeper.ts', 'src/storage/contract-command.ts'])
    assert.ok(existsSync(join(root, path)) && !isSent(path), path)
  assert.ok(isSent('src/server/main.ts') && isSent('src/storage/sqlite/writer-thread.ts'))
})

let image: Image
before(async () => {
  image = await buildImage()
})
after(() => image.remove())

/** Runs the container's own command until it is told to stop; what must hold meanwhile is the caller's. */
async function serve(
  env: Readonly<Record<string, string>>,
  says: string,
  meanwhile: (apiUrl: string) => Promise<void>,
): Promise<void> {
  const instructions = await readDockerfile()
  const healthcheck = commandOf(instructions, 'HEALTHCHECK')
  const port = String(await freePort())
  const settings = { ...image.environment, ...env, SUNAP_PORT: port, SUNAP_POS_PORT: String(await freePort()) }
  assert.equal((await ended(image.run(healthcheck, settings))).code, 1, 'before there is a gateway')
  const gateway = image.run(commandOf(instructions, 'CMD'), settings)
  const end = ended(gateway)
  await said(gateway, says)
  assert.equal((await ended(image.run(healthcheck, settings))).code, 0)
  await meanwhile(`http://127.0.0.1:${port}`)
  const toldAt = performance.now()
  gateway.kill('SIGTERM')
  const { code, err } = await end
  assert.deepEqual([code, err], [0, ''])
  assert.ok(performance.now() - toldAt < 10_000)
  assert.equal((await ended(image.run(healthcheck, settings))).code, 1, 'when it has ended')
}

test('the image by its own commands: a sandbox that sells, is healthy, and ends within 10 seconds of SIGTERM', async () => {
  const folder = image.newDataFolder()
  await serve({ SUNAP_DATA: folder }, 'npm start -- --fresh', async (apiUrl) => {
    const { imp_key: impKey, imp_secret: impSecret } = JSON.parse(readFileSync(join(folder, 'sandbox.json'), 'utf8'))
    const { payment } = await merchantAt(apiUrl, { impKey, impSecret }).issue()
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify({ number: payment.barcode })
    const paid = await (await fetch(`${apiUrl}/sandbox/pay`, { method: 'POST', headers, body })).json()
    assert.equal(Object(paid).outcome, 'paid')
    assert.match(await (await fetch(`${apiUrl}/console`)).text(), /assets\/main-\w+\.js/)
  })
  assert.ok(readdirSync(folder).includes('sunap.sqlite'))
  assert.equal(statSync(join(folder, 'keys.json')).mode & 0o777, 0o600)
})

/** `docker compose run --rm gateway node …` and `docker compose exec gateway node …` of the page. */
function commandsOf(verb: string): readonly (readonly string[])[] {
  const page = readFileSync(join(root, 'docs', 'production.md'), 'utf8')
  const commands = page.matchAll(new RegExp(`^docker compose ${verb} gateway (node .*)$`, 'gm'))
  return [...commands].map(([, command = '']) => command.split(' '))
}

test('in production, with the settings of compose.yaml and its PostgreSQL at a socket, by the commands of docs/production.md', async (t) => {
  const server = await startPostgres()
  t.after(() => server.stop())
  const socket = new URL(await server.newDatabase())
  socket.searchParams.set('host', server.socketFolder)
  const settings = await composeEnvironment('gateway', {
    SUNAP_PUBLIC_URL: 'https://pay.example.com',
    SUNAP_DATABASE_PASSWORD: 'hush',
  })
  const { host, user, password, database, tls } = readDatabaseAddress(settings['SUNAP_DATABASE_URL'] ?? '')
  assert.deepEqual(
    { host, user, password, database, tls },
    { host: '/var/run/postgresql', user: 'sunap', password: 'hush', database: 'sunap', tls: false },
  )
  const env = { ...settings, SUNAP_DATA: image.newDataFolder(), SUNAP_DATABASE_URL: socket.href }
  const done = async (command: readonly string[]) => {
    const { code, out, err } = await ended(image.run(command, { ...image.environment, ...env }))
    assert.deepEqual([code, err], [0, ''], out)
    return out
  }
  const [keysNew, ...noMore] = commandsOf('run --rm')
  assert.ok(keysNew !== undefined && noMore.length === 0)
  assert.match(await done(keysNew), /^keys_file /)
  await serve(env, 'production', async (apiUrl) => {
    assert.equal((await fetch(`${apiUrl}/sandbox/clock`)).status, 404)
    const [networkAdd] = commandsOf('exec')
    assert.ok(networkAdd)
    assert.match(await done(networkAdd), /^network +hanbit$/m)
  })
})
