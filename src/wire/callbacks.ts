/**
 * What we send to a merchant: the question whether a number may be paid (`confirm_url`), and the notice that money came
 * or went (`notice_url`). The order of keys is part of the contract.
 */
import { type Static, Type } from 'typebox'
import { PaymentAnswer, V1_STATUSES } from './payment-answer.ts'

const payType = Type.Union([Type.Literal('cash'), Type.Literal('card')])

/**
 * Two readings of the page in one body: the event of the original page first, then the page's response model as an
 * envelope. What neither has comes last.
 */
export const ConfirmBody = Type.Object(
  {
    event: Type.Literal('Galaxia.Cvs.Confirm'),
    imp_uid: Type.String(),
    merchant_uid: Type.String(),
    status: Type.Literal('ready'),
    extra: Type.Object({ barcode: Type.String(), payType }, { additionalProperties: false }),
    code: Type.Literal(0),
    message: Type.Null(),
    response: PaymentAnswer,
    /** The currency's major unit. */
    amount: Type.Number({ minimum: 0 }),
    currency: Type.String(),
    /** The same for every repeat of one try at a till. */
    attempt_id: Type.String(),
    outlet: Type.Object(
      { chain: Type.String(), id: Type.String(), name: Type.String(), till: Type.String() },
      { additionalProperties: false },
    ),
    /** ISO 8601 with milliseconds: an answer that arrives later is a refusal. */
    deadline: Type.String(),
  },
  { additionalProperties: false },
)

export type ConfirmBody = Static<typeof ConfirmBody>

export const NoticeBody = Type.Object(
  {
    imp_uid: Type.String(),
    merchant_uid: Type.String(),
    status: Type.Enum(V1_STATUSES),
  },
  { additionalProperties: false },
)

export type NoticeBody = Static<typeof NoticeBody>
