/**
 * docs/from-portone.md leads where it says: its road from nothing to a paid order is walked as it stands there, by the npm
 * client and a shell, and every line of its table that names a client of npm makes that client speak to the gateway.
 */
import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { realClients } from '../compat/real-clients.ts'
import { cellsOf } from '../doc-references.ts'
import { ended, root, startNode, temporaryFolder } from '../set-up/programs.ts'
import { freePort } from './free-port.ts'
import { startGatewayProcess } from './npm-start.ts'
import { CURLS, openShell } from './shell.ts'

const PAGES = ['docs/from-portone.md', 'docs/from-portone.ko.md'] as const
const READMES = ['README.md', 'README.ko.md'] as const
const ADDRESS = 'http://127.0.0.1:8080'

function textOf(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}

function blocksOf(path: string): readonly string[] {
  return [...textOf(path).matchAll(/^```\w*\n(.*?)^```$/gms)].map(([, text = '']) =>
    text.replaceAll(/ *(#|\/\/) .*$/gm, ''),
  )
}

interface Row {
  readonly client: string
  /** What stands as code in the second cell. */
  readonly code: readonly string[]
  readonly cells: readonly string[]
}

/** The rows of a table of clients, which begins with the head of its first column. */
function clientsOf(path: string): readonly Row[] {
  const [, table = ''] = /^\| (?:client|클라이언트) \|.*\n\|[- |]+\n((?:\|.*\n)+)/m.exec(textOf(path)) ?? []
  return table
    .trimEnd()
    .split('\n')
    .map((line) => {
      const cells = cellsOf(line)
      const code = [...(cells[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, span = '']) => span)
      return { client: cells[0] ?? '', code, cells }
    })
}

test('both languages of the page, and of README, have the same clients with the same lines, and the same code', () => {
  for (const [english, korean] of [PAGES, READMES] as const) {
    const wordless = (path: string) => clientsOf(path).map(({ client, code }) => [client, code.toSorted()])
    assert.ok(wordless(english).length > 4)
    assert.deepEqual(wordless(korean), wordless(english))
  }
  assert.ok(blocksOf(PAGES[0]).length > 3)
  assert.deepEqual(blocksOf(PAGES[1]), blocksOf(PAGES[0]))
  for (const { client, code } of clientsOf(READMES[0])) {
    const row = clientsOf(PAGES[0]).find((each) => each.client === client)
    assert.deepEqual(code, row?.code, `${client} is in README.md as in the page`)
  }
})

/** How a client that the page made is asked for something that needs a token. */
const ASKINGS: Readonly<Record<string, (client: object, load: NodeJS.Require) => Promise<unknown>>> = {
  iamport: (client) => call(Reflect.get(client, 'payment'), 'getByStatus', { payment_status: 'all' }),
  'iamport-rest-client-nodejs': (client, load) =>
    call(load('iamport-rest-client-nodejs').Request.Banks.getBanks(), 'request', client),
  'iamport-server-api': (client) => call(client, 'get'),
  iamporter: (client) => call(client, 'findAllByStatus', 'all'),
}

function call(target: object, method: string, ...args: readonly unknown[]): Promise<unknown> {
  return Reflect.get(target, method).apply(target, args)
}

/** What the lines of the page take for granted. */
function bindings(module: unknown, { impKey, impSecret }: { readonly impKey: string; readonly impSecret: string }) {
  const { Iamport = module, IamportConnector, Iamporter } = Object(module)
  const pair = { impKey, impSecret, apiKey: impKey, apiSecret: impSecret, secret: impSecret }
  return { ...pair, imp_key: impKey, imp_secret: impSecret, Iamport, IamportConnector, Iamporter }
}

test('each line for a client of npm, run as it stands on the page, makes the client speak to the gateway', async (t) => {
  const { load } = await realClients()
  const gateway = await startGatewayProcess(t, { folder: temporaryFolder(t) })
  const { apiUrl, pair } = gateway.sandbox()
  for (const page of PAGES) {
    const ofNpm = clientsOf(page).filter(({ client }) => client.startsWith('npm '))
    assert.equal(ofNpm.length, Object.keys(ASKINGS).length)
    for (const { client, code, cells } of ofNpm) {
      const name = client.replaceAll(/^npm `|`$/g, '')
      assert.match(cells[2] ?? '', /in our tests|시험에 들어 있음/)
      const bound = bindings(load(name), pair)
      // A line that makes the client comes last, whatever the sentence around them says.
      const lines = code.toSorted((a, b) => Number(a.startsWith('new ')) - Number(b.startsWith('new ')))
      const script = lines.join('; return ').replaceAll(ADDRESS, apiUrl)
      const made = new Function(...Object.keys(bound), `${lines.length === 1 ? 'return ' : ''}${script}`)
      await ASKINGS[name]?.(made(...Object.values(bound)), load)
    }
  }
})

test('what was not run is said not to have been, and each file that a line names is here', () => {
  for (const page of PAGES) {
    const others = clientsOf(page).filter(({ client }) => !/^npm |^curl/.test(client))
    assert.ok(others.length >= 6)
    for (const { client, cells } of others) assert.match(cells[2] ?? '', /not run|돌려 보지는 않음/, client)
    for (const [, file = ''] of textOf(page).matchAll(/\]\(\.\.\/(examples\/[^)]+)\)/g)) {
      assert.ok(existsSync(join(root, file)), file)
      assert.ok(textOf(file).includes(ADDRESS), file)
    }
  }
})

/** The page's `first-order.js` in a folder where its client is installed. */
async function writeFirstOrder(t: TestContext, standing: ReadonlyMap<string, string>): Promise<string> {
  const [, script = ''] = /^```js\n(.*?)^```$/ms.exec(textOf(PAGES[0])) ?? []
  const file = join(temporaryFolder(t), 'first-order.js')
  writeFileSync(file, inThisRun(script, standing))
  return file
}

function inThisRun(text: string, standing: ReadonlyMap<string, string>): string {
  return [...standing].reduce((changed, [word, here]) => changed.replaceAll(word, here), text)
}

for (const curl of CURLS) {
  test(`the road from nothing to a paid order, walked as the page says, with the curl ${curl}`, async (t) => {
    const { folder } = await realClients()
    const data = temporaryFolder(t)
    const gateway = await startGatewayProcess(t, { folder: data })
    const port = String(await freePort())
    const standing = new Map([
      [ADDRESS, gateway.sandbox().apiUrl],
      ['path/to/sunap/.sunap', data],
      ['3000', port],
    ])
    const script = await writeFirstOrder(t, standing)
    const order = startNode([script], { env: { NODE_PATH: join(folder, 'node_modules') } })
    t.after(() => order.kill())
    const end = ended(order)
    const printed = createReader(order)
    const [, number = ''] = await printed(/^number: (\d{20})\npage: http:\/\/.*\/p\/.+\n/m)
    const [, pay = ''] = /^```sh\n(.*?)^```$/ms.exec(textOf(PAGES[0])) ?? []
    const shell = openShell(t, curl)
    const { code, out, err } = await shell.run(inThisRun(pay, standing).replace(/NUMBER=\d+/, `NUMBER=${number}`))
    assert.equal(code, 0, err)
    const { outcome, payment, notices } = JSON.parse(out)
    assert.deepEqual([outcome, payment.status, payment.merchant_uid], ['paid', 'paid', 'first-order'])
    assert.deepEqual(
      notices.map(({ result, url }: { readonly result: string; readonly url: string }) => [result, url]),
      [['delivered', `http://127.0.0.1:${port}/notice`]],
    )
    await printed(/^notice: imp_\d{12} is paid, 36400 won$/m)
    order.kill()
    assert.equal((await end).err, '')
  })
}

/** Resolves as soon as the program has printed it; rejects when it ends without. */
function createReader(program: ReturnType<typeof startNode>): (words: RegExp) => Promise<RegExpExecArray> {
  let out = ''
  const looks = new Set<() => void>()
  program.stdout?.on('data', (text) => {
    out += text
    for (const look of looks) look()
  })
  return (words) =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = words.exec(out)
        if (found !== null) resolve(found)
      }
      looks.add(look)
      program.once('close', () => reject(new Error(`it ended without printing ${words}: ${out}`)))
      look()
    })
}
