/** Looking for numbers by asking, and what an honest till notices of the defence against it. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { CollectionNumber } from '../core/brand.ts'
import {
  INQUIRIES_LOCKED_MS,
  INQUIRIES_PER_MINUTE_MAX,
  UNKNOWN_NUMBERS_MAX,
  UNKNOWN_WITHIN_MS,
} from './inquiry-guard.ts'
import { OTHER_NETWORK, openScene, type Scene, said, tillNamed } from './test-gateway.ts'

/** `payable`, or why not. */
async function asks({ gateway, clocks }: Scene, number: string, till = '1'): Promise<string> {
  const request = { number: number as CollectionNumber, businessDate: '20260101', stan: '1' }
  const answered = await gateway.inquire(tillNamed(till), { ...request, deadline: (clocks.mono() + 60_000) as never })
  return answered.ok ? 'payable' : answered.rejection.name
}

async function asksTimes(scene: Scene, times: number, number = 'NEVER-ISSUED'): Promise<readonly string[]> {
  const answers: string[] = []
  for (let asked = 0; asked < times; asked += 1) answers.push(await asks(scene, number))
  return answers
}

const locks = ({ happenings }: Scene) => happenings.filter(({ type }) => type === 'inquiries_locked')

test('a till that asks for unknown numbers again and again is told of none for a while, and the operator hears of it once', async (t) => {
  const scene = await openScene(t)
  const { number } = await scene.issue()
  const answers = await asksTimes(scene, UNKNOWN_NUMBERS_MAX)
  assert.deepEqual(new Set(answers), new Set(['number_unknown']))
  assert.deepEqual(
    [await asks(scene, number), await asks(scene, 'NEVER-ISSUED')],
    ['inquiries_locked', 'inquiries_locked'],
  )
  const [lock, ...others] = locks(scene)
  assert.ok(lock?.type === 'inquiries_locked' && lock.till.till === '1' && others.length === 0)
  assert.equal(await asks(scene, number, '2'), 'payable', 'the till beside it asks on')
  scene.pass(INQUIRIES_LOCKED_MS - 1)
  assert.equal(await asks(scene, number), 'inquiries_locked')
  scene.pass(1)
  assert.equal(await asks(scene, number), 'payable')
})

test('a till whose inquiries are locked collects and reverses as ever', async (t) => {
  const scene = await openScene(t)
  const { number } = await scene.issue()
  await asksTimes(scene, UNKNOWN_NUMBERS_MAX)
  assert.equal(await asks(scene, number), 'inquiries_locked')
  assert.equal(said(await scene.collect(number)), 'collected')
  assert.equal(said(await scene.reverse('1')), 'reversed: reversed')
})

test('collects of unknown numbers count, are answered as ever, and a repeat of one counts once', async (t) => {
  const scene = await openScene(t)
  const { number } = await scene.issue()
  for (let stan = 1; stan < UNKNOWN_NUMBERS_MAX; stan += 1) {
    for (const again of [1, 2])
      assert.equal(
        said(await scene.collect('NEVER-ISSUED', { stan: String(stan) })),
        'declined: number_unknown',
        String(again),
      )
  }
  assert.equal(await asks(scene, number), 'payable')
  assert.equal(said(await scene.collect('NEVER-ISSUED', { stan: '99' })), 'declined: number_unknown')
  assert.equal(await asks(scene, number), 'inquiries_locked')
  assert.equal(said(await scene.collect('NEVER-ISSUED', { stan: '100' })), 'declined: number_unknown')
})

test('unknown numbers that are further apart than ten minutes, and mistyped ones, lock nothing', async (t) => {
  const scene = await openScene(t)
  const { number } = await scene.issue()
  const mistyped = `${number.slice(0, -1)}${(Number(number.at(-1)) + 1) % 10}`
  assert.deepEqual(new Set(await asksTimes(scene, 2 * UNKNOWN_NUMBERS_MAX, mistyped)), new Set(['number_wrong']))
  await asksTimes(scene, UNKNOWN_NUMBERS_MAX - 1)
  scene.pass(UNKNOWN_WITHIN_MS)
  await asksTimes(scene, UNKNOWN_NUMBERS_MAX - 1)
  assert.equal(await asks(scene, number), 'payable')
  assert.deepEqual(locks(scene), [])
})

test('a till asks so many times a minute; one more is turned away unlooked at, and the minute after it asks again', async (t) => {
  const scene = await openScene(t)
  const { number } = await scene.issue()
  assert.deepEqual(new Set(await asksTimes(scene, INQUIRIES_PER_MINUTE_MAX, number)), new Set(['payable']))
  assert.equal(await asks(scene, number), 'inquiries_too_many')
  assert.equal(await asks(scene, number, '2'), 'payable')
  assert.equal(said(await scene.collect(number)), 'collected')
  scene.pass(60_000)
  assert.equal(await asks(scene, number), 'already_paid')
})

test('a number of another network is answered as one that nobody was issued, after the same look-ups', async (t) => {
  const looked: string[] = []
  const scene = await openScene(t, {
    around: (storage) => ({
      ...storage,
      execute: (command, deadline) => {
        looked.push(command.type)
        return storage.execute(command, deadline)
      },
      payments: {
        ...storage.payments,
        findPersonal: (merchant, id) => {
          looked.push('personal')
          return storage.payments.findPersonal(merchant, id)
        },
      },
    }),
  })
  const { number } = await scene.issue()
  const asksFrom = async (text: string) => {
    looked.length = 0
    const request = { number: text as CollectionNumber, businessDate: '20260101', stan: '1' }
    const deadline = (scene.clocks.mono() + 60_000) as never
    const answered = await scene.gateway.inquire(tillNamed('1', OTHER_NETWORK), { ...request, deadline })
    return { rejection: !answered.ok && answered.rejection, looked: [...looked] }
  }
  const foreign = await asksFrom(number)
  assert.deepEqual(foreign, { rejection: { name: 'number_unknown' }, looked: ['inquire'] })
  assert.deepEqual(await asksFrom('NEVER-ISSUED'), foreign)
})
