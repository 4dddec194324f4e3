/**
 * How a merchant asks for something once, however often it has to send the request: a key of its own in a header. A repeat
 * is answered with what the first request got, and says so.
 */
import { Type } from 'typebox'

export const IDEMPOTENCY_KEY = 'Idempotency-Key'
export const IDEMPOTENT_REPLAYED = 'Idempotent-Replayed'

export const KEY_CHARACTERS_MAX = 255
/** Visible ASCII: what a header carries unchanged, and what nobody confuses with a space at its end. */
export const KEY_PATTERN = `^[!-~]{1,${KEY_CHARACTERS_MAX}}$`

export const IdempotencyKey = Type.String({ minLength: 1, maxLength: KEY_CHARACTERS_MAX, pattern: KEY_PATTERN })
