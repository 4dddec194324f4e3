/** What stands around the pages of who has not signed in yet. */
import type { ReactNode } from 'react'
import { type InBoth, useLanguage, useWords } from '../../language.tsx'
import { Button } from '../../parts/button.tsx'

const WORDS: InBoth<{ readonly console: string; readonly other: string }> = {
  ko: { console: '수납 콘솔', other: 'English' },
  en: { console: 'Sunap console', other: '한국어' },
}

export function Door({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const words = useWords(WORDS)
  const [language, choose] = useLanguage()
  return (
    <main className="door">
      <div className="panel">
        <div className="head">
          <p className="muted small">{words.console}</p>
          <Button kind="quiet" onPress={() => choose(language === 'ko' ? 'en' : 'ko')}>
            <span lang={language === 'ko' ? 'en' : 'ko'}>{words.other}</span>
          </Button>
        </div>
        <h1>{title}</h1>
        {children}
      </div>
    </main>
  )
}
