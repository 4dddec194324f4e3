/** One report file: how its rows add up, and each row beside ours. */
import { Link } from '@tanstack/react-router'
import { useAddress } from '../../address.ts'
import type { OursOnly, ReportAnswer, ReportRows } from '../../api.ts'
import { useAsk } from '../../ask.ts'
import { dateText, moneyText, numberInGroups, timeText } from '../../figures.ts'
import { useLanguage, useWords } from '../../language.tsx'
import { Asked } from '../../parts/asked.tsx'
import { Button } from '../../parts/button.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Pages } from '../../parts/pages.tsx'
import { type Column, Sheet } from '../../parts/sheet.tsx'
import { Empty } from '../../parts/states.tsx'
import { Tabs } from '../../parts/tabs.tsx'
import { WordsOf } from '../../parts/words-of.tsx'
import { usePayTypeWords } from './desk-words.ts'
import { REPORT_WORDS, type RowResult } from './report-words.ts'

const RESULTS: readonly RowResult[] = ['theirs_only', 'amount_differs', 'duplicate', 'shifted', 'matched']
type View = RowResult | 'all' | 'ours_only'
const VIEWS: readonly View[] = ['all', ...RESULTS, 'ours_only']
const ROWS = 50

export function OneReport({ id }: { readonly id: string }) {
  const words = useWords(REPORT_WORDS)
  const [{ result, after }, change] = useAddress(['report', 'result', 'after'])
  const asked = useAsk('report', { path: { id } })
  const view = VIEWS.find((each) => each === result) ?? 'all'
  return (
    <>
      <p>
        <Link to="/house/reports" search={{}}>
          {words.toAll}
        </Link>
      </p>
      <Asked of={asked}>
        {(report) => (
          <>
            <ReportFacts report={report} onAgain={() => void asked.refetch()} />
            <h2>{words.rowsTitle}</h2>
            <Tabs
              label={words.rowsTitle}
              views={VIEWS.map((each) => ({ view: each, words: tabText(each, report, words) }))}
              shown={view}
              addressOf={(each: View) => (each === 'all' ? { report: id } : { report: id, result: each })}
            />
            {view === 'ours_only' ? (
              <OursOnlyRows report={report} />
            ) : (
              <Rows
                report={report}
                result={view === 'all' ? undefined : view}
                after={after}
                onGo={(to) => change({ after: to })}
              />
            )}
          </>
        )}
      </Asked>
    </>
  )
}

function tabText(view: View, { results, ours_only, count }: ReportAnswer, words: typeof REPORT_WORDS.ko): string {
  if (view === 'all') return `${words.all} ${count}`
  const many = view === 'ours_only' ? (ours_only ?? '–') : results[view]
  return `${words.results[view]} ${many}`
}

function ReportFacts({ report, onAgain }: { readonly report: ReportAnswer; readonly onAgain: () => void }) {
  const words = useWords(REPORT_WORDS)
  const [language] = useLanguage()
  const { date, network, sender, sender_name, file_id, seq, kind, count, sum, currency, taken_at, state } = report
  return (
    <section className="panel" aria-label={file_id}>
      {state === 'working' && (
        <p className="stale">
          {words.workingWhy} <Button onPress={onAgain}>{words.again}</Button>
        </p>
      )}
      <div className="sides">
        <Facts
          rows={[
            [words.date, dateText(date, language)],
            [words.sender, `${sender_name} (${words[sender]} · ${network})`],
            [words.taken, timeText(taken_at, language)],
          ]}
        />
        <Facts
          rows={[
            [words.file, `${file_id} · ${words.seq(seq)}`],
            [words.kind, words.kindOf[kind]],
            [words.total, `${words.count(count)} · ${moneyText(sum, currency, language)}`],
          ]}
        />
      </div>
    </section>
  )
}

interface RowsProps {
  readonly report: ReportAnswer
  readonly result: RowResult | undefined
  readonly after: string | undefined
  readonly onGo: (after: string | undefined) => void
}

function Rows({ report: { id, currency }, result, after, onGo }: RowsProps) {
  const words = useWords(REPORT_WORDS)
  const query = { result, after: after === undefined ? undefined : Number(after) || 0, limit: ROWS }
  const asked = useAsk('reportRows', { path: { id }, query }, { keepsBefore: true })
  const columns = useRowColumns(currency)
  return (
    <Asked of={asked}>
      {({ rows, next }) => (
        <>
          {rows.length === 0 ? (
            <Empty>{words.noRows}</Empty>
          ) : (
            <Sheet
              caption={words.rowsTitle}
              isStale={asked.isPlaceholderData}
              rows={rows}
              keyOf={({ row }) => String(row)}
              columns={columns}
            />
          )}
          <Pages after={after} next={next === null ? null : String(next)} onGo={onGo} />
        </>
      )}
    </Asked>
  )
}

type Row = ReportRows['rows'][number]

function useRowColumns(currency: ReportAnswer['currency']): readonly Column<Row>[] {
  const words = useWords(REPORT_WORDS)
  const payTypes = usePayTypeWords()
  const [language] = useLanguage()
  return [
    { name: words.row, cell: ({ row }) => row },
    { name: words.result, cell: ({ result_words }) => <WordsOf words={result_words} /> },
    {
      name: words.amount,
      isRight: true,
      cell: ({ sign, amount, pay_type }) => (
        <span>
          {sign === '-' && '−'}
          {moneyText(amount, currency, language)}
          <span className="muted small under">{payTypes[pay_type]}</span>
        </span>
      ),
    },
    { name: words.number, cell: ({ number }) => <span className="number">{numberInGroups(number)}</span> },
    {
      name: words.place,
      cell: ({ outlet, till, stan, taken_at }) => (
        <span>
          {outlet}
          <span className="muted small under">
            {[
              till === null ? '' : words.till(till),
              stan === null ? '' : words.trace(stan),
              timeText(taken_at, language),
            ]
              .filter((text) => text !== '')
              .join(' · ')}
          </span>
        </span>
      ),
    },
    {
      name: words.ours,
      cell: ({ imp_uid, suspense }) => (
        <span>
          <span className="code">{imp_uid}</span>{' '}
          {suspense !== null && (
            <Link to="/house/late-cash" search={{ entry: suspense }}>
              {words.suspense}
            </Link>
          )}
        </span>
      ),
    },
  ]
}

function OursOnlyRows({ report: { id, currency } }: { readonly report: ReportAnswer }) {
  const words = useWords(REPORT_WORDS)
  const payTypes = usePayTypeWords()
  const [language] = useLanguage()
  const asked = useAsk('reportOursOnly', { path: { id } })
  const columns: readonly Column<OursOnly['collects'][number]>[] = [
    {
      name: words.amount,
      isRight: true,
      cell: ({ amount, pay_type }) => (
        <span>
          {moneyText(amount, currency, language)}
          <span className="muted small under">{payTypes[pay_type]}</span>
        </span>
      ),
    },
    { name: words.number, cell: ({ number }) => <span className="number">{numberInGroups(number)}</span> },
    {
      name: words.place,
      cell: ({ outlet, till, approval_no }) => (
        <span>
          {outlet}
          <span className="muted small under">{`${words.till(till)} · ${words.approval(approval_no)}`}</span>
        </span>
      ),
    },
    { name: words.ours, cell: ({ imp_uid }) => <span className="code">{imp_uid}</span> },
  ]
  return (
    <>
      <p className="muted">{words.oursOnlyWhy}</p>
      <Asked of={asked}>
        {({ collects, total }) => (
          <>
            {total > collects.length && <p className="small">{words.oursOnlyMore(total)}</p>}
            {collects.length === 0 ? (
              <Empty>{words.noRows}</Empty>
            ) : (
              <Sheet caption={words.results.ours_only} rows={collects} keyOf={({ ours }) => ours} columns={columns} />
            )}
          </>
        )}
      </Asked>
    </>
  )
}
