/**
 * What every answer on the merchant's wire is wrapped in. `code` is an integer and 0 means success; `message` is null
 * then and a sentence otherwise. Real clients test `code !== 0` with the type included, so a "0" would be an error.
 */
import { type Static, type TSchema, Type } from 'typebox'

export const WordsAnswer = Type.Object({ ko: Type.String(), en: Type.String() }, { additionalProperties: false })

export function successOf<Response extends TSchema>(response: Response) {
  return Type.Object({ code: Type.Literal(0), message: Type.Null(), response }, { additionalProperties: false })
}

export const Refused = Type.Object(
  {
    code: Type.Union([Type.Literal(1), Type.Literal(-1)]),
    message: Type.String({ minLength: 1 }),
    response: Type.Null(),
    /** Sandbox mode, with a 401: what to send instead. */
    hint: Type.Optional(WordsAnswer),
  },
  { additionalProperties: false },
)

export type Refused = Static<typeof Refused>
