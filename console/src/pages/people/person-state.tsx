import { timeText } from '../../figures.ts'
import { type InBoth, useLanguage, useWords } from '../../language.tsx'
import { Badge, type Tone } from '../../parts/badge.tsx'
import type { Person } from './people-deeds.ts'

interface StateWords {
  readonly states: Readonly<Record<Person['state'], string>>
  readonly until: (time: string) => string
}

const WORDS: InBoth<StateWords> = {
  ko: {
    states: { invited: '초대함', active: '사용 중', disabled: '사용 중지' },
    until: (time) => `링크 기한 ${time} (서울)`,
  },
  en: {
    states: { invited: 'Invited', active: 'Active', disabled: 'Disabled' },
    until: (time) => `link good until ${time} (Seoul)`,
  },
}

const TONES: Readonly<Record<Person['state'], Tone>> = { invited: 'wait', active: 'good', disabled: 'plain' }

/** Whether somebody may come in, and until when their one-time link is open. */
export function PersonState({ person: { state, link_until } }: { readonly person: Person }) {
  const words = useWords(WORDS)
  const [language] = useLanguage()
  return (
    <span className="row">
      <Badge tone={TONES[state]}>{words.states[state]}</Badge>
      {link_until !== null && <span className="muted small">{words.until(timeText(link_until, language))}</span>}
    </span>
  )
}
