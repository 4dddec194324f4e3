import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { type TestContext, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { openTillLine, SHOWN } from '../sandbox/test-till-line.ts'

async function runProcess(t: TestContext, posUrl: string | undefined, args: readonly string[], typed: string) {
  const folder = mkdtempSync(join(tmpdir(), 'sunap-till-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const terminals = [{ id: 'house/HB001/1', secret: 'one' }]
  if (posUrl !== undefined) writeFileSync(join(folder, 'sandbox.json'), JSON.stringify({ pos_url: posUrl, terminals }))
  const path = fileURLToPath(new URL('./till.ts', import.meta.url))
  const env = { ...process.env, SUNAP_DATA: folder, LC_ALL: 'ko_KR.UTF-8' }
  const child = spawn(process.execPath, [path, ...args], { env, stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.end(typed)
  const said = await text(child.stdout)
  return { code: child.exitCode ?? (await new Promise((resolve) => child.on('exit', resolve))), said }
}

test('the process counts what is piped into it, line by line, and ends with the input', async (t) => {
  const line = await openTillLine(t, { inquiry: [SHOWN] })
  const { code, said } = await runProcess(t, line.url, [], '1234\nn\n')
  assert.equal(code, 0)
  assert.match(said, /영업일자 20261122/)
  assert.match(said, /판매자: 예제상점/)
  assert.match(said, /수납하지 않았습니다/)
})

test('the process ends with 2 where no gateway runs, in the language of the machine', async (t) => {
  const { code, said } = await runProcess(t, undefined, ['echo'], '')
  assert.equal(code, 2)
  assert.match(said, /npm start 로 켜 주세요/)
})
