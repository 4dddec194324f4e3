import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Instant } from './brand.ts'
import { type DayFigure, dayBegins, dayOf, summed } from './day-figures.ts'

test('a day is Seoul’s: it begins at midnight there, nine hours before it does in Greenwich', () => {
  const day = dayOf(Date.UTC(2026, 10, 21, 15) as Instant)
  assert.equal(dayOf(Date.UTC(2026, 10, 21, 14, 59, 59, 999) as Instant), day - 1)
  assert.equal(dayOf((Date.UTC(2026, 10, 22, 15) - 1) as Instant), day)
  assert.equal(dayBegins(day), Date.UTC(2026, 10, 21, 15))
  assert.equal(new Date(day * 86_400_000).toISOString().slice(0, 10), '2026-11-22')
})

test('sums are the same in whichever order and pieces figures are added', () => {
  const figure = fc.record({
    merchantId: fc.constantFrom('mer_a', 'mer_b'),
    day: fc.integer({ min: 0, max: 3 }),
    currency: fc.constantFrom('KRW', 'USD'),
    kind: fc.constantFrom('issued', 'waiting'),
    count: fc.integer({ min: -3, max: 3 }),
    amount: fc.integer({ min: -9999, max: 9999 }),
  }) as fc.Arbitrary<DayFigure>
  fc.assert(
    fc.property(fc.array(figure), fc.nat(), (figures, cut) => {
      const whole = summed(figures)
      const place = cut % (figures.length + 1)
      assert.deepEqual(summed([...summed(figures.slice(place)), ...summed(figures.slice(0, place))]), whole)
      const total = (all: readonly DayFigure[]) => all.reduce((sum, { amount }) => sum + amount, 0)
      assert.equal(total(whole), total(figures))
    }),
  )
})
