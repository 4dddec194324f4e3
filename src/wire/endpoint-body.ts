/**
 * What the routes of `/api/endpoints` take. Closed, unlike V1's bodies: a field that nobody knows is refused. A form sends
 * an empty text where JSON has null.
 */
import { Type } from 'typebox'
import { NOTICE_TYPES } from './callbacks.ts'
import { DESCRIPTION_CHARACTERS_MAX, NOTICE_FORMATS, V1_FORMATS, V1_NOTICES } from './endpoint-answer.ts'

const CLOSED = { additionalProperties: false } as const

const url = Type.String({ minLength: 1 })
const events = Type.Union([
  Type.Array(Type.Enum(NOTICE_TYPES), { minItems: 1, maxItems: NOTICE_TYPES.length }),
  Type.Enum([...NOTICE_TYPES, '']),
  Type.Null(),
])

const settings = {
  description: Type.Optional(Type.String({ maxLength: DESCRIPTION_CHARACTERS_MAX })),
  format: Type.Optional(Type.Enum(NOTICE_FORMATS)),
  events: Type.Optional(events),
}

export const AddEndpointBody = Type.Object({ url, ...settings }, CLOSED)

export const ChangeEndpointBody = Type.Object({ url: Type.Optional(url), ...settings }, CLOSED)

/** Of the endpoint `default`, the Notification URL. */
export const ChangeDefaultBody = Type.Object(
  {
    url: Type.Optional(Type.Union([Type.String(), Type.Null()])),
    format: Type.Optional(Type.Enum(V1_FORMATS)),
    v1_notices: Type.Optional(Type.Enum(V1_NOTICES)),
  },
  CLOSED,
)
