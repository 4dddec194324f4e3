/** Report files: each that came, newest first; one with its rows; and taking what a chain has sent. */
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useAddress } from '../../address.ts'
import type { ReportAnswer } from '../../api.ts'
import { useAsk } from '../../ask.ts'
import { dateText, moneyText, timeText } from '../../figures.ts'
import { useLanguage, useWords } from '../../language.tsx'
import { Asked } from '../../parts/asked.tsx'
import { Badge } from '../../parts/badge.tsx'
import { Button } from '../../parts/button.tsx'
import { Field } from '../../parts/field.tsx'
import { Head } from '../../parts/head.tsx'
import { Pages } from '../../parts/pages.tsx'
import { Pick } from '../../parts/pick.tsx'
import { Said } from '../../parts/said.tsx'
import { Sheet } from '../../parts/sheet.tsx'
import { Empty } from '../../parts/states.tsx'
import { useMay } from '../../session.tsx'
import { shown } from '../setup/shown.ts'
import { OneReport } from './one-report.tsx'
import { openIn, REPORT_WORDS } from './report-words.ts'
import { TakeReport } from './take-report.tsx'

const ROWS = 30
const ALL = ' all'

export function ReportsPage() {
  const words = useWords(REPORT_WORDS)
  const maySettle = useMay()('refunds.settle')
  const [{ report }, change] = useAddress(['report'])
  const [isTaking, setTaking] = useState(false)
  const [said, say] = useState('')
  const taken = (id: string, file: string) => {
    say(words.took(file))
    setTaking(false)
    change({ report: id })
  }
  return (
    <>
      <Head title={words.title}>
        {maySettle && (
          <Button kind="main" onPress={() => setTaking(true)}>
            {words.take}
          </Button>
        )}
      </Head>
      <p className="muted">{words.about}</p>
      <Said>{said}</Said>
      {report === undefined ? <Reports /> : <OneReport id={report} />}
      {isTaking && <TakeReport onTaken={taken} onClose={() => setTaking(false)} />}
    </>
  )
}

function Reports() {
  const words = useWords(REPORT_WORDS)
  const [{ network, date, after }, change] = useAddress(['network', 'date', 'after'])
  const found = useAsk('reports', { query: { network, date, after, limit: ROWS } }, { keepsBefore: true })
  const networks = useAsk('networks', {}).data?.rows.map((row) => shown(row, 'network')) ?? []
  const hasFilter = network !== undefined || date !== undefined
  return (
    <>
      <div className="sieve">
        <Pick
          label={words.network}
          choices={[{ value: ALL, words: words.all }, ...networks.map((value) => ({ value, words: value }))]}
          value={network ?? ALL}
          onChange={(chosen) => change({ network: chosen === ALL ? undefined : chosen, after: undefined })}
        />
        <Field
          label={words.date}
          type="date"
          value={date === undefined ? '' : date.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3')}
          onChange={(text) => change({ date: text.replaceAll('-', ''), after: undefined })}
        />
      </div>
      <Asked of={found}>
        {({ reports, next }) => (
          <>
            {reports.length === 0 ? (
              <Empty>{hasFilter ? words.noneSuch : words.none}</Empty>
            ) : (
              <ReportSheet reports={reports} isStale={found.isPlaceholderData} />
            )}
            <Pages after={after} next={next} onGo={(to) => change({ after: to })} />
          </>
        )}
      </Asked>
    </>
  )
}

function ReportSheet({ reports, isStale }: { readonly reports: readonly ReportAnswer[]; readonly isStale: boolean }) {
  const words = useWords(REPORT_WORDS)
  const [language] = useLanguage()
  return (
    <Sheet
      caption={words.title}
      isStale={isStale}
      rows={reports}
      keyOf={({ id }) => id}
      columns={[
        {
          name: words.date,
          cell: ({ id, date }) => (
            <Link to="/house/reports" search={{ report: id }}>
              {dateText(date, language)}
            </Link>
          ),
        },
        {
          name: words.sender,
          cell: ({ sender, sender_name, network }) => (
            <span>
              {sender_name}
              <span className="muted small under">
                {words[sender]} · {network}
              </span>
            </span>
          ),
        },
        {
          name: words.file,
          cell: ({ file_id, kind }) => (
            <span>
              <span className="code">{file_id}</span>
              <span className="muted small under">{words.kindOf[kind]}</span>
            </span>
          ),
        },
        {
          name: words.total,
          isRight: true,
          cell: ({ count, sum, currency }) => (
            <span>
              {moneyText(sum, currency, language)}
              <span className="muted small under">{words.count(count)}</span>
            </span>
          ),
        },
        { name: words.result, cell: (report) => <ResultBadge report={report} /> },
        { name: words.taken, cell: ({ taken_at }) => timeText(taken_at, language) },
      ]}
    />
  )
}

function ResultBadge({ report }: { readonly report: ReportAnswer }) {
  const words = useWords(REPORT_WORDS)
  if (report.state === 'working') return <Badge tone="plain">{words.working}</Badge>
  const open = openIn(report)
  return open === 0 ? <Badge tone="good">{words.allMatch}</Badge> : <Badge tone="wait">{words.differ(open)}</Badge>
}
