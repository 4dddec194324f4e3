/**
 * Who hears of what. A V1 address takes a call to mean that money came, so by default it hears of money alone.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type IssueWords, merchantNamed, numberOf, paymentId } from '../../test/core-commands.ts'
import { CoreStory, DAY_MS, SECOND_MS } from '../../test/core-story.ts'
import { afterAll, refundByBank, tryTransfer } from '../../test/core-transfers.ts'
import { tell } from '../../test/day-story.ts'
import { NOTICES, rowsOf } from '../../test/lifecycle-tables.ts'
import type { EndpointId, MerchantId } from './brand.ts'
import { DEFAULT_ENDPOINT, type Endpoint } from './endpoint.ts'
import type { Merchant } from './merchant.ts'
import type { EventType, PaymentState } from './payment.ts'
import { COMPLETION_MS } from './provisional.ts'
import { addressToday } from './react.ts'
import { V1_STATUS } from './v1-status.ts'

/** A story told up to each event, which is its last. */
const UP_TO: Readonly<Record<EventType, (story: CoreStory) => void>> = {
  issued: (story) => story.issue(),
  inquired: (story) => {
    story.issue()
    story.inquire()
  },
  amended: (story) => {
    story.issue()
    story.amend({ amount: 2000 })
  },
  suspended: (story) => {
    story.issue()
    story.suspend()
  },
  resumed: (story) => {
    UP_TO.suspended(story)
    story.resume()
  },
  claimed: (story) => {
    story.issue()
    story.claim()
  },
  collected: (story) => {
    story.issue()
    story.collect()
  },
  collected_late: (story) => [story.issue(), tell(story)],
  refused: (story) => {
    UP_TO.claimed(story)
    story.settle({ verdict: 'refused' })
  },
  lapsed: (story) => {
    UP_TO.claimed(story)
    story.passes(15 * SECOND_MS)
    story.lapse()
  },
  doubted: (story) => {
    story.twoPhases()
    UP_TO.collected(story)
    story.jumps(COMPLETION_MS)
    story.expire()
  },
  completed: (story) => {
    story.twoPhases('complete')
    UP_TO.collected(story)
    story.complete()
  },
  reversed: (story) => {
    UP_TO.collected(story)
    story.reverse()
  },
  cancelled: (story) => {
    UP_TO.collected(story)
    story.cancel()
  },
  revoked: (story) => [story.issue(), story.revoke()],
  expired: (story) => {
    story.issue()
    story.jumps(8 * DAY_MS)
    story.expire()
  },
  refunded: (story) => {
    UP_TO.collected(story)
    story.refund({ to: 'slip' })
  },
  paid_out: (story) => {
    UP_TO.refunded(story)
    story.payOut()
  },
  payout_failed: (story) => {
    UP_TO.collected(story)
    story.refund()
    story.settlePayout({ result: 'failed' })
  },
  slips_expired: (story) => {
    UP_TO.refunded(story)
    story.jumps(15 * DAY_MS)
    story.expire()
  },
  rerouted: (story) => {
    UP_TO.refunded(story)
    story.reroute({ to: 'bank' })
  },
  transfer_asked: (story) => [UP_TO.collected(story), refundByBank(story), tryTransfer(story)],
  paid_after_all: (story) => [UP_TO.transfer_asked(story), afterAll(story, 'paid')],
  transfer_ended: (story) => [UP_TO.transfer_asked(story), afterAll(story, 'refused')],
  payout_reversed: (story) => {
    UP_TO.paid_out(story)
    story.reverse({ original: 'o1' })
  },
  receipt_asked: (story) => {
    UP_TO.collected(story)
    story.askReceipt()
  },
  receipt_retried: (story) => {
    UP_TO.receipt_asked(story)
    story.jumps(DAY_MS)
    story.retryReceipt()
  },
  receipt_issued: (story) => {
    UP_TO.receipt_asked(story)
    story.settleReceipt()
  },
  receipt_final: (story) => {
    UP_TO.receipt_issued(story)
    story.settleReceipt()
  },
  receipt_failed: (story) => {
    UP_TO.receipt_asked(story)
    story.settleReceipt({ says: 'no' })
  },
  receipt_cancel_asked: (story) => {
    UP_TO.receipt_issued(story)
    story.cancelReceipt()
  },
  receipt_cancelled: (story) => {
    UP_TO.receipt_cancel_asked(story)
    story.settleReceipt()
  },
  receipt_cancel_failed: (story) => {
    UP_TO.receipt_cancel_asked(story)
    story.settleReceipt({ says: 'no' })
  },
}

function told(settings: Partial<Merchant>, tell: (story: CoreStory) => void): CoreStory {
  const story = new CoreStory([merchantNamed('mer_kim', settings)])
  tell(story)
  return story
}

test('under each setting a merchant hears of the events the table says, with the status it says', async (t) => {
  for (const [event, hearing] of rowsOf(NOTICES)) {
    await t.test(event, () => {
      const usually = told({ v1Notices: 'paid' }, UP_TO[event])
      assert.equal(heard(usually, event), HEARD_HERE.has(hearing.usually))
      const all = told({ v1Notices: 'all' }, UP_TO[event])
      assert.equal(heard(all, event), HEARD_HERE.has(hearing.all))
      assert.equal(V1_STATUS[all.state()], hearing.status)
      for (const { version, status } of all.deliveries.filter((each) => each.event === event)) {
        assert.deepEqual([version, status], [all.payment().version, hearing.status])
      }
    })
  }
})

const HEARD_HERE: ReadonlySet<string> = new Set(['yes', 'when it had been paid', 'where approvals are not told'])

function heard(story: CoreStory, event: EventType): boolean {
  assert.equal(story.events.at(-1)?.data.type, event)
  const version = story.payment().version
  return story.deliveries.some((delivery) => delivery.event === event && delivery.version === version)
}

test('a reverse while the merchant was being asked is told only to who wants to hear everything', () => {
  const reversedInFlight = (story: CoreStory): void => {
    UP_TO.claimed(story)
    story.reverse()
  }
  assert.equal(heard(told({ v1Notices: 'paid' }, reversedInFlight), 'reversed'), false)
  assert.equal(heard(told({ v1Notices: 'all' }, reversedInFlight), 'reversed'), true)
})

test('a yes that came to nothing is followed by a correction for who wants to hear everything', () => {
  const lateYes = (story: CoreStory): void => {
    UP_TO.claimed(story)
    story.settle({ late: true })
  }
  for (const tell of [lateYes, UP_TO.lapsed]) {
    const story = told({ v1Notices: 'all' }, tell)
    assert.equal(story.deliveries.at(-1)?.status, 'ready')
    assert.equal(story.deliveries.at(-1)?.version, story.payment().version)
  }
})

test('an approval that is told is not told again with its completion, and one that is not is told with it', () => {
  for (const notifyOn of ['approve', 'complete'] as const) {
    const story = told({ v1Notices: 'paid' }, (each) => {
      each.twoPhases(notifyOn)
      UP_TO.collected(each)
      each.complete()
    })
    const version = notifyOn === 'approve' ? 3 : 4
    assert.deepEqual(
      story.deliveries.map((delivery) => [delivery.status, delivery.version]),
      [['paid', version]],
      notifyOn,
    )
  }
})

test('an approval that nobody was told of is undone without a word to who hears of money alone', () => {
  for (const undo of ['reverse', 'cancel'] as const) {
    const story = told({ v1Notices: 'paid' }, (each) => {
      each.twoPhases('complete')
      UP_TO.collected(each)
      each[undo]()
    })
    assert.deepEqual(story.deliveries, [], undo)
  }
})

test('a payment that was told paid and then reversed is told ready, then paid again when it is', () => {
  const story = told({ v1Notices: 'paid' }, UP_TO.reversed)
  story.collect({ stan: '2' })
  assert.deepEqual(
    story.deliveries.map(({ status, version }) => [status, version]),
    [
      ['paid', 3],
      ['ready', 4],
      ['paid', 6],
    ],
  )
})

function urlsOf(settings: Partial<Merchant>, words: Partial<IssueWords>): readonly string[] {
  const story = told({ v1Notices: 'all', ...settings }, (each) => each.issue(words))
  return story.deliveries.map(({ url }) => url)
}

test('without addresses of its own a payment is told at the default one of its merchant', () => {
  assert.deepEqual(urlsOf({}, {}), ['https://mer_kim.example/notice'])
})

test("a payment's own addresses take the place of the default, each with a delivery", () => {
  const noticeUrls = ['https://one.example', 'https://two.example']
  assert.deepEqual(urlsOf({}, { noticeUrls }), noticeUrls)
  const story = told({ v1Notices: 'all' }, (each) => each.issue({ noticeUrls }))
  assert.equal(new Set(story.deliveries.map(({ id }) => id)).size, 2)
})

test('without any address nobody is told', () => {
  assert.deepEqual(urlsOf({ noticeUrl: null }, {}), [])
  assert.deepEqual(urlsOf({}, { noticeUrls: [] }), [])
})

test('a delivery keeps the address and the form that were set when its event was written', () => {
  const story = told({ v1Notices: 'paid', noticeContentType: 'form' }, UP_TO.collected)
  const { id } = merchantNamed('mer_kim')
  story.merchants.set(id, merchantNamed('mer_kim', { v1Notices: 'paid', noticeUrl: 'https://new.example' }))
  story.reverse()
  assert.deepEqual(
    story.deliveries.map(({ url, format }) => [url, format]),
    [
      ['https://mer_kim.example/notice', 'v1_form'],
      ['https://new.example', 'v1_json'],
    ],
  )
})

test('the numbers of an order that its collection ends are told to who wants to hear everything', () => {
  const story = told({ v1Notices: 'all' }, (each) => {
    each.issue()
    each.issue({ no: 2 })
    each.collect()
  })
  const last = story.deliveries.slice(-2).map((each) => [each.paymentId, each.status])
  assert.deepEqual(last, [
    [paymentId(1), 'paid'],
    [paymentId(2), 'cancelled'],
  ])
})

test('the id of a delivery names payment, version and place', () => {
  const story = told({ v1Notices: 'all' }, (each) => each.issue({ number: numberOf(1) }))
  assert.equal(story.deliveries[0]?.id, 'dlv_000000000001_1_1')
})

test('every state of a payment is one of the four statuses of V1', () => {
  const expected: Record<PaymentState, string> = {
    ready: 'ready',
    authorising: 'ready',
    paid: 'paid',
    cancelled: 'cancelled',
    failed: 'failed',
  }
  assert.deepEqual(V1_STATUS, expected)
})

function endpoint(words: Partial<Endpoint> = {}): Endpoint {
  return {
    id: 'ep_1' as EndpointId,
    merchantId: 'mer_kim' as MerchantId,
    url: 'https://hook.example',
    description: '',
    format: 'modern',
    hears: null,
    secrets: [],
    ...words,
  }
}

/** The events told to a merchant's endpoint, in their order. */
function toldTo(words: Partial<Endpoint>, tell: (story: CoreStory) => void): readonly EventType[] {
  const story = new CoreStory([merchantNamed('mer_kim', { noticeUrl: null })])
  story.endpoints.set('mer_kim' as MerchantId, [endpoint(words)])
  tell(story)
  return story.deliveries.map(({ event }) => event)
}

test('a modern endpoint hears of every change that a merchant is told of at all', () => {
  assert.deepEqual(toldTo({}, UP_TO.reversed), ['issued', 'collected', 'reversed'])
  assert.deepEqual(toldTo({}, UP_TO.lapsed), ['issued', 'lapsed'])
  assert.deepEqual(toldTo({}, UP_TO.expired), ['issued', 'expired'])
  assert.deepEqual(toldTo({}, UP_TO.revoked), ['issued', 'revoked'])
})

test('an endpoint in a V1 format hears what a V1 address hears, unless it says what', () => {
  assert.deepEqual(toldTo({ format: 'v1_json' }, UP_TO.reversed), ['collected', 'reversed'])
  assert.deepEqual(toldTo({ format: 'v1_form', hears: ['payment.issued'] }, UP_TO.reversed), ['issued'])
})

test('an endpoint hears of doubt, and that the money is there after all; a V1 address hears paid once', () => {
  const foundLate = (story: CoreStory): void => {
    UP_TO.doubted(story)
    story.complete()
  }
  assert.deepEqual(toldTo({ format: 'modern' }, foundLate), ['issued', 'collected', 'doubted', 'completed'])
  assert.deepEqual(toldTo({ format: 'v1_json' }, foundLate), ['collected'])
})

test('an endpoint that chose to hear of money hears of it once, whichever way its network tells', () => {
  for (const notifyOn of ['approve', 'complete'] as const) {
    const both = (story: CoreStory): void => {
      story.twoPhases(notifyOn)
      UP_TO.collected(story)
      story.complete()
    }
    assert.equal(toldTo({ hears: ['payment.paid'] }, both).length, 1, notifyOn)
  }
})

test('an endpoint that chose hears of nothing else; a lapsed claim is a refusal to it', () => {
  assert.deepEqual(toldTo({ hears: ['payment.refused'] }, UP_TO.lapsed), ['lapsed'])
  assert.deepEqual(toldTo({ hears: ['payment.refused'] }, UP_TO.refused), ['refused'])
  assert.deepEqual(toldTo({ hears: [] }, UP_TO.reversed), [])
})

test("a payment's own addresses replace the default and never an endpoint; each has a delivery of its own", () => {
  const story = new CoreStory([merchantNamed('mer_kim')])
  story.endpoints.set('mer_kim' as MerchantId, [endpoint()])
  story.issue({ noticeUrls: ['https://one.example'] })
  story.issue({ no: 2 })
  assert.deepEqual(
    story.deliveries.map(({ id, endpoint, url }) => [id, endpoint, url]),
    [
      ['dlv_000000000001_1_1', null, 'https://one.example'],
      ['dlv_000000000001_1_2', 'ep_1', 'https://hook.example'],
      ['dlv_000000000002_1_1', 'default', 'https://mer_kim.example/notice'],
      ['dlv_000000000002_1_2', 'ep_1', 'https://hook.example'],
    ],
  )
})

test('a replay goes where its endpoint is today, and nowhere when that is gone; an own address stays', () => {
  const merchant = merchantNamed('mer_kim', { noticeUrl: 'https://new.example', noticeContentType: 'form' })
  const was = { url: 'https://old.example', format: 'v1_json' } as const
  const today = (id: string | null) =>
    addressToday({ ...was, endpoint: id as EndpointId | null }, merchant, [endpoint()])?.url
  assert.equal(today('default'), 'https://new.example')
  assert.equal(today('ep_1'), 'https://hook.example')
  assert.equal(today('ep_2'), undefined)
  assert.equal(today(null), 'https://old.example')
  assert.equal(addressToday({ ...was, endpoint: DEFAULT_ENDPOINT }, { ...merchant, noticeUrl: null }, []), undefined)
})

test('a refund that was asked for by the API is told to V1 addresses where the merchant wants it, one of the operator always', () => {
  const refunded = (words: Parameters<CoreStory['refund']>[0]): CoreStory =>
    told({ v1Notices: 'paid' }, (story) => {
      UP_TO.collected(story)
      story.refund(words)
    })
  assert.equal(heard(refunded({ amount: 400 }), 'refunded'), false)
  const asked = refunded({ amount: 400, tellV1: true })
  assert.equal(heard(asked, 'refunded'), true)
  assert.equal(asked.deliveries.at(-1)?.status, 'paid')
  assert.equal(refunded({ tellV1: true }).deliveries.at(-1)?.status, 'cancelled')
})
