/** Alarms at a chat tool's incoming hook: real HTTP on loopback, with time that passes when the test says so. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import type { MonoTime } from '../core/brand.ts'
import { HOLD_MS } from './alarm-holds.ts'
import {
  ALARM_WAITS_MS,
  ALARMS_WAITING_MAX,
  type Alarm,
  type AlarmReceiver,
  createAlarms,
  type UnsentAlarm,
} from './alarms.ts'
import { createGuardedClient } from './guarded-client.ts'
import { rulesFor } from './loopback-server.ts'
import { hang, openSeller, type Seller, status } from './test-seller.ts'

const ALARM: Alarm = {
  kind: 'breaker_open',
  subject: 'mer_a',
  words: { ko: '가맹점이 답하지 않습니다', en: 'it hangs' },
}

interface Scene {
  readonly hook: Seller
  readonly alarms: ReturnType<typeof createAlarms>
  readonly unsent: UnsentAlarm[]
  /** Resolves when this many were given up. */
  readonly hasGivenUp: (count: number) => Promise<void>
  /** How long the next try waits, once it does; letting it go ends the wait. */
  readonly nextWait: () => Promise<{ readonly ms: number; readonly letGo: () => void }>
  readonly pass: (ms: number) => void
}

async function openScene(t: TestContext, different: Partial<AlarmReceiver> | null = {}): Promise<Scene> {
  const hook = await openSeller(t)
  const client = createGuardedClient({ rules: rulesFor('sandbox'), version: 'test' })
  const usual: AlarmReceiver = { client, url: `${hook.url}/services/T0/B0`, from: 'node-1', language: 'en' }
  const unsent: UnsentAlarm[] = []
  const waits: { readonly ms: number; readonly letGo: () => void }[] = []
  let nowMs = 0
  const alarms = createAlarms({
    receiver: different === null ? null : { ...usual, ...different },
    mono: () => nowMs as MonoTime,
    after(ms, run) {
      waits.push({ ms, letGo: run })
      return () => {}
    },
    observe: (one) => unsent.push(one),
  })
  t.after(() => Promise.all([alarms.stop(), client.close()]))
  const comes = async <Value>(look: () => Value | undefined): Promise<Value> => {
    for (;;) {
      const value = look()
      if (value !== undefined) return value
      await turn()
    }
  }
  return {
    hook,
    alarms,
    unsent,
    hasGivenUp: async (count) => comes(() => (unsent.length >= count ? null : undefined)).then(() => {}),
    nextWait: () => comes(() => waits.shift()),
    pass(ms) {
      nowMs += ms
    },
  }
}

async function heard({ hook }: Scene, count: number): Promise<readonly string[]> {
  await hook.heard(count)
  return hook.received.map(({ body }) => JSON.parse(body).text)
}

test('an alarm is one POST of JSON with a text, and nothing that a hook would refuse', async (t) => {
  const scene = await openScene(t)
  scene.alarms.raise(ALARM)
  await scene.hook.heard(1)
  const [asked] = scene.hook.received
  assert.equal(asked?.path, '/services/T0/B0')
  assert.equal(asked?.headers['content-type'], 'application/json')
  assert.equal(asked?.body, '{"text":"[Sunap node-1] breaker_open: it hangs"}')
})

test('it speaks the language of the process', async (t) => {
  const scene = await openScene(t, { language: 'ko' })
  scene.alarms.raise(ALARM)
  assert.deepEqual(await heard(scene, 1), ['[Sunap node-1] breaker_open: 가맹점이 답하지 않습니다'])
})

test('nothing in it becomes a link, a call to everybody or a line of its own', async (t) => {
  const scene = await openScene(t)
  scene.alarms.raise({ ...ALARM, words: { ko: '', en: '<!channel> a & b\n<https://bad.example|click>\u202e' } })
  const [text] = await heard(scene, 1)
  assert.equal(text, '[Sunap node-1] breaker_open: &lt;!channel&gt; a &amp; b &lt;https://bad.example|click&gt; ')
})

test('the same thing is told once an hour, and then how often it was not', async (t) => {
  const scene = await openScene(t)
  for (let no = 0; no < 4; no += 1) scene.alarms.raise(ALARM)
  scene.alarms.raise({ ...ALARM, subject: 'mer_b' })
  assert.equal((await heard(scene, 2)).length, 2)
  scene.pass(HOLD_MS)
  scene.alarms.raise(ALARM)
  const texts = await heard(scene, 3)
  assert.equal(texts[2], '[Sunap node-1] breaker_open: it hangs (3 more like this were held back since the last one.)')
  assert.deepEqual(scene.unsent, [])
})

test('a hook that fails is tried again, each time later', async (t) => {
  const scene = await openScene(t)
  scene.hook.answer(status(500))
  scene.alarms.raise(ALARM)
  for (const [index, ms] of ALARM_WAITS_MS.slice(1).entries()) {
    const wait = await scene.nextWait()
    assert.deepEqual([wait.ms, scene.hook.received.length], [ms, index + 1])
    if (index === 2) scene.hook.answer(status(204))
    wait.letGo()
  }
  assert.equal((await heard(scene, ALARM_WAITS_MS.length)).length, 4)
  scene.alarms.raise({ ...ALARM, subject: 'the next' })
  await scene.hook.heard(5)
  assert.deepEqual(scene.unsent, [])
})

test('what could not be sent goes to the log with the reason, and the next is sent all the same', async (t) => {
  const scene = await openScene(t)
  const { received } = scene.hook
  scene.hook.answer((response) => response.writeHead(received.length > ALARM_WAITS_MS.length ? 200 : 404).end())
  scene.alarms.raise(ALARM)
  scene.alarms.raise({ ...ALARM, subject: 'mer_b' })
  for (const _ of ALARM_WAITS_MS.slice(1)) (await scene.nextWait()).letGo()
  await scene.hasGivenUp(1)
  assert.match(scene.unsent[0]?.why.en ?? '', /^answered 404 in \d+ ms: only 200 to 299 means received$/)
  assert.deepEqual([scene.unsent[0]?.type, scene.unsent[0]?.words], ['alarm_unsent', ALARM.words])
  await scene.hook.heard(ALARM_WAITS_MS.length + 1)
  assert.equal(scene.unsent.length, 1)
})

test('a redirect is not followed, and an address that is not called is said to be so', async (t) => {
  const elsewhere = await openSeller(t)
  for (const [url, why] of [
    [null, /redirected with 302 to [^ ]+: not followed/],
    ['http://169.254.169.254/hook', /not called/],
  ] as const) {
    const scene = await openScene(t, url === null ? {} : { url })
    scene.hook.answer(status(302, '', { location: elsewhere.url }))
    scene.alarms.raise(ALARM)
    for (const _ of ALARM_WAITS_MS.slice(1)) (await scene.nextWait()).letGo()
    await scene.hasGivenUp(1)
    assert.match(scene.unsent[0]?.why.en ?? '', why)
  }
  assert.equal(elsewhere.received.length, 0)
})

test('without a receiver everything goes to the log, once an hour', async (t) => {
  const { alarms, unsent } = await openScene(t, null)
  alarms.raise(ALARM)
  alarms.raise(ALARM)
  assert.deepEqual(unsent, [
    {
      type: 'alarm_unsent',
      words: ALARM.words,
      why: { ko: 'SUNAP_ALARM_URL이 없습니다', en: 'SUNAP_ALARM_URL is not set' },
    },
  ])
})

test('a hook that hangs holds up nobody, and so many wait for it and no more', async (t) => {
  const scene = await openScene(t)
  scene.hook.answer(hang().answer)
  for (let no = 0; no < ALARMS_WAITING_MAX + 3; no += 1) scene.alarms.raise({ ...ALARM, subject: `mer_${no}` })
  assert.deepEqual(
    scene.unsent.map(({ why }) => why.en),
    ['50 alarms are waiting already', '50 alarms are waiting already'],
    'one is being sent',
  )
})

test('when the gateway goes down, what waits goes to the log at once', async (t) => {
  const scene = await openScene(t)
  scene.hook.answer(status(500))
  scene.alarms.raise(ALARM)
  scene.alarms.raise({ ...ALARM, subject: 'mer_b' })
  await scene.nextWait()
  await scene.alarms.stop()
  scene.alarms.raise({ ...ALARM, subject: 'mer_c' })
  assert.deepEqual(
    scene.unsent.map(({ why }) => why.en.replace(/\d+ ms/, '… ms')),
    [
      'answered 500 in … ms: only 200 to 299 means received',
      'the gateway is shutting down',
      'the gateway is shutting down',
    ],
  )
})
