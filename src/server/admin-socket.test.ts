import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { createConnection, type Socket } from 'node:net'
import { dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { askAdmin } from '../cli/ask-admin.ts'
import { type AdminSocket, type HandleAdmin, REQUEST_BYTES_MAX, readSocketPath, serveAdmin } from './admin-socket.ts'
import { testFolder } from './test-folder.ts'

const ECHO: HandleAdmin = async (request) => ({ heard: request })

async function serve(t: TestContext, folder: string, handle: HandleAdmin = ECHO): Promise<AdminSocket> {
  const admin = await serveAdmin(folder, handle)
  t.after(() => admin.close())
  return admin
}

async function connectTo(t: TestContext, folder: string): Promise<Socket> {
  const socket = createConnection(readSocketPath(folder))
  t.after(() => socket.destroy())
  await once(socket, 'connect')
  return socket
}

/** All that is said until the other side hangs up. */
async function heardOn(socket: Socket): Promise<string> {
  let text = ''
  for await (const chunk of socket.setEncoding('utf8')) text += chunk
  return text
}

/** Longer than the kernel bears in the path of a socket. */
function longFolder(t: TestContext): string {
  const folder = join(testFolder(t), '긴이름'.repeat(8), 'x'.repeat(60))
  mkdirSync(folder, { recursive: true })
  assert.ok(Buffer.byteLength(join(folder, 'admin.sock')) > 108)
  return folder
}

test('a line of JSON is answered by one; only the owner may open the socket, and it is gone afterwards', async (t) => {
  const folder = testFolder(t)
  const admin = await serve(t, folder)
  const path = join(folder, 'admin.sock')
  assert.equal(statSync(path).mode & 0o777, 0o600)
  assert.deepEqual(await askAdmin(folder, { 이름: '예제상점' }), { heard: { 이름: '예제상점' } })
  await admin.close()
  assert.equal(existsSync(path), false)
})

test('where nobody listens there is no answer', async (t) => {
  const folder = testFolder(t)
  assert.equal(await askAdmin(folder, {}), undefined)
  assert.equal(await askAdmin(join(folder, 'none'), {}), undefined)
  writeFileSync(join(folder, 'file'), '')
  assert.equal(await askAdmin(join(folder, 'file'), {}), undefined)
})

test('a folder whose name is too long for a socket is served from a short one, which is gone afterwards', async (t) => {
  const folder = longFolder(t)
  const admin = await serve(t, folder)
  const path = readSocketPath(folder)
  assert.equal(path, readFileSync(join(folder, 'admin.path'), 'utf8'))
  assert.equal(statSync(path).mode & 0o777, 0o600)
  assert.equal(statSync(dirname(path)).mode & 0o777, 0o700)
  assert.equal(statSync(join(folder, 'admin.path')).mode & 0o777, 0o600)
  assert.deepEqual(await askAdmin(folder, { a: 1 }), { heard: { a: 1 } })
  await admin.close()
  assert.equal(existsSync(dirname(path)), false)
  assert.equal(existsSync(join(folder, 'admin.path')), false)
})

const KILLED = `
  import { serveAdmin } from ${JSON.stringify(new URL('./admin-socket.ts', import.meta.url).href)}
  await serveAdmin(process.argv[1], async () => ({}))
  console.log('serving')
`

/** A gateway that served the folder and was killed. */
async function killOneIn(folder: string): Promise<void> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', KILLED, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  child.kill('SIGKILL')
  await once(child, 'close')
}

test('what a killed gateway left neither answers nor stands in the way', async (t) => {
  for (const folder of [testFolder(t), longFolder(t)]) {
    await killOneIn(folder)
    const left = readSocketPath(folder)
    assert.ok(existsSync(left))
    assert.equal(await askAdmin(folder, {}), undefined)
    await serve(t, folder)
    assert.deepEqual(await askAdmin(folder, {}), { heard: {} })
    assert.equal(existsSync(left), left === readSocketPath(folder))
  }
})

test('a pointer left under a long name does not lead astray when the folder has got a short one', async (t) => {
  const long = longFolder(t)
  await killOneIn(long)
  const left = readSocketPath(long)
  const short = join(testFolder(t), 'data')
  renameSync(long, short)
  await serve(t, short)
  assert.deepEqual(await askAdmin(short, {}), { heard: {} })
  assert.equal(existsSync(dirname(left)), false)
})

test('what is no JSON is answered with what is right', async (t) => {
  const folder = testFolder(t)
  await serve(t, folder)
  const socket = await connectTo(t, folder)
  socket.write('GET / HTTP/1.1\r\n\r\n')
  assert.deepEqual(JSON.parse(await heardOn(socket)), { ok: false, message: 'a request is one line of JSON' })
  assert.deepEqual(await askAdmin(folder, {}), { heard: {} })
})

test('a line may be as long as the limit, and one that is longer is turned away', async (t) => {
  const folder = testFolder(t)
  await serve(t, folder, async (request) => ({ bytes: JSON.stringify(request).length }))
  const exact = { a: 'x'.repeat(REQUEST_BYTES_MAX - '{"a":""}'.length) }
  assert.deepEqual(await askAdmin(folder, exact), { bytes: REQUEST_BYTES_MAX })
  const answer = await askAdmin(folder, { a: '한'.repeat(REQUEST_BYTES_MAX / 2) })
  assert.deepEqual(answer, { ok: false, message: `a line is at most ${REQUEST_BYTES_MAX} bytes` })
})

test('an answer may be far longer than a request', async (t) => {
  const folder = testFolder(t)
  const rows = Array.from({ length: 20_000 }, (_, at) => ({ merchant: `mer_${at}`, name: '예제상점' }))
  await serve(t, folder, async () => ({ rows }))
  assert.deepEqual(await askAdmin(folder, {}), { rows })
})

test('a request that comes in pieces, and one whose sender hangs up before the answer, hold up nobody', async (t) => {
  const folder = testFolder(t)
  await serve(t, folder)
  const slow = await connectTo(t, folder)
  slow.write('{"a":')
  const rude = await connectTo(t, folder)
  rude.end('{"b":1}\n').destroy()
  assert.deepEqual(await askAdmin(folder, {}), { heard: {} })
  slow.write('"한"}\n{"ignored":1}\n')
  assert.deepEqual(JSON.parse(await heardOn(slow)), { heard: { a: '한' } })
})

test('two who ask at once are answered one after another, each what it asked', async (t) => {
  const folder = testFolder(t)
  let inside = 0
  await serve(t, folder, async (request) => {
    inside += 1
    assert.equal(inside, 1, 'two requests were being done at once')
    await new Promise((resolve) => setImmediate(resolve))
    inside -= 1
    return { heard: request }
  })
  const answers = await Promise.all(Array.from({ length: 8 }, (_, at) => askAdmin(folder, { at })))
  assert.deepEqual(
    answers,
    Array.from({ length: 8 }, (_, at) => ({ heard: { at } })),
  )
})

test('what fails inside is told to whoever asked, and the next is served', async (t) => {
  const folder = testFolder(t)
  let isFirst = true
  await serve(t, folder, async () => {
    if (!isFirst) return {}
    isFirst = false
    throw new Error('the disk is full')
  })
  assert.deepEqual(await askAdmin(folder, {}), { ok: false, message: 'the disk is full' })
  assert.deepEqual(await askAdmin(folder, {}), {})
})

test('closing answers who has asked, cuts who has not, and waits for nobody else', async (t) => {
  const folder = testFolder(t)
  let finish = (): void => {}
  const asked = Promise.withResolvers<void>()
  const admin = await serve(t, folder, (request) => {
    asked.resolve()
    return new Promise((resolve) => {
      finish = () => resolve({ heard: request })
    })
  })
  const silent = await connectTo(t, folder)
  const answer = askAdmin(folder, { a: 1 })
  await asked.promise
  const cut = once(silent, 'close')
  const closing = admin.close()
  await cut
  finish()
  assert.deepEqual(await answer, { heard: { a: 1 } })
  await closing
  assert.equal(await askAdmin(folder, {}), undefined)
})
