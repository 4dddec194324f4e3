import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { pageOf } from './page-slices.ts'

const STATUSES = [null, 'ready', 'paid', 'cancelled', 'failed'] as const
const SORTINGS = ['-started', 'started', '-paid', 'paid', '-updated', 'updated'] as const

const cases = fc.record({
  counts: fc.record({ ready: fc.nat(5), paid: fc.nat(5), cancelled: fc.nat(5), failed: fc.nat(5) }),
  status: fc.constantFrom(...STATUSES),
  sorting: fc.constantFrom(...SORTINGS),
  skip: fc.nat(25),
  take: fc.integer({ min: 1, max: 25 }),
})

test('the slices of every page hold exactly its places of the whole list, in order', () => {
  fc.assert(
    fc.property(cases, ({ counts, ...asked }) => {
      const { total, slices, isAscending } = pageOf(asked, counts)
      const { ready, paid, cancelled, failed } = counts
      assert.equal(total, asked.status === null ? ready + paid + cancelled + failed : counts[asked.status])
      // Each walk's own places by name, and the whole list from its newest end.
      const walk = (name: string, length: number) => Array.from({ length }, (_, place) => `${name} ${place}`)
      const byPayment = asked.sorting.endsWith('paid') && (asked.status === null || asked.status === 'paid')
      const whole = byPayment
        ? [...walk('payment', paid), ...walk('rest', total - paid)]
        : walk(asked.sorting.endsWith('updated') ? 'update' : 'issue', total)
      const got = slices.flatMap(({ walk: name, among, skip, take }) =>
        Array.from({ length: take }, (_, i) => `${among === 'unpaid' ? 'rest' : name} ${skip + i}`),
      )
      for (const { walk: name, among, skip, take, left } of slices) {
        const length = name === 'payment' ? paid : among === 'unpaid' ? total - paid : total
        assert.equal(skip + take + left, length)
      }
      const page = (isAscending ? whole.toReversed() : whole).slice(asked.skip, asked.skip + asked.take)
      assert.deepEqual(isAscending ? got.toReversed() : got, page)
    }),
    { numRuns: 5000 },
  )
})
