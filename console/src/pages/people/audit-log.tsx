/** Who did what: a row each, what was asked and how it ended in one. */
import type { UseQueryResult } from '@tanstack/react-query'
import { useAddress } from '../../address.ts'
import type { AdminError } from '../../api.ts'
import { timeText } from '../../figures.ts'
import { type InBoth, useLanguage, useWords } from '../../language.tsx'
import { Asked } from '../../parts/asked.tsx'
import { Badge, type Tone } from '../../parts/badge.tsx'
import { Pages } from '../../parts/pages.tsx'
import { ROLE_WORDS } from '../../parts/role-words.ts'
import { type Column, Sheet } from '../../parts/sheet.tsx'
import { Empty } from '../../parts/states.tsx'
import { ACTION_WORDS } from './action-words.ts'
import { AuditDetail, AuditObject } from './audit-object.tsx'
import { type AuditPage, type Entry, foldedEntries } from './folded-entries.ts'
import type { Person } from './people-deeds.ts'

interface AuditWords {
  readonly caption: string
  readonly at: string
  readonly who: string
  readonly byCommand: string
  readonly what: string
  readonly object: string
  readonly merchant: string
  readonly house: string
  readonly reason: string
  readonly outcome: string
  readonly outcomes: Readonly<Record<Entry['outcome'], string>>
  readonly none: string
}

const WORDS: InBoth<AuditWords> = {
  ko: {
    caption: '작업 기록',
    at: '언제',
    who: '누가 · 어디서',
    byCommand: '서버에서 명령으로',
    what: '무엇을',
    object: '대상',
    merchant: '가맹점',
    house: '운영',
    reason: '사유',
    outcome: '결과',
    outcomes: { asked: '요청함', done: '완료', refused: '거절됨' },
    none: '아직 기록이 없습니다.',
  },
  en: {
    caption: 'Audit log',
    at: 'When',
    who: 'Who, and from where',
    byCommand: 'By a command at the server',
    what: 'What',
    object: 'Of what',
    merchant: 'Merchant',
    house: 'House',
    reason: 'Why',
    outcome: 'Outcome',
    outcomes: { asked: 'Asked', done: 'Done', refused: 'Refused' },
    none: 'Nothing is recorded yet.',
  },
}

const TONES: Readonly<Record<Entry['outcome'], Tone>> = { asked: 'wait', done: 'good', refused: 'danger' }

const ROWS_MAX = 50

export function useAuditQuery(): readonly [
  { readonly after?: string; readonly limit: number },
  (after: string | undefined) => void,
] {
  const [{ after }, change] = useAddress(['after'])
  return [
    after === undefined ? { limit: ROWS_MAX } : { after, limit: ROWS_MAX },
    (place: string | undefined) => change({ after: place }),
  ]
}

interface Props {
  readonly log: UseQueryResult<AuditPage, AdminError>
  /** Whose names can be said. */
  readonly people: readonly Person[]
  /** Names by merchant, where it is the log of all. */
  readonly merchants?: ReadonlyMap<string, string>
  readonly after: string | undefined
  readonly onGo: (after: string | undefined) => void
}

export function AuditLog({ log, people, merchants, after, onGo }: Props) {
  const words = useWords(WORDS)
  const columns = useColumns(new Map(people.map(({ id, name }) => [id, name])), merchants)
  return (
    <Asked of={log} lines={10}>
      {({ entries, next }) => (
        <>
          {entries.length === 0 ? (
            <Empty>{words.none}</Empty>
          ) : (
            <Sheet
              caption={words.caption}
              columns={columns}
              rows={foldedEntries(entries)}
              keyOf={({ id }) => id}
              isStale={log.isPlaceholderData}
            />
          )}
          <Pages after={after} next={next} onGo={onGo} />
        </>
      )}
    </Asked>
  )
}

function useColumns(
  names: ReadonlyMap<string, string>,
  merchants: ReadonlyMap<string, string> | undefined,
): readonly Column<Entry>[] {
  const words = useWords(WORDS)
  const [language] = useLanguage()
  const ofMerchant: Column<Entry> = {
    name: words.merchant,
    cell: ({ merchant }) => (merchant === null ? words.house : (merchants?.get(merchant) ?? merchant)),
  }
  return [
    { name: words.at, cell: ({ at }) => <span className="time">{timeText(at, language)}</span> },
    { name: words.who, cell: (entry) => <Who entry={entry} /> },
    ...(merchants === undefined ? [] : [ofMerchant]),
    { name: words.what, cell: ({ action }) => ACTION_WORDS[action]?.[language] ?? action },
    {
      name: words.object,
      cell: (entry) =>
        (entry.object !== null || Object.keys(entry.detail).length > 0) && (
          <span className="stacked">
            <AuditObject entry={entry} names={names} />
            <AuditDetail detail={entry.detail} />
          </span>
        ),
    },
    { name: words.reason, cell: ({ reason }) => reason },
    {
      name: words.outcome,
      cell: ({ outcome }) => <Badge tone={TONES[outcome]}>{words.outcomes[outcome]}</Badge>,
    },
  ]
}

/** And from where. */
function Who({ entry: { email, role, address } }: { readonly entry: Entry }) {
  const words = useWords(WORDS)
  const [language] = useLanguage()
  if (email === null) return <>{words.byCommand}</>
  return (
    <span className="stacked">
      <span>{email}</span>
      <span className="muted small">
        {role !== null && `${ROLE_WORDS[language][role]} · `}
        {address}
      </span>
    </span>
  )
}
