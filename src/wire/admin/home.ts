/** A merchant's days in figures, and what waits. */
import { type Static, Type } from 'typebox'
import { CLOSED, Currency, money, seconds } from './answers.ts'

const Figure = Type.Object({ count: Type.Integer(), amount: money }, CLOSED)
export const DAY_FIGURES = ['issued', 'collected', 'cancelled', 'expired', 'reversed', 'refunded', 'refused'] as const

const DayAnswer = Type.Object(
  {
    /** Of Seoul, `2026-11-22`. */
    day: Type.String(),
    issued: Figure,
    collected: Figure,
    /** Numbers that were revoked. */
    cancelled: Figure,
    expired: Figure,
    /** Undone at the till. */
    reversed: Figure,
    refunded: Figure,
    /** At the till, by the merchant's word or for want of it. */
    refused: Figure,
  },
  CLOSED,
)

export const HOME_DAYS_MAX = 92

export const HomeAnswer = Type.Object(
  {
    currencies: Type.Array(
      Type.Object(
        {
          currency: Currency,
          /** Numbers that can be paid right now, or are being paid. */
          waiting: Figure,
          /** The newest last; each day there is. */
          days: Type.Array(DayAnswer),
        },
        CLOSED,
      ),
    ),
    undelivered: Type.Integer({ minimum: 0 }),
    refunds_pending: Type.Integer({ minimum: 0 }),
    /** Not all that happened is counted yet: ask again in a moment. */
    behind: Type.Boolean(),
    now: seconds,
  },
  CLOSED,
)
export type HomeAnswer = Static<typeof HomeAnswer>
