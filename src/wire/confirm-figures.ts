/**
 * `GET /api/confirm-figures`: how the questions to a merchant's `confirm_url` went. Ours, so its names are plain; times
 * are whole Unix seconds as everywhere on this wire.
 */
import { type Static, Type } from 'typebox'
import { UnixSecondsGiven } from './issue-body.ts'

const count = Type.Integer({ minimum: 0 })
const milliseconds = Type.Union([Type.Integer({ minimum: 0 }), Type.Null()])

const summary = {
  questions: count,
  payable: count,
  refused: count,
  unanswered: count,
  not_asked: count,
  latency_ms: Type.Object({ p50: milliseconds, p95: milliseconds, p99: milliseconds }, { additionalProperties: false }),
}

export const ConfirmFiguresAnswer = Type.Object(
  {
    from: Type.Integer(),
    to: Type.Integer(),
    total: Type.Object(summary, { additionalProperties: false }),
    hours: Type.Array(Type.Object({ hour: Type.Integer(), ...summary }, { additionalProperties: false })),
  },
  { additionalProperties: false },
)

export type ConfirmFiguresAnswer = Static<typeof ConfirmFiguresAnswer>

/** Asked for where no beginning is given. */
export const FIGURES_HOURS_USUAL = 24
export const FIGURES_DAYS_MAX = 90

/** Closed: a parameter that nobody knows is refused. */
export const ConfirmFiguresAsked = Type.Object(
  { from: Type.Optional(UnixSecondsGiven), to: Type.Optional(UnixSecondsGiven) },
  { additionalProperties: false },
)
