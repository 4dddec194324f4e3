/**
 * In which mode the gateway runs, for whoever comes; and, in the sandbox alone, the world around it: the clock, and a till
 * that can misbehave. Production has none of these routes but the first.
 */
import { type Static, Type } from 'typebox'
import { WordsAnswer } from '../envelope.ts'
import { CLOSED, Done, seconds, textOrNull } from './answers.ts'
import type { AdminRoute } from './route.ts'

export const ModeAnswer = Type.Object(
  {
    /** Nothing here is real money, and the routes below `/practice` are there. */
    practice: Type.Boolean(),
    version: Type.String(),
    /** Of the machine it runs on: for who has not said another. */
    language: Type.Enum(['ko', 'en']),
  },
  CLOSED,
)
export type ModeAnswer = Static<typeof ModeAnswer>

export const MISBEHAVIOURS = [
  'double_scan',
  'two_tills',
  'lost_reply',
  'power_cut',
  'wrong_amount',
  'slow_link',
  'reverse_first',
] as const

export const PracticeClock = Type.Object(
  {
    now: seconds,
    iso: Type.String(),
    /** By how much this request moved it. */
    moved_seconds: Type.Integer({ minimum: 0 }),
  },
  CLOSED,
)
export type PracticeClock = Static<typeof PracticeClock>

const told = { name: Type.String(), words: WordsAnswer }

export const PracticeScripts = Type.Object(
  {
    /** What a till can be told as `misbehave`. */
    misbehaviours: Type.Array(Type.Object({ ...told, name: Type.Enum(MISBEHAVIOURS) }, CLOSED)),
    /** A payment issued with one of these makes its own outcome. */
    magic: Type.Array(
      Type.Object(
        {
          /** Of the request: `buyer_email`, the `identifier` of a cash receipt, or `refund_account`. */
          field: Type.Enum(['buyer_email', 'identifier', 'refund_account']),
          value: Type.String(),
          words: WordsAnswer,
        },
        CLOSED,
      ),
    ),
    /** `network/outlet/till` of each practice till. */
    tills: Type.Array(Type.String()),
  },
  CLOSED,
)
export type PracticeScripts = Static<typeof PracticeScripts>

const wholeOrNull = Type.Union([Type.Integer(), Type.Null()])
const anything = Type.Record(Type.String(), Type.Unknown())

/** What the till sent and saw. */
const PlayedMessage = Type.Object(
  {
    till: Type.String(),
    message: Type.String(),
    request: anything,
    http_status: wholeOrNull,
    code: textOrNull,
    class: textOrNull,
    text: Type.Union([WordsAnswer, Type.Null()]),
    reply: Type.Union([anything, Type.Null()]),
    /** False: the reply was lost on its way to the clerk. */
    seen: Type.Boolean(),
    problem: textOrNull,
    latency_ms: Type.Number(),
  },
  CLOSED,
)

const notice = { id: Type.String(), url: Type.String(), event: Type.String(), status: Type.String() }

const played = {
  payment: Type.Object(
    {
      imp_uid: Type.String(),
      merchant_uid: Type.String(),
      number: Type.String(),
      /** In the currency's smallest unit, as everything here. */
      amount: Type.Integer(),
      currency: Type.String(),
      status: Type.Enum(['ready', 'paid', 'cancelled', 'failed']),
      expires_at: seconds,
      pay_url: Type.String(),
    },
    CLOSED,
  ),
  /** Taken minus given back. */
  drawer: Type.Integer(),
  messages: Type.Array(PlayedMessage),
  notices: Type.Array(
    Type.Object(
      {
        ...notice,
        try: Type.Integer(),
        result: Type.Enum(['delivered', 'failed']),
        http_status: wholeOrNull,
        detail: Type.String(),
        latency_ms: Type.Number(),
        next_try_at: wholeOrNull,
      },
      CLOSED,
    ),
  ),
  /** Without a first try when the waiting ended. */
  notices_not_waited_for: Type.Array(Type.Object(notice, CLOSED)),
}

export const PlayAnswer = Type.Object(
  {
    outcome: Type.Enum(['paid', 'refused', 'not_payable', 'reversed', 'unknown']),
    summary: WordsAnswer,
    misbehave: Type.Union([Type.Enum(MISBEHAVIOURS), Type.Null()]),
    /** What the gateway, asked anew, says it collected: as much as is in the drawer. */
    gateway: wholeOrNull,
    cash: Type.Array(Type.Object({ till: Type.String(), moved: Type.Integer() }, CLOSED)),
    /** `double_scan`: both replies were the same bytes. */
    replies_equal: Type.Optional(Type.Boolean()),
    /** What the merchant was asked at its `confirm_url`. */
    asked: Type.Array(
      Type.Object(
        {
          confirm_url: Type.String(),
          verdict: Type.Enum(['payable', 'refused', 'unanswered']),
          reason: textOrNull,
          detail: Type.String(),
          latency_ms: Type.Number(),
        },
        CLOSED,
      ),
    ),
    ...played,
  },
  CLOSED,
)
export type PlayAnswer = Static<typeof PlayAnswer>

export const CounterCancelAnswer = Type.Object({ cancelled: Type.Boolean(), ...played }, CLOSED)
export type CounterCancelAnswer = Static<typeof CounterCancelAnswer>

export const ExpireAnswer = Type.Object({ clock: PracticeClock, payment: played.payment }, CLOSED)
export type ExpireAnswer = Static<typeof ExpireAnswer>

const PAYMENT = '/merchants/:merchant/payments/:imp_uid/practice'
const practice = { may: 'practice.steer', practice: true } as const

export const PRACTICE_ROUTES = {
  mode: {
    method: 'GET',
    path: '/mode',
    may: 'anybody',
    told: 'Sandbox or production, and which version.',
    answer: ModeAnswer,
  },
  practiceClock: {
    ...practice,
    method: 'GET',
    path: '/practice/clock',
    told: 'The time of the sandbox.',
    answer: PracticeClock,
  },
  movePracticeClock: {
    ...practice,
    method: 'POST',
    path: '/practice/clock',
    told: 'Lets time pass for everybody, with all that becomes due on the way: by `advance` (`9d`, `36h`, `30m`, `10s`) or `to` a second.',
    body: Type.Object(
      {
        advance: Type.Optional(Type.String({ minLength: 2, maxLength: 10 })),
        to: Type.Optional(Type.Integer({ minimum: 0 })),
      },
      CLOSED,
    ),
    answer: PracticeClock,
    audit: 'practice.clock_moved',
    noted: ['advance', 'to'],
  },
  practiceScripts: {
    ...practice,
    method: 'GET',
    path: '/practice/scripts',
    told: 'What a practice till can be told, the values that make an outcome, and the tills.',
    answer: PracticeScripts,
  },
  resetPractice: {
    ...practice,
    method: 'POST',
    path: '/practice/reset',
    told: 'Forgets every payment of everybody; merchants, tills and people stay.',
    answer: Done,
    proven: true,
    audit: 'practice.reset',
  },
  practisePay: {
    ...practice,
    method: 'POST',
    path: `${PAYMENT}/pay`,
    told: 'Plays a till for it, whole, on the real line: inquiry, money, collect. It waits for the notices’ first tries, 17 s at most.',
    body: Type.Object(
      {
        pay_type: Type.Optional(Type.Enum(['cash', 'card'])),
        /** What the clerk collects, in the smallest unit; what the inquiry shows, where nothing is said. */
        amount: Type.Optional(Type.Integer({ minimum: 1 })),
        misbehave: Type.Optional(Type.Enum(MISBEHAVIOURS)),
      },
      CLOSED,
    ),
    answer: PlayAnswer,
    audit: 'practice.paid',
    noted: ['pay_type', 'amount', 'misbehave'],
  },
  practiseCancel: {
    ...practice,
    method: 'POST',
    path: `${PAYMENT}/cancel`,
    told: 'The customer comes back the same day: the till that collected gives the money back.',
    body: Type.Object({ reason: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })) }, CLOSED),
    answer: CounterCancelAnswer,
    audit: 'practice.cancelled',
  },
  practiseExpiry: {
    ...practice,
    method: 'POST',
    path: `${PAYMENT}/expire`,
    told: 'Lets time pass, for everybody, until it cannot be collected any more.',
    answer: ExpireAnswer,
    audit: 'practice.expired',
  },
} as const satisfies Readonly<Record<string, AdminRoute>>
