import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { temporaryFolder } from '../../../test/set-up/programs.ts'
import { CHECKOUT_MAIN, findGateway, GatewayNotFound, PACKAGE_MAIN } from './gateway-source.ts'

function put(...path: readonly string[]): void {
  const file = join(...path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, '{}')
}

test('what is said by the call wins over the environment, and that over the package beside the project', (t) => {
  const folder = temporaryFolder(t)
  const project = join(folder, 'shop')
  const installed = join(project, 'node_modules', 'sunap')
  put(installed, 'package.json')
  put(installed, PACKAGE_MAIN)
  for (const name of ['one', 'two']) put(folder, name, CHECKOUT_MAIN)
  const env = { SUNAP_GATEWAY: '../two', SUNAP_URL: 'http://sunap:8080' }
  const url = 'http://127.0.0.1:8080'
  assert.deepEqual(findGateway({ url, gateway: '../one' }, env, project), { kind: 'running', url })
  assert.deepEqual(findGateway({ gateway: '../one' }, env, project), { kind: 'checkout', folder: join(folder, 'one') })
  assert.deepEqual(findGateway({}, env, project), { kind: 'running', url: env.SUNAP_URL })
  const elsewhere = { ...env, SUNAP_URL: '' }
  assert.deepEqual(findGateway({}, elsewhere, project), { kind: 'checkout', folder: join(folder, 'two') })
  assert.deepEqual(findGateway({}, {}, join(project, 'packages', 'api')), { kind: 'package', folder: installed })
  assert.deepEqual(findGateway({ gateway: installed }, {}, folder), { kind: 'package', folder: installed })
})

test('where there is none, all three ways are said, in both languages', (t) => {
  const project = temporaryFolder(t)
  assert.throws(
    () => findGateway({}, {}, project),
    (error) => {
      assert.ok(error instanceof GatewayNotFound)
      for (const word of ['SUNAP_GATEWAY', 'npm install --save-dev sunap', 'SUNAP_URL', '셋 중 하나'])
        assert.ok(error.message.includes(word), word)
      return true
    },
  )
  assert.throws(() => findGateway({ gateway: 'nowhere' }, {}, project), /There is no Sunap gateway in .*nowhere/)
})
