/** What the desks have in common: how something was paid, and the note that somebody leaves. */
import { useWords } from '../../language.tsx'

const PAY_TYPES = { ko: { cash: '현금', card: '카드' }, en: { cash: 'cash', card: 'card' } }

export function usePayTypeWords(): typeof PAY_TYPES.ko {
  return useWords(PAY_TYPES)
}

export const NOTE_CHARACTERS_MAX = 200

/** There is something in it. */
export function isNote(text: string): boolean {
  return text.trim() !== ''
}
