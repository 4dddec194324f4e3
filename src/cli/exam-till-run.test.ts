import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { CHECK_TITLES } from '../exam/till/check-words.ts'
import type { Language } from '../server/config.ts'
import { runExam } from './exam-run.ts'

const TEST_TILL = fileURLToPath(new URL('../exam/till/test-till-process.ts', import.meta.url))
const CHECKS = Object.keys(CHECK_TITLES).length

async function* typed(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines
}

async function run(args: readonly string[], { language = 'en' as Language, lines = typed([]) } = {}) {
  const said: string[] = []
  const code = await runExam({ args: ['till', ...args], language, say: (line) => said.push(line), lines })
  return { code, said: said.join('\n') }
}

test('a till with nothing wrong is exit code 0 and grade A; options of its driver stand after the dashes', async () => {
  const { code, said } = await run(['--speed', '8', '--', process.execPath, '--no-warnings', TEST_TILL])
  assert.equal(code, 0, said)
  assert.match(said, new RegExp(`Grade A: ${CHECKS} passed, 0 warnings, 0 failed, 0 unseen`))
  assert.match(said, /Gateway {2}http:\/\/127\.0\.0\.1:\d+/)
})

test('with --json the report is all that is said, and a failure is exit code 1', async () => {
  const defective = [process.execPath, TEST_TILL, 'sends its trace number as a number']
  const { code, said } = await run(['--speed', '20', '--json', '--', ...defective])
  const { till, speed, grade, checks } = JSON.parse(said)
  assert.deepEqual([code, grade, speed, checks.length, till], [1, 'C', 20, CHECKS, defective.join(' ')])
  const [failed, ...others] = checks.filter(({ result }: { result: string }) => result === 'failed')
  assert.deepEqual([failed.group, failed.id, failed.defect, others], ['line', 'messages', 'message_malformed', []])
  assert.ok(failed.advice.ko && failed.advice.en)
})

test('a command that cannot be started, ends at once, or answers nonsense is the one thing said', async () => {
  const commands = [
    ['sunap-has-no-such-command'],
    [process.execPath, '-e', ''],
    [process.execPath, '-e', 'process.stdin.on("data", () => console.log("hello\\n{}"))'],
  ]
  for (const command of commands) {
    const { code, said } = await run(['--speed', '50', '--', ...command], { language: 'ko' })
    assert.equal(code, 1, said)
    assert.match(said, /실패 {4}게이트웨이에 요청을 보낸다/)
    assert.match(said, new RegExp(`실패 1, 미확인 ${CHECKS - 1}`))
  }
})

test('a wrong command is exit code 2 and a sentence that says what would be right', async () => {
  const wrong: readonly (readonly [readonly string[], RegExp])[] = [
    [[], /exam till --help/],
    [['--by-hand', '--', 'node', 'x.js'], /exam till --help/],
    [['--by-hand', '--json'], /--json and --speed/],
    [['--by-hand', '--speed', '2'], /--json and --speed/],
    [['--speed', '0', '--', 'x'], /1 to 50/],
    [['--speed', '51', '--', 'x'], /1 to 50/],
    [['--port', '70000', '--', 'x'], /0 to 65535/],
    [['--colour', '--', 'x'], /--colour/],
  ]
  for (const [args, sentence] of wrong) {
    const { code, said } = await run(args)
    assert.deepEqual([code, sentence.test(said)], [2, true], `${args.join(' ')}: ${said}`)
    const inKorean = await run(args, { language: 'ko' })
    assert.equal(inKorean.code, 2)
    assert.match(inKorean.said, /[가-힣]/)
  }
  assert.equal((await run(['--help'])).code, 0)
})

test('a port that somebody else has is said, and another can be chosen', async (t) => {
  const port = await takenPort(t)
  const { code, said } = await run(['--port', String(port), '--', process.execPath, TEST_TILL])
  assert.deepEqual([code, /is taken\. Choose another with --port/.test(said)], [2, true])
})

async function takenPort(t: TestContext): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => server.close())
  return (server.address() as AddressInfo).port
}

test('by hand the address and the secret are said first, and where nobody types on, that is the end of the exam', async () => {
  const { code, said } = await run(['--by-hand', '--port', '0'], { lines: typed(['', '', '0', 'r']) })
  assert.equal(code, 1)
  assert.match(said, /address {3}http:\/\/127\.0\.0\.1:\d+\n {2}terminal {2}exam\/EX001\/1\n {2}secret {4}\S{32}/)
  assert.match(said, /Type or scan: 8100\d{16}/)
  assert.match(said, /FAILED {3}sends requests to the gateway/)
})
