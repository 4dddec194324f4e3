/** People of the console, their sessions, what is written down, actions that are done once, and days in figures. */
import assert from 'node:assert/strict'
import type { MerchantId, WallTime } from '../core/brand.ts'
import { ACTIONS_KEPT_MS, type AuditEntry, type ConsoleSession, type Person, type PersonId } from '../core/console.ts'
import type { DayFigure } from '../core/day-figures.ts'
import type { EventKey } from '../core/event-id.ts'
import { ALPHA, BRAVO, paymentId } from './contract-commands.ts'
import type { Promises } from './contract-subject.ts'
import { FAKE_START } from './fake-clocks.ts'

const NOW = FAKE_START as WallTime

function person(no: number, of: Partial<Person> = {}): Person {
  return {
    id: `prs_${no}` as PersonId,
    version: 1,
    email: `person-${no}@example.com`,
    name: `사람 ${no}`,
    role: 'owner',
    merchantId: ALPHA,
    state: 'active',
    password: 'scrypt$15$8$3$salt$hash',
    secondFactor: { sealed: 'sealed', lastStep: 59_000_000 },
    secondFactorBegun: null,
    recoveryCodes: ['hash of one', 'hash of another'],
    link: { hash: 'hash of a link', expiresAt: NOW },
    createdAt: NOW,
    ...of,
  }
}

function session(no: number, of: Partial<ConsoleSession> = {}): ConsoleSession {
  return { hash: `hash-${no}`, personId: person(1).id, beganAt: NOW, seenAt: NOW, provenAt: NOW, ...of }
}

function entry(no: number, merchantId: MerchantId | null = ALPHA): AuditEntry {
  return {
    id: `aud_${String(no).padStart(4, '0')}`,
    at: (NOW + no) as WallTime,
    person: { id: person(1).id, email: person(1).email, role: 'owner' },
    merchantId,
    address: '2001:db8::1',
    action: 'payment.revoked',
    object: paymentId(no),
    reason: '고객 요청 "취소"',
    outcome: 'done',
    detail: { amount: 1000, nested: { list: [1, '둘', null] } },
  }
}

const figure = (of: Partial<DayFigure> = {}): DayFigure => ({
  merchantId: ALPHA,
  day: 20_000,
  currency: 'KRW',
  kind: 'collected',
  count: 1,
  amount: 1000,
  ...of,
})

const event = (no: number, version = 1): EventKey => ({ paymentId: paymentId(no), version })

export const consolePromises: Promises = {
  'a person is found by id and by e-mail, as it was put': async ({ storage: { console } }) => {
    const whole = person(1)
    const bare = person(2, { merchantId: null, role: 'operator', password: null, secondFactor: null, link: null })
    assert.deepEqual([await console.putPerson(whole), await console.putPerson(bare)], [true, true])
    assert.deepEqual(await console.findPerson(whole.id), whole)
    assert.deepEqual(await console.findPersonByEmail(bare.email), bare)
    assert.equal(await console.findPerson('prs_9' as PersonId), undefined)
    assert.equal(await console.findPersonByEmail('nobody@example.com'), undefined)
  },

  'people are listed by their merchant, and those above merchants by themselves': async ({ storage: { console } }) => {
    const all = [person(3), person(1), person(2, { merchantId: BRAVO }), person(4, { merchantId: null })]
    for (const each of all) await console.putPerson(each)
    const ids = async (merchantId: MerchantId | null) => (await console.people(merchantId)).map(({ id }) => id)
    assert.deepEqual(await ids(ALPHA), ['prs_1', 'prs_3'])
    assert.deepEqual(await ids(BRAVO), ['prs_2'])
    assert.deepEqual(await ids(null), ['prs_4'])
  },

  'of changes to one version one is written, however many come at once': async ({ storage: { console } }) => {
    await console.putPerson(person(1))
    const tries = Array.from({ length: 8 }, (_, no) => console.putPerson(person(1, { version: 2, name: `변경 ${no}` })))
    const written = await Promise.all(tries)
    assert.equal(written.filter((each) => each).length, 1)
    assert.equal((await console.findPerson(person(1).id))?.name, `변경 ${written.indexOf(true)}`)
    assert.equal(await console.putPerson(person(1)), false, 'it is no new one')
    assert.equal(await console.putPerson(person(1, { version: 4 })), false, 'nor is a version left out')
    assert.equal(await console.putPerson(person(9, { version: 2 })), false, 'nor is one changed that is not there')
  },

  'one e-mail is one person’s, however many take it at once': async ({ storage: { console } }) => {
    const email = 'same@example.com'
    const taken = await Promise.all([1, 2, 3, 4].map((no) => console.putPerson(person(no, { email }))))
    assert.equal(taken.filter((each) => each).length, 1)
    await console.putPerson(person(7))
    assert.equal(await console.putPerson(person(7, { version: 2, email })), false)
    assert.equal((await console.findPerson(person(7).id))?.email, person(7).email)
  },

  'a session is kept with its times until it ends, by itself or with all of its person’s': async ({
    storage: { console },
  }) => {
    await console.putPerson(person(1))
    await console.putPerson(person(2))
    const never = 0 as WallTime
    for (const no of [1, 2, 3]) await console.putSession(session(no), never)
    await console.putSession(session(4, { personId: person(2).id }), never)
    const later = session(1, { seenAt: (NOW + 60_000) as WallTime, provenAt: (NOW + 50_000) as WallTime })
    await console.putSession(later, never)
    assert.deepEqual(await console.findSession('hash-1'), later)
    await console.endSession('hash-1')
    assert.equal(await console.findSession('hash-1'), undefined)
    await console.endSessions(person(1).id, 'hash-3')
    const left = await Promise.all([2, 3, 4].map((no) => console.findSession(`hash-${no}`)))
    assert.deepEqual(
      left.map((each) => each?.hash),
      [undefined, 'hash-3', 'hash-4'],
    )
    await console.endSessions(person(1).id, null)
    assert.equal(await console.findSession('hash-3'), undefined)
  },

  'sessions that began too long ago are let go when another begins': async ({ storage: { console } }) => {
    await console.putPerson(person(1))
    await console.putSession(session(1, { beganAt: (NOW - 10) as WallTime }), 0 as WallTime)
    await console.putSession(session(2), (NOW - 10) as WallTime)
    assert.ok(await console.findSession('hash-1'))
    await console.putSession(session(3), (NOW - 9) as WallTime)
    assert.equal(await console.findSession('hash-1'), undefined)
    assert.ok(await console.findSession('hash-2'))
  },

  'entries are read newest first, of a merchant or of all, page by page, as they were written': async ({
    storage: { console },
  }) => {
    const all = [entry(1), entry(2, BRAVO), entry(3, null), entry(4), entry(5)]
    const anonymous = { ...entry(6, null), person: null, object: null, reason: null, detail: {} }
    for (const each of [...all, anonymous]) await console.writeAudit(each)
    assert.deepEqual(await console.audit(ALPHA, null, 2), [entry(5), entry(4)])
    assert.deepEqual(await console.audit(ALPHA, entry(4).id, 2), [entry(1)])
    assert.deepEqual(await console.audit(BRAVO, null, 9), [entry(2, BRAVO)])
    assert.deepEqual(await console.audit(null, null, 9), [anonymous, ...all.toReversed()])
    assert.deepEqual(await console.audit(null, entry(3).id, 1), [entry(2, BRAVO)])
  },

  'an entry is written once and never over another': async ({ storage: { console } }) => {
    await console.writeAudit(entry(1))
    await assert.rejects(console.writeAudit({ ...entry(1), action: 'nothing' }))
    assert.deepEqual(await console.audit(ALPHA, null, 9), [entry(1)])
  },

  'of those who act under one key at once one is fresh; the others hear what it was answered, once it was': async ({
    storage: { console },
  }) => {
    const action = { key: 'prs_1/key', fingerprint: 'of what was asked' }
    const begun = await Promise.all([1, 2, 3, 4].map((no) => console.beginAction(action, entry(no))))
    assert.equal(begun.filter(({ kind }) => kind === 'fresh').length, 1)
    assert.equal((await console.audit(ALPHA, null, 9)).length, 1, 'and only the fresh one is written down')
    assert.deepEqual(await console.beginAction(action, entry(5)), { kind: 'again', answer: null })
    await console.endAction(action.key, '{"done":true}', entry(6))
    assert.deepEqual(await console.beginAction(action, entry(7)), { kind: 'again', answer: '{"done":true}' })
    assert.deepEqual(await console.beginAction({ ...action, fingerprint: 'other' }, entry(8)), { kind: 'conflict' })
    assert.deepEqual((await console.audit(ALPHA, null, 9)).length, 2)
  },

  'a key is known for a week': async ({ storage: { console }, clocks }) => {
    const action = (key: string) => ({ key, fingerprint: 'same' })
    await console.beginAction(action('old'), entry(1))
    clocks.moveWall(ACTIONS_KEPT_MS)
    await console.beginAction(action('another'), entry(2))
    assert.deepEqual(await console.beginAction(action('old'), entry(3)), { kind: 'again', answer: null })
    clocks.moveWall(1)
    await console.beginAction(action('a third'), entry(4))
    assert.deepEqual(await console.beginAction(action('old'), entry(5)), { kind: 'fresh' })
  },

  'figures add up by day, currency and kind, and are found by days': async ({ storage: { dayFigures } }) => {
    const first = [figure({ day: 0, kind: 'waiting', count: 2, amount: 3000 }), figure(), figure({ day: 20_001 })]
    assert.equal(await dayFigures.add(ALPHA, { from: null, to: event(1), figures: first }), true)
    const more = [figure({ day: 0, kind: 'waiting', count: -1, amount: -1000 }), figure({ count: 4, amount: 9 })]
    const dollars = figure({ currency: 'USD', amount: 250 })
    assert.equal(await dayFigures.add(ALPHA, { from: event(1), to: event(2, 7), figures: [...more, dollars] }), true)
    assert.deepEqual(await dayFigures.find(ALPHA, 20_000, 20_000), {
      figures: [
        figure({ day: 0, kind: 'waiting', count: 1, amount: 2000 }),
        figure({ count: 5, amount: 1009 }),
        dollars,
      ],
      upTo: event(2, 7),
    })
    assert.deepEqual(
      (await dayFigures.find(ALPHA, 20_001, 30_000)).figures.map(({ day }) => day),
      [0, 20_001],
    )
    assert.deepEqual(await dayFigures.find(BRAVO, 0, 30_000), { figures: [], upTo: null })
  },

  'events are counted once, however many count them at once': async ({ storage: { dayFigures } }) => {
    const add = (from: EventKey | null, to: EventKey) => dayFigures.add(ALPHA, { from, to, figures: [figure()] })
    const first = await Promise.all(Array.from({ length: 6 }, () => add(null, event(1))))
    assert.equal(first.filter((each) => each).length, 1)
    const second = await Promise.all(Array.from({ length: 6 }, () => add(event(1), event(2))))
    assert.equal(second.filter((each) => each).length, 1)
    assert.equal(await add(event(1), event(3)), false)
    const found = await dayFigures.find(ALPHA, 20_000, 20_000)
    assert.deepEqual([found.figures[0]?.count, found.upTo], [2, event(2)])
  },

  'with the payments their figures are forgotten; people and records stay': async ({ storage }) => {
    await storage.console.putPerson(person(1))
    await storage.console.writeAudit(entry(1))
    await storage.dayFigures.add(ALPHA, { from: null, to: event(1), figures: [figure()] })
    await storage.forgetPayments()
    assert.deepEqual(await storage.dayFigures.find(ALPHA, 0, 30_000), { figures: [], upTo: null })
    assert.ok(await storage.console.findPerson(person(1).id))
    assert.equal((await storage.console.audit(ALPHA, null, 9)).length, 1)
  },
}

export const consoleRestartPromises: Promises = {
  'people, sessions, entries, keys and figures are there again': async ({ storage, subject }) => {
    const action = { key: 'prs_1/key', fingerprint: 'same' }
    await storage.console.putPerson(person(1))
    await storage.console.putSession(session(1), 0 as WallTime)
    await storage.console.beginAction(action, entry(1))
    await storage.dayFigures.add(ALPHA, { from: null, to: event(1), figures: [figure()] })
    const { console, dayFigures } = await subject.reopen()
    assert.deepEqual(await console.findPerson(person(1).id), person(1))
    assert.deepEqual(await console.findSession('hash-1'), session(1))
    assert.deepEqual(await console.audit(ALPHA, null, 9), [entry(1)])
    assert.deepEqual(await console.beginAction(action, entry(2)), { kind: 'again', answer: null })
    assert.deepEqual((await dayFigures.find(ALPHA, 0, 30_000)).upTo, event(1))
  },
}
