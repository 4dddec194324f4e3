/** `npm run demo` as a process: what it tells, what it leaves behind, and that it can fail. */
import assert from 'node:assert/strict'
import { readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { type Ended, ended, root, startNode, temporaryFolder } from '../set-up/programs.ts'

interface Told extends Ended {
  /** What it left in the folder for temporary files. */
  readonly left: readonly string[]
}

interface DemoWays {
  readonly locale?: string
  /** Runs before the demo, in its process. */
  readonly plant?: string
  readonly when?: (child: ReturnType<typeof startNode>) => void
}

/** Where it is when nothing is said about it; the folder for temporary files is another one here. */
const COMPILED = join(tmpdir(), 'node-compile-cache')

/** Its end is the end of its process and of everything that held its output open. */
async function runDemo(t: TestContext, { locale = 'en_US.UTF-8', plant, when }: DemoWays = {}): Promise<Told> {
  const folder = temporaryFolder(t)
  const planted = join(temporaryFolder(t), 'planted.mjs')
  writeFileSync(planted, plant ?? '')
  const imports = plant === undefined ? [] : ['--import', pathToFileURL(planted).href]
  const child = startNode([...imports, 'src/cli/demo.ts'], {
    cwd: root,
    env: { LC_ALL: locale, TMPDIR: folder, NODE_COMPILE_CACHE: COMPILED },
  })
  when?.(child)
  const end = await ended(child)
  return { ...end, left: readdirSync(folder) }
}

const MS = String.raw` +\d+ ms\n`
const ENGLISH = new RegExp(
  [
    `^1 issue +POST /cvs +imp_\\d{12} ready +8100( \\d{4}){4}${MS}`,
    `2 inquiry +till 1 +예제상점, 후드티, 36,400 won${MS}`,
    `3 confirm +asked the seller +200 in \\d+ ms: payable${MS}`,
    `4 collect +till 1 +approved \\d{8}${MS}`,
    `5 notice +seller told +paid${MS}`,
    `6 again +till 1, same key +same answer, byte for byte${MS}`,
    `7 elsewhere +till 2, same number +2103 .*${MS}`,
    `8 refused +seller says sold out +2301 .*${MS}`,
    `9 lost reply +till 1 reverses +reversal accepted; payable again${MS}`,
    '\nBooks: drawer ([\\d,]+) won = gateway ([\\d,]+) won = seller ([\\d,]+) won\n$',
  ].join(''),
)
const KOREAN = new RegExp(
  [
    `^1 발급 +POST /cvs +imp_\\d{12} ready +8100( \\d{4}){4}${MS}`,
    `2 수납조회 +1번 계산대 +예제상점, 후드티, 36,400원${MS}`,
    `3 확인 +판매자에게 물음 +200 in \\d+ ms: payable${MS}`,
    `4 수납 +1번 계산대 +승인번호 \\d{8}${MS}`,
    `5 통지 +판매자에게 알림 +paid${MS}`,
    `6 다시 +1번 계산대, 같은 거래 +한 글자도 다르지 않은 같은 응답${MS}`,
    `7 다른 곳 +2번 계산대, 같은 번호 +2103 .*${MS}`,
    `8 거절 +판매자: 품절 +2301 .*${MS}`,
    `9 응답 끊김 +1번 계산대가 망취소 +되돌렸습니다. 다시 결제할 수 있습니다${MS}`,
    '\n장부: 서랍 ([\\d,]+)원 = 게이트웨이 ([\\d,]+)원 = 판매자 ([\\d,]+)원\n$',
  ].join(''),
)

for (const [locale, told] of [
  ['en_US.UTF-8', ENGLISH],
  ['ko_KR.UTF-8', KOREAN],
] as const) {
  test(`in ${locale} it tells nine steps and three equal sums, and leaves nothing behind`, async (t) => {
    const { code, out, err, left } = await runDemo(t, { locale })
    assert.equal(err, '')
    assert.equal(code, 0)
    assert.match(out, told)
    const [, , ...sums] = told.exec(out) ?? []
    assert.deepEqual(sums, ['36,400', '36,400', '36,400'])
    assert.deepEqual(left, [])
  })
}

/** The seller is never told to refuse, though it says so. */
const DEAF_SELLER = `
  const real = globalThis.fetch
  globalThis.fetch = (url, init) =>
    String(url).endsWith('/shop/behave') ? Promise.resolve(new Response('{}')) : real(url, init)
`

test('where something is not as it should be it says what, and ends with 1', async (t) => {
  const { code, out, err, left } = await runDemo(t, { plant: DEAF_SELLER })
  assert.equal(code, 1)
  assert.match(err, /^\nThe demo went wrong: expected 2301, the till was answered 0000 .*\n$/)
  assert.match(out, /7 elsewhere .*\n$/)
  assert.deepEqual(left, [])
})

/** Whoever looks into the seller's book finds a sum that is not the gateway's. */
const WRONG_BOOK = `
  const real = globalThis.fetch
  globalThis.fetch = async (url, init) => {
    const answer = await real(url, init)
    if (!String(url).endsWith('/shop/orders') || init?.method === 'POST') return answer
    return new Response(JSON.stringify({ ...(await answer.json()), paid_total: 1 }))
  }
`

test('books that differ are shown as they are, and it ends with 1', async (t) => {
  const { code, out, err } = await runDemo(t, { plant: WRONG_BOOK })
  assert.equal(code, 1)
  assert.match(out, /Books: drawer 36,400 won = gateway 36,400 won = seller 1 won\n$/)
  assert.match(err, /the seller and the drawer differ/)
})

test('called off in the middle it leaves nothing behind either', async (t) => {
  const { code, left } = await runDemo(t, {
    when: (child) => child.stdout?.once('data', () => child.kill('SIGINT')),
  })
  assert.equal(code, 130)
  assert.deepEqual(left, [])
})
