import type { AdminError } from './api.ts'
import type { Language } from './language.tsx'

/** What was wrong with one field, without its name on the wire, for the label above it says what it is. */
export function problemAt(error: AdminError | null, field: string, language: Language): string | undefined {
  if (error?.field !== field) return undefined
  const words = error.words[language]
  return words.startsWith(field) ? words.slice(field.length).replace(/^:? /, '') : words
}
