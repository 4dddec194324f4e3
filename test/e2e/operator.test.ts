/**
 * An operator at work while the gateway runs: `npm run sunap` as a process, and whether merchants, tills and receivers
 * notice at once what was set. The same commands without a gateway, and what they say when they are given wrongly.
 */
import assert from 'node:assert/strict'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { status as answerWith, expectedSignature, openSeller } from '../../src/outbound/test-seller.ts'
import { createTillClient } from '../../src/sandbox/till-client.ts'
import { type Ended, ended, root, startNode, temporaryFolder } from '../set-up/programs.ts'
import { type Started, startGatewayProcess } from './npm-start.ts'
import { merchantAt, type RemoteMerchant, type RemoteTill, tillAt } from './parties.ts'

type Row = Readonly<Record<string, string>>

function sunap(folder: string, ...words: readonly string[]): Promise<Ended> {
  return ended(startNode(['src/cli/sunap.ts', ...words], { cwd: root, env: { SUNAP_DATA: folder } }))
}

/** What it shows: a row to every block, a member to every line. */
async function shown(folder: string, ...words: readonly string[]): Promise<readonly Row[]> {
  const { code, out, err } = await sunap(folder, ...words)
  assert.deepEqual([code, err], [0, ''], words.join(' '))
  const blocks = out.split('\n\n').filter((block) => block.trim() !== '')
  return blocks.map((block) => Object.fromEntries(block.split('\n').map((line) => line.split(/ {2,}/))))
}

async function shownOne(folder: string, ...words: readonly string[]): Promise<Row> {
  const [row, ...others] = await shown(folder, ...words)
  assert.ok(row !== undefined && others.length === 0)
  return row
}

async function addMerchant(gateway: Started, ...words: readonly string[]) {
  const row = await shownOne(gateway.folder, 'merchant-add', '--name', '새상점', ...words)
  const {
    merchant: id = '',
    imp_key: impKey = '',
    imp_secret: impSecret = '',
    webhook_secret: webhookSecret = '',
  } = row
  return { id, webhookSecret, api: merchantAt(gateway.sandbox().apiUrl, { impKey, impSecret }) }
}

/** One of the sandbox's own. */
function tillOf({ sandbox }: Started): RemoteTill {
  const { posUrl, terminals } = sandbox()
  const [terminal] = terminals
  assert.ok(terminal)
  return tillAt(posUrl, terminal)
}

test('a merchant added while the gateway runs gets tokens at once, and another pair too', async (t) => {
  const gateway = await startGatewayProcess(t, { folder: temporaryFolder(t) })
  const { id, api } = await addMerchant(gateway)
  assert.match(await api.token(), /^.{20,}$/)
  const words = ['--merchant', id, '--imp-key', 'imp_apikey', '--imp-secret', 'ekKoeW8RyKuT0zgaZsUtXXTLQ4AhPFW3']
  await shownOne(gateway.folder, 'key-add', ...words)
  const pair = { impKey: 'imp_apikey', impSecret: 'ekKoeW8RyKuT0zgaZsUtXXTLQ4AhPFW3' }
  assert.match(await merchantAt(gateway.sandbox().apiUrl, pair).token(), /^.{20,}$/)
})

test('alarm-test sends one alarm and shows what the receiver answered, or why it did not get there', async (t) => {
  const folder = temporaryFolder(t)
  const hook = await openSeller(t)
  const alarmTest = (env: Row): Promise<Ended> =>
    ended(
      startNode(['src/cli/sunap.ts', 'alarm-test'], { cwd: root, env: { SUNAP_DATA: folder, LC_ALL: 'C', ...env } }),
    )
  const { host } = new URL(hook.url)
  const sent = await alarmTest({ SUNAP_ALARM_URL: `${hook.url}/hooks/hush` })
  assert.deepEqual([sent.code, sent.err], [0, ''])
  assert.match(sent.out, new RegExp(`^receiver  ${host}\nanswered  200 in \\d+ ms\n`))
  assert.deepEqual(Object.keys(JSON.parse(hook.received[0]?.body ?? '')), ['text'])
  assert.match(hook.received[0]?.body ?? '', /test: this is a test\. Alarms arrive here\./)
  hook.answer(answerWith(403))
  const refused = await alarmTest({ SUNAP_ALARM_URL: `${hook.url}/hooks/hush` })
  assert.equal(refused.code, 2)
  assert.match(refused.err, new RegExp(`^SUNAP_ALARM_URL: ${host} did not take the alarm: answered 403 in`))
  assert.doesNotMatch(sent.out + refused.err, /hush/)
  const none = await alarmTest({})
  assert.deepEqual([none.code, /SUNAP_ALARM_URL is not set/.test(none.err)], [2, true])
  const unsafe = await alarmTest({ SUNAP_ALARM_URL: 'http://169.254.169.254/hook' })
  assert.deepEqual([unsafe.code, /169\.254\.169\.254 is/.test(unsafe.err)], [2, true])
})

test('shops from a file are dry run, taken, and their secrets written where nobody else reads them; a till of them works', async (t) => {
  const gateway = await startGatewayProcess(t, { folder: temporaryFolder(t) })
  const { folder } = gateway
  const [file, secrets] = [join(folder, 'shops.csv'), join(folder, 'secrets.csv')]
  writeFileSync(file, 'outlet,outlet_name,chain,till\nGN001,강남 1호점,한빛편의점,1\nGN001,,,2\n')
  const words = ['--network', 'house', '--file', file]
  const dry = await shownOne(folder, 'shop-import', ...words, '--dry-run')
  assert.deepEqual([dry['new_tills'], dry['wrong_rows'], dry['dry_run']], ['2', '0', 'nothing was changed'])
  const done = await shownOne(folder, 'shop-import', ...words, '--secrets-to', secrets)
  assert.deepEqual([done['secrets'], statSync(secrets).mode & 0o777], ['2', 0o600])
  const [, first = ''] = readFileSync(secrets, 'utf8').split('\n')
  const [id = '', secret = ''] = first.split(',')
  const till = createTillClient({ url: gateway.sandbox().posUrl, terminal: id, secret })
  const echo = async (): Promise<string> => (await till.echo({ stan: '1' })).reply.code
  assert.equal(await echo(), '0000')
  await shownOne(folder, 'till-disable', '--network', 'house', '--outlet', 'GN001', '--till', '1')
  assert.equal(await echo(), '1002')
})

test('several channels at once: pg chooses one, and each gives its own deadline', async (t) => {
  const gateway = await startGatewayProcess(t, { folder: temporaryFolder(t) })
  const { id, api } = await addMerchant(gateway)
  const added = await Promise.all([
    shownOne(gateway.folder, 'channel-add', '--merchant', id, '--mid', 'shop-3', '--deadline-days', '3'),
    shownOne(gateway.folder, 'channel-add', '--merchant', id, '--mid', 'shop-9', '--deadline-days=9'),
  ])
  assert.deepEqual(added.map(({ pg }) => pg).sort(), ['galaxia.shop-3', 'galaxia.shop-9'])
  assert.equal(added.filter((row) => row['default'] === 'yes').length, 1)
  await shownOne(gateway.folder, 'channel-set', '--channel', keyOf(added, 'galaxia.shop-3'), '--default', 'yes')
  assert.deepEqual(await termsOf(api, { pg: 'galaxia.shop-3' }), ['galaxia', 3])
  assert.deepEqual(await termsOf(api, { pg: 'galaxia.shop-9' }), ['galaxia', 9])
  assert.deepEqual(await termsOf(api, { channel_key: keyOf(added, 'galaxia.shop-9') }), ['galaxia', 9])
  assert.deepEqual(await termsOf(api, { pg: 'galaxia' }), ['galaxia', 3])
  assert.deepEqual(await termsOf(api, {}), ['galaxia', 3])
  assert.equal((await api.issue({ pg: 'galaxia.sunap0001' })).status, 400)
})

function keyOf(rows: readonly Row[], pg: string): string {
  return rows.find((row) => row['pg'] === pg)?.['channel_key'] ?? ''
}

/** The provider, and how many days after today (in Seoul) the number ends. */
async function termsOf(api: RemoteMerchant, body: Row): Promise<readonly [unknown, number]> {
  const { payment, text } = await api.issue(body)
  assert.ok(payment, text)
  const day = (seconds: number): number => Math.floor((seconds + 9 * 3600) / 86_400)
  return [payment.pg_provider, day(payment.expired_at ?? 0) - day(payment.started_at)]
}

test('an endpoint added while the gateway runs hears at once; a notice it refused is found, explained and sent again', async (t) => {
  const gateway = await startGatewayProcess(t, { folder: temporaryFolder(t) })
  const seller = await openSeller(t, answerWith(503, 'closed for lunch'))
  const { id, api } = await addMerchant(gateway)
  const of = ['--merchant', id]
  await shownOne(gateway.folder, 'channel-add', ...of, '--mid', 'shop')
  const added = await shownOne(gateway.folder, 'endpoint-add', ...of, '--url', `${seller.url}/hook`)
  const { payment } = await api.issue()
  await seller.heard(1)
  await gateway.says(/answered 503 in/)
  const [found] = await shown(gateway.folder, 'delivery-list', ...of, '--state', 'waiting')
  assert.deepEqual([found?.['imp_uid'], found?.['endpoint']], [payment.imp_uid, added['endpoint']])
  assert.match(found?.['why'] ?? '', /^answered 503 in \d+ ms/)
  const delivery = ['--delivery', found?.['delivery'] ?? '']
  const [, first] = await shown(gateway.folder, 'delivery-show', ...of, ...delivery)
  assert.deepEqual([first?.['try'], first?.['answer']], ['1', 'closed for lunch'])
  seller.answer(answerWith(200))
  await shownOne(gateway.folder, 'delivery-replay', ...of, ...delivery)
  await gateway.says(/200 in \d+ ms: ready/)
  const [again] = await shown(gateway.folder, 'delivery-show', ...of, ...delivery)
  assert.equal(again?.['state'], 'delivered')
  for (const each of seller.received)
    assert.equal(each.headers['webhook-signature'], expectedSignature(added['secret'] ?? '', each))
})

test('the default Notification URL gets a form where that was chosen, signed; notice_url takes its place', async (t) => {
  const gateway = await startGatewayProcess(t, { folder: temporaryFolder(t) })
  const seller = await openSeller(t)
  const { id, api, webhookSecret } = await addMerchant(
    gateway,
    '--notice-url',
    `${seller.url}/default`,
    '--content-type',
    'form',
  )
  await shownOne(gateway.folder, 'channel-add', '--merchant', id, '--mid', 'shop')

  const till = tillOf(gateway)
  const byDefault = await api.issue()
  assert.equal((await till.collect(byDefault.payment.barcode, 1000)).code, '0000')
  await seller.heard(1)
  const [first] = seller.received
  assert.ok(first)
  assert.equal(first.path, '/default')
  assert.equal(first.headers['content-type'], 'application/x-www-form-urlencoded')
  assert.deepEqual(Object.fromEntries(new URLSearchParams(first.body)), {
    imp_uid: byDefault.payment.imp_uid,
    merchant_uid: byDefault.payment.merchant_uid,
    status: 'paid',
  })
  assert.equal(first.headers['webhook-signature'], expectedSignature(webhookSecret, first))

  const byItself = await api.issue({ notice_url: `${seller.url}/own` })
  assert.equal((await till.collect(byItself.payment.barcode, 1000)).code, '0000')
  await seller.heard(2)
  assert.equal(seller.received[1]?.path, '/own')
  assert.ok(seller.received[1]?.body.includes(byItself.payment.imp_uid))
  await gateway.says(/told .*told /s)
  assert.equal(seller.received.length, 2, 'the default address is told nothing of it')

  await shownOne(
    gateway.folder,
    'merchant-set',
    '--merchant',
    id,
    '--content-type',
    'json',
    '--notice-url',
    `${seller.url}/new`,
  )
  const later = await api.issue()
  assert.equal((await till.collect(later.payment.barcode, 1000)).code, '0000')
  await seller.heard(3)
  const [, , third] = seller.received
  assert.deepEqual([third?.path, third?.headers['content-type']], ['/new', 'application/json'])
  assert.equal(JSON.parse(third?.body ?? '').imp_uid, later.payment.imp_uid)
})

test('a till added while the gateway runs collects at once, and its shop is on the slip', async (t) => {
  const gateway = await startGatewayProcess(t, { folder: temporaryFolder(t) })
  const { apiUrl, posUrl, pair } = gateway.sandbox()
  const place = [
    '--network',
    'house',
    '--outlet',
    'NEW01',
    '--till',
    '7',
    '--outlet-name',
    '새점포',
    '--chain',
    '새편의점',
  ]
  const { terminal: id = '', secret = '' } = await shownOne(gateway.folder, 'till-add', ...place)
  assert.equal(id, 'house/NEW01/7')
  const { payment } = await merchantAt(apiUrl, pair).issue()
  const reply = await tillAt(posUrl, { id, secret }).collect(payment.barcode, 1000)
  assert.equal(reply.code, '0000')
  assert.ok('receipt' in reply && reply.receipt.some((line) => line.includes('새점포')))
  const wrong = await tillAt(posUrl, { id, secret: secret.replace(/^./, (digit) => (digit === '0' ? '1' : '0')) })
    .collect(payment.barcode, 1000)
    .catch((error: unknown) => String(error))
  assert.match(JSON.stringify(wrong), /1002|no echo/)
})

test('without a gateway the same commands work on the data, and the next start has what they set', async (t) => {
  const folder = temporaryFolder(t)
  await (await startGatewayProcess(t, { folder })).stop()
  const { merchant = '', imp_key = '', imp_secret = '' } = await shownOne(folder, 'merchant-add', '--name', '새상점')
  await shownOne(folder, 'channel-add', '--merchant', merchant, '--mid', 'shop')
  assert.deepEqual((await shown(folder, 'merchant-list')).map(({ name }) => name).sort(), ['새상점', '예제상점'])
  const gateway = await startGatewayProcess(t, { folder })
  assert.equal((await shown(folder, 'channel-list', '--merchant', merchant)).length, 1)
  const api = merchantAt(gateway.sandbox().apiUrl, { impKey: imp_key, impSecret: imp_secret })
  assert.equal((await api.issue()).status, 200)
})

test('settings that leave the example seller nothing to sell do not keep the gateway from starting', async (t) => {
  const folder = temporaryFolder(t)
  const before = await startGatewayProcess(t, { folder })
  // Else the number that was sold already would be shown again.
  const headers = { 'content-type': 'application/json' }
  await fetch(`${before.sandbox().apiUrl}/sandbox/reset`, { method: 'POST', headers, body: '{}' })
  await before.stop()
  const channels = await shown(folder, 'channel-list')
  const ofDefault = channels.find((row) => row['default'] === 'yes')?.['channel_key'] ?? ''
  await shownOne(folder, 'channel-set', '--channel', ofDefault, '--amount-max', '100')
  const gateway = await startGatewayProcess(t, { folder })
  await gateway.says(/^ {2}The seller was not issued a number: .*\n\n {2}2 {2}till/m)
  assert.equal((await fetch(`${gateway.sandbox().apiUrl}/health`)).status, 200)
})

test('a command that is given wrongly is a sentence and the code 2, with a gateway and without', async (t) => {
  const folder = temporaryFolder(t)
  const gateway = await startGatewayProcess(t, { folder })
  const wrong: readonly (readonly [readonly string[], RegExp])[] = [
    [['shop-add'], /^shop-add: no such command\. There are: merchant-add, /],
    [['merchant-add'], /^merchant-add: --name is missing\n$/],
    [['merchant-add', '--name'], /^--name has no value\n$/],
    [['merchant-add', 'name', 'a'], /^name a: options are written --name value\n$/],
    [['merchant-add', '--name', 'a', '--name', 'b'], /^--name is given twice\n$/],
    [['merchant-list', '--all', 'yes'], /^merchant-list: --all is not an option here\. There are: none\n$/],
  ]
  const tryAll = async (): Promise<void> => {
    const ends = await Promise.all(wrong.map(([words]) => sunap(folder, ...words)))
    for (const [at, { code, out, err }] of ends.entries()) {
      assert.deepEqual([code, out], [2, ''])
      assert.match(err, wrong[at]?.[1] ?? /never/)
    }
  }
  await tryAll()
  await gateway.stop()
  // One after another now: each opens the data itself.
  for (const [words, says] of wrong) assert.match((await sunap(folder, ...words)).err, says)
})

test('help says every command; no command at all is a mistake', async (t) => {
  const folder = temporaryFolder(t)
  const help = await sunap(folder, 'help')
  assert.equal(help.code, 0)
  assert.match(
    help.out,
    /^npm run sunap -- <verb> \[--option value \.\.\.\]\n\n {2}merchant-add +--name … \[--notice-url …\]/,
  )
  const none = await sunap(folder)
  assert.deepEqual([none.code, none.out], [2, help.out])
})

test('a folder without data is not made by a command', async (t) => {
  const folder = join(temporaryFolder(t), 'mistyped')
  const { code, err } = await sunap(folder, 'merchant-list')
  assert.equal(code, 2)
  assert.match(
    err,
    /mistyped holds no data of Sunap: start the gateway there once, or name its folder with SUNAP_DATA\.\n$/,
  )
  assert.equal(existsSync(folder), false)
})

test('keys that do not belong to the data are a sentence', async (t) => {
  const folder = temporaryFolder(t)
  await (await startGatewayProcess(t, { folder })).stop()
  writeFileSync(join(folder, 'keys.json'), '{}')
  const { code, err } = await sunap(folder, 'merchant-list')
  assert.equal(code, 2)
  assert.match(err, /^.*keys\.json is damaged: .*\n$/)
})
