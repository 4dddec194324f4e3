import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { StorageFault } from '../storage/storage.ts'
import { ADMIN_ROUTES } from '../wire/admin/routes.ts'
import { success } from './answer.ts'
import { createAudit } from './audit.ts'
import { createDoing, type Deed } from './doing.ts'
import { openConsole } from './test-console.ts'

async function openDeeds(t: TestContext, breaks: { readonly ending: boolean | Error }) {
  const console = await openConsole(t)
  const { person, token } = await console.signedIn('owner')
  const keeper = {
    ...console.storage.console,
    endAction: (...kept: Parameters<typeof console.storage.console.endAction>) =>
      breaks.ending
        ? Promise.reject(breaks.ending === true ? new Error('the process dies') : breaks.ending)
        : console.storage.console.endAction(...kept),
  }
  const audit = createAudit({
    keeper,
    gateway: console.gateway,
    random: (bytes) => crypto.getRandomValues(new Uint8Array(bytes)),
  })
  const session = { hash: '', personId: person.id, beganAt: 0, seenAt: 0, provenAt: 0 } as Deed['caller']['session']
  const deed: Deed = {
    name: 'revokePayment',
    row: ADMIN_ROUTES.revokePayment,
    asked: {
      path: { merchant: console.shop, imp_uid: 'imp_1' },
      query: {},
      body: {},
      headers: {},
      address: '127.0.0.1',
      cookie: undefined,
      gone: new AbortController().signal,
      idempotencyKey: 'the-key-of-this-click',
    },
    caller: { person, session, token },
    merchant: console.gateway.directory().merchants.get(console.shop),
  }
  let done = 0
  const run = async () => {
    done += 1
    return success({ done })
  }
  return { console, doing: createDoing({ deps: { keeper }, audit }), deed, run, count: () => done }
}

test('what was begun and never ended is not done again: whoever asks is sent to look', async (t) => {
  const { console, doing, deed, run, count } = await openDeeds(t, { ending: true })
  await assert.rejects(doing(deed, run), /the process dies/)
  const again = await doing(deed, run)
  assert.deepEqual([again.kind, again.kind === 'refusal' && again.code], ['refusal', 'outcome_unknown'])
  assert.equal(count(), 1)
  const entries = await console.storage.console.audit(console.shop, null, 10)
  assert.deepEqual(
    entries.map(({ outcome }) => outcome),
    ['asked'],
    'and that it was begun stands written',
  )
})

test('storage that is full once a deed was done does not have it called undone', async (t) => {
  const full = new StorageFault('overloaded', 'nothing more is taken')
  const { doing, deed, run, count } = await openDeeds(t, { ending: full })
  const answer = await doing(deed, run)
  assert.deepEqual([answer.kind, answer.kind === 'refusal' && answer.code], ['refusal', 'outcome_unknown'])
  assert.equal(count(), 1)
})

test('of many under one key one is done, and who comes later gets its answer', async (t) => {
  const { doing, deed, run, count } = await openDeeds(t, { ending: false })
  await Promise.all(Array.from({ length: 10 }, () => doing(deed, run)))
  assert.equal(count(), 1)
  assert.deepEqual(await doing(deed, run), success({ done: 1 }))
  const other = { ...deed, asked: { ...deed.asked, body: { reason: '다른 이유' } } }
  const conflict = await doing(other, run)
  assert.equal(conflict.kind === 'refusal' && conflict.code, 'key_conflict')
  assert.equal(count(), 1)
})
