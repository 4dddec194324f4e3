/** Issues a number by hand, and gives it to whoever passes it on. */
import { useState } from 'react'
import type { ConsolePayment } from '../../api.ts'
import { useAsk } from '../../ask.ts'
import { useWords } from '../../language.tsx'
import { Head } from '../../parts/head.tsx'
import { Empty, Failure, Loading } from '../../parts/states.tsx'
import { WordsOf } from '../../parts/words-of.tsx'
import { useMerchant } from '../../shell.tsx'
import { IssueForm } from './issue-form.tsx'
import { ISSUE_WORDS } from './issue-words.ts'
import { Issued } from './issued.tsx'

export function IssuePage() {
  const words = useWords(ISSUE_WORDS)
  const merchant = useMerchant()
  const { data, error, refetch } = useAsk('channels', { path: { merchant } })
  const [issued, setIssued] = useState<ConsolePayment | null>(null)
  return (
    <>
      <Head title={words.title} />
      {issued !== null ? (
        <Issued payment={issued} onAnother={() => setIssued(null)} />
      ) : data !== undefined && data.rows.length > 0 ? (
        <IssueForm channels={data.rows} onIssued={setIssued} />
      ) : data !== undefined ? (
        <Empty>{words.noChannel}</Empty>
      ) : error === null ? (
        <Loading lines={8} />
      ) : (
        <Failure onRetry={() => void refetch()}>
          <WordsOf words={error.words} />
        </Failure>
      )}
    </>
  )
}
