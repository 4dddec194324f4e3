/** Every payment of the merchant, the newest issue first: looked for, narrowed down, taken along as a file. */
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { AdminRoutes } from '../../api.ts'
import { useAsk } from '../../ask.ts'
import { timeText } from '../../figures.ts'
import { useLanguage, useWords } from '../../language.tsx'
import { Button } from '../../parts/button.tsx'
import { Head } from '../../parts/head.tsx'
import { Pages } from '../../parts/pages.tsx'
import { Refused } from '../../parts/refused.tsx'
import { Empty, Failure, Loading } from '../../parts/states.tsx'
import { WordsOf } from '../../parts/words-of.tsx'
import { useMay } from '../../session.tsx'
import { useMerchant } from '../../shell.tsx'
import { ExportDialog } from './export-dialog.tsx'
import { PaymentList } from './payment-list.tsx'
import { PAYMENTS_WORDS } from './payments-words.ts'
import { type Search, useSearch } from './search.ts'
import { SearchForm } from './search-form.tsx'

type Found = AdminRoutes['searchPayments']['answer']

export function PaymentsPage() {
  const words = useWords(PAYMENTS_WORDS)
  const may = useMay()
  const merchant = useMerchant()
  const search = useSearch()
  const [isExporting, setExporting] = useState(false)
  return (
    <>
      <Head title={words.title}>
        {may('payments.export') && <Button onPress={() => setExporting(true)}>{words.export}</Button>}
        {may('payments.issue') && (
          <Link className="button main" to="/m/$merchant/issue" params={{ merchant }}>
            {words.issue}
          </Link>
        )}
      </Head>
      <SearchForm search={search} />
      <Results search={search} />
      {isExporting && <ExportDialog filter={search.filter} onClose={() => setExporting(false)} />}
    </>
  )
}

function Results({ search }: { readonly search: Search }) {
  const words = useWords(PAYMENTS_WORDS)
  const merchant = useMerchant()
  const { address, filter, change } = search
  const body = address.after === undefined ? filter : { ...filter, after: address.after }
  const asked = useAsk('searchPayments', { path: { merchant }, body }, { keepsBefore: true, isOlder })
  const { data, error, refetch, isPlaceholderData } = asked
  if (data === undefined) {
    if (error === null) return <Loading lines={10} />
    return (
      <Failure onRetry={() => void refetch()}>
        <WordsOf words={error.words} />
      </Failure>
    )
  }
  return (
    <>
      <Refused by={error} />
      {data.payments.length === 0 ? (
        <Nothing search={search} found={data} />
      ) : (
        <PaymentList payments={data.payments} isStale={isPlaceholderData} />
      )}
      <div className="head">
        <Told found={data} />
        <Pages
          after={address.after}
          next={data.next}
          nextWords={data.payments.length < PAGE ? words.further : undefined}
          onGo={(after) => change({ after })}
        />
      </div>
    </>
  )
}

/** As many as the API gives where nothing is said. */
const PAGE = 30

/** Of one payment in both, the second tells less than is known. */
function isOlder(shown: Found, come: Found): boolean {
  const versions = new Map(shown.payments.map(({ imp_uid, version }) => [imp_uid, version]))
  return come.payments.some(({ imp_uid, version }) => version < (versions.get(imp_uid) ?? 0))
}

/** How much of what there is was looked at. */
function Told({ found: { payments, next, looked_back_to } }: { readonly found: Found }) {
  const words = useWords(PAYMENTS_WORDS)
  const [language] = useLanguage()
  const isShort = payments.length < PAGE && looked_back_to !== null
  return (
    <p className="muted small" role="status">
      {payments.length > 0 && (next === null ? words.foundAll(payments.length) : words.found(payments.length))}{' '}
      {payments.length > 0 && isShort && words.lookedBackTo(timeText(looked_back_to, language))}
    </p>
  )
}

function Nothing({ search, found }: { readonly search: Search; readonly found: Found }) {
  const words = useWords(PAYMENTS_WORDS)
  const [language] = useLanguage()
  const may = useMay()
  const merchant = useMerchant()
  const { filter, customer, isFiltered, address, clear } = search
  if (found.looked_back_to !== null) return <Empty>{words.notYet(timeText(found.looked_back_to, language))}</Empty>
  if (!isFiltered && address.after === undefined) {
    const issue = (
      <Link className="button" to="/m/$merchant/issue" params={{ merchant }}>
        {words.issue}
      </Link>
    )
    return <Empty action={may('payments.issue') && issue}>{words.nothingYet}</Empty>
  }
  const tries = [
    ...(filter.text === undefined ? [] : [words.tries.text]),
    ...(customer === null ? [] : [words.tries.customer]),
    ...(filter.from === undefined && filter.to === undefined ? [] : [words.tries.range]),
    ...(filter.status === undefined ? [] : [words.tries.status]),
  ]
  const clearing = (
    <>
      <ul className="tries">
        {tries.map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
      {isFiltered && <Button onPress={clear}>{words.clear}</Button>}
    </>
  )
  return <Empty action={clearing}>{words.nothingFound}</Empty>
}
