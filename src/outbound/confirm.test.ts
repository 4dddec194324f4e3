import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { type TestContext, test } from 'node:test'
import type { MerchantId, MonoTime } from '../core/brand.ts'
import type { Verdict } from '../core/commands.ts'
import type { PaymentIn } from '../core/payment.ts'
import {
  ASKED_AT_ONCE_MAX,
  type AskMerchantDeps,
  type BreakerChange,
  type ConfirmAnswer,
  type ConfirmQuestion,
  createAskMerchant,
} from './confirm.ts'
import { CALLS_MIN, OPEN_MS } from './confirm-breaker.ts'
import { LINE_REST_MS } from './kept-lines.ts'
import { listen } from './loopback-server.ts'
import { movableNow, OK, openKeeper } from './test-line-keeper.ts'
import { OTHER_SHOP, type Outbox, openOutbox, SECRETS, SHOP } from './test-outbox.ts'
import { type Answer, expectedSignature, hang, openSeller, status } from './test-seller.ts'

const UNANSWERED: Verdict = { kind: 'unanswered' }

interface Scene {
  readonly outbox: Outbox
  readonly faults: unknown[]
  readonly changes: BreakerChange[]
  readonly pass: (ms: number) => void
  readonly ask: (url: string, budgetMs?: number, merchant?: MerchantId) => Promise<ConfirmAnswer>
}

async function openScene(t: TestContext, different: Partial<AskMerchantDeps<ConfirmQuestion>> = {}): Promise<Scene> {
  const outbox = await openOutbox(t)
  const faults: unknown[] = []
  const changes: BreakerChange[] = []
  let nowMs = 0
  const askMerchant = createAskMerchant<ConfirmQuestion>({
    client: outbox.client,
    renderConfirm: ({ payment }) => JSON.stringify({ event: 'Galaxia.Cvs.Confirm', imp_uid: payment.id }),
    secretsOf: () => SECRETS,
    wall: outbox.wall,
    mono: () => nowMs as MonoTime,
    observe: (change) => changes.push(change),
    reportFault: (fault) => faults.push(fault),
    ...different,
  })
  return {
    outbox,
    faults,
    changes,
    pass(ms) {
      nowMs += ms
    },
    ask: async (url, budgetMs = 5000, merchant = SHOP) =>
      askMerchant({ payment: await beingPaid(outbox, merchant), url, budgetMs }),
  }
}

async function beingPaid(outbox: Outbox, merchant = SHOP): Promise<PaymentIn<'authorising'>> {
  return outbox.claim(await outbox.issue({ noticeUrls: [], merchant }))
}

test('the question is one signed POST of the rendered JSON, named after the attempt', async (t) => {
  const secrets = [SECRETS[0], `whsec_${Buffer.alloc(24, 7).toString('base64')}`]
  const { ask, outbox } = await openScene(t, { secretsOf: () => secrets })
  const seller = await openSeller(t)
  assert.deepEqual((await ask(`${seller.url}/confirm?shop=1`)).verdict, { kind: 'payable' })
  const [asked, ...more] = seller.received
  assert.ok(asked !== undefined && more.length === 0)
  assert.equal(asked.path, '/confirm?shop=1')
  assert.equal(asked.headers['content-type'], 'application/json')
  assert.equal(asked.body, '{"event":"Galaxia.Cvs.Confirm","imp_uid":"imp_000000000001"}')
  assert.equal(asked.headers['webhook-id'], 'att_2')
  assert.equal(asked.headers['webhook-timestamp'], String(Math.floor(outbox.wall() / 1000)))
  const signatures = secrets.map((secret) => expectedSignature(secret, asked)).join(' ')
  assert.equal(asked.headers['webhook-signature'], signatures)
})

const NO: Verdict = { kind: 'refused', reason: null }
const MEANINGS: readonly (readonly [code: number, verdict: Verdict, words: string])[] = [
  [200, { kind: 'payable' }, 'payable'],
  [201, NO, 'only 200 means payable'],
  [204, NO, 'only 200 means payable'],
  [206, NO, 'only 200 means payable'],
  [301, UNANSWERED, 'redirects are not followed, register the final address'],
  [304, UNANSWERED, 'not an answer'],
  [308, UNANSWERED, 'redirects are not followed, register the final address'],
  [400, NO, 'refused'],
  [402, NO, 'refused'],
  [404, NO, 'refused'],
  [409, NO, 'refused'],
  [499, NO, 'refused'],
  [500, UNANSWERED, 'not an answer'],
  [503, UNANSWERED, 'not an answer'],
  [599, UNANSWERED, 'not an answer'],
]

test('only 200 is a yes; 4xx and other 2xx are a no; 3xx and 5xx are no answer; the words say which', async (t) => {
  const { ask } = await openScene(t)
  const seller = await openSeller(t)
  for (const [code, verdict, words] of MEANINGS) {
    seller.answer(status(code))
    const answer = await ask(seller.url)
    assert.deepEqual(answer.verdict, verdict, String(code))
    assert.equal(answer.detail, `${code} in ${answer.latencyMs} ms: ${words}`)
  }
  assert.equal(seller.received.length, MEANINGS.length)
})

test('a redirect from confirm_url is not followed', async (t) => {
  const { ask } = await openScene(t)
  const final = await openSeller(t)
  const seller = await openSeller(t, status(307, '', { location: final.url }))
  assert.deepEqual((await ask(seller.url)).verdict, UNANSWERED)
  assert.equal(final.received.length, 0)
})

const REASONS: readonly (readonly [body: string | Buffer, reason: string | null])[] = [
  ['{"reason":"품절되었습니다"}', '품절되었습니다'],
  ['\uFEFF{"reason":"with a BOM"}', 'with a BOM'],
  ['{"reason":"  two\\r\\n lines\\tand tabs  "}', 'two lines and tabs'],
  ['{"reason":"bell\\u0007, escape\\u001b[31m, null\\u0000, \\u202Eturned"}', 'bell, escape[31m, null, turned'],
  ['{"reason":"half a pair: \\ud800"}', 'half a pair:'],
  [JSON.stringify({ reason: '😀'.repeat(150) }), '😀'.repeat(100)],
  ['{"reason":""}', null],
  ['{"reason":" \\n "}', null],
  ['{"reason":null}', null],
  ['{"reason":["sold out"]}', null],
  ['{"Reason":"another member"}', null],
  ['"reason"', null],
  ['null', null],
  ['[]', null],
  ['', null],
  ['sold out', null],
  ['{"reason":"cut off', null],
  [Buffer.from('{"reason":"\xff\xfe"}', 'latin1'), null],
  [`${'['.repeat(30_000)}${']'.repeat(30_000)}`, null],
]

test("a refusal's reason reaches the till as one short line; anything else is a refusal without one", async (t) => {
  const { ask } = await openScene(t)
  const seller = await openSeller(t)
  for (const [body, reason] of REASONS) {
    seller.answer((response) => response.writeHead(409).end(body))
    assert.deepEqual((await ask(seller.url)).verdict, { kind: 'refused', reason }, body.toString().slice(0, 60))
  }
})

test('whoever gives a reason has answered, whatever the status', async (t) => {
  const { ask } = await openScene(t)
  const seller = await openSeller(t)
  for (const code of [201, 302, 500]) {
    seller.answer(status(code, '{"reason":"sold out"}'))
    assert.deepEqual((await ask(seller.url)).verdict, { kind: 'refused', reason: 'sold out' }, String(code))
  }
  seller.answer(status(200, '{"reason":"sold out"}'))
  assert.deepEqual((await ask(seller.url)).verdict, { kind: 'payable' })
})

test('the reason is not repeated in the words for the log', async (t) => {
  const { ask } = await openScene(t)
  const seller = await openSeller(t, status(409, '{"reason":"call 010-1234-5678"}'))
  assert.doesNotMatch((await ask(seller.url)).detail, /010/)
})

test('a 200 that is not complete is no answer', async (t) => {
  const { ask } = await openScene(t)
  const cases: readonly (readonly [Answer, RegExp])[] = [
    [
      (response) => response.writeHead(200).end(Buffer.alloc(70_000, 'x')),
      /^answered 200, but .*longer than 65536 bytes/,
    ],
    [
      (response) => {
        response.writeHead(200, { 'content-length': '10' }).write('half')
        setImmediate(() => response.destroy())
      },
      /^answered 200, but .*closed the connection/,
    ],
  ]
  for (const [how, words] of cases) {
    const seller = await openSeller(t, how)
    const answer = await ask(seller.url)
    assert.deepEqual(answer.verdict, UNANSWERED)
    assert.match(answer.detail, words)
  }
})

test('a refusal with an over-long body is a refusal without a reason', async (t) => {
  const { ask } = await openScene(t)
  const seller = await openSeller(t, status(409, `{"reason":"sold out","x":"${'x'.repeat(70_000)}"}`))
  assert.deepEqual((await ask(seller.url)).verdict, NO)
})

test('silence beyond the budget is no answer, before the status line and after it', async (t) => {
  const { ask } = await openScene(t)
  const silent = await openSeller(t, hang().answer)
  const answer = await ask(silent.url, 200)
  assert.deepEqual([answer.verdict, answer.detail], [UNANSWERED, 'no answer within 0.2 s'])
  assert.ok(answer.latencyMs >= 199 && answer.latencyMs < 2000, String(answer.latencyMs))

  const dripping = await openSeller(t, (response) => response.writeHead(200).write('{'))
  const half = await ask(dripping.url, 200)
  assert.deepEqual([half.verdict, half.detail], [UNANSWERED, 'answered 200, but not completely within 0.2 s'])
})

test('what is not reached, refused, or not spoken with is no answer', async (t) => {
  const { ask } = await openScene(t)
  const closed = createServer().listen(0, '127.0.0.1')
  await once(closed, 'listening')
  const address = closed.address()
  assert.ok(address !== null && typeof address === 'object')
  closed.close()
  const plain = await openSeller(t)
  const rude = await listen(t, (socket) => socket.end('220 mail server ready\r\n'))
  const resetting = await listen(t, (socket) => socket.resetAndDestroy())
  for (const [url, words] of [
    [`http://127.0.0.1:${address.port}/`, /refuses connections/],
    ['http://169.254.169.254/latest', /not called/],
    ['ftp://shop.example/', /not called/],
    [plain.url.replace('http:', 'https:'), /TLS/],
    [rude.url, /not valid HTTP/],
    [resetting.url, /closed the connection/],
  ] as const) {
    const answer = await ask(url)
    assert.deepEqual(answer.verdict, UNANSWERED, url)
    assert.match(answer.detail, words)
  }
  assert.equal(plain.received.length, 0)
})

test('questions of one merchant share a line; to the same server, another merchant has its own', async (t) => {
  const { ask } = await openScene(t)
  const { url, asked } = await openKeeper(t)
  const clock = movableNow(t)
  for (const merchant of [SHOP, SHOP, OTHER_SHOP, SHOP]) {
    assert.deepEqual((await ask(url, 5000, merchant)).verdict, { kind: 'payable' })
    clock.pass(LINE_REST_MS)
  }
  assert.deepEqual(asked, ['1.1', '1.2', '2.1', '1.3'])
})

test('a question whose line breaks after it was sent is asked once, and is no answer', async (t) => {
  const { ask } = await openScene(t)
  const { url, asked } = await openKeeper(t, ({ socket, turn }) => (turn === 2 ? socket.end() : socket.write(OK)))
  const clock = movableNow(t)
  await ask(url)
  clock.pass(LINE_REST_MS)
  const answer = await ask(url)
  assert.deepEqual([answer.verdict, answer.notAsked], [UNANSWERED, undefined])
  assert.deepEqual(asked, ['1.1', '1.2'])
})

test('a merchant that hangs holds a hundred calls and no more; others are asked all the same', async (t) => {
  const { outbox } = await openScene(t)
  const patience = hang()
  const hanging = await openSeller(t, patience.answer)
  const quick = await openSeller(t)
  const ask = createAskMerchant<ConfirmQuestion>({
    client: outbox.client,
    renderConfirm: () => '{}',
    secretsOf: () => SECRETS,
    wall: outbox.wall,
    mono: () => 0 as MonoTime,
    observe: ({ type }) => assert.fail(type),
    reportFault: (fault) => assert.fail(String(fault)),
  })
  const payment = await beingPaid(outbox)
  const other = await beingPaid(outbox, OTHER_SHOP)
  const toHanging = { payment, url: hanging.url, budgetMs: 30_000 }
  const waiting = Array.from({ length: ASKED_AT_ONCE_MAX }, () => ask(toHanging))
  await hanging.heard(ASKED_AT_ONCE_MAX)

  const turnedAway = await ask(toHanging)
  assert.deepEqual([turnedAway.verdict, turnedAway.latencyMs, turnedAway.notAsked], [UNANSWERED, 0, true])
  assert.equal(turnedAway.detail, '100 questions to this merchant are waiting already')
  assert.deepEqual((await ask({ payment: other, url: quick.url, budgetMs: 5000 })).verdict, { kind: 'payable' })

  patience.letGo()
  for (const answer of await Promise.all(waiting)) assert.deepEqual(answer.verdict, { kind: 'payable' })
  assert.deepEqual((await ask(toHanging)).verdict, { kind: 'payable' })
  assert.equal(hanging.received.length, ASKED_AT_ONCE_MAX + 1)
})

test('a fault of our own is no answer, is reported, and nothing is sent', async (t) => {
  const seller = await openSeller(t)
  const broken = new Error('no such template')
  const unrendered = await openScene(t, {
    renderConfirm: () => {
      throw broken
    },
  })
  assert.deepEqual(await unrendered.ask(seller.url), {
    verdict: UNANSWERED,
    latencyMs: 0,
    detail: 'the gateway could not ask',
    notAsked: true,
  })
  assert.deepEqual(unrendered.faults, [broken])

  const unsigned = await openScene(t, { secretsOf: () => [] })
  assert.deepEqual((await unsigned.ask(seller.url)).verdict, UNANSWERED)
  assert.equal(unsigned.faults.length, 1)
  assert.equal(seller.received.length, 0)
})

const NOT_ASKED: ConfirmAnswer = {
  verdict: UNANSWERED,
  latencyMs: 0,
  detail: 'not asked: the server of this merchant has been silent',
  notAsked: true,
}

test('a merchant that is silent again and again is not asked for a while, and holds no till; others are', async (t) => {
  const { ask, changes } = await openScene(t)
  const broken = await openSeller(t, status(500))
  for (let no = 0; no < CALLS_MIN; no += 1) assert.equal((await ask(broken.url)).notAsked, undefined)
  for (let no = 0; no < 20; no += 1) assert.deepEqual(await ask(broken.url), NOT_ASKED)
  assert.equal(broken.received.length, CALLS_MIN)
  assert.deepEqual(changes, [{ type: 'breaker_opened', merchantId: SHOP }], 'told once')
  const well = await openSeller(t)
  assert.deepEqual((await ask(well.url, 5000, OTHER_SHOP)).verdict, { kind: 'payable' })
})

test('after a while one question is let through; once it is answered all are asked again', async (t) => {
  const { ask, changes, pass } = await openScene(t)
  const seller = await openSeller(t, status(503))
  for (let no = 0; no < CALLS_MIN; no += 1) await ask(seller.url)
  pass(OPEN_MS)
  assert.match((await ask(seller.url)).detail, /^503 /)
  assert.deepEqual(await ask(seller.url), NOT_ASKED)
  pass(OPEN_MS)
  const patience = hang()
  seller.answer(patience.answer)
  const probe = ask(seller.url)
  await seller.heard(CALLS_MIN + 2)
  assert.deepEqual(await ask(seller.url), NOT_ASKED, 'one at a time')
  patience.letGo()
  assert.deepEqual((await probe).verdict, { kind: 'payable' })
  assert.deepEqual((await ask(seller.url)).verdict, { kind: 'payable' })
  assert.equal(seller.received.length, CALLS_MIN + 3)
  assert.deepEqual(
    changes.map(({ type }) => type),
    ['breaker_opened', 'breaker_closed'],
  )
})

test('a fault of our own neither opens it nor keeps a probe out for ever', async (t) => {
  let broken = true
  const { ask, changes, pass } = await openScene(t, {
    renderConfirm: () => {
      if (broken) throw new Error('no such template')
      return '{}'
    },
  })
  const seller = await openSeller(t, status(500))
  for (let no = 0; no < 2 * CALLS_MIN; no += 1) await ask(seller.url)
  assert.deepEqual(changes, [])
  broken = false
  for (let no = 0; no < CALLS_MIN; no += 1) await ask(seller.url)
  broken = true
  pass(OPEN_MS)
  assert.equal((await ask(seller.url)).detail, 'the gateway could not ask')
  broken = false
  pass(OPEN_MS)
  seller.answer(status(200))
  assert.deepEqual((await ask(seller.url)).verdict, { kind: 'payable' })
})

test('a merchant that says no is asked for ever', async (t) => {
  const { ask, changes } = await openScene(t)
  const seller = await openSeller(t)
  for (let no = 0; no < 3 * CALLS_MIN; no += 1) {
    seller.answer(no % 2 === 0 ? status(409) : status(500, '{"reason":"sold out"}'))
    assert.equal((await ask(seller.url)).verdict.kind, 'refused')
  }
  assert.deepEqual([seller.received.length, changes], [3 * CALLS_MIN, []])
})

test('a till in a hurry does not make its merchant silent', async (t) => {
  const { ask, changes } = await openScene(t)
  const slow = await openSeller(t, hang().answer)
  const hasty = Array.from({ length: 2 * CALLS_MIN }, () => ask(slow.url, 100))
  for (const { verdict, notAsked } of await Promise.all(hasty))
    assert.deepEqual([verdict, notAsked], [UNANSWERED, undefined])
  assert.deepEqual(changes, [])
})
