import { test } from 'node:test'
import { allows, finds } from './planted.ts'
import { misplacedPackages, misplacedSql, misplacedWords } from './words.ts'

const IMPURE: readonly string[] = [
  'const at = Date.now()',
  'const at = new Date(0)',
  'const n = Math.random()',
  'const id = crypto.randomUUID()',
  'setTimeout(end, 5)',
  'export async function f() {}',
  'const p: Promise<void> = q',
  'const pid = process.pid',
]

test('core and numbers touch no clock, randomness, timer, promise or machine', () => {
  for (const line of IMPURE) {
    for (const room of ['core', 'numbers']) {
      finds(misplacedWords, { [`src/${room}/x.ts`]: `\n${line}` }, /x\.ts:2 says `.+`\. This room/)
    }
    allows(misplacedWords, { 'src/gateway/x.ts': line, 'src/core/x.test.ts': line })
  }
  allows(misplacedWords, {
    'src/core/x.ts': '// the Date, async\nconst s = "process.pid"; a.process(); const o = { fetch: 1 }',
  })
})

test('core and numbers use no package', () => {
  finds(misplacedPackages, { 'src/core/x.ts': "import { hash } from 'node:crypto'" }, /core is pure/)
  finds(misplacedPackages, { 'src/numbers/x.ts': "import { Type } from 'typebox'" }, /numbers is pure/)
  allows(misplacedPackages, { 'src/wire/x.ts': "import { Type } from 'typebox'" })
})

test('the SDK uses no package, and nothing of Node but where it starts a gateway', () => {
  finds(misplacedPackages, { 'sdk/src/x.ts': "import { a } from 'undici'" }, /imports 'undici'/)
  finds(misplacedPackages, { 'sdk/src/x.ts': "import { a } from 'node:crypto'" }, /imports 'node:crypto'/)
  allows(misplacedPackages, { 'sdk/src/testing/x.ts': "import { a } from 'node:crypto'" })
})

test('other machines are called from outbound, sandbox, exam and cli alone', () => {
  finds(misplacedWords, { 'src/merchant/x.ts': 'await fetch(url)' }, /guarded client/)
  finds(misplacedWords, { 'src/merchant/x.ts': 'http.request(url)' }, /guarded client/)
  finds(misplacedPackages, { 'src/gateway/x.ts': "import { request } from 'undici'" }, /call other machines/)
  finds(misplacedPackages, { 'src/pos/x.ts': "import { request } from 'node:https'" }, /call other machines/)
  allows(misplacedPackages, { 'src/pos/x.ts': "import { createServer } from 'node:http'" })
  allows(misplacedPackages, { 'src/outbound/x.ts': "import { Pool } from 'undici'" })
  allows(misplacedWords, { 'src/sandbox/x.ts': 'await fetch(url)', 'src/pos/x.test.ts': 'await fetch(url)' })
})

test('settings are read in one file', () => {
  finds(misplacedWords, { 'src/outbound/x.ts': "process.env['A']" }, /src\/server\/config\.ts alone/)
  finds(misplacedWords, { 'src/outbound/x.ts': "import { env } from 'node:process'" }, /config\.ts alone/)
  allows(misplacedWords, { 'src/server/config.ts': "process.env['A']" })
})

test('only what faces a person at a terminal writes to it', () => {
  finds(misplacedWords, { 'src/server/listen.ts': 'console.log(1)' }, /write to the terminal/)
  allows(misplacedWords, { 'src/cli/x.ts': 'console.log(1)', 'src/server/start-screen.ts': 'console.log(1)' })
})

test('default exports and any are found', () => {
  finds(misplacedWords, { 'src/pay/x.ts': 'export default 1' }, /Exports have names/)
  for (const line of ['let a: any', 'f<any>()', 'b as any', 'let c: A | any', 'type D = any']) {
    finds(misplacedWords, { 'src/pay/x.ts': line }, /No `any`/)
  }
  allows(misplacedWords, { 'src/pay/x.ts': '// any\nPromise.any(a); const any = 1; const many: Company = b' })
})

test('tests that are skipped, singled out or put off are found', () => {
  for (const line of ['test.skip("a", f)', 'describe.only("a", f)', 't.todo()', 'test("a", { skip: true }, f)']) {
    finds(misplacedWords, { 'src/pay/x.test.ts': line }, /A test runs/)
  }
  allows(misplacedWords, { 'src/pay/x.test.ts': 'test("a", { timeout: 5 }, f); rows.skip(1); const a = { only: 1 }' })
})

test('SQL outside storage is found, and a sentence is none', () => {
  for (const sql of ['select id from payment', 'INSERT INTO a VALUES (1)', 'pragma synchronous', 'begin exclusive']) {
    finds(misplacedSql, { 'src/gateway/x.ts': `db.exec('${sql}')` }, /holds SQL/)
    finds(misplacedSql, { 'src/gateway/x.ts': `db.exec(\`${sql} \${a}\`)` }, /holds SQL/)
    allows(misplacedSql, { 'src/storage/x.ts': `db.exec('${sql}')` })
  }
  allows(misplacedSql, { 'src/gateway/x.ts': "say('Update your order. Select a shop, begin again, create one')" })
})
