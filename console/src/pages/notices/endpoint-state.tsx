/** How a notice address fares: in a word, and where something is wrong, since when, why, and what can be looked at. */
import { Link } from '@tanstack/react-router'
import { timeText } from '../../figures.ts'
import { type InBoth, useLanguage, useWords } from '../../language.tsx'
import { Badge, type Tone } from '../../parts/badge.tsx'
import { WordsOf } from '../../parts/words-of.tsx'
import type { Endpoint } from './endpoint-words.ts'

interface StateWords {
  readonly states: Readonly<Record<Endpoint['state'], string>>
  readonly empty: string
  readonly since: (time: string) => string
  readonly failing: string
  readonly look: string
  readonly overlap: (time: string) => string
}

const WORDS: InBoth<StateWords> = {
  ko: {
    states: { active: '정상', failing: '실패하는 중', paused: '멈춤' },
    empty: '비어 있음',
    since: (time) => `${time}부터:`,
    failing: '받은 통지가 하나도 없습니다. 계속 다시 보내고 있으며, 이유는 아래 통지 내역에 있습니다.',
    look: '이 수신 URL의 통지 보기',
    overlap: (time) => `${time}까지 앞 비밀키의 서명도 함께 붙습니다.`,
  },
  en: {
    states: { active: 'Fine', failing: 'Failing', paused: 'Paused' },
    empty: 'Empty',
    since: (time) => `Since ${time}:`,
    failing: 'it has received nothing. Tries go on; the notices below tell the reason.',
    look: 'See the notices to this address',
    overlap: (time) => `Until ${time} the secret before this one signs too.`,
  },
}

const TONES: Readonly<Record<Endpoint['state'], Tone>> = { active: 'good', failing: 'danger', paused: 'wait' }

export function EndpointBadge({ endpoint: { state, url } }: { readonly endpoint: Endpoint }) {
  const words = useWords(WORDS)
  return url === null ? (
    <Badge tone="plain">{words.empty}</Badge>
  ) : (
    <Badge tone={TONES[state]}>{words.states[state]}</Badge>
  )
}

interface Props {
  readonly merchant: string
  readonly endpoint: Endpoint
}

export function EndpointState({ merchant, endpoint: { id, state, why, since, old_secret_until } }: Props) {
  const words = useWords(WORDS)
  const [language] = useLanguage()
  return (
    <>
      {why !== null && (
        <p className="warned">
          {words.since(timeText(since, language))} {state === 'failing' ? words.failing : <WordsOf words={why} />}
        </p>
      )}
      {old_secret_until !== 0 && <p className="muted small">{words.overlap(timeText(old_secret_until, language))}</p>}
      <Link to="/m/$merchant/notices" params={{ merchant }} search={{ endpoint: id }}>
        {words.look}
      </Link>
    </>
  )
}
