/**
 * A production gateway as an operator sets it up, by docs/production.md: its commands are run as they stand there, what
 * they print is compared with what the page shows, and what they made sells something over real sockets. Blocks of `bash`
 * need root and a machine of one's own: of them only what happens to the gateway is done, by starting and stopping it.
 * Secrets and places of the page stand for those of this run.
 */
import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { startPostgres } from '../postgres/server.ts'
import { type Ended, ended, root, startNode, temporaryFolder } from '../set-up/programs.ts'
import { type Started, startGatewayProcess, startRefused } from './npm-start.ts'
import { merchantAt, tillAt } from './parties.ts'
import { CURLS, openShell } from './shell.ts'

interface Block {
  readonly language: string
  readonly text: string
}

function blocksOf(path: string): readonly Block[] {
  const page = readFileSync(join(root, path), 'utf8')
  return [...page.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language = '', text = '']) => ({ language, text }))
}

/** As in the page's settings file. */
function settingsIn(blocks: readonly Block[]): Readonly<Record<string, string>> {
  const file = blocks.find(({ language }) => language === 'ini')
  assert.ok(file)
  return Object.fromEntries(
    file.text
      .trimEnd()
      .split('\n')
      .map((line) => line.split(/=(.*)/).slice(0, 2)),
  )
}

/** What takes the place of the page's words in this run: its folders, its addresses, what commands have made. */
type Standing = Map<string, string>

function inThisRun(text: string, standing: Standing): string {
  return [...standing].reduce((changed, [word, here]) => changed.replaceAll(word, here), text)
}

/** Words that are another at every run, each by its shape. */
const MADE = [
  /\bmer_[0-9a-f]{16}\b/g,
  /\bchannel-key-[0-9a-f-]{36}\b/g,
  /\bwhsec_[A-Za-z0-9+/]{43}=/g,
  /\b[0-9a-f]{80}\b/g,
  /\b[0-9a-f]{64}\b/g,
  /\b\d{16}\b/g,
  /\bNode \d+\.\d+\.\d+/g,
  /\d+\.\d s\b/g,
]

/** The page's text with words of this run in the places of those that were made; remembers which stands for which. */
function compare(shown: string, page: string, standing: Standing): void {
  const expected = MADE.reduce(
    (text, shape) => {
      const made = [...shown.matchAll(shape)].map(([word]) => word)
      return text.replaceAll(shape, (word) => {
        const here = made.shift() ?? word
        standing.set(word, here)
        return here
      })
    },
    inThisRun(page, standing),
  )
  assert.equal(shown.trimEnd(), expected.trimEnd())
}

interface Machine {
  readonly folder: string
  readonly standing: Standing
  gateway: Started | undefined
  /** What the last command or start said. */
  out: string
}

const SERVING = /^ {2}(data +SQLite, \S.*\n)( {2}no (merchant|till).*\n)*/m

async function startGateway(t: TestContext, machine: Machine, env: Readonly<Record<string, string>>): Promise<void> {
  machine.gateway = await startGatewayProcess(t, { folder: machine.folder, env, serving: SERVING })
  const { out } = machine.gateway
  machine.out = out()
  const [, api = ''] = /^ {2}merchants, customers +(\S+)/m.exec(out()) ?? []
  const [, pos = ''] = /^ {2}tills +(\S+)/m.exec(out()) ?? []
  machine.standing.set('http://127.0.0.1:8080', api).set('http://127.0.0.1:8081', pos)
}

/** `npm run -s sunap -- ...` is what package.json says it is. */
function npmScript(): string {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  assert.match(scripts.sunap, /^node /)
  return `[ "$1 $2 $3 $4" = 'run -s sunap --' ] || exit 64\nshift 4\ncd '${root}' && exec ${scripts.sunap} "$@"`
}

/** Everything on the page, from its top to its end. */
async function follow(t: TestContext, blocks: readonly Block[], curl: (typeof CURLS)[number]): Promise<Machine> {
  const above = temporaryFolder(t)
  const [folder, backups] = [join(above, 'data'), join(above, 'backups')]
  mkdirSync(folder, { mode: 0o700 })
  mkdirSync(backups)
  const standing: Standing = new Map([
    ['/var/lib/sunap', folder],
    ['/var/backups/sunap', backups],
  ])
  const env = { ...settingsIn(blocks), SUNAP_DATA: folder, SUNAP_PORT: '0', SUNAP_POS_PORT: '0' }
  const machine: Machine = { folder, standing, gateway: undefined, out: '' }
  const shell = openShell(t, curl)
  shell.command('npm', npmScript())
  for (const { language, text } of blocks) {
    if (language === 'sh') {
      // The proxy of this run is none: what is reached at the public address is the gateway itself.
      const api = standing.get('http://127.0.0.1:8080') ?? ''
      const commands = inThisRun(text, standing).replaceAll('https://pay.example.com', api)
      const { code, out, err } = await shell.run(quoted(commands, above), env)
      assert.deepEqual([code, err], [0, ''], text)
      machine.out = out
    } else if (language === 'text') compare(machine.out, text, standing)
    else if (/systemctl stop sunap/.test(text)) assert.equal((await machine.gateway?.stop())?.code, 0)
    else if (/systemctl (start|enable --now) sunap/.test(text)) await startGateway(t, machine, env)
    if (/\/cvs/.test(text)) await sell(machine)
  }
  return machine
}

/** The folders of a test have a space in their names, those of the page have none. */
function quoted(commands: string, folder: string): string {
  return commands.replaceAll(folder, folder.replaceAll(' ', '\\ '))
}

/** The number that the page's last command issued is shown and collected at the page's till. */
async function sell({ out, standing }: Machine): Promise<void> {
  const { code, message, response } = JSON.parse(out)
  assert.equal(code, 0, message)
  assert.match(response.barcode, /^7310\d{16}$/)
  assert.match(response.pay_url, /^https:\/\/pay\.example\.com\/p\//)
  const api = standing.get('http://127.0.0.1:8080') ?? ''
  const page = await (await fetch(api + new URL(response.pay_url).pathname)).text()
  assert.match(page, /한빛책방/)
  assert.doesNotMatch(page, /연습용|TEST ·/)
  const till = tillOf(standing)
  const shown = await till.inquire(response.barcode)
  assert.ok('merchant' in shown && shown.merchant === '한빛책방', JSON.stringify(shown))
  const reply = await till.collect(response.barcode, 1000)
  assert.ok('receipt' in reply && reply.code === '0000', JSON.stringify(reply))
  assert.ok(reply.receipt.some((line) => line.includes('한빛마트 1호점')) && !reply.receipt.join().includes('연습용'))
}

function tillOf(standing: Standing) {
  const secret = [...standing].find(([word]) => /^[0-9a-f]{64}$/.test(word))?.[1] ?? ''
  return tillAt(standing.get('http://127.0.0.1:8081') ?? '', { id: 'hanbit/HB001/1', secret })
}

function merchantOf(standing: Standing) {
  const [impKey = ''] = [...standing].flatMap(([word, here]) => (/^\d{16}$/.test(word) ? [here] : []))
  const [impSecret = ''] = [...standing].flatMap(([word, here]) => (/^[0-9a-f]{80}$/.test(word) ? [here] : []))
  return merchantAt(standing.get('http://127.0.0.1:8080') ?? '', { impKey, impSecret })
}

for (const curl of CURLS) {
  test(`docs/production.md, followed to its end, is a gateway that sells, with the curl ${curl}`, async (t) => {
    const machine = await follow(t, blocksOf('docs/production.md'), curl)
    const { folder, standing, gateway } = machine
    const api = standing.get('http://127.0.0.1:8080') ?? ''
    assert.equal((await fetch(`${api}/health`)).status, 200)
    const path = '/payments/find/order-1'
    const { payment } = await merchantOf(standing).ask('GET', path)
    assert.deepEqual(
      [payment.status, payment.amount],
      ['paid', 1000],
      'what was paid is in the backup that was put back',
    )
    for (const absent of ['/sandbox/clock', '/shop', '/till']) assert.equal((await fetch(api + absent)).status, 404)
    assert.ok(!existsSync(join(folder, 'sandbox.json')))
    assert.equal(statSync(join(folder, 'keys.json')).mode & 0o777, 0o600)
    assert.ok(gateway)
    const secrets = [...standing].filter(([word]) => /^([0-9a-f]{64}|[0-9a-f]{80}|whsec_.*)$/.test(word))
    assert.equal(secrets.length, 3)
    for (const [, secret] of secrets) assert.ok(!gateway.out().includes(secret))
    const { code, err } = await gateway.stop()
    assert.deepEqual([code, err], [0, ''])
  })
}

test('the two languages of the page have the same commands, settings and outputs', () => {
  const wordless = (path: string): readonly Block[] =>
    blocksOf(path).map(({ language, text }) => ({ language, text: text.replaceAll(/ *# .*$/gm, '') }))
  assert.deepEqual(wordless('docs/production.ko.md'), wordless('docs/production.md'))
})

const SETTINGS = { SUNAP_MODE: 'production', SUNAP_PUBLIC_URL: 'https://pay.example.com', SUNAP_PORT: '0' }

const REFUSED: readonly (readonly [Readonly<Record<string, string>>, readonly string[], RegExp])[] = [
  [{ SUNAP_MODE: 'prod' }, [], /^SUNAP_MODE=prod: it is sandbox .* or production\.\n$/],
  [{ SUNAP_PUBLIC_URL: '' }, [], /^SUNAP_PUBLIC_URL is not set: in production /],
  [{ SUNAP_PUBLIC_URL: 'http://pay.example.com' }, [], /^SUNAP_PUBLIC_URL=http:.* begins with https:/],
  [{ SUNAP_ALLOWED_RANGES: '10.0.0.0' }, [], /^SUNAP_ALLOWED_RANGES: "10\.0\.0\.0" is not a CIDR range/],
  [{}, ['--fresh'], /^--fresh would forget money, /],
  [{}, [], /keys\.json is missing\. .*npm run sunap -- keys-new\n$/],
]

test('what is not safe is refused with a sentence and the code 2, and nothing is made', async (t) => {
  for (const [more, args, says] of REFUSED) {
    const folder = join(temporaryFolder(t), 'data')
    const { code, out, err }: Ended = await startRefused(t, { folder, args, env: { ...SETTINGS, ...more } })
    assert.deepEqual([code, out], [2, ''], err)
    assert.match(err, says)
    assert.equal(existsSync(folder), false)
  }
})

test('--fresh of a shell that has lost SUNAP_MODE does not forget money', async (t) => {
  const blocks = blocksOf('docs/production.md')
  const untilStart = blocks.findIndex(({ text }) => text.includes('enable --now sunap'))
  const { folder, gateway } = await follow(t, blocks.slice(0, untilStart + 1), 'of our own')
  await gateway?.stop()
  const before = readdirSync(folder).sort()
  const { code, err } = await startRefused(t, { folder, args: ['--fresh'] })
  assert.equal(code, 2)
  assert.match(err, /belongs to a production gateway, and --fresh would forget money/)
  assert.deepEqual(readdirSync(folder).sort(), before)
})

test('the commands beside a gateway refuse what would do harm, and leave everything as it was', async (t) => {
  const folder = join(temporaryFolder(t), 'data')
  const production = { ...SETTINGS, SUNAP_DATA: folder }
  const told = async (env: Readonly<Record<string, string>>, ...words: readonly string[]): Promise<string> => {
    const { code, out, err } = await sunap(env, ...words)
    assert.deepEqual([code, out], [2, ''], err)
    return err
  }
  assert.match(await told({ SUNAP_DATA: folder }, 'keys-new'), /^keys-new is for production: set SUNAP_MODE=production/)
  assert.match(await told(production, 'merchant-list'), /keys\.json is missing\. .*npm run sunap -- keys-new\n$/)
  assert.match(await told(production, 'migrate'), /data holds no data of Sunap: name its folder with SUNAP_DATA/)
  assert.match(await told(production, 'backup', '--to', join(folder, 'b')), /holds no data of Sunap/)
  assert.match(await told(production, 'backup'), /^backup: --to is missing\n$/)
  assert.equal(existsSync(folder), false)
  const nowhere = join(folder, 'none', 'keys.json')
  assert.match(
    await told({ ...production, SUNAP_KEYS_FILE: nowhere }, 'keys-new'),
    /there is no folder .*Make it first/,
  )
  assert.equal((await sunap(production, 'keys-new')).code, 0)
  const keys = readFileSync(join(folder, 'keys.json'), 'utf8')
  assert.match(await told(production, 'keys-new'), /keys\.json is there already, .* left as it is/)
  assert.equal(readFileSync(join(folder, 'keys.json'), 'utf8'), keys)
  assert.equal((await sunap(production, 'network-add', '--network', 'hanbit', '--prefix', '7310')).code, 0)
  assert.match(
    await told(production, 'backup', '--to', join(folder, 'keys.json')),
    /is there already: it is left as it is/,
  )
  assert.match(await told(production, 'backup', '--to', join(folder, 'none', 'b')), /there is no folder/)
  assert.match(await told({ SUNAP_DATA: folder }, 'network-list'), /belongs to a production gateway\. Set SUNAP_MODE=/)
  assert.match((await sunap(production, 'network-list')).out, /hanbit/)
})

test('on PostgreSQL nodes with the same keys are one gateway, and commands need none of them running', async (t) => {
  const server = await startPostgres()
  t.after(() => server.stop())
  const databaseUrl = await server.newDatabase()
  const above = temporaryFolder(t)
  const keysFile = join(above, 'keys.json')
  const nodeIn = (folder: string) => {
    const settings = { ...SETTINGS, SUNAP_POS_PORT: '0', SUNAP_DATABASE_URL: databaseUrl, SUNAP_KEYS_FILE: keysFile }
    return {
      folder: join(above, folder),
      env: settings,
      serving: /^ {2}data +PostgreSQL, \S+ \d+, \S+\n( {2}no .*\n)*/m,
    }
  }
  const first = nodeIn('first')
  const settings = { ...first.env, SUNAP_DATA: first.folder }
  assert.match((await sunap(settings, 'migrate')).out, /^schema {2}up to date\n/)
  assert.equal((await sunap(settings, 'keys-new')).code, 0)
  assert.equal((await sunap(settings, 'network-add', '--network', 'hanbit', '--prefix', '7310')).code, 0)
  const [one, two] = await Promise.all([startGatewayProcess(t, first), startGatewayProcess(t, nodeIn('second'))])
  const added = await sunap(settings, 'merchant-add', '--name', '한빛책방')
  const [, impKey = ''] = /^imp_key +(\S+)/m.exec(added.out) ?? []
  // The other node looks for what has changed twice a second.
  let listed = ''
  for (let looks = 0; looks < 10 && !listed.includes(impKey); looks += 1)
    listed = (await sunap({ ...settings, SUNAP_DATA: two.folder }, 'key-list')).out
  assert.match(listed, new RegExp(`imp_key +${impKey}`))
  const other = { ...nodeIn('third'), env: { ...first.env, SUNAP_KEYS_FILE: join(above, 'other.json') } }
  assert.equal((await sunap({ ...other.env, SUNAP_DATA: other.folder }, 'keys-new')).code, 0)
  const refused = await startRefused(t, other)
  assert.equal(refused.code, 2)
  assert.match(refused.err, /other\.json is not the one this data was written with\. All gateways on one database have/)
  const practice = await startRefused(t, { folder: join(above, 'practice'), env: { SUNAP_DATABASE_URL: databaseUrl } })
  assert.equal(practice.code, 2)
  assert.match(
    practice.err,
    /keys\.json is missing\. .* or give the sandbox a database of its own\. .*SUNAP_MODE=production/,
  )
  assert.doesNotMatch(practice.err, /--fresh/)
  const { out, err } = await sunap(settings, 'backup', '--to', join(above, 'backup'))
  assert.deepEqual([out, /pg_dump/.test(err)], ['', true])
  for (const { stop } of [one, two]) assert.equal((await stop()).code, 0)
})

function sunap(env: Readonly<Record<string, string>>, ...words: readonly string[]): Promise<Ended> {
  return ended(startNode(['src/cli/sunap.ts', ...words], { cwd: root, env }))
}
