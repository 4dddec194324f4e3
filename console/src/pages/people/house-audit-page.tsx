import { useAsk } from '../../ask.ts'
import { type InBoth, useWords } from '../../language.tsx'
import { Head } from '../../parts/head.tsx'
import { AuditLog, useAuditQuery } from './audit-log.tsx'

const WORDS: InBoth<{ readonly title: string; readonly told: string }> = {
  ko: {
    title: '전체 작업 기록',
    told: '모든 가맹점과 운영에서 누가 무엇을 보고 바꾸었는지, 최근 것부터 봅니다. 지우거나 고칠 수 없습니다. 시각은 서울 기준입니다.',
  },
  en: {
    title: 'Audit log of all',
    told: 'Who saw and changed what, of all merchants and above them, newest first. Nothing can be taken away or altered. Times are Seoul’s.',
  },
}

export function HouseAuditPage() {
  const words = useWords(WORDS)
  const [query, go] = useAuditQuery()
  const log = useAsk('houseAudit', { query }, { keepsBefore: true })
  const people = useAsk('housePeople', {})
  const merchants = useAsk('merchants', {})
  const names = new Map((merchants.data?.rows ?? []).map(({ merchant = '', name = '' }) => [merchant, name]))
  return (
    <>
      <Head title={words.title} />
      <p className="muted">{words.told}</p>
      <AuditLog log={log} people={people.data?.people ?? []} merchants={names} after={query.after} onGo={go} />
    </>
  )
}
