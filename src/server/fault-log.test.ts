import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fastify } from 'fastify'
import { faultLogger, faultText } from './fault-log.ts'

test('a fault is told with its stack and its causes, and without what else hangs on it', () => {
  const cause = Object.assign(new TypeError('the inner one'), { body: 'a customer’s name' })
  const text = faultText(new Error('the outer one', { cause }))
  assert.match(text, /^Error: the outer one\n {4}at .*fault-log\.test\.ts/)
  assert.match(text, /\ncaused by TypeError: the inner one\n {4}at /)
  assert.doesNotMatch(text, /customer/)
})

test('of several faults together each is told', () => {
  const text = faultText(new AggregateError([new Error('one'), 'two'], 'both'))
  assert.match(text, /AggregateError: both.*caused by Error: one.*caused by two/s)
})

test('what is no error is told as it is', () => {
  assert.equal(faultText('a word'), 'a word')
  assert.equal(faultText(undefined), 'undefined')
})

test('a listener reports its faults with what could not be done, and no request that went well', async (t) => {
  const reported: (readonly [unknown, string | undefined])[] = []
  const app = fastify({ loggerInstance: faultLogger((fault, circumstance) => reported.push([fault, circumstance])) })
  t.after(() => app.close())
  const fault = new Error('no')
  app.get('/well', async () => 'well')
  app.get('/ill', async (request) => {
    request.log.error({ err: fault }, 'a request failed')
    request.log.warn(fault)
    request.log.error('words alone')
    return 'ill'
  })
  await app.inject('/well?name=hidden')
  assert.deepEqual(reported, [])
  await app.inject('/ill')
  assert.deepEqual(reported, [
    [fault, 'a request failed'],
    [fault, undefined],
    ['words alone', undefined],
  ])
})

test('a fault nobody handled is reported too', async (t) => {
  const reported: unknown[] = []
  const app = fastify({ loggerInstance: faultLogger((fault) => reported.push(fault)) })
  t.after(() => app.close())
  const fault = new Error('no')
  app.get('/', async () => {
    throw fault
  })
  await app.inject('/?name=hidden')
  assert.deepEqual(reported, [fault])
})
