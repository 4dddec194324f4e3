/** The refunds desk: whose money still waits, where it goes, and what became of it. */
import { type Static, Type } from 'typebox'
import { RefundDetail, RefundPage, RefundsAsked } from '../refund-answer.ts'
import { CLOSED, note, reason, textOrNull } from './answers.ts'
import { refundRoute } from './payments.ts'
import type { AdminRoute } from './route.ts'

const REFUNDS = '/merchants/:merchant/refunds'

export const AccountInClear = Type.Object(
  { holder: Type.String(), bank: Type.String(), number: Type.String(), tel: textOrNull },
  CLOSED,
)
export type AccountInClear = Static<typeof AccountInClear>

export const REFUND_DESK_ROUTES = {
  refunds: {
    method: 'GET',
    path: REFUNDS,
    may: 'refunds.read',
    told: 'Refunds, newest first.',
    query: RefundsAsked,
    answer: RefundPage,
  },
  refund: {
    method: 'GET',
    path: `${REFUNDS}/:id`,
    may: 'refunds.read',
    told: 'One refund, its account masked.',
    answer: RefundDetail,
  },
  refundAccount: {
    method: 'POST',
    path: `${REFUNDS}/:id/account`,
    may: 'refunds.settle',
    told: 'The account in clear, for the transfer. Who looked, and why, is written down first.',
    body: Type.Object({ reason }, CLOSED),
    answer: AccountInClear,
    proven: true,
    audit: 'refund.account_seen',
  },
  settleRefund: {
    method: 'POST',
    path: `${REFUNDS}/:id/settle`,
    may: 'refunds.settle',
    told: 'Says what became of the money. One that failed needs a note.',
    body: Type.Object(
      {
        result: Type.Enum(['paid_out', 'failed']),
        note: Type.Optional(note),
      },
      CLOSED,
    ),
    answer: RefundDetail,
    keyed: true,
    proven: true,
    audit: 'refund.settled',
    noted: ['result', 'note'],
  },
  rerouteRefund: {
    method: 'POST',
    path: `${REFUNDS}/:id/reroute`,
    may: 'refunds.settle',
    told: 'Another account, or, where none is named, a new slip.',
    body: Type.Object({ ...refundRoute, reason: Type.Optional(reason) }, CLOSED),
    answer: RefundDetail,
    keyed: true,
    proven: true,
    audit: 'refund.rerouted',
  },
} as const satisfies Readonly<Record<string, AdminRoute>>
