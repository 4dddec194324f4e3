/** The files that a command names: what is read for it, and where secrets go. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { VerbAnswer, VerbRequest } from '../server/directory-verbs.ts'
import { testFolder } from '../server/test-folder.ts'
import { FILE_BYTES_MAX, withFiles } from './verb-files.ts'

const TAKES = ['network!', 'file!', 'secrets-to']

function gatewayThat(answer: VerbAnswer) {
  const asked: VerbRequest[] = []
  const ask = async (request: VerbRequest): Promise<VerbAnswer> => {
    asked.push(request)
    return answer
  }
  return { asked, ask }
}

const MADE: VerbAnswer = {
  ok: true,
  shown: [
    { terminal: 'house/A/1', secret: 'aa' },
    { terminal: 'house/A/2', secret: 'bb', chain: '체인' },
  ],
}

test('a file travels with the request, byte for byte, and its place does not', async (t) => {
  const path = join(testFolder(t), 'shops.csv')
  writeFileSync(path, Buffer.from([0xb0, 0xa1, 0x0a]))
  const { asked, ask } = gatewayThat(MADE)
  await withFiles({ verb: 'shop-import', options: { network: 'house', file: path } }, TAKES, ask)
  assert.deepEqual(asked, [{ verb: 'shop-import', options: { network: 'house', file: 'sKEK' } }])
})

test('secrets are written to a file of their owner alone, in place of the screen', async (t) => {
  const path = join(testFolder(t), 'secrets.csv')
  const { ask } = gatewayThat(MADE)
  const answer = await withFiles({ verb: 'till-add', options: { 'secrets-to': path } }, TAKES, ask)
  assert.equal(readFileSync(path, 'utf8'), 'terminal,secret\nhouse/A/1,aa\nhouse/A/2,bb\n')
  assert.equal(statSync(path).mode & 0o777, 0o600)
  const shown = [
    { terminal: 'house/A/2', chain: '체인' },
    { secrets: '2', written_to: path },
  ]
  assert.deepEqual(answer, { ok: true, shown })
})

test('where nothing was made no file is left behind', async (t) => {
  const path = join(testFolder(t), 'secrets.csv')
  const request = { verb: 'till-add', options: { 'secrets-to': path } }
  const { ask } = gatewayThat({ ok: false, message: 'no' })
  assert.deepEqual(await withFiles(request, TAKES, ask), { ok: false, message: 'no' })
  assert.equal(existsSync(path), false)
  await assert.rejects(
    withFiles(request, TAKES, () => Promise.reject(new Error('gone'))),
    /gone/,
  )
  assert.equal(existsSync(path), false)
})

test('a file that is there is not written over, and then nothing is asked for', async (t) => {
  const path = join(testFolder(t), 'secrets.csv')
  writeFileSync(path, 'kept')
  const { asked, ask } = gatewayThat(MADE)
  await assert.rejects(
    withFiles({ verb: 'till-add', options: { 'secrets-to': path } }, TAKES, ask),
    /--secrets-to .*cannot be made \(EEXIST\)/,
  )
  assert.deepEqual([asked, readFileSync(path, 'utf8')], [[], 'kept'])
})

test('a file that is not there, is empty or is too large is named, and nothing is asked for', async (t) => {
  const folder = testFolder(t)
  const { asked, ask } = gatewayThat(MADE)
  const taking = (file: string) => withFiles({ verb: 'shop-import', options: { file } }, TAKES, ask)
  await assert.rejects(taking(join(folder, 'none.csv')), /--file .*none\.csv cannot be read \(ENOENT\)/)
  const large = join(folder, 'large.csv')
  writeFileSync(large, Buffer.alloc(FILE_BYTES_MAX + 1))
  await assert.rejects(taking(large), /a file has at most 1048576 bytes; split it/)
  writeFileSync(large, '')
  await assert.rejects(taking(large), /is empty/)
  assert.deepEqual(asked, [])
})

test('a command that takes no file is passed on as it is', async () => {
  const { asked, ask } = gatewayThat(MADE)
  const request = { verb: 'till-list', options: { file: 'x', 'secrets-to': 'y' } }
  await withFiles(request, ['network', 'outlet'], ask)
  assert.deepEqual(asked, [request])
})
