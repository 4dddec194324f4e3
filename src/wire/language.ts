/** The two languages everything is said in, and which of them a request asks for. */
export type Language = 'ko' | 'en'

/** Of an `Accept-Language` header. Korean unless it prefers another language: the shops are in Korea. */
export function preferredLanguage(acceptLanguage: string | undefined): Language {
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
