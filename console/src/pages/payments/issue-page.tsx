/** Issues a number by hand, and gives it to whoever passes it on: what was issued stands in the address and outlives a reload. */
import { useAddress } from '../../address.ts'
import { useAsk } from '../../ask.ts'
import { useWords } from '../../language.tsx'
import { Head } from '../../parts/head.tsx'
import { Empty, Failure, Loading } from '../../parts/states.tsx'
import { WordsOf } from '../../parts/words-of.tsx'
import { useMay } from '../../session.tsx'
import { useMerchant } from '../../shell.tsx'
import { IssueForm } from './issue-form.tsx'
import { ISSUE_WORDS } from './issue-words.ts'
import { Issued } from './issued.tsx'

export function IssuePage() {
  const words = useWords(ISSUE_WORDS)
  const may = useMay()
  const [{ issued }, change] = useAddress(['issued'])
  return (
    <>
      <Head title={words.title} />
      {!may('payments.issue') ? (
        <Empty>{words.notAllowed}</Empty>
      ) : issued === undefined ? (
        <ToIssue onIssued={(impUid) => change({ issued: impUid })} />
      ) : (
        <JustIssued impUid={issued} onAnother={() => change({ issued: undefined })} />
      )}
    </>
  )
}

function ToIssue({ onIssued }: { readonly onIssued: (impUid: string) => void }) {
  const words = useWords(ISSUE_WORDS)
  const merchant = useMerchant()
  const { data, error, refetch } = useAsk('channels', { path: { merchant } })
  if (data !== undefined)
    return data.rows.length === 0 ? (
      <Empty>{words.noChannel}</Empty>
    ) : (
      <IssueForm channels={data.rows} onIssued={onIssued} />
    )
  if (error === null) return <Loading lines={8} />
  return (
    <Failure onRetry={() => void refetch()}>
      <WordsOf words={error.words} />
    </Failure>
  )
}

function JustIssued({ impUid, onAnother }: { readonly impUid: string; readonly onAnother: () => void }) {
  const merchant = useMerchant()
  const { data, error, refetch } = useAsk('payment', { path: { merchant, imp_uid: impUid } })
  if (data !== undefined) return <Issued payment={data.payment} onAnother={onAnother} />
  if (error === null) return <Loading lines={6} />
  return (
    <Failure onRetry={() => void refetch()}>
      <WordsOf words={error.words} />
    </Failure>
  )
}
