/** GET /users/pg, /banks, /banks/{code}, /cards, /cards/{code} */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type ApiUnderTest, CHANNEL_KEYS, openApi } from '../../test/compat/api-under-test.ts'
import { ChannelList } from '../wire/channel-list.ts'
import { Institution, Institutions } from '../wire/institutions.ts'
import {
  answerOf,
  assertNeedsToken,
  assertSawEveryAnswer,
  assertTakesOnly,
  authorizationOfOther,
  refusalOf,
} from './test-answers.ts'

let api: ApiUnderTest
before(async () => {
  api = await openApi()
})
after(() => api.close())

test('200 when a merchant asks for its channels: its own, and by the names that POST /cvs takes', async () => {
  const channels = await answerOf(api, '/users/pg', ChannelList)
  assert.deepEqual(
    channels.map(({ channel_key, sandbox }) => [channel_key, sandbox]),
    [
      [CHANNEL_KEYS.first, false],
      [CHANNEL_KEYS.second, false],
      [CHANNEL_KEYS.test, true],
      [CHANNEL_KEYS.dollars, false],
    ],
  )
  for (const { channel_key, channel_name, pg_provider, pg_id, type } of channels) {
    assert.equal(type, 'api_payment')
    const { payment } = await api.issue({ channel_key, pg: channel_name })
    assert.deepEqual([payment.pg_provider, payment.pg_id], [pg_provider, pg_id])
  }
  const headers = await authorizationOfOther(api)
  const theirs = await answerOf(api, { url: '/users/pg', headers }, ChannelList)
  assert.deepEqual(
    theirs.map(({ channel_key }) => channel_key),
    [CHANNEL_KEYS.others],
  )
})

for (const [url, known, name] of [
  ['/banks', '023', 'SC제일은행'],
  ['/banks', '004', 'KB국민은행'],
  ['/banks', '090', '카카오뱅크'],
  ['/cards', '361', 'BC카드'],
  ['/cards', '041', '우리카드'],
] as const) {
  test(`200 when ${url} is listed, and ${known} looked up: each code once, a text of three digits`, async () => {
    const all = await answerOf(api, url, Institutions)
    assert.equal(new Set(all.map(({ code }) => code)).size, all.length)
    const found = await answerOf(api, `${url}/${known}`, Institution)
    assert.deepEqual(found, { code: known, name })
    assert.deepEqual(await answerOf(api, `${url}/${known}/?anything=1`, Institution), found)
    assert.ok(all.some(({ code }) => code === known))
  })
}

test('404 when no bank and no card company has the code', async () => {
  for (const url of ['/banks/999', '/banks/4', '/banks/023%20', '/cards/999', '/cards/__proto__', '/cards/%ED%95%9C']) {
    const [status, code, message] = await refusalOf(api, url)
    assert.deepEqual([status, code], [404, -1], url)
    assert.match(message, /존재하지 않는 코드입니다/)
  }
})

const URLS = ['/users/pg', '/banks', '/banks/023', '/cards', '/cards/361']

test('401 when there is no token of this server', async () => {
  for (const url of URLS) await assertNeedsToken(api, url)
})

test('405 when asked by another method', async () => {
  for (const url of URLS) await assertTakesOnly(api, url, ['GET'])
})

test('everything that is theirs to answer was answered above', () =>
  assertSawEveryAnswer('GET /users/pg', 'GET /banks', 'GET /banks/{code}', 'GET /cards', 'GET /cards/{code}'))
