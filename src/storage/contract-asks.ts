/**
 * What the histories of the property test ask for: few merchants, orders, numbers, slips and till keys, so that most of
 * what is asked collides with something.
 */
import fc from 'fast-check'
import type { CommandId, MerchantId } from '../core/brand.ts'
import type { Command } from '../core/commands.ts'
import { REISSUE_RULES } from '../core/merchant.ts'
import * as make from './contract-commands.ts'
import * as makeRefund from './contract-refund-commands.ts'
import * as makeUndo from './contract-undo-commands.ts'

export const PAYMENTS = 10
export const ORDERS = 3
export const NUMBERS = 4
export const KEYS = 24
export const RECEIPTS = 6
export const SLIPS = 5
const LATEST_FENCE = 4

/** What is asked, without an id and without a clock: told when it runs. */
export type Ask =
  | {
      readonly ask: 'issue'
      readonly no: number
      readonly merchantId: MerchantId
      readonly order: number
      readonly number: number
      readonly amount: number
      readonly reissue: (typeof REISSUE_RULES)[number]
      readonly scheme: 'kr-generic-20' | 'registered'
      readonly expiresInMs: number | null
      readonly noticeUrls: readonly string[] | null
      readonly personal: boolean
      readonly key: string | null
    }
  | { readonly ask: 'inquire'; readonly number: number }
  | {
      readonly ask: 'claim'
      readonly key: number
      readonly number: number
      readonly amount: number
      readonly payType: 'cash' | 'card'
    }
  | { readonly ask: 'settle'; readonly key: number; readonly fence: number; readonly verdict: make.Verdicts }
  /** Of a claim that was granted: the last one, the one before, … */
  | { readonly ask: 'settle_claim'; readonly back: number; readonly verdict: make.Verdicts }
  /** Of a claim that was granted, whatever became of it. */
  | { readonly ask: 'reverse_claim'; readonly key: number; readonly back: number }
  | { readonly ask: 'reverse'; readonly key: number; readonly original: number }
  | { readonly ask: 'revoke'; readonly no: number; readonly merchantId: MerchantId }
  | {
      readonly ask: 'amend'
      readonly no: number
      readonly merchantId: MerchantId
      readonly amount: number | null
      readonly expiresInMs: number | null
      readonly version: number | null
    }
  | { readonly ask: 'suspend'; readonly no: number; readonly merchantId: MerchantId; readonly reason: string | null }
  | { readonly ask: 'resume'; readonly no: number; readonly merchantId: MerchantId }
  | { readonly ask: 'lapse'; readonly no: number; readonly orphaned: boolean }
  | { readonly ask: 'expire'; readonly no: number }
  | ReceiptAsk
  | RefundAsk
  | UndoAsk
  /** A command asked before, once more: the same in all, or only its id with something else. */
  | { readonly ask: 'repeat'; readonly back: number }

type ReceiptAsk =
  | { readonly ask: 'ask_receipt'; readonly no: number; readonly receipt: number; readonly merchantId: MerchantId }
  | { readonly ask: 'cancel_receipt'; readonly no: number; readonly merchantId: MerchantId }
  | { readonly ask: 'retry_receipt'; readonly no: number }
  | {
      readonly ask: 'settle_receipt'
      readonly no: number
      readonly receipt: number
      readonly step: 'issuing' | 'issued' | 'cancelling'
      readonly refused: boolean
      readonly finalInMs: number | null
      readonly next: number | null
    }

type UndoAsk =
  /** Of a claim that was granted, whatever became of it. */
  | { readonly ask: 'cancel' | 'complete'; readonly key: number; readonly back: number; readonly amount: number }
  | {
      readonly ask: 'resolve_doubt'
      readonly no: number
      readonly merchantId: MerchantId
      readonly found: 'collected' | 'not_collected'
    }

type RefundAsk =
  | {
      readonly ask: 'refund'
      readonly no: number
      readonly merchantId: MerchantId
      readonly refund: number
      readonly amount: number | null
      readonly slip: number | undefined
      readonly tellV1: boolean
    }
  | {
      readonly ask: 'settle_payout'
      readonly no: number
      readonly refund: number
      readonly merchantId: MerchantId
      readonly result: 'paid_out' | 'failed'
    }
  | {
      readonly ask: 'reroute'
      readonly no: number
      readonly refund: number
      readonly merchantId: MerchantId
      readonly slip: number | undefined
    }
  | { readonly ask: 'pay_out'; readonly key: number; readonly slip: number; readonly amount: number }

export const upTo = (max: number) => fc.integer({ min: 1, max })
export const merchants = fc.constantFrom(make.ALPHA, make.BRAVO)
const amounts = fc.constantFrom(1000, 1000, 1000, 1000, 1000, 1000, 2000)
const verdicts = fc.constantFrom<make.Verdicts>('payable', 'payable', 'payable', 'refused', 'unanswered')

/** A refund's id is its payment's for ever, as a gateway stamps it. */
export const REFUNDS_OF_PAYMENT = 3
function refundNo(no: number, place: number): number {
  return no * REFUNDS_OF_PAYMENT + place
}

export const asks: fc.Arbitrary<Ask> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      ask: fc.constant('issue'),
      no: upTo(PAYMENTS),
      merchantId: merchants,
      order: upTo(ORDERS),
      number: upTo(NUMBERS),
      amount: amounts,
      reissue: fc.constantFrom(...REISSUE_RULES),
      scheme: fc.constantFrom('kr-generic-20', 'registered'),
      expiresInMs: fc.constantFrom(null, null, null, null, null, -1, 3_600_000, 100 * 86_400_000),
      noticeUrls: fc.constantFrom(null, null, ['https://a.example/n?x=1', 'https://b.example/n']),
      personal: fc.boolean(),
      key: fc.constantFrom(null, null, 'key-1', 'key-2'),
    }),
  },
  { weight: 3, arbitrary: fc.record({ ask: fc.constant('inquire'), number: upTo(NUMBERS) }) },
  {
    weight: 12,
    arbitrary: fc.record({
      ask: fc.constant('claim'),
      key: upTo(KEYS),
      number: upTo(NUMBERS),
      amount: amounts,
      payType: fc.constantFrom('cash', 'cash', 'cash', 'cash', 'cash', 'card'),
    }),
  },
  {
    weight: 9,
    arbitrary: fc.record({ ask: fc.constant('settle_claim'), back: fc.nat(2), verdict: verdicts }),
  },
  { weight: 3, arbitrary: fc.record({ ask: fc.constant('reverse_claim'), key: upTo(KEYS), back: fc.nat(2) }) },
  {
    weight: 1,
    arbitrary: fc.record({ ask: fc.constant('settle'), key: upTo(KEYS), fence: upTo(LATEST_FENCE), verdict: verdicts }),
  },
  { weight: 2, arbitrary: fc.record({ ask: fc.constant('reverse'), key: upTo(KEYS), original: upTo(KEYS) }) },
  { weight: 2, arbitrary: fc.record({ ask: fc.constant('revoke'), no: upTo(PAYMENTS), merchantId: merchants }) },
  {
    weight: 3,
    arbitrary: fc.record({
      ask: fc.constant('amend'),
      no: upTo(PAYMENTS),
      merchantId: merchants,
      amount: fc.constantFrom(null, 1000, 2000),
      expiresInMs: fc.constantFrom(null, null, -1, 60_000, 3_600_000),
      version: fc.constantFrom(null, null, null, 1, 2, 3),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      ask: fc.constant('suspend'),
      no: upTo(PAYMENTS),
      merchantId: merchants,
      reason: fc.constantFrom(null, '', '재고 "확인" 중 \\ 😀'),
    }),
  },
  { weight: 3, arbitrary: fc.record({ ask: fc.constant('resume'), no: upTo(PAYMENTS), merchantId: merchants }) },
  { weight: 2, arbitrary: fc.record({ ask: fc.constant('lapse'), no: upTo(PAYMENTS), orphaned: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ ask: fc.constant('expire'), no: upTo(PAYMENTS) }) },
  ...receiptAsks(),
  ...refundAsks(),
  ...undoAsks(),
  { weight: 3, arbitrary: fc.record({ ask: fc.constant('repeat'), back: fc.nat(20) }) },
)

/** Few receipts, so that a word is often about one that is not open any more. */
function receiptAsks(): readonly fc.MaybeWeightedArbitrary<Ask>[] {
  const receipt = upTo(RECEIPTS)
  return [
    {
      weight: 3,
      arbitrary: fc.record({ ask: fc.constant('ask_receipt'), no: upTo(PAYMENTS), receipt, merchantId: merchants }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ ask: fc.constant('cancel_receipt'), no: upTo(PAYMENTS), merchantId: merchants }),
    },
    { weight: 2, arbitrary: fc.record({ ask: fc.constant('retry_receipt'), no: upTo(PAYMENTS) }) },
    {
      weight: 6,
      arbitrary: fc.record({
        ask: fc.constant('settle_receipt'),
        no: upTo(PAYMENTS),
        receipt,
        step: fc.constantFrom('issuing', 'issuing', 'issued', 'cancelling'),
        refused: fc.constantFrom(false, false, true),
        finalInMs: fc.constantFrom(null, 60_000),
        next: fc.constantFrom(null, 1, 2),
      }),
    },
  ]
}

function refundAsks(): readonly fc.MaybeWeightedArbitrary<Ask>[] {
  const place = fc.nat(REFUNDS_OF_PAYMENT - 1)
  const slip = fc.option(upTo(SLIPS), { nil: undefined })
  const ofRefund = { no: upTo(PAYMENTS), merchantId: merchants, place }
  return [
    {
      weight: 8,
      arbitrary: fc
        .record({ ...ofRefund, amount: fc.constantFrom(null, 300, 300, 300, 700), slip, tellV1: fc.boolean() })
        .map(({ place, ...parts }): Ask => ({ ask: 'refund', ...parts, refund: refundNo(parts.no, place) })),
    },
    {
      weight: 3,
      arbitrary: fc
        .record({ ...ofRefund, result: fc.constantFrom<'paid_out' | 'failed'>('paid_out', 'failed') })
        .map(({ place, ...parts }): Ask => ({ ask: 'settle_payout', ...parts, refund: refundNo(parts.no, place) })),
    },
    {
      weight: 3,
      arbitrary: fc
        .record({ ...ofRefund, slip })
        .map(({ place, ...parts }): Ask => ({ ask: 'reroute', ...parts, refund: refundNo(parts.no, place) })),
    },
    {
      weight: 6,
      arbitrary: fc.record({
        ask: fc.constant('pay_out'),
        key: upTo(KEYS),
        slip: upTo(SLIPS),
        amount: fc.constantFrom(300, 300, 300, 700, 1000),
      }),
    },
  ]
}

function undoAsks(): readonly fc.MaybeWeightedArbitrary<Ask>[] {
  const ask = fc.constantFrom<'cancel' | 'complete'>('cancel', 'complete')
  const found = fc.constantFrom<'collected' | 'not_collected'>('collected', 'not_collected')
  return [
    { weight: 5, arbitrary: fc.record({ ask, key: upTo(KEYS), back: fc.nat(2), amount: amounts }) },
    {
      weight: 2,
      arbitrary: fc.record({ ask: fc.constant('resolve_doubt'), no: upTo(PAYMENTS), merchantId: merchants, found }),
    },
  ]
}

/** What a runner remembers for the asks that look back, oldest first. */
export interface Remembered {
  readonly commands: readonly Command[]
  readonly claims: readonly { readonly key: number; readonly fence: number }[]
}

/** The command of an ask; one that nothing can be settled or repeated by comes out as a command that changes nothing. */
export function commandOf(what: Ask, id: CommandId, at: number, { commands, claims }: Remembered): Command {
  switch (what.ask) {
    case 'issue': {
      const { expiresInMs, ...parts } = what
      return make.issue({ ...parts, id, expiresAt: expiresInMs === null ? null : at + expiresInMs })
    }
    case 'inquire':
      return make.inquire(what.number, id)
    case 'claim':
      return make.claim({ ...what, id })
    case 'settle':
      return make.settle({ ...what, id, verdict: make.verdict(what.verdict) })
    case 'settle_claim': {
      const granted = claims.at(-1 - what.back)
      return granted === undefined ? nothing(id) : make.settle({ ...granted, id, verdict: make.verdict(what.verdict) })
    }
    case 'reverse_claim': {
      const granted = claims.at(-1 - what.back)
      return granted === undefined ? nothing(id) : make.reverse({ key: what.key, original: granted.key, id })
    }
    case 'cancel':
    case 'complete': {
      const granted = claims.at(-1 - what.back)
      const make = what.ask === 'cancel' ? makeUndo.cancel : makeUndo.complete
      return granted === undefined ? nothing(id) : make({ ...what, original: granted.key, id })
    }
    case 'resolve_doubt':
      return makeUndo.resolveDoubt({ ...what, id })
    case 'reverse':
      return make.reverse({ ...what, id })
    case 'revoke':
      return make.revoke(what.no, what.merchantId, id)
    case 'amend': {
      const { expiresInMs, ...parts } = what
      return make.amend({ ...parts, id, expiresAt: expiresInMs === null ? null : at + expiresInMs })
    }
    case 'suspend':
      return make.suspend(what.no, what.reason, what.merchantId, id)
    case 'resume':
      return make.resume(what.no, what.merchantId, id)
    case 'lapse':
      return make.lapse(what.no, what.orphaned, id)
    case 'expire':
      return make.expire(what.no, id)
    case 'ask_receipt':
    case 'cancel_receipt':
    case 'retry_receipt':
    case 'settle_receipt':
      return receiptCommandOf(what, id, at)
    case 'refund':
    case 'settle_payout':
    case 'reroute':
    case 'pay_out':
      return refundCommandOf(what, id)
    case 'repeat':
      return repeated(commands, what.back) ?? nothing(id)
  }
}

function receiptCommandOf(what: ReceiptAsk, id: CommandId, at: number): Command {
  switch (what.ask) {
    case 'ask_receipt':
      return make.askReceipt({ ...what, id })
    case 'cancel_receipt':
      return make.cancelReceipt(what.no, what.merchantId, id)
    case 'retry_receipt':
      return make.retryReceipt(what.no, id)
    case 'settle_receipt': {
      const { finalInMs, ...parts } = what
      return make.settleReceipt({ ...parts, id, finalAt: finalInMs === null ? null : at + finalInMs })
    }
  }
}

function refundCommandOf(what: RefundAsk, id: CommandId): Command {
  switch (what.ask) {
    case 'refund':
      return makeRefund.refund({ ...what, id })
    case 'settle_payout':
      return makeRefund.settlePayout({ ...what, id })
    case 'reroute':
      return makeRefund.reroute({ ...what, id })
    case 'pay_out':
      return makeRefund.payOut({ ...what, id })
  }
}

/** The same command once more; every third time only its id, on another command's content. */
function repeated(commands: readonly Command[], back: number): Command | undefined {
  const earlier = commands.at(-1 - back)
  const other = commands.at(-2 - back)
  return earlier !== undefined && back % 3 === 2 && other !== undefined ? { ...other, id: earlier.id } : earlier
}

function nothing(id: CommandId): Command {
  return make.expire(PAYMENTS + 1, id)
}
