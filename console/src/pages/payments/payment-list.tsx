import { Link } from '@tanstack/react-router'
import type { ConsolePayment } from '../../api.ts'
import { moneyText, numberInGroups, shortTimeText, timeText } from '../../figures.ts'
import { useLanguage, useWords } from '../../language.tsx'
import { PaymentState } from '../../parts/payment-state.tsx'
import { type Column, Sheet } from '../../parts/sheet.tsx'
import { useMerchant } from '../../shell.tsx'
import { PAYMENTS_WORDS } from './payments-words.ts'

interface Props {
  readonly payments: readonly ConsolePayment[]
  readonly isStale: boolean
}

/** A payment a row, which is a way to it. */
export function PaymentList({ payments, isStale }: Props) {
  const words = useWords(PAYMENTS_WORDS)
  const [language] = useLanguage()
  const { columns: names } = words
  const columns: readonly Column<ConsolePayment>[] = [
    { name: names.state, cell: (payment) => <PaymentState of={payment} /> },
    {
      name: names.amount,
      isRight: true,
      cell: ({ amount, cancel_amount, currency, paid_at }) => (
        <span className="stack">
          <strong>{moneyText(amount, currency, language)}</strong>
          {paid_at > 0 && cancel_amount > 0 && (
            <span className="muted small">{words.refunded(moneyText(cancel_amount, currency, language))}</span>
          )}
        </span>
      ),
    },
    { name: names.goods, cell: (payment) => <Named payment={payment} /> },
    {
      name: names.number,
      cell: ({ barcode }) => <span className="code grouped">{numberInGroups(barcode)}</span>,
    },
    { name: names.times, cell: (payment) => <Times of={payment} /> },
    { name: names.outlet, cell: ({ cvs: { outlet_name, outlet } }) => outlet_name ?? outlet },
  ]
  return (
    <div className="leading">
      <Sheet
        caption={words.title}
        columns={columns}
        rows={payments}
        keyOf={({ imp_uid }) => imp_uid}
        isStale={isStale}
      />
    </div>
  )
}

function Named({ payment: { imp_uid, name, merchant_uid } }: { readonly payment: ConsolePayment }) {
  const words = useWords(PAYMENTS_WORDS)
  const merchant = useMerchant()
  return (
    <span className="stack">
      <Link to="/m/$merchant/payments/$impUid" params={{ merchant, impUid: imp_uid }} className="way">
        {name === null || name === '' ? words.noName : name}
      </Link>
      <span className="muted small">{merchant_uid}</span>
    </span>
  )
}

/** Both time bases: when the number was issued, and when it was collected, or what came instead. */
function Times({
  of: { started_at, paid_at, expired_at, cancelled_at, failed_at, status },
}: {
  readonly of: ConsolePayment
}) {
  const words = useWords(PAYMENTS_WORDS)
  const rows = [
    [words.issued, started_at],
    [words.paid, paid_at],
    [words.deadline, status === 'ready' ? expired_at : 0],
    [paid_at > 0 ? words.gaveBack : words.revoked, cancelled_at],
    [words.expired, failed_at],
  ] as const
  return (
    <span className="stack">
      {rows
        .filter(([, at]) => at > 0)
        .map(([name, at]) => (
          <Time key={name} name={name} at={at} />
        ))}
    </span>
  )
}

function Time({ name, at }: { readonly name: string; readonly at: number }) {
  const [language] = useLanguage()
  return (
    <span className="time small" title={timeText(at, language)}>
      <span className="muted">{name}</span> {shortTimeText(at, language)}
    </span>
  )
}
