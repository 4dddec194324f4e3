/** `GET /users/pg`: the merchant's own payment channels, by the names its requests use. */
import { type Static, Type } from 'typebox'

export const ChannelAnswer = Type.Object(
  {
    pg_provider: Type.String(),
    pg_id: Type.String(),
    sandbox: Type.Boolean(),
    /** A number is issued by the API alone, so every channel is of this kind. */
    type: Type.Literal('api_payment'),
    channel_name: Type.String(),
    channel_key: Type.String(),
  },
  { additionalProperties: false },
)

export const ChannelList = Type.Array(ChannelAnswer)

export type ChannelAnswer = Static<typeof ChannelAnswer>
