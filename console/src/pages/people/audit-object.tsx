/** What something was done to, as people call it, with a way there where there is one; and what else was asked. */
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { timeText } from '../../figures.ts'
import { type Language, useLanguage } from '../../language.tsx'
import { ROLE_WORDS } from '../../parts/role-words.ts'
import { DETAIL_WORDS } from './action-words.ts'
import type { Entry } from './folded-entries.ts'

interface ObjectProps {
  readonly entry: Entry
  /** Of people, by id. */
  readonly names: ReadonlyMap<string, string>
}

export function AuditObject({ entry: { object, merchant }, names }: ObjectProps) {
  if (object === null) return null
  const name = object === 'default' ? 'Notification URL' : names.get(object)
  if (name !== undefined) return <>{name}</>
  const shown = <span className="code">{object}</span>
  return merchant === null ? shown : <Way merchant={merchant} to={object} shown={shown} />
}

interface WayProps {
  readonly merchant: string
  readonly to: string
  readonly shown: ReactNode
}

/** Ids say by their beginning what they are of. */
function Way({ merchant, to, shown }: WayProps) {
  if (to.startsWith('imp_'))
    return (
      <Link to="/m/$merchant/payments/$impUid" params={{ merchant, impUid: to }}>
        {shown}
      </Link>
    )
  if (to.startsWith('dlv_'))
    return (
      <Link to="/m/$merchant/notices/$id" params={{ merchant, id: to }}>
        {shown}
      </Link>
    )
  if (to.startsWith('rfd_'))
    return (
      <Link to="/m/$merchant/refunds/$id" params={{ merchant, id: to }}>
        {shown}
      </Link>
    )
  return shown
}

export function AuditDetail({ detail }: { readonly detail: Entry['detail'] }) {
  const [language] = useLanguage()
  const said = Object.entries(detail).map(
    ([name, value]) => `${DETAIL_WORDS[name]?.[language] ?? name} ${valueText(name, value, language)}`,
  )
  return said.length === 0 ? null : <span className="muted small">{said.join(' · ')}</span>
}

function valueText(name: string, value: unknown, language: Language): string {
  if (name === 'expired_at' && typeof value === 'number') return timeText(value, language)
  if (name === 'role' && isRole(value)) return ROLE_WORDS[language][value]
  if (Array.isArray(value)) return value.join(', ')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function isRole(value: unknown): value is keyof (typeof ROLE_WORDS)['ko'] {
  return typeof value === 'string' && Object.hasOwn(ROLE_WORDS.ko, value)
}
