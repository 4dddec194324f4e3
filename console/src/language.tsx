/**
 * Korean or English: as somebody chose, else as their browser says. A page keeps its words beside it, both languages in one
 * file, so that a sentence that is missing in one does not compile.
 */
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'

export const LANGUAGES = ['ko', 'en'] as const
export type Language = (typeof LANGUAGES)[number]
export type InBoth<Words> = Readonly<Record<Language, Words>>

const KEPT_AS = 'sunap-console-language'

const Chosen = createContext<readonly [Language, (language: Language) => void]>(['ko', () => {}])

export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState(firstLanguage)
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  const choose = (chosen: Language) => {
    localStorage.setItem(KEPT_AS, chosen)
    setLanguage(chosen)
  }
  return <Chosen value={[language, choose]}>{children}</Chosen>
}

export function useLanguage(): readonly [Language, (language: Language) => void] {
  return useContext(Chosen)
}

/** The words of a page, in the language that is chosen. */
export function useWords<Words>(words: InBoth<Words>): Words {
  return words[useContext(Chosen)[0]]
}

function firstLanguage(): Language {
  const kept = LANGUAGES.find((language) => language === localStorage.getItem(KEPT_AS))
  return kept ?? (navigator.languages.some((name) => name.startsWith('ko')) ? 'ko' : 'en')
}
