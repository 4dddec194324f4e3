import type { ConsoleRole } from '../../api.ts'
import { type InBoth, useLanguage, useWords } from '../../language.tsx'
import { Pick } from '../../parts/pick.tsx'
import { ROLE_TELLS, ROLE_WORDS } from '../../parts/role-words.ts'

const WORDS: InBoth<string> = { ko: '역할', en: 'Role' }

interface Props {
  readonly roles: readonly ConsoleRole[]
  readonly value: ConsoleRole
  readonly onChange: (role: ConsoleRole) => void
}

/** A role, and under it what it may do. */
export function RolePick({ roles, value, onChange }: Props) {
  const label = useWords(WORDS)
  const [language] = useLanguage()
  const choices = roles.map((role) => ({ value: role, words: ROLE_WORDS[language][role] }))
  return (
    <div className="field">
      <Pick label={label} choices={choices} value={value} onChange={onChange} />
      <p className="help">{ROLE_TELLS[language][value]}</p>
    </div>
  )
}
