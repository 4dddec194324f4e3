import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { ConfigError, readConfig, readDataFolder, readLanguage } from './config.ts'

test('without any setting there is a sandbox on 8080 and 8081 of this machine alone, with its data in .sunap', () => {
  assert.deepEqual(readConfig({}), {
    mode: 'sandbox',
    host: '127.0.0.1',
    api: { port: 8080, asked: false },
    pos: { port: 8081, asked: false },
    posTcp: [],
    publicUrl: null,
    dataFolder: join(process.cwd(), '.sunap'),
    keysFile: join(process.cwd(), '.sunap', 'keys.json'),
    pg: null,
    databaseUrl: null,
    allowedRanges: [],
    alarmUrl: null,
    language: 'en',
  })
})

test('every setting is taken as it is given', () => {
  const env = {
    SUNAP_MODE: 'production',
    SUNAP_HOST: '0.0.0.0',
    SUNAP_PORT: '0',
    SUNAP_POS_PORT: '65535',
    SUNAP_POS_TCP_PORT: '8082',
    SUNAP_PG_PORT: '9100',
    SUNAP_PUBLIC_URL: 'https://pay.example.com/',
    SUNAP_DATA: '/somewhere/data',
    SUNAP_KEYS_FILE: '/run/secrets/keys.json',
    SUNAP_ALLOWED_RANGES: '10.1.0.0/16, fd12:3456::/32',
    SUNAP_DATABASE_URL: 'postgres://sunap@localhost/sunap',
    SUNAP_ALARM_URL: 'https://chat.example.com/hooks/abc',
    LANG: 'ko_KR.UTF-8',
  }
  assert.deepEqual(readConfig(env), {
    mode: 'production',
    host: '0.0.0.0',
    api: { port: 0, asked: true },
    pos: { port: 65_535, asked: true },
    posTcp: [{ dialect: 'fixed', port: 8082, asked: true }],
    pg: { port: 9100, asked: true },
    publicUrl: 'https://pay.example.com',
    dataFolder: '/somewhere/data',
    keysFile: '/run/secrets/keys.json',
    allowedRanges: ['10.1.0.0/16', 'fd12:3456::/32'],
    databaseUrl: 'postgres://sunap@localhost/sunap',
    alarmUrl: 'https://chat.example.com/hooks/abc',
    language: 'ko',
  })
})

test('a setting that is empty is not set: it neither opens every address nor makes this folder the data folder', () => {
  const listening = ['MODE', 'HOST', 'PORT', 'POS_PORT', 'POS_TCP_PORT', 'PUBLIC_URL']
  const names = [...listening, 'DATA', 'KEYS_FILE', 'DATABASE_URL', 'ALLOWED_RANGES', 'ALARM_URL']
  const env = Object.fromEntries(names.map((name) => [`SUNAP_${name}`, '']))
  assert.deepEqual(readConfig(env), readConfig({}))
  assert.equal(readDataFolder({ SUNAP_DATA: '' }), join(process.cwd(), '.sunap'))
})

test('localhost is one address', () => {
  assert.equal(readConfig({ SUNAP_HOST: 'localhost' }).host, '127.0.0.1')
})

const WRONG: readonly (readonly [string, string, RegExp])[] = [
  ['SUNAP_MODE', 'prod', /^SUNAP_MODE=prod: it is sandbox \(which it is when left unset\) or production\.$/],
  ['SUNAP_ALLOWED_RANGES', '10.1.0.0', /^SUNAP_ALLOWED_RANGES: "10\.1\.0\.0" is not a CIDR range\. Write it like/],
  ['SUNAP_ALLOWED_RANGES', '10.1.0.0/16,', /^SUNAP_ALLOWED_RANGES: "" is not a CIDR range/],
  ['SUNAP_ALLOWED_RANGES', '169.254.169.254/32', /^SUNAP_ALLOWED_RANGES: .* never called/],
  ['SUNAP_ALARM_URL', 'chat.example.com', /^SUNAP_ALARM_URL: cannot be read as a URL\. Write the whole address/],
  ['SUNAP_ALARM_URL', 'http://169.254.169.254/hook', /^SUNAP_ALARM_URL: cannot be called: 169\.254\.169\.254 is/],
  ['SUNAP_PORT', '80a', /SUNAP_PORT=80a: a port is a number from 0 to 65535/],
  ['SUNAP_PORT', '65536', /SUNAP_PORT=65536: a port is a number/],
  ['SUNAP_PORT', '-1', /SUNAP_PORT=-1: a port is a number/],
  ['SUNAP_PORT', ' 8080', /SUNAP_PORT= 8080: a port is a number/],
  ['SUNAP_POS_PORT', '8081.5', /SUNAP_POS_PORT=8081\.5: a port is a number/],
  ['SUNAP_POS_TCP_PORT', '8082,', /SUNAP_POS_TCP_PORT=: a port is a number/],
  ['SUNAP_POS_TCP_PORT', 'fixed:', /SUNAP_POS_TCP_PORT=: a port is a number/],
  [
    'SUNAP_POS_TCP_PORT',
    'morse:8082',
    /=morse:8082: it is a port, or dialects with their ports.* The dialects are fixed/,
  ],
  ['SUNAP_POS_TCP_PORT', 'toString:8082', /The dialects are fixed/],
  ['SUNAP_POS_TCP_PORT', 'x:fixed:8082', /The dialects are fixed/],
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

test('alarms go where calls of this mode may go: in production over https, to private addresses that were opened', () => {
  const production = { SUNAP_MODE: 'production', SUNAP_PUBLIC_URL: 'https://pay.example.com' }
  const alarmUrl = (url: string, env: Readonly<Record<string, string>> = production) =>
    readConfig({ ...env, SUNAP_ALARM_URL: url }).alarmUrl
  assert.equal(alarmUrl('http://127.0.0.1:9000/hook', {}), 'http://127.0.0.1:9000/hook', 'in the sandbox')
  assert.throws(() => alarmUrl('http://chat.example.com/hook'), /^Error: SUNAP_ALARM_URL: http:\/\/ is not encrypted/)
  const inside = 'https://10.1.2.3/hooks/abc'
  assert.throws(() => alarmUrl(inside), /^Error: SUNAP_ALARM_URL: .*10\.1\.2\.3.* SUNAP_ALLOWED_RANGES opens ranges/)
  assert.equal(alarmUrl(inside, { ...production, SUNAP_ALLOWED_RANGES: '10.1.0.0/16' }), inside)
})

test('the address that alarms go to is not said again: who knows it can write there', () => {
  assert.throws(
    () => readConfig({ SUNAP_ALARM_URL: 'ftp://chat.example.com/hooks/hush?key=hush' }),
    (error) => error instanceof ConfigError && !error.message.includes('hush'),
  )
})

test('a password in the public address is not said again', () => {
  assert.throws(
    () => readConfig({ SUNAP_PUBLIC_URL: 'https://user:hush@pay.example.com' }),
    (error) => error instanceof ConfigError && !error.message.includes('hush'),
  )
})

test('production wants the https address that customers are sent to', () => {
  const production = { SUNAP_MODE: 'production' }
  const asks = (env: Readonly<Record<string, string>>) => () => readConfig({ ...production, ...env })
  assert.throws(asks({}), /^Error: SUNAP_PUBLIC_URL is not set: in production it is the address .* https:\/\/pay/)
  assert.throws(asks({ SUNAP_PUBLIC_URL: 'http://pay.example.com' }), /in production it begins with https:\/\//)
  assert.equal(asks({ SUNAP_PUBLIC_URL: 'https://pay.example.com' })().publicUrl, 'https://pay.example.com')
})

test('in production a port that is taken is not replaced by another, for the proxy knows but one', () => {
  const { api, pos } = readConfig({ SUNAP_MODE: 'production', SUNAP_PUBLIC_URL: 'https://pay.example.com' })
  assert.deepEqual(
    [api, pos],
    [
      { port: 8080, asked: true },
      { port: 8081, asked: true },
    ],
  )
})

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
