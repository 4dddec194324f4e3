import type { Words } from '../api.ts'
import { useLanguage } from '../language.tsx'

/** What the gateway says in both languages. */
export function WordsOf({ words }: { readonly words: Words }) {
  const [language] = useLanguage()
  return <>{words[language]}</>
}
