import type { AdminError } from '../api.ts'
import { useLanguage } from '../language.tsx'

/** Why something was not done, said where it was asked for; nothing where it was not refused. */
export function Refused({ by }: { readonly by: AdminError | null | undefined }) {
  const [language] = useLanguage()
  if (!by) return null
  return (
    <p className="refused" role="alert">
      {by.words[language]}
    </p>
  )
}
