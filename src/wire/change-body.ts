/** What a merchant may send to change a payment that waits. Fields that are not here are refused. */
import { Type } from 'typebox'
import { IssueBody, UnixSecondsGiven } from './issue-body.ts'

/** As long as what a refusing merchant has read out at the counter. */
export const SUSPEND_REASON_CHARACTERS_MAX = 100

/** What is left out stays as it is. */
export const AmendBody = Type.Object(
  {
    amount: Type.Optional(IssueBody.properties.amount),
    expired_at: Type.Optional(UnixSecondsGiven),
    /** Of the payment as the caller knows it; where it is another one by now, nothing is changed. */
    version: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  { additionalProperties: false },
)

export const SuspendBody = Type.Object(
  {
    /** Read by clerk and customer. */
    reason: Type.Optional(Type.Union([Type.String({ maxLength: SUSPEND_REASON_CHARACTERS_MAX }), Type.Null()])),
  },
  { additionalProperties: false },
)
