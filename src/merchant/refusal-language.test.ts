/** Every "no" is said in the language that is asked for, whatever it is about. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { InjectOptions } from 'fastify'
import { type ApiUnderTest, CHANNEL_KEYS, openApi } from '../../test/compat/api-under-test.ts'

let api: ApiUnderTest
let refused: readonly InjectOptions[]
before(async () => {
  api = await openApi()
  const paid = (await api.issue({ merchant_uid: 'paid' })).payment
  await api.collect(paid.barcode, 1000)
  const { barcode, imp_uid } = (await api.issue({ merchant_uid: 'ready', barcode: 'TAKEN' })).payment
  const prepared = { merchant_uid: 'prepared', amount: 1000 }
  await api.ask({ method: 'POST', url: '/payments/prepare', payload: prepared })
  const issue = (payload: object) => ({ method: 'POST', url: '/cvs', payload }) as const
  const cancel = (payload: object) => ({ method: 'POST', url: '/payments/cancel', payload }) as const
  const account = { refund_holder: 'a', refund_bank: '004', refund_account: '1234567890' }
  refused = [
    issue({ merchant_uid: 'paid', amount: 1000 }),
    issue({ merchant_uid: 'new', amount: 1000, barcode }),
    issue({ ...prepared, amount: 1 }),
    issue({ merchant_uid: 'x'.repeat(41), amount: 1000 }),
    issue({ merchant_uid: 'new', amount: 60_000, channel_key: CHANNEL_KEYS.second }),
    issue({ merchant_uid: 'new', amount: 1000, pg: 'nobody' }),
    cancel({}),
    cancel({ imp_uid: 'imp_000000000000' }),
    cancel({ imp_uid }),
    cancel({ imp_uid: paid.imp_uid }),
    cancel({ imp_uid: paid.imp_uid, ...account, refund_account: '1' }),
    cancel({ imp_uid: paid.imp_uid, ...account, checksum: 1 }),
    cancel({ imp_uid: paid.imp_uid, ...account, amount: 1001 }),
    cancel({ imp_uid: paid.imp_uid, ...account, tax_free: 1001 }),
    { url: '/api/refunds?state=done' },
    { url: '/api/refunds/rfd_nothing' },
    { method: 'POST', url: '/payments/prepare', payload: prepared },
    { url: '/payments/prepare/nothing' },
    { url: '/payments/imp_000000000000' },
    { method: 'DELETE', url: `/cvs/${paid.imp_uid}` },
    { url: '/payments/status/waiting' },
    { url: '/payments/status/all?sorting=-price' },
    { url: '/payments/status/all?from=0' },
    { url: '/payments/status/all?from=2&to=1' },
    { url: '/payments/status/all?page=2' },
    { url: '/payments' },
    { url: '/banks/999' },
    { url: '/api/endpoints/ep_nothing' },
    { url: '/api/deliveries?limit=0' },
    { url: '/nothing' },
    { url: '/payments/find/%zz' },
    { url: `/payments/find/${'x'.repeat(5000)}` },
    { method: 'GET', url: '/cvs' },
    { method: 'POST', url: '/cvs', payload: 'x', headers: { 'content-type': 'text/plain' } },
    { method: 'POST', url: '/cvs', payload: { name: 'x'.repeat(70_000) } },
    { method: 'POST', url: '/users/getToken', payload: {} },
    { method: 'POST', url: '/users/getToken', payload: { imp_key: 'a', imp_secret: 'b' } },
  ]
})
after(() => api.close())

const ask = (asked: InjectOptions, acceptLanguage?: string) => {
  const language = acceptLanguage === undefined ? {} : { 'accept-language': acceptLanguage }
  return api.ask({ ...asked, headers: { ...asked.headers, ...language } })
}

test('a refusal is in Korean, or begins with it, for whoever says no language or prefers Korean', async () => {
  for (const asked of refused) {
    const { text, message } = await ask(asked)
    const [korean = '', english] = message?.split(' / ') ?? []
    assert.match(korean, /[가-힣]/, text)
    assert.doesNotMatch(english ?? '', /[가-힣]/, text)
    // A star is what Node's own fetch sends.
    for (const language of ['ko', 'ko-KR,ko;q=0.9,en-US;q=0.8', '*', '', 'en;q=0.5, ko'])
      assert.equal((await ask(asked, language)).text, text, language)
  }
})

test('a refusal is in English alone for whoever prefers it; status and code are the same', async () => {
  for (const asked of refused) {
    const [korean, english] = [await ask(asked), await ask(asked, 'en-GB,en;q=0.9,ko;q=0.5')]
    assert.deepEqual([english.status, english.code, english.payment], [korean.status, korean.code, null])
    assert.match(english.message ?? '', /^[\x20-\x7e]+[.)]$/, english.text)
    assert.notEqual(english.message, korean.message)
  }
})
