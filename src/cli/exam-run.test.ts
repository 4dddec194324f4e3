import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { openExamApi } from '../exam/receiver/exam-api.ts'
import { openReceiver, type Parts } from '../exam/receiver/test-receiver.ts'
import { webhookSecret } from '../outbound/standard-webhooks.ts'
import type { Language } from '../server/config.ts'
import { runExam } from './exam-run.ts'

const SECRET = webhookSecret(new Uint8Array(32).fill(5))
const LIMITS = { slowMs: 5_000, deadlineMs: 10_000, dripMs: 80, settleMs: 100, lookMs: 10 }

async function* noLines(): AsyncGenerator<string> {}

async function run(args: readonly string[], language: Language = 'en') {
  const said: string[] = []
  const code = await runExam({ args, language, say: (line) => said.push(line), lines: noLines(), limits: LIMITS })
  return { code, said: said.join('\n') }
}

async function openModern(t: TestContext, parts: Partial<Parts> = {}): Promise<readonly string[]> {
  const { url, stateUrl } = await openReceiver(t, { format: 'modern', secret: SECRET, parts })
  return ['receiver', url, '--format', 'modern', '--secret', SECRET, '--state-url', stateUrl, '--api-port', '0']
}

test('nothing failed is exit code 0, something failed is 1, and a warning alone does not fail', async (t) => {
  const good = await run(await openModern(t))
  assert.deepEqual([good.code, /Grade A: 27 passed, 0 warnings, 0 failed, 0 unseen/.test(good.said)], [0, true])
  const warned = await run(await openModern(t, { admit: ({ method }) => (method === 'POST' ? undefined : 200) }))
  assert.deepEqual([warned.code, /Grade B/.test(warned.said)], [0, true])
  const broken = await run(await openModern(t, { again: () => 500 }), 'ko')
  assert.equal(broken.code, 1)
  assert.match(
    broken.said,
    /실패 {4}같은 통지를 다시 받아도 한 번만 반영한다 · HTTP 500, \d+ ms\n {10}→ 이미 처리한 통지에도/,
  )
})

test('it begins by saying where the API listens, its key pair, and which orders must be there', async (t) => {
  const { said } = await run([...(await openModern(t)), '--orders', 'mine-'])
  assert.match(said, /V1 API {4}http:\/\/127\.0\.0\.1:\d+ {3}imp_key sunap-exam {3}imp_secret sunap-exam-secret/)
  assert.match(said, /Orders {4}mine-1 to mine-24, 1,000 won each/)
})

test('with --json the report is all that is said', async (t) => {
  const { code, said } = await run([...(await openModern(t, { again: () => 500 })), '--json'])
  const { grade, format, checks } = JSON.parse(said)
  assert.deepEqual([code, grade, format, checks.length], [1, 'C', 'modern', 27])
  const failed = checks.find(({ result }: { result: string }) => result === 'failed')
  assert.deepEqual([failed.group, failed.id, failed.defect], ['counting', 'duplicate', 'fails_on_duplicate'])
  assert.ok(failed.advice.ko && failed.advice.en)
})

test('a wrong command is exit code 2 and a sentence that says what would be right', async () => {
  const url = 'http://127.0.0.1:9/notice'
  const wrong: readonly (readonly [readonly string[], RegExp])[] = [
    [[], /exam receiver --help/],
    [['clerk', url], /exam receiver --help.*exam till --help/],
    [['receiver'], /exam receiver --help/],
    [['receiver', url, '--colour'], /--colour/],
    [['receiver', 'localhost:3000'], /^<url>: /],
    [['receiver', 'http://169.254.169.254/'], /^<url>: cannot be called/],
    [['receiver', url, '--format', 'xml'], /v1-json, v1-form, modern/],
    [['receiver', url, '--secret', 'whsec_x'], /24 to 64 bytes/],
    [['receiver', url, '--format', 'modern'], /needs --secret/],
    [['receiver', url, '--state-url', url], /\{merchant_uid\}/],
    [['receiver', url, '--state-url', 'http://169.254.169.254/{merchant_uid}'], /^--state-url: cannot be called/],
    [['receiver', url, '--orders', 'a b'], /--orders/],
    [['receiver', url, '--api-port', '70000'], /0 to 65535/],
  ]
  for (const [args, sentence] of wrong) {
    const { code, said } = await run(args)
    assert.deepEqual([code, sentence.test(said)], [2, true], `${args.join(' ')}: ${said}`)
    const inKorean = await run(args, 'ko')
    assert.equal(inKorean.code, 2)
    assert.match(inKorean.said, /[가-힣]/)
  }
})

test('a port that somebody else has is said, and another can be chosen', async (t) => {
  const other = await openExamApi(0, Date.now)
  t.after(() => other.close())
  const { code, said } = await run(['receiver', 'http://127.0.0.1:9/', '--api-port', new URL(other.url).port])
  assert.deepEqual([code, /is taken\. Choose another with --api-port/.test(said)], [2, true])
})

async function runSunap(args: readonly string[]) {
  const path = fileURLToPath(new URL('./sunap.ts', import.meta.url))
  const env = { ...process.env, LC_ALL: 'ko_KR.UTF-8' }
  const child = spawn(process.execPath, [path, ...args], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const said = await text(child.stdout)
  return { code: child.exitCode ?? (await new Promise((resolve) => child.on('exit', resolve))), said }
}

test('the command lists the exam among its verbs, and holds it in the language of the machine', async () => {
  const listed = await runSunap(['help'])
  assert.match(listed.said, /exam receiver {2}<url> \[--format …\]/)
  const refused = await runSunap(['exam', 'receiver', 'http://127.0.0.1:1/', '--api-port', '0'])
  assert.equal(refused.code, 1)
  assert.match(refused.said, /실패 {4}연결되고 응답한다 · 연결 거부/)
  assert.match(refused.said, /등급 F/)
  assert.equal((await runSunap(['exam', 'receiver', '--help'])).code, 0)
})
