import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Happening } from '../gateway/happening.ts'
import { createHappenings } from './happenings.ts'
import { samplePayment } from './test-samples.ts'

const ISSUED: Happening = { type: 'issued', payment: samplePayment() }
const REVOKED: Happening = { type: 'revoked', payment: samplePayment() }

test('everybody who watches is told everything, in order, until they stop', () => {
  const { observe, watch } = createHappenings()
  observe(ISSUED)
  const first: string[] = []
  const second: string[] = []
  const stop = watch(({ type }) => first.push(type))
  watch(({ type }) => second.push(type))
  observe(ISSUED)
  observe(REVOKED)
  stop()
  stop()
  observe(ISSUED)
  assert.deepEqual(first, ['issued', 'revoked'])
  assert.deepEqual(second, ['issued', 'revoked', 'issued'])
})

test('who stops while being told keeps nobody else from hearing', () => {
  const { observe, watch } = createHappenings()
  const heard: string[] = []
  const stop = watch(() => {
    heard.push('once')
    stop()
  })
  watch(() => heard.push('always'))
  observe(ISSUED)
  observe(ISSUED)
  assert.deepEqual(heard, ['once', 'always', 'always'])
})
