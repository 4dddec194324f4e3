/** compose.yaml says what the gateway understands, waits for what it needs, and opens nothing to the world. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { readConfig } from '../../src/server/config.ts'
import { root } from '../set-up/programs.ts'
import { composeEnvironment, readCompose } from './compose.ts'
import { environmentOf, readDockerfile } from './image.ts'

const PRODUCTION = { SUNAP_PUBLIC_URL: 'https://pay.example.com', SUNAP_DATABASE_PASSWORD: 'hush' }

test('every setting in it is one that the gateway reads, and all of them together are settings to start with', async () => {
  const image = environmentOf(await readDockerfile())
  const known = readFileSync(join(root, 'src', 'server', 'config.ts'), 'utf8')
  for (const [service, variables, mode] of [
    ['gateway', PRODUCTION, 'production'],
    ['sandbox', {}, 'sandbox'],
  ] as const) {
    const environment = { ...image, ...(await composeEnvironment(service, variables)) }
    for (const name of Object.keys(environment)) assert.ok(name === 'NODE_ENV' || known.includes(`'${name}'`), name)
    const config = readConfig(environment)
    assert.deepEqual([config.mode, config.host, config.dataFolder], [mode, '0.0.0.0', '/var/lib/sunap'])
    assert.deepEqual([config.api.port, config.pos.port], [8080, 8081])
  }
})

test('production without its address or its password is not started, in a sentence that says what is missing', async () => {
  for (const name of Object.keys(PRODUCTION))
    await assert.rejects(
      composeEnvironment('gateway', { ...PRODUCTION, [name]: '' }),
      new RegExp(`^Error: ${name}: .+`),
    )
})

test('what one service waits for says when it is there; volumes are declared; a stop has time to finish', async () => {
  const { services, volumes } = await readCompose()
  for (const [name, service] of Object.entries(services)) {
    for (const [needed, { condition }] of Object.entries(service.depends_on ?? {})) {
      assert.equal(condition, 'service_healthy')
      assert.equal(services[needed]?.healthcheck?.test[0], 'CMD', needed)
    }
    for (const volume of service.volumes ?? []) assert.ok((volume.split(':')[0] ?? '') in volumes, volume)
    assert.ok(Number.parseInt(service.stop_grace_period, 10) >= 20, name)
    if (service.build !== undefined)
      assert.ok(service.init && existsSync(join(root, service.build, 'Dockerfile')), name)
    else assert.match(service.image ?? '', /^postgres:\d+-\w+$/)
  }
  const shared = (name: string) => (services[name]?.volumes ?? []).map((volume) => volume.split(':')[0])
  assert.ok(shared('gateway').includes('database-socket') && shared('database').includes('database-socket'))
})

test('ports are opened to this machine alone, and those of the image', async () => {
  const { services } = await readCompose()
  const exposed = (await readDockerfile()).find(({ keyword }) => keyword === 'EXPOSE')?.words ?? []
  for (const { ports = [], build } of Object.values(services)) {
    const opened = build === undefined ? [] : exposed.map((port) => `127.0.0.1:${port}:${port}`)
    assert.deepEqual(ports, opened)
  }
})
