/**
 * Which language a customer's page speaks. A choice made on the page stays in its address, so that no cookie is needed
 * and a page that is passed on speaks to the next reader as to the first.
 */
import { type Language, preferredLanguage } from '../wire/language.ts'

export type { Language }

/** `?lang=` where it names one of ours, else what the browser asks for. */
export function pageLanguage(query: unknown, acceptLanguage: string | undefined): Language {
  const chosen = typeof query === 'object' && query !== null && 'lang' in query ? query.lang : undefined
  return chosen === 'ko' || chosen === 'en' ? chosen : preferredLanguage(acceptLanguage)
}
