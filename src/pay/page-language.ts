/**
 * Which language a customer's page speaks. A choice made on the page stays in its address, so that no cookie is needed
 * and a page that is passed on speaks to the next reader as to the first.
 */
export type Language = 'ko' | 'en'

/** `?lang=` where it names one of ours, else what the browser asks for. */
export function pageLanguage(query: unknown, acceptLanguage: string | undefined): Language {
  const chosen = typeof query === 'object' && query !== null && 'lang' in query ? query.lang : undefined
  return chosen === 'ko' || chosen === 'en' ? chosen : chooseLanguage(acceptLanguage)
}

/** Korean unless the browser prefers another language: the shops are in Korea. */
export function chooseLanguage(acceptLanguage: string | undefined): Language {
  const preferred = (acceptLanguage ?? '')
    .toLowerCase()
    .split(',')
    .map(readPreference)
    .filter(({ tag, weight }) => tag !== '' && weight > 0)
    .toSorted((a, b) => b.weight - a.weight)[0]
  return preferred === undefined || ['*', 'ko'].includes(preferred.tag.split('-')[0] ?? '') ? 'ko' : 'en'
}

/** `en-GB;q=0.8`; without a weight it is 1. */
function readPreference(text: string): { readonly tag: string; readonly weight: number } {
  const [tag = '', ...parameters] = text.split(';').map((part) => part.trim())
  const given = parameters.find((parameter) => parameter.startsWith('q='))
  return { tag, weight: given === undefined ? 1 : Number(given.slice(2)) }
}
