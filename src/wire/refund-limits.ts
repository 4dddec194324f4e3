/** What a refund's own parameters may hold, for those who read them and for the reference. */
export const REASON_CHARACTERS_MAX = 200
/** V1's, where none is given. */
export const REASON_USUAL = '취소요청api'
export const HOLDER_CHARACTERS_MAX = 40
export const ACCOUNT_DIGITS_MIN = 6
export const ACCOUNT_DIGITS_MAX = 20
export const TEL_DIGITS_MAX = 16
/** Of the operator's words about a payout. */
export const NOTE_CHARACTERS_MAX = 200
