/**
 * Marked secrets and customers' fields go through a whole gateway, in a process of its own as `npm start` starts it:
 * issue, look, inquiry, collect, refusal, reverse, revoke, notices and every kind of mistake. Afterwards all it has
 * written and said to others is searched for them, byte by byte.
 */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { askAdmin } from '../../src/cli/ask-admin.ts'
import { openSeller, type Seller } from '../../src/outbound/test-seller.ts'
import { findCanaries, type Sighting } from './canary.ts'
import { merchantAt, type RemoteMerchant, tillAt } from './parties.ts'

const CUSTOMER = {
  buyer_name: '카나리아이름 Zeke',
  buyer_email: 'Canary.Mail-q7@box.example',
  buyer_tel: '010-9274-6183',
  buyer_addr: '카나리시 숨은로 7734 "별채"',
  buyer_postcode: 'pC9#zQ4!',
  custom_data: 'canary echo Wv5+/=k2',
} as const
/** Of a card of the tax office: whom a cash receipt is for. */
const RECEIPT_CARD = '154492746183007'
const API_SECRET = 'canary-api-secret-R7tq/+9'
const WRONG_SECRET = 'canary-wrong-secret-H2nv'
/** Neither is secret where the gateway must know it again: in its database. */
const ORDER = 'canary-order-T8'
const CALLBACK_KEY = 'canary-callback-key-M4xs'

const LIMIT = { timeout: 60_000 }

test("marked secrets and customers' fields are in no log, database, error, page or address", LIMIT, async (t) => {
  const gateway = await startProcess(t)
  const seller = await openSeller(t, (response, { path }) =>
    response.writeHead(path.startsWith('/refuse') ? 409 : 200).end(),
  )
  const opened = await openAccount(gateway, seller)
  const { merchant, secrets } = opened
  const said = [...(await sell(opened, seller)), ...(await blunder(gateway, merchant))]
  const canaries = {
    ...CUSTOMER,
    receipt_card: RECEIPT_CARD,
    digits_of_buyer_tel: CUSTOMER.buyer_tel.replaceAll('-', ''),
    small_buyer_email: CUSTOMER.buyer_email.toLowerCase(),
    wrong_secret: WRONG_SECRET,
    access_token: await merchant.token(),
    ...secrets,
  }
  const found: Sighting[] = said.flatMap(({ place, text }) =>
    findCanaries({ ...canaries, callback_key: CALLBACK_KEY }, place, Buffer.from(text)),
  )
  const running = filesOf(gateway.folder)
  for (const seen of [ORDER, CALLBACK_KEY]) {
    assert.ok(
      running.some(({ name, bytes }) => name.endsWith('-wal') && bytes.includes(seen)),
      'what may be read is read',
    )
  }
  await gateway.stop()
  for (const { name, bytes } of [...running, ...filesOf(gateway.folder)]) {
    found.push(...findCanaries(canaries, name, bytes))
    if (name !== 'sandbox.json') found.push(...findCanaries(practiceSecrets(gateway), name, bytes))
  }
  found.push(...findCanaries({ ...canaries, callback_key: CALLBACK_KEY }, 'the log', Buffer.from(gateway.output())))
  assert.deepEqual(found, [])
  // The first screen prints one call that can be pasted, and the pair of the sandbox in it.
  const { imp_secret, ...others } = practiceSecrets(gateway)
  assert.deepEqual(findCanaries(others, 'the log', Buffer.from(gateway.output())), [])
  assert.equal(gateway.output().split(imp_secret ?? '').length - 1, 1)
  for (const word of ['issued', 'inquiry', 'asked', 'collected', 'declined', 'reversed', 'revoked', 'told']) {
    assert.match(gateway.output(), new RegExp(`^\\d\\d:\\d\\d:\\d\\d {2}${word} `, 'm'))
  }
})

interface GatewayProcess {
  readonly folder: string
  readonly apiUrl: string
  readonly posUrl: string
  readonly sandbox: SandboxFile
  /** All that it has printed. */
  output(): string
  /** As Ctrl+C does. */
  stop(): Promise<void>
}

interface SandboxFile {
  readonly api_url: string
  readonly pos_url: string
  readonly imp_secret: string
  readonly terminals: readonly { readonly id: string; readonly secret: string }[]
}

async function startProcess(t: TestContext): Promise<GatewayProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'sunap-canaries-'))
  const child = spawn(process.execPath, ['src/server/main.ts'], {
    cwd: fileURLToPath(new URL('../../', import.meta.url)),
    env: { PATH: process.env['PATH'], LANG: 'en_US.UTF-8', SUNAP_DATA: folder, SUNAP_PORT: '0', SUNAP_POS_PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  t.after(async () => {
    await ended(child, 'SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  })
  const printed: Buffer[] = []
  const output = (): string => Buffer.concat(printed).toString()
  await new Promise<void>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the gateway ended with ${code}: ${output()}`)))
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (bytes: Buffer) => {
        printed.push(bytes)
        if (/^\d\d:\d\d:\d\d {2}issued /m.test(output())) resolve()
      })
    }
  })
  const sandbox: SandboxFile = JSON.parse(readFileSync(join(folder, 'sandbox.json'), 'utf8'))
  return {
    folder,
    apiUrl: sandbox.api_url,
    posUrl: sandbox.pos_url,
    sandbox,
    output,
    stop: () => ended(child, 'SIGTERM'),
  }
}

async function ended(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = once(child, 'exit')
  child.kill(signal)
  await exit
}

/** What `sandbox.json` is there to hold, and nothing else may. */
function practiceSecrets({ sandbox }: GatewayProcess): Readonly<Record<string, string>> {
  const tills = sandbox.terminals.map(({ id, secret }) => [`the secret of ${id}`, secret] as const)
  return { imp_secret: sandbox.imp_secret, ...Object.fromEntries(tills) }
}

interface Account {
  readonly merchant: RemoteMerchant
  readonly till: ReturnType<typeof tillAt>
  /** What the operator was shown once. */
  readonly secrets: Readonly<Record<string, string>>
}

/** A merchant and a till of our own, set up as an operator sets them up, with secrets that we know. */
async function openAccount({ folder, apiUrl, posUrl }: GatewayProcess, seller: Seller): Promise<Account> {
  const set = async (verb: string, options: Readonly<Record<string, string>>): Promise<Record<string, string>> => {
    const answer = (await askAdmin(folder, { verb, options })) as { ok: boolean; shown: Record<string, string> }
    assert.ok(answer.ok, JSON.stringify(answer))
    return answer.shown
  }
  const made = await set('merchant-add', {
    name: '카나리상점',
    'notice-url': `${seller.url}/notice?key=${CALLBACK_KEY}`,
  })
  const { merchant = '', webhook_secret = '', imp_secret: made_secret = '' } = made
  const { imp_key: impKey = '' } = await set('key-add', { merchant, 'imp-secret': API_SECRET })
  await set('channel-add', { merchant, mid: 'canary1', receipts: 'asked' })
  const { terminal = '', secret = '' } = await set('till-add', { network: 'house', outlet: 'HB001', till: '9' })
  return {
    merchant: merchantAt(apiUrl, { impKey, impSecret: API_SECRET }),
    till: tillAt(posUrl, { id: terminal, secret }),
    secrets: {
      api_secret: API_SECRET,
      made_secret,
      webhook_secret: webhook_secret.replace('whsec_', ''),
      till_secret: secret,
    },
  }
}

interface Saying {
  readonly place: string
  readonly text: string
}

/** Everything that may happen to a number, with all that others than the merchant get to see of it. */
async function sell({ merchant, till }: Account, seller: Seller): Promise<readonly Saying[]> {
  const confirm_url = (path: string) => ({ confirm_url: `${seller.url}/${path}?key=${CALLBACK_KEY}` })
  const { payment } = await merchant.issue({ ...CUSTOMER, ...confirm_url('yes'), merchant_uid: ORDER })
  assert.equal(payment.buyer_tel, CUSTOMER.buyer_tel)
  const said: Saying[] = []
  const hear = async (place: string, code: string, reply: Promise<{ readonly code: string }>) => {
    const text = JSON.stringify(await reply)
    assert.ok(text.startsWith(`{"code":"${code}"`), `${place}: ${text}`)
    said.push({ place, text })
  }
  for (const url of [payment.pay_url, payment.barcode_url]) {
    said.push({ place: url, text: await (await fetch(url)).text() })
  }
  await hear('the inquiry', '0000', till.inquire(payment.barcode))
  await hear('the slip', '0000', till.collect(payment.barcode, 1000))
  const receipt = await merchant.ask('POST', `/receipts/${payment.imp_uid}`, { identifier: RECEIPT_CARD })
  assert.equal(receipt.code, 0, receipt.text)
  said.push({ place: 'the cash receipt', text: receipt.text })
  const page = `${payment.pay_url}/cash-receipt`
  said.push({ place: page, text: await (await fetch(page)).text() })
  await hear('the reversal', '0000', till.reverse())
  await hear('the second slip', '0000', till.collect(payment.barcode, 1000, 'card'))
  await hear('a paid number again', '2103', till.collect(payment.barcode, 1000))
  const refused = await merchant.issue({ ...CUSTOMER, ...confirm_url('refuse') })
  await hear('the refusal', '2301', till.collect(refused.payment.barcode, 1000))
  await merchant.ask('DELETE', `/cvs/${refused.payment.imp_uid}`)
  await hear('a revoked number', '2104', till.inquire(refused.payment.barcode))
  await seller.heard(6)
  for (const { path, headers, body } of seller.received) {
    said.push({ place: `the headers of ${path}`, text: JSON.stringify(headers) })
    if (path.startsWith('/notice')) said.push({ place: 'the notice', text: body })
  }
  return said
}

/** Every mistake that could be answered with what was sent. */
async function blunder({ apiUrl, posUrl }: GatewayProcess, merchant: RemoteMerchant): Promise<readonly Saying[]> {
  const { buyer_name, buyer_tel, custom_data } = CUSTOMER
  const token = await merchant.token()
  const json = { 'content-type': 'application/json' }
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const issue = (body: object) => ['/cvs', JSON.stringify({ merchant_uid: 'x', amount: 1000, ...body }), json] as const
  const calls: readonly (readonly [path: string, body: string, headers: Readonly<Record<string, string>>])[] = [
    issue({ buyer_name: buyer_name.repeat(3) }),
    issue({ buyer_tel: [buyer_tel] }),
    issue({ buyer_addr: { street: CUSTOMER.buyer_addr } }),
    issue({ custom_data: custom_data.repeat(1000) }),
    issue({ custom_data: { note: [custom_data] }, amount: 0 }),
    issue({ amount: true, buyer_email: CUSTOMER.buyer_email }),
    issue({ confirm_url: `ftp://shop.example/${CALLBACK_KEY}` }),
    issue({ notice_url: [`http://user:${CALLBACK_KEY}@shop.example/`] }),
    ['/cvs', `{"merchant_uid":"x","buyer_name":"${buyer_name}" "amount":1}`, json],
    ['/cvs', `merchant_uid=x&amount=1&amount[]=1&buyer_tel=${buyer_tel}`, form],
    ['/cvs', `merchant_uid=x&buyer_name=${encodeURIComponent(buyer_name)}&amount=%zz`, form],
    ['/cvs', `<buyer>${buyer_name}</buyer>`, { 'content-type': 'text/xml' }],
    ['/cvs', `${buyer_name}${'x'.repeat(100_000)}`, json],
    [`/nothing/${encodeURIComponent(buyer_name)}`, '{}', json],
    ['/users/getToken', JSON.stringify({ imp_key: 'nobody', imp_secret: WRONG_SECRET }), json],
    ['/users/getToken', JSON.stringify({ imp_key: 'nobody', imp_secret: [WRONG_SECRET] }), json],
    [`/cvs?_token=${token}`, '{}', { ...json, authorization: WRONG_SECRET }],
    ['/receipts/imp_999999999999', JSON.stringify({ identifier: RECEIPT_CARD }), json],
    ['/receipts/imp_999999999999', JSON.stringify({ identifier: RECEIPT_CARD, identifier_type: 'phone' }), json],
    ['/receipts/imp_999999999999', JSON.stringify({ identifier: [RECEIPT_CARD] }), json],
    ['/sandbox/pay', JSON.stringify({ number: '1234', buyer: buyer_name }), json],
    ['/shop/orders', JSON.stringify({ goods: buyer_name }), json],
  ]
  const said: Saying[] = []
  for (const [path, body, headers] of calls) {
    const reply = await fetch(apiUrl + path, { method: 'POST', body, headers: { authorization: token, ...headers } })
    assert.ok(reply.status >= 400, `${reply.status} ${body}`)
    said.push({ place: `the error to ${path} ${body.slice(0, 30)}`, text: await reply.text() })
  }
  for (const url of [apiUrl, posUrl]) {
    const { hostname, port } = new URL(url)
    const socket = connect({ host: hostname, port: Number(port) })
    socket.write(`BUYER ${buyer_tel} ${WRONG_SECRET}\r\n\r\n`)
    said.push({ place: `the answer to garbage at ${url}`, text: Buffer.concat(await socket.toArray()).toString() })
  }
  const unsigned = { ...json, 'sunap-terminal': 'house/HB001/9', 'sunap-signature': `v1=${WRONG_SECRET}` }
  const reply = await fetch(`${posUrl}/pos/v1/inquiry`, { method: 'POST', headers: unsigned, body: buyer_name })
  assert.equal(reply.status, 401)
  return [...said, { place: 'the answer to a wrong signature', text: await reply.text() }]
}

interface FileBytes {
  readonly name: string
  readonly bytes: Buffer
}

/** Everything in the data folder but the keys, which are what everything else is sealed with. */
function filesOf(folder: string): readonly FileBytes[] {
  return readdirSync(folder)
    .filter((name) => name !== 'keys.json' && statSync(join(folder, name)).isFile())
    .map((name) => ({ name, bytes: readFileSync(join(folder, name)) }))
}
