import { useAsk } from '../../ask.ts'
import { type InBoth, useWords } from '../../language.tsx'
import { Head } from '../../parts/head.tsx'
import { useMay } from '../../session.tsx'
import { useMerchant } from '../../shell.tsx'
import { AuditLog, useAuditQuery } from './audit-log.tsx'

const WORDS: InBoth<{ readonly title: string; readonly told: string }> = {
  ko: {
    title: '작업 기록',
    told: '이 가맹점의 것을 누가 보고 바꾸었는지, 최근 것부터 봅니다. 지우거나 고칠 수 없습니다. 시각은 서울 기준입니다.',
  },
  en: {
    title: 'Audit log',
    told: 'Who saw and changed what of this merchant, newest first. Nothing can be taken away or altered. Times are Seoul’s.',
  },
}

export function AuditPage() {
  const words = useWords(WORDS)
  const merchant = useMerchant()
  const path = { merchant }
  const [query, go] = useAuditQuery()
  const log = useAsk('audit', { path, query }, { keepsBefore: true })
  const people = useAsk('people', { path }, { isOff: !useMay()('people.read') })
  return (
    <>
      <Head title={words.title} />
      <p className="muted">{words.told}</p>
      <AuditLog log={log} people={people.data?.people ?? []} after={query.after} onGo={go} />
    </>
  )
}
