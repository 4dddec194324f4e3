/**
 * The first ten minutes of a newcomer: `npm start` and what it prints, done as it says, then stopping, starting again,
 * beginning anew, and every way of starting it wrongly.
 */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type TestContext, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { openSeller } from '../../src/outbound/test-seller.ts'
import { type Ended, ended, root, startNode, temporaryFolder } from '../set-up/programs.ts'
import { type Started, startGatewayProcess, startRefused } from './npm-start.ts'
import { merchantAt, tillAt } from './parties.ts'
import { CURLS, openShell, type Shell } from './shell.ts'

/** Of a stop with nothing under way; far more than it takes, for a machine that is busy with other tests. */
const STOP_MS = 5_000
const START_MS = 20_000

for (const curl of CURLS) {
  test(`what the first screen prints works as printed, with the curl ${curl}`, async (t) => {
    const folder = temporaryFolder(t)
    const gateway = await startGatewayProcess(t, { folder })
    const shell = openShell(t, curl)
    const issued = await issueAsPrinted(gateway, shell)
    assert.match(issued['barcode'], /^8100\d{16}$/)
    assert.deepEqual([issued['amount'], issued['name'], issued['status']], [1000, 'coffee', 'ready'])
    const paid = await payAsPrinted(gateway, shell, issued['barcode'])
    assert.equal(paid.outcome, 'paid')
    assert.equal(paid.payment.imp_uid, issued['imp_uid'])
    await gateway.says(/\d\d:\d\d:\d\d {2}collected .*approval \d{8}, cash/)
    await gateway.says(/\d\d:\d\d:\d\d {2}told +notice_url {2}200 in \d+ ms: paid\n/)
  })
}

/** The indented lines of the screen are commands: first those that issue, then the one that pays. */
function printedCommands(screen: string): readonly [string, string] {
  const blocks = screen.split(/\n{2,}/).filter((block) => block.split('\n').every((line) => line.startsWith('    ')))
  const [issue, pay, ...others] = blocks
  assert.ok(issue !== undefined && pay !== undefined && others.length === 0, 'the screen has two blocks of commands')
  return [issue, pay]
}

async function issueAsPrinted(gateway: Started, shell: Shell) {
  const { code, out, err } = await shell.run(printedCommands(gateway.out())[0])
  assert.equal(code, 0, err)
  const answer = JSON.parse(out)
  assert.equal(answer.code, 0, out)
  return answer.response
}

async function payAsPrinted(gateway: Started, shell: Shell, barcode: string) {
  const command = printedCommands(gateway.out())[1]
  assert.match(command, /"number":"\.\.\."/)
  const { code, out, err } = await shell.run(command.replace('...', barcode))
  assert.equal(code, 0, err)
  return JSON.parse(out)
}

test('the example sale on the first screen can be opened, and is in the log', async (t) => {
  const gateway = await startGatewayProcess(t, { folder: temporaryFolder(t) })
  const [, page = '', barcode = ''] = await gateway.says(/ 1 {2}customer +(\S+) +barcode ((?:\d{4} ?){5})\n/)
  const answer = await fetch(page)
  assert.equal(answer.status, 200)
  assert.match(await answer.text(), new RegExp(barcode.trim().replaceAll(' ', '.{0,40}'), 's'))
  const [, seller = ''] = await gateway.says(/ 3 {2}seller +(\S+) /)
  assert.equal((await fetch(seller)).status, 200)
  await gateway.says(new RegExp(`issued +imp_\\d{12} {2}후드티, 36,400 won {2}${barcode.trim()}\n`))
})

test('stopping ends well, and a new start has the same keys and payments; --fresh begins anew', async (t) => {
  const folder = temporaryFolder(t)
  const first = await startGatewayProcess(t, { folder })
  const { apiUrl, pair } = first.sandbox()
  const { payment } = await merchantAt(apiUrl, pair).issue()
  assert.match(first.out(), new RegExp(`imp_key ${pair.impKey} `))
  const stoppedAt = performance.now()
  assert.deepEqual(await endOf(first), { code: 0, err: '' })
  assert.ok(performance.now() - stoppedAt < STOP_MS)
  assert.equal(existsSync(join(folder, 'sandbox.json')), false)

  const second = await startGatewayProcess(t, { folder })
  const again = second.sandbox()
  assert.match(second.out(), new RegExp(`imp_key ${pair.impKey} `))
  assert.deepEqual(again.pair, pair)
  assert.equal((await merchantAt(again.apiUrl, again.pair).look(payment.imp_uid)).barcode, payment.barcode)
  assert.deepEqual(await endOf(second), { code: 0, err: '' })

  writeFileSync(join(folder, 'letter.txt'), 'not ours')
  const third = await startGatewayProcess(t, { folder, args: ['--fresh'] })
  const anew = third.sandbox()
  assert.notEqual(anew.pair.impKey, pair.impKey)
  assert.equal((await merchantAt(anew.apiUrl, anew.pair).ask('GET', `/payments/${payment.imp_uid}`)).status, 404)
  assert.ok(readdirSync(folder).includes('letter.txt'))
})

async function endOf(gateway: Started): Promise<{ readonly code: number | null; readonly err: string }> {
  const { code, err } = await gateway.stop()
  return { code, err }
}

test('from the start to the first answer: measured', async (t) => {
  const folder = temporaryFolder(t)
  await (await startGatewayProcess(t, { folder })).stop()
  const startedAt = performance.now()
  const gateway = await startGatewayProcess(t, { folder })
  assert.equal((await fetch(`${gateway.sandbox().apiUrl}/health`)).status, 200)
  const tookMs = performance.now() - startedAt
  t.diagnostic(`first answer after ${Math.round(tookMs)} ms, the wrapper that finds the right Node included`)
  assert.ok(tookMs < START_MS)
})

test('a Korean terminal is greeted in Korean, with the same commands', async (t) => {
  const env = { SUNAP_PORT: '0', SUNAP_POS_PORT: '0', LC_ALL: 'ko_KR.UTF-8' }
  const gateway = await startGatewayProcess(t, { folder: temporaryFolder(t), env })
  await gateway.says(/초 만에 시작/)
  await gateway.says(/발급 +imp_\d{12} {2}후드티, 36,400원/)
  const issued = await issueAsPrinted(gateway, openShell(t, 'of our own'))
  assert.equal(issued['status'], 'ready')
})

test('listening on every address is remarked upon, and what is printed still leads here', async (t) => {
  const env = { SUNAP_PORT: '0', SUNAP_POS_PORT: '0', SUNAP_HOST: '0.0.0.0' }
  const gateway = await startGatewayProcess(t, { folder: temporaryFolder(t), env })
  await gateway.says(/^ {2}listening on 0\.0\.0\.0: anyone on this network can use the sandbox$/m)
  const { apiUrl } = gateway.sandbox()
  assert.match(apiUrl, /^http:\/\/127\.0\.0\.1:\d+$/)
  assert.equal((await fetch(`${apiUrl}/health`)).status, 200)
})

test('an argument that does not exist is named, with those that do', async (t) => {
  const folder = join(temporaryFolder(t), 'none')
  const { code, out, err } = await startRefused(t, { folder, args: ['--fersh'] })
  assert.deepEqual([code, out], [2, ''])
  assert.equal(err, '--fersh: not an argument of npm start. There is: --fresh (begin with no data)\n')
  assert.equal(existsSync(folder), false)
})

test('a second gateway on the same folder says so, --fresh too, and the first goes on', async (t) => {
  const folder = temporaryFolder(t)
  const first = await startGatewayProcess(t, { folder })
  for (const args of [[], ['--fresh']]) {
    const { code, err } = await startRefused(t, { folder, args })
    assert.equal(code, 2)
    assert.match(err, /^.* is in use by another running Sunap: .*\/.*다른 Sunap.*\n$/)
  }
  assert.equal((await fetch(`${first.sandbox().apiUrl}/health`)).status, 200)
})

test('a wrong setting, and a folder where nothing can be kept, are a sentence and not a stack', async (t) => {
  const file = join(temporaryFolder(t), 'file')
  writeFileSync(file, '')
  const wrong = [
    { folder: join(file, 'data'), says: /^SUNAP_DATA=.*: no data can be kept there, .*\n$/ },
    { folder: file, says: /^SUNAP_DATA=.*: no data can be kept there, .*\n$/ },
    { folder: temporaryFolder(t), env: { SUNAP_PORT: 'eighty' }, says: /^SUNAP_PORT=eighty: a port is a number.*\n$/ },
    {
      folder: temporaryFolder(t),
      env: { SUNAP_HOST: '192.0.2.1' },
      says: /^SUNAP_HOST=192\.0\.2\.1: this machine has.*\n$/,
    },
  ]
  const ends = await Promise.all(wrong.map(({ says, ...ways }) => startRefused(t, ways)))
  for (const [at, { code, err }] of ends.entries()) {
    assert.equal(code, 2)
    assert.match(err, wrong[at]?.says ?? /never/)
  }
})

test('data of a newer version are refused in a sentence, by the gateway and by the commands, and left as they are', async (t) => {
  const folder = temporaryFolder(t)
  writeFileSync(join(folder, 'keys.json'), '{}')
  const newer = new DatabaseSync(join(folder, 'sunap.sqlite'))
  newer.exec('pragma journal_mode = wal; pragma user_version = 99')
  newer.close()
  const before = readFileSync(join(folder, 'sunap.sqlite'))
  const list = (): Promise<Ended> =>
    ended(startNode(['src/cli/sunap.ts', 'merchant-list'], { cwd: root, env: { SUNAP_DATA: folder } }))
  // One after the other: two at once would meet at the folder's lock.
  for (const { code, err } of [await startRefused(t, { folder }), await list()]) {
    assert.equal(code, 2)
    assert.match(err, /^the data was written by a newer version of Sunap \(schema 99, .*\/ 더 새로운 버전의 .*\n$/)
  }
  assert.deepEqual(readFileSync(join(folder, 'sunap.sqlite')), before)
})

test('a port that was asked for and is taken names the way out; a default gives way, and the screen says so', async (t) => {
  const port = await listen(t, 0)
  const { code, err } = await startRefused(t, { folder: temporaryFolder(t), env: { SUNAP_PORT: String(port) } })
  assert.equal(code, 2)
  assert.equal(err, `port ${port} is taken. Choose another with SUNAP_PORT=…, or SUNAP_PORT=0 for any free one.\n`)
  // Taken by us, or by whoever has them already.
  await Promise.all([listen(t, 8080), listen(t, 8081)].map((taken) => taken.catch(() => {})))
  const gateway = await startGatewayProcess(t, { folder: temporaryFolder(t), env: {} })
  for (const busy of [8080, 8081]) {
    const [, instead] = await gateway.says(new RegExp(`^ {2}port ${busy} is taken, using (\\d+) instead$`, 'm'))
    assert.ok(Number(instead) > busy)
  }
  assert.equal((await fetch(`${gateway.sandbox().apiUrl}/health`)).status, 200)
})

async function listen(t: TestContext, port: number): Promise<number> {
  const server = createServer().listen(port, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close())
  const address = server.address()
  assert.ok(address !== null && typeof address === 'object')
  return address.port
}

interface Sale {
  readonly gateway: Started
  readonly collect: Promise<{ readonly code: string }>
  readonly letGo: () => void
}

/** A collect whose merchant is being asked, and answers when it is let go. */
async function beginSale(t: TestContext): Promise<Sale> {
  const gateway = await startGatewayProcess(t, { folder: temporaryFolder(t) })
  const { apiUrl, posUrl, pair, terminals } = gateway.sandbox()
  const waiting = Promise.withResolvers<void>()
  const seller = await openSeller(t, async (response) => {
    await waiting.promise
    response.writeHead(200).end()
  })
  t.after(() => waiting.resolve())
  const { payment } = await merchantAt(apiUrl, pair).issue({ confirm_url: seller.url })
  const [terminal] = terminals
  assert.ok(terminal)
  const collect = tillAt(posUrl, terminal).collect(payment.barcode, 1000)
  collect.catch(() => {})
  await seller.heard(1)
  return { gateway, collect, letGo: () => waiting.resolve() }
}

test('one Ctrl+C that arrives twice is one: the collect under way is answered', async (t) => {
  const { gateway, collect, letGo } = await beginSale(t)
  gateway.signal('SIGINT')
  gateway.signal('SIGINT')
  gateway.signal('SIGTERM')
  await hasBegunToStop(gateway)
  letGo()
  assert.equal((await collect).code, '0000')
  assert.equal((await gateway.ended()).code, 0)
})

/** `sandbox.json` goes first. */
async function hasBegunToStop({ folder }: Started): Promise<void> {
  while (existsSync(join(folder, 'sandbox.json'))) await delay(5)
}

test('a second Ctrl+C a while later does not wait', async (t) => {
  const { gateway, collect } = await beginSale(t)
  gateway.signal('SIGINT')
  await delay(1_200)
  const startedAt = performance.now()
  gateway.signal('SIGINT')
  assert.equal((await gateway.ended()).code, 1)
  assert.ok(performance.now() - startedAt < 1_500)
  await assert.rejects(collect)
})
