import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { TillCannot, TillGone } from './driver.ts'
import { createHandDriver } from './hand-driver.ts'

const DEED = { number: '81004821309557431267', pay_type: 'cash' } as const

/** A person who types when the test says so. */
function sitDown(t: TestContext, language: 'ko' | 'en' = 'en') {
  const said: string[] = []
  const typed: string[] = []
  let wake: () => void = () => {}
  let isOver = false
  async function* lines(): AsyncGenerator<string> {
    for (;;) {
      const next = typed.shift()
      if (next !== undefined) yield next
      else if (isOver) return
      else await new Promise<void>((resolve) => (wake = resolve))
    }
  }
  const driver = createHandDriver({ language, say: (line) => said.push(line), lines: lines() })
  t.after(() => driver.end())
  return {
    driver,
    said,
    type(...answers: readonly string[]) {
      typed.push(...answers)
      wake()
    },
    leave() {
      isOver = true
      wake()
    },
  }
}

test('a sale is told, and asked about until the answer is one', async (t) => {
  const { driver, said, type } = sitDown(t)
  type('what?', 'C')
  assert.deepEqual(await driver.sale({ ...DEED, tendered: 50_000, presses: 2 }), {
    shown: null,
    result: 'collected',
    printed: null,
  })
  assert.match(said[0] ?? '', /Type or scan: 81004821309557431267\n.*50,000 won.*\n.*twice/)
  assert.equal(said.filter((line) => line.startsWith('How did it end?')).length, 2)
})

test('prices and slip are asked for where they are looked at, in the order in which they are seen', async (t) => {
  const { driver, said, type } = sitDown(t, 'ko')
  type('시험상점', '후드티', '36,400원', '36,400', 'c', 'c', '영수증', '금액: 36,400원', '')
  const shown = { merchant: '시험상점', name: '후드티', amount: 36_400 }
  assert.deepEqual(await driver.sale(DEED, 'prices'), { shown, result: 'collected', printed: null })
  assert.deepEqual((await driver.sale(DEED, 'slip')).printed, ['영수증', '금액: 36,400원'])
  assert.ok(said.every((line) => /[가-힣]/.test(line)))
})

test('the drawer may be short, and a slip that nobody looked at is not an empty one', async (t) => {
  const { driver, type } = sitDown(t)
  type('-36 400', 'r', '')
  assert.deepEqual(await driver.count(), { drawer: -36_400, open: 0 })
  assert.equal((await driver.sale(DEED, 'slip')).printed, null)
})

test('what cannot be done at this till is no failure', async (t) => {
  const { driver, type } = sitDown(t)
  type('x')
  await assert.rejects(driver.sale(DEED), TillCannot)
})

test('what the till does besides is told in letters, asked for again until they are those, in both languages', async (t) => {
  for (const language of ['en', 'ko'] as const) {
    const { driver, said, type } = sitDown(t, language)
    const start = { url: 'http://127.0.0.1:8091', terminal: 'exam/EX001/1', secret: 'secret' }
    type('', 'q', 'r, C f')
    assert.deepEqual(await driver.begin(start), ['complete', 'cancel', 'report'])
    type('', '')
    assert.deepEqual(await driver.begin(start), [])
    assert.equal(said.filter((line) => line === said[1]).length, 3)
  }
})

test('a cancel, a jam and the deeds of a day are told in words, and answered with a letter', async (t) => {
  for (const language of ['en', 'ko'] as const) {
    const { driver, said, type } = sitDown(t, language)
    type('r', 'y', 'c', 'u', 'y', 'N', 'y', 'x')
    assert.equal((await driver.sale({ ...DEED, jams: true })).result, 'refused')
    const cancel = { number: DEED.number, reason: '고객 변심' }
    assert.deepEqual(
      [await driver.cancel(cancel), await driver.cancel(cancel)],
      [{ result: 'cancelled' }, { result: 'unknown' }],
    )
    assert.deepEqual([await driver.day('open'), await driver.day('close')], [{ done: true }, { done: false }])
    assert.deepEqual(await driver.day('report'), { done: true })
    await assert.rejects(driver.day('report'), TillCannot)
    assert.ok(said.some((line) => line.includes(DEED.number) && line.includes('고객 변심')))
    if (language === 'ko') assert.ok(said.every((line) => /[가-힣]/.test(line)))
  }
})

test('the power is cut while the sale is still open, and the next line answers that', async (t) => {
  const { driver, said, type } = sitDown(t)
  const sale = assert.rejects(driver.sale(DEED), TillGone)
  await turn()
  const cut = driver.cutPower()
  await sale
  type('', '', 'c')
  await cut
  await driver.restorePower()
  assert.equal((await driver.sale(DEED)).result, 'collected')
  assert.ok(said.some((line) => line.includes('NOW: cut the power')))
})

test('where nobody types any more the till is gone', async (t) => {
  const { driver, leave } = sitDown(t)
  const sale = assert.rejects(driver.sale(DEED), TillGone)
  leave()
  await sale
  await assert.rejects(driver.count(), TillGone)
})
