/** The desks that answer with what other rooms say: settings by the operator's verbs, notices and refunds by the merchant's routes. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Value } from 'typebox/value'
import { startPg } from '../channels/framed/test-pg.ts'
import { ShownRows } from '../wire/admin/answers.ts'
import { AccountInClear } from '../wire/admin/refunds.ts'
import { DeliveryDetail, DeliveryPage, ReplayAnswer } from '../wire/delivery-answer.ts'
import { EndpointAnswer, EndpointList, EndpointWithSecret } from '../wire/endpoint-answer.ts'
import { RefundDetail, RefundPage } from '../wire/refund-answer.ts'
import { key, openConsole, type Reply } from './test-console.ts'

const MID = 'pg-books'

function rows(reply: Reply): readonly Readonly<Record<string, string>>[] {
  assert.ok(Value.Check(ShownRows, reply.answer), reply.text)
  return reply.answer.rows
}

describe('settings', () => {
  test('a merchant, its channel, its keys, a network and a till are set by people as they are by command', async (t) => {
    const console = await openConsole(t)
    const { ask } = await console.signedIn('operator')
    const [made] = rows(await ask({ method: 'POST', path: '/house/merchants', body: { name: '새상점' } }))
    const path = `/merchants/${made?.['merchant']}`
    assert.ok(made?.['imp_secret'])
    const terms = { mid: 'new', deadline_days: 3, refund_slip_days: 'none' }
    const [channel] = rows(await ask({ method: 'POST', path: `${path}/channels`, body: terms }))
    assert.deepEqual([channel?.['pg'], channel?.['deadline_days']], ['galaxia.new', '3'])
    const change = {
      method: 'PATCH',
      path: `${path}/channels/${channel?.['channel_key']}`,
      body: { deadline_days: 5 },
    } as const
    assert.equal(rows(await ask(change))[0]?.['deadline_days'], '5')
    assert.equal(rows(await ask({ ...change, body: { till_cancel: 'never' } }))[0]?.['till_cancel'], 'never')
    await ask({ method: 'POST', path: '/house/networks', body: { network: 'sea', prefix: '9200' } })
    assert.deepEqual(
      rows(await ask({ path: '/house/networks' }))
        .map(({ network }) => network)
        .sort(),
      ['river', 'sea'],
    )
    const till = { network: 'sea', outlet: 'SE001', till: '1', outlet_name: '바다점', chain: '바다마트' }
    assert.match(
      rows(await ask({ method: 'POST', path: '/house/tills', body: till }))[0]?.['secret'] ?? '',
      /^[0-9a-f]{64}$/,
    )
    assert.equal(rows(await ask({ path: '/house/tills?network=sea' })).length, 1)
    const taken = await ask({ method: 'POST', path: '/house/networks', body: { network: 'sea', prefix: '9300' } })
    assert.deepEqual([taken.status, taken.code], [409, 'refused'])
  })

  test('hours, shops from a file, and who takes no money or is not accepted, are set by people too', async (t) => {
    const console = await openConsole(t)
    const { ask } = await console.signedIn('operator')
    const post = (path: string, body: object) => ask({ method: 'POST', path: `/house/${path}`, body })
    await post('networks', { network: 'sea', prefix: '9200' })
    const [hours] = rows(await post('networks/calendar', { network: 'sea', hours: '07:00-22:00', cut_off: '04:00' }))
    assert.deepEqual([hours?.['hours'], hours?.['cut_off']], ['07:00-22:00', '04:00'])
    assert.deepEqual(rows(await ask({ path: '/house/networks/calendar?network=sea' })), [hours])
    const csv = `outlet,outlet_name,chain,till\n${'SE001,바다점,바다마트,1\nSE002,파도점,바다마트,1\n'}`
    const bad = await post('shops/import', { network: 'sea', csv: `${csv}toolongid,점,바다마트,1\n`, dry_run: 'yes' })
    assert.deepEqual(rows(bad).at(-1)?.['wrong_rows'], '1')
    assert.equal(rows(await ask({ path: '/house/tills?network=sea' })).length, 0)
    const made = rows(await post('shops/import', { network: 'sea', csv }))
    assert.deepEqual(
      made.map(({ terminal, secret }) => [terminal, /^[0-9a-f]{64}$/.test(secret ?? '')]),
      [
        ['sea/SE001/1', true],
        ['sea/SE002/1', true],
      ],
    )
    const shop = { network: 'sea', outlet: 'SE001' }
    const [stopped] = rows(await post('shops/suspend', { ...shop, shown: '정전', reason: '점주 전화' }))
    assert.equal(stopped?.['suspended'], '정전')
    assert.equal(rows(await post('shops/resume', shop))[0]?.['suspended'], '-')
    assert.equal(rows(await post('tills/disable', { ...shop, till: '1' }))[0]?.['state'], 'disabled')
    assert.equal(rows(await post('tills/enable', { ...shop, till: '1' }))[0]?.['state'], 'accepted')
    const merchant = { merchant: console.shop }
    assert.equal(rows(await post('merchants/suspend', { ...merchant, shown: '심사 중' }))[0]?.['suspended'], '심사 중')
    assert.equal(rows(await post('merchants/resume', merchant))[0]?.['suspended'], '-')
    const { entries } = (await ask({ path: '/house/audit' })).answer as {
      entries: { action: string; detail: object }[]
    }
    const imported = entries.find(({ action }) => action === 'shops.imported')
    assert.ok(imported && !JSON.stringify(imported).includes('바다점'), 'what was done is written down, not the file')
  })

  test('what a command refuses is said in both languages, by the field at fault and without a word of commands', async (t) => {
    const console = await openConsole(t)
    const { ask } = await console.signedIn('operator')
    const post = (path: string, body: object) => ask({ method: 'POST', path, body })
    const csv = 'outlet,outlet_name,chain,till\nRV001,강변점,강변마트,1'
    for (const [reply, field, ko, en] of [
      [
        await post('/house/networks', { network: 'river', prefix: '9300' }),
        'network',
        'network river: 이미 있는 수납망입니다.',
        'network river exists',
      ],
      [
        await post('/house/shops/disable', { network: 'river', outlet: 'NONE' }),
        'outlet',
        'outlet NONE: river에 그런 점포가 없습니다.',
        'outlet NONE: no such shop of river',
      ],
      [
        await post('/house/networks/calendar', { network: 'river', maintenance_from: '20261201 03:00' }),
        undefined,
        'maintenance "20261201 03:00" ~ (없음): "20261201 03:00"처럼 두 시각을, 늦은 것을 뒤에 적습니다.',
        'maintenance from "20261201 03:00" until is missing: two times, written like "20261201 03:00", the later one last',
      ],
      [
        await post('/house/shops/import', { network: 'river', csv }),
        undefined,
        '아무것도 등록하지 않았습니다. 2행: 계산대 river/RV001/1은(는) 이미 있습니다.',
        'nothing was taken. line 2: till river/RV001/1 exists',
      ],
      [
        await post(`/merchants/${console.shop}/channels`, { mid: 'new', connector: 'framed' }),
        'connector',
        'connector에는 계약 파일 connector_config가 필요합니다.',
        'connector needs connector_config, the file of the contract',
      ],
    ] as const) {
      const { error } = reply.answer as { error: Readonly<Record<string, unknown>> }
      assert.deepEqual(
        [reply.status, error['code'], error['field'], error['message']],
        [409, 'refused', field, { ko, en }],
      )
    }
  })

  test('a PG is put behind a channel and asked whether it is there, and its key stands in no answer and no record', async (t) => {
    const console = await openConsole(t)
    const { ask } = await console.signedIn('operator')
    const pg = await startPg(t, [MID])
    await ask({ method: 'POST', path: '/house/networks', body: { network: 'pgone', prefix: '7311' } })
    const path = `/merchants/${console.shop}/channels`
    const contract = { mid: MID, network: 'pgone', connector: 'framed', connector_config: pg.settings(MID) }
    const [made] = rows(await ask({ method: 'POST', path, body: contract }))
    assert.match(made?.['connector'] ?? '', /^framed 127\.0\.0\.1:/)
    const channel = made?.['channel_key'] ?? ''
    const [answered] = rows(await ask({ method: 'POST', path: `${path}/${channel}/probe` }))
    assert.match(answered?.['answered'] ?? '', /^in \d+ ms$/)
    const all = await ask({ path: '/house/channels' })
    assert.equal(rows(all).length, 3)
    const own = rows(all).find((row) => row['connector'] === 'house' && row['merchant'] === console.shop)?.[
      'channel_key'
    ]
    const none = await ask({ method: 'POST', path: `${path}/${own}/probe` })
    assert.deepEqual([none.status, none.code], [409, 'refused'])
    const key = (JSON.parse(pg.settings(MID)) as { cipher: { key: string } }).cipher.key
    const written = JSON.stringify(await console.storage.console.audit(null, null, 50))
    assert.ok(written.includes('channel.probed') && !written.includes(key) && !all.text.includes(key))
  })

  test('a file of shops may be large, and no other body', async (t) => {
    const { ask } = await (await openConsole(t)).signedIn('operator')
    const rowsOfFile = Array.from({ length: 4000 }, (_, i) => `S${i},바다 ${i}호점,바다마트,1`)
    const csv = ['outlet,outlet_name,chain,till', ...rowsOfFile].join('\n')
    await ask({ method: 'POST', path: '/house/networks', body: { network: 'sea', prefix: '9200' } })
    const body = { network: 'sea', csv, dry_run: 'yes' }
    const [plan] = rows(await ask({ method: 'POST', path: '/house/shops/import', body }))
    assert.deepEqual([plan?.['rows'], plan?.['wrong_rows']], ['4000', '0'])
    const other = await ask({ method: 'POST', path: '/house/networks', body: { network: csv, prefix: '9300' } })
    assert.equal(other.status, 413)
  })

  test('a key is shown once, opens the API until it is revoked, and its secret stands in no record', async (t) => {
    const console = await openConsole(t)
    const owner = await console.signedIn('owner')
    const path = `/merchants/${console.shop}/keys`
    const [made] = rows(await owner.ask({ method: 'POST', path }))
    const { imp_key: impKey = '', imp_secret: impSecret = '' } = made ?? {}
    const list = await owner.ask({ path })
    assert.equal(rows(list).find((row) => row['imp_key'] === impKey)?.['state'], 'in use')
    const audit = await owner.ask({ path: `/merchants/${console.shop}/audit` })
    for (const text of [list.text, audit.text]) assert.ok(!text.includes(impSecret))
    const token = () =>
      console.app.inject({
        method: 'POST',
        url: '/users/getToken',
        payload: { imp_key: impKey, imp_secret: impSecret },
      })
    assert.equal((await token()).statusCode, 200)
    assert.equal(rows(await owner.ask({ method: 'POST', path: `${path}/${impKey}/revoke` }))[0]?.['state'], 'revoked')
    assert.equal((await token()).statusCode, 401)
  })
})

describe('notices', () => {
  test('what became of each is listed and shown, sent again by one, by name and by time, and never twice by a double click', async (t) => {
    const console = await openConsole(t)
    const developer = await console.signedIn('developer')
    const base = `/merchants/${console.shop}`
    const set = {
      method: 'PATCH',
      path: `${base}/endpoints/default`,
      body: { url: 'https://shop.example/n', v1_notices: 'all' },
    } as const
    const changed = await developer.ask(set)
    assert.ok(Value.Check(EndpointAnswer, changed.answer), changed.text)
    const added = await developer.ask({
      method: 'POST',
      path: `${base}/endpoints`,
      body: { url: 'https://shop.example/m' },
    })
    assert.ok(Value.Check(EndpointWithSecret, added.answer), added.text)
    const list = await developer.ask({ path: `${base}/endpoints` })
    assert.ok(Value.Check(EndpointList, list.answer), list.text)
    assert.ok(!list.text.includes('whsec_'))
    const payment = await console.issue()
    const page = await developer.ask({ path: `${base}/deliveries?imp_uid=${payment.id}` })
    assert.ok(Value.Check(DeliveryPage, page.answer), page.text)
    assert.equal(page.answer.deliveries.length, 2)
    const [first] = page.answer.deliveries
    const again = { method: 'POST', path: `${base}/deliveries/${first?.id}/replay`, headers: key() } as const
    const replayed = await developer.ask(again)
    assert.ok(Value.Check(DeliveryDetail, replayed.answer), replayed.text)
    assert.equal((await developer.ask(again)).text, replayed.text)
    const ids = page.answer.deliveries.map(({ id }) => id)
    const named = await developer.ask({
      method: 'POST',
      path: `${base}/deliveries/replay-named`,
      body: { ids },
      headers: key(),
    })
    assert.ok(Value.Check(ReplayAnswer, named.answer), named.text)
    assert.equal(named.answer.replayed, 2)
    const now = Math.floor(console.gateway.now() / 1000)
    const range = { from: now - 60, to: now + 60, state: 'waiting' }
    const ranged = await developer.ask({
      method: 'POST',
      path: `${base}/deliveries/replay-range`,
      body: range,
      headers: key(),
    })
    assert.equal((ranged.answer as ReplayAnswer).replayed, 2)
    const resent = await developer.ask({
      method: 'POST',
      path: `${base}/payments/${payment.id}/resend`,
      body: {},
      headers: key(),
    })
    assert.deepEqual(resent.answer, { resent: 2 })
    const removed = await developer.ask({ method: 'DELETE', path: `${base}/endpoints/${added.answer.id}` })
    assert.deepEqual(removed.answer, { id: added.answer.id })
    const stays = await developer.ask({ method: 'DELETE', path: `${base}/endpoints/default` })
    assert.deepEqual([stays.status, stays.code], [409, 'refused'])
  })
})

describe('the refunds desk', () => {
  test('an operator sees the account with a reason, says that it failed and why, sends it another way, and says that it is done', async (t) => {
    const console = await openConsole(t)
    const [finance, operator] = [await console.signedIn('finance'), await console.signedIn('operator')]
    const base = `/merchants/${console.shop}`
    const payment = await console.issue({ amount: 7000 })
    await console.collect(payment)
    const account = { refund_holder: '홍길동', refund_bank: '004', refund_account: '123-456-789012' }
    const body = { amount: 7000, reason: '전액 환불', ...account }
    const asked = await finance.ask({
      method: 'POST',
      path: `${base}/payments/${payment.id}/refund`,
      body,
      headers: key(),
    })
    assert.equal(asked.status, 200, asked.text)
    const page = await finance.ask({ path: `${base}/refunds?state=pending` })
    assert.ok(Value.Check(RefundPage, page.answer), page.text)
    const path = `${base}/refunds/${page.answer.refunds[0]?.id}`
    const shown = await finance.ask({ path })
    assert.ok(Value.Check(RefundDetail, shown.answer), shown.text)
    assert.equal(shown.answer.account?.number, '********9012')
    assert.equal(
      (await finance.ask({ method: 'POST', path: `${path}/account`, body: { reason: '궁금' } })).code,
      'not_allowed',
    )
    const clear = await operator.ask({ method: 'POST', path: `${path}/account`, body: { reason: '이체' } })
    assert.ok(Value.Check(AccountInClear, clear.answer), clear.text)
    assert.equal(clear.answer.number, '123456789012')
    const settle = (what: object) =>
      operator.ask({ method: 'POST', path: `${path}/settle`, body: what, headers: key() })
    assert.equal((await settle({ result: 'failed' })).code, 'bad_field')
    const failed = await settle({ result: 'failed', note: '계좌 없음' })
    assert.equal((failed.answer as RefundDetail).payout.state, 'failed', failed.text)
    const reroute = (what: object) =>
      operator.ask({ method: 'POST', path: `${path}/reroute`, body: what, headers: key() })
    assert.equal((await reroute({ refund_holder: '홍길동' })).code, 'bad_field')
    const rerouted = await reroute({ ...account, refund_account: '999-888-777666' })
    assert.equal((rerouted.answer as RefundDetail).account?.number, '********7666', rerouted.text)
    assert.equal(((await settle({ result: 'paid_out' })).answer as RefundDetail).payout.by, 'operator')
    const twice = await settle({ result: 'paid_out' })
    assert.equal(twice.status, 409, twice.text)
    const entries = JSON.stringify(await console.storage.console.audit(console.shop, null, 100))
    for (const secret of ['123456789012', '123-456', '999-888', '홍길동']) assert.ok(!entries.includes(secret), secret)
    assert.ok(entries.includes('계좌 없음') && entries.includes('refund.account_seen'))
  })
})
