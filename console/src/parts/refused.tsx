import type { AdminError } from '../api.ts'
import { type InBoth, useLanguage, useWords } from '../language.tsx'

const WORDS: InBoth<{ readonly again: (minutes: number) => string }> = {
  ko: { again: (minutes) => `약 ${minutes}분 뒤에 다시 할 수 있습니다.` },
  en: { again: (minutes) => `You can try again in about ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.` },
}

/** A wait that is shorter is over before it is read. */
const WAIT_TOLD_S = 30

/** Why something was not done, said where it was asked for; nothing where it was not refused. */
export function Refused({ by }: { readonly by: AdminError | null | undefined }) {
  const [language] = useLanguage()
  const words = useWords(WORDS)
  if (!by) return null
  return (
    <p className="refused" role="alert">
      {by.words[language]}
      {by.waitS !== null && by.waitS > WAIT_TOLD_S && ` ${words.again(Math.ceil(by.waitS / 60))}`}
    </p>
  )
}
