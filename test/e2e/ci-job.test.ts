/**
 * The three lines for somebody's CI, and the job of GitHub Actions, taken from README.md and docs/sandbox.md as they stand
 * there, are run by a shell against what `npm start` starts. Only the port is another one, and the reader's own tests are
 * a request of ours.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { containerPackages } from '../container/image.ts'
import { root, temporaryFolder } from '../set-up/programs.ts'
import { freePort } from './free-port.ts'
import { CURLS, openShell } from './shell.ts'

const DEFAULT_API = '127.0.0.1:8080'

function textOf(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}

/** Blocks of commands. */
function commandsIn(path: string): readonly string[] {
  return [...textOf(path).matchAll(/^```(\w*)\n(.*?)^```$/gms)]
    .filter(([, language, block = '']) => language === 'sh' || (language === '' && /^npm /m.test(block)))
    .map(([, , block = '']) => withoutWords(block))
}

/** Remarks, and the name that stands for the reader's own tests, are in the reader's language. */
function withoutWords(commands: string): string {
  return commands.replaceAll(/ *#.*$/gm, '').replace(/(NUMBER=\$\()[^\s)]+\)/, '$1...)')
}

/** From `npm start` to the payment. */
function ciJobIn(path: string): string {
  const [, job] = /^```sh\n(npm start & .*?)^```$/ms.exec(textOf(path)) ?? []
  assert.ok(job, `${path} has no CI job`)
  assert.equal(job.trimEnd().split('\n').length, 3)
  return job
}

/** The job of GitHub Actions. */
function jobFileIn(path: string): string {
  return /^```yaml\n(name: .*?)^```$/ms.exec(textOf(path))?.[1] ?? assert.fail(`${path} has no job`)
}

interface Step {
  readonly uses?: string
  readonly run?: string
}

async function stepsOf(jobFile: string): Promise<readonly Step[]> {
  const { load } = await containerPackages()
  const { on, jobs, ...rest } = load('yaml').parse(jobFile, { strict: true })
  assert.deepEqual([on, Object.keys(rest)], ['push', ['name']])
  const [job, ...others] = Object.values<{ readonly 'runs-on': string; readonly steps: readonly Step[] }>(jobs)
  assert.ok(job !== undefined && others.length === 0)
  assert.equal(job['runs-on'], 'ubuntu-latest')
  for (const step of job.steps) assert.equal(Object.keys(step).length, 1, JSON.stringify(step))
  return job.steps
}

/** `npm start` is what package.json says it is, without the set-up that `npm test` has done already. */
function npmStart(): string {
  const { scripts } = JSON.parse(textOf('package.json'))
  assert.match(scripts.start, /^node /)
  return `[ "$*" = start ] || exit 64\ncd '${root}' && exec ${scripts.start}`
}

/** A merchant's test suite, as short as it can be: it issues a number and prints it. */
const ISSUES = `
  const { imp_key, imp_secret, api_url } = JSON.parse(require('fs').readFileSync(process.env.SUNAP_DATA + '/sandbox.json'))
  const post = async (path, body, headers) =>
    (await (await fetch(api_url + path, { method: 'POST', headers, body: new URLSearchParams(body) })).json()).response
  post('/users/getToken', { imp_key, imp_secret })
    .then(({ access_token }) => post('/cvs', { merchant_uid: 'ci-1', amount: '1000' }, { authorization: access_token }))
    .then(({ barcode }) => console.log(barcode))
`

for (const curl of CURLS) {
  test(`the CI job of README.md ends with a paid payment, with the curl ${curl}`, async (t) => {
    const port = await freePort()
    const folder = temporaryFolder(t)
    const shell = openShell(t, curl)
    shell.command('npm', npmStart())
    shell.command('your-tests-that-issue-a-number', `exec node -e "$(cat <<'END'${ISSUES}END\n)"`)
    const job = ciJobIn('README.md').replaceAll(DEFAULT_API, `127.0.0.1:${port}`)
    const env = { SUNAP_PORT: String(port), SUNAP_POS_PORT: '0', SUNAP_DATA: folder }
    const { code, out, err } = await shell.run(job, env)
    assert.equal(code, 0, out + err)
    const [, answer] = /^(\{"outcome":.*\})/m.exec(out) ?? []
    assert.ok(answer, `${out}${err}`)
    const { outcome, payment, drawer, gateway } = JSON.parse(answer)
    assert.deepEqual([outcome, payment.status, payment.merchant_uid], ['paid', 'paid', 'ci-1'])
    assert.deepEqual([drawer, gateway], [1000, 1000])
  })
}

for (const [what, misbehave, ends] of [
  ['ends well when the number was paid', '', 0],
  ['fails when it was not', '"misbehave":"lost_reply",', 1],
] as const) {
  test(`the job of GitHub Actions ${what}`, async (t) => {
    const port = await freePort()
    const folder = temporaryFolder(t)
    const shell = openShell(t, 'of our own')
    shell.command('npm', npmStart())
    shell.command('git', `[ "$1 $2 $3" = 'clone --depth 1' ] && ln -s '${root}' "\${4##*/}"`)
    shell.command('your-tests-that-issue-a-number', `exec node -e "$(cat <<'END'${ISSUES}END\n)"`)
    const [checkout, clone, pay, ...others] = await stepsOf(jobFileIn('docs/sandbox.md'))
    assert.match(checkout?.uses ?? '', /^actions\/checkout@v\d+$/)
    assert.deepEqual(others, [])
    const script = (pay?.run ?? '')
      .replaceAll(DEFAULT_API, `127.0.0.1:${port}`)
      .replaceAll('{\\"number', `{${misbehave.replaceAll('"', '\\"')}\\"number`)
    const env = { SUNAP_PORT: String(port), SUNAP_POS_PORT: '0', SUNAP_DATA: join(folder, 'data') }
    const step = (run: string) => shell.run(`set -e\ncd '${folder}'\n${run}`, env)
    assert.equal((await step(clone?.run ?? '')).code, 0)
    const { code, out, err } = await step(script)
    assert.equal(code, ends, out + err)
  })
}

test('README.md, docs/sandbox.md and their Korean pages have the same CI job', () => {
  const job = withoutWords(ciJobIn('README.md'))
  for (const path of ['README.ko.md', 'docs/sandbox.md', 'docs/sandbox.ko.md'])
    assert.equal(withoutWords(ciJobIn(path)), job, path)
})

test('the two languages of README and of the sandbox’s page have the same commands', () => {
  for (const page of ['README', 'docs/sandbox']) {
    const commands = commandsIn(`${page}.md`)
    assert.ok(commands.length > 0)
    assert.deepEqual(commandsIn(`${page}.ko.md`), commands)
  }
  assert.equal(jobFileIn('docs/sandbox.ko.md'), jobFileIn('docs/sandbox.md'))
})

test('the job speaks to the port that npm start listens on', () => {
  const ports = [...ciJobIn('README.md').matchAll(/127\.0\.0\.1:\d+/g)].map(([address]) => address)
  assert.deepEqual(new Set(ports), new Set([DEFAULT_API]))
})
