/**
 * `/api/endpoints`: where a merchant is told, and how that fares. All keys are always there. Times are whole Unix
 * seconds, 0 where there is none, as in every answer to a merchant.
 */
import { type Static, Type } from 'typebox'
import { NOTICE_TYPES } from './callbacks.ts'
import { WordsAnswer } from './envelope.ts'

export const NOTICE_FORMATS = ['v1_json', 'v1_form', 'modern'] as const
/** What the Notification URL can be sent. */
export const V1_FORMATS = ['v1_json', 'v1_form'] as const
export const V1_NOTICES = ['paid', 'all'] as const
export const ENDPOINT_STATES = ['active', 'failing', 'paused'] as const

/** In characters, as in the other texts. */
export const DESCRIPTION_CHARACTERS_MAX = 200

const seconds = Type.Integer({ minimum: 0 })

const endpointKeys = {
  /** `default` is the Notification URL. */
  id: Type.String(),
  /** Null: the Notification URL is not set. */
  url: Type.Union([Type.String(), Type.Null()]),
  description: Type.String(),
  format: Type.Enum(NOTICE_FORMATS),
  /** Null: all of them; in a V1 format, what a V1 address hears. */
  events: Type.Union([Type.Array(Type.Enum(NOTICE_TYPES)), Type.Null()]),
  /** Of the Notification URL, else null. */
  v1_notices: Type.Union([Type.Enum(V1_NOTICES), Type.Null()]),
  state: Type.Enum(ENDPOINT_STATES),
  /** Since when it fails or is paused. */
  since: seconds,
  why: Type.Union([WordsAnswer, Type.Null()]),
  /** Until then the secret before this one signs too. */
  old_secret_until: seconds,
}

export const EndpointAnswer = Type.Object(endpointKeys, { additionalProperties: false })
export type EndpointAnswer = Static<typeof EndpointAnswer>

export const EndpointList = Type.Object({ endpoints: Type.Array(EndpointAnswer) }, { additionalProperties: false })
export type EndpointList = Static<typeof EndpointList>

/** The only answer that ever shows a secret. */
export const EndpointWithSecret = Type.Object(
  { ...endpointKeys, secret: Type.String({ pattern: '^whsec_' }) },
  { additionalProperties: false },
)
export type EndpointWithSecret = Static<typeof EndpointWithSecret>

/** What came of a call that only asks whether calls arrive. */
export const TestAnswer = Type.Object(
  {
    url: Type.String(),
    delivered: Type.Boolean(),
    status: Type.Union([Type.Integer(), Type.Null()]),
    cause: Type.Union([Type.String(), Type.Null()]),
    latency_ms: Type.Integer({ minimum: 0 }),
    words: WordsAnswer,
    /** How the body of the answer began. */
    answer: Type.Union([Type.String(), Type.Null()]),
  },
  { additionalProperties: false },
)
export type TestAnswer = Static<typeof TestAnswer>
