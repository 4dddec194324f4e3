/** Why a till undoes what it did; and what is no till's reason. */
export type ReverseReason = 'timeout' | 'bad_reply' | 'printer' | 'power'
/** The shop undid it after its day, as its report file tells. */
export const UNDONE_AT_STORE = 'undone_at_store'
export const REVERSE_REASONS: readonly ReverseReason[] = ['timeout', 'bad_reply', 'printer', 'power']
