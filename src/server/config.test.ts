import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { ConfigError, readConfig, readDataFolder, readLanguage } from './config.ts'

test('without any setting there is a sandbox on 8080 and 8081 of this machine alone, with its data in .sunap', () => {
  assert.deepEqual(readConfig({}), {
    host: '127.0.0.1',
    api: { port: 8080, asked: false },
    pos: { port: 8081, asked: false },
    publicUrl: null,
    dataFolder: join(process.cwd(), '.sunap'),
    databaseUrl: null,
    language: 'en',
  })
})

test('every setting is taken as it is given', () => {
  const env = {
    SUNAP_MODE: 'sandbox',
    SUNAP_HOST: '0.0.0.0',
    SUNAP_PORT: '0',
    SUNAP_POS_PORT: '65535',
    SUNAP_PUBLIC_URL: 'https://pay.example.com/',
    SUNAP_DATA: '/somewhere/data',
    SUNAP_DATABASE_URL: 'postgres://sunap@localhost/sunap',
    LANG: 'ko_KR.UTF-8',
  }
  assert.deepEqual(readConfig(env), {
    host: '0.0.0.0',
    api: { port: 0, asked: true },
    pos: { port: 65_535, asked: true },
    publicUrl: 'https://pay.example.com',
    dataFolder: '/somewhere/data',
    databaseUrl: 'postgres://sunap@localhost/sunap',
    language: 'ko',
  })
})

test('a setting that is empty is not set: it neither opens every address nor makes this folder the data folder', () => {
  const names = ['MODE', 'HOST', 'PORT', 'POS_PORT', 'PUBLIC_URL', 'DATA', 'DATABASE_URL'].map((name) => [
    `SUNAP_${name}`,
    '',
  ])
  assert.deepEqual(readConfig(Object.fromEntries(names)), readConfig({}))
  assert.equal(readDataFolder({ SUNAP_DATA: '' }), join(process.cwd(), '.sunap'))
})

test('localhost is one address', () => {
  assert.equal(readConfig({ SUNAP_HOST: 'localhost' }).host, '127.0.0.1')
})

const WRONG: readonly (readonly [string, string, RegExp])[] = [
  ['SUNAP_MODE', 'production', /SUNAP_MODE=production: .*sandbox only\. Leave it unset/],
  ['SUNAP_PORT', '80a', /SUNAP_PORT=80a: a port is a number from 0 to 65535/],
  ['SUNAP_PORT', '65536', /SUNAP_PORT=65536: a port is a number/],
  ['SUNAP_PORT', '-1', /SUNAP_PORT=-1: a port is a number/],
  ['SUNAP_PORT', ' 8080', /SUNAP_PORT= 8080: a port is a number/],
  ['SUNAP_POS_PORT', '8081.5', /SUNAP_POS_PORT=8081\.5: a port is a number/],
  ['SUNAP_PUBLIC_URL', 'pay.example.com', /SUNAP_PUBLIC_URL=pay\.example\.com: write it like https:\/\/pay/],
  ['SUNAP_PUBLIC_URL', 'ftp://pay.example.com', /write it like https:/],
  ['SUNAP_PUBLIC_URL', 'https://pay.example.com/?', /write it like https:/],
  ['SUNAP_PUBLIC_URL', 'https://pay.example.com/#top', /write it like https:/],
  ['SUNAP_PUBLIC_URL', 'https://user:word@pay.example.com', /write it like https:/],
]

for (const [name, value, says] of WRONG) {
  test(`${name}=${value} is named together with what would be right`, () => {
    assert.throws(
      () => readConfig({ [name]: value }),
      (error) => error instanceof ConfigError && says.test(error.message),
    )
  })
}

test('a base address keeps its path and loses the slash at its end', () => {
  assert.equal(readConfig({ SUNAP_PUBLIC_URL: 'http://a.example/pay//' }).publicUrl, 'http://a.example/pay')
})

test('the language is that of the locale, LC_ALL before LC_MESSAGES before LANG', () => {
  assert.equal(readLanguage({ LANG: 'ko_KR.UTF-8' }), 'ko')
  assert.equal(readLanguage({ LANG: 'ko' }), 'ko')
  assert.equal(readLanguage({ LANG: 'KO_kr' }), 'ko')
  assert.equal(readLanguage({ LANG: 'kok_IN' }), 'en')
  assert.equal(readLanguage({ LANG: 'en_US.UTF-8' }), 'en')
  assert.equal(readLanguage({}), 'en')
  assert.equal(readLanguage({ LC_ALL: 'en_US', LANG: 'ko_KR' }), 'en')
  assert.equal(readLanguage({ LC_ALL: '', LC_MESSAGES: 'ko_KR', LANG: 'en_US' }), 'ko')
})
