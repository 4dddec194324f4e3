/** The refunds of one payment, newest first, each with how far its money has come. */
import { Link } from '@tanstack/react-router'
import type { RefundAnswer } from '../../api.ts'
import { moneyText, timeText } from '../../figures.ts'
import { type InBoth, useLanguage, useWords } from '../../language.tsx'
import { useMay } from '../../session.tsx'
import { useMerchant } from '../../shell.tsx'
import { RefundState, useRouteWords } from '../refunds/refund-state.tsx'

const WORDS: InBoth<{ readonly title: string }> = { ko: { title: '환불' }, en: { title: 'Refunds' } }

export function PaymentRefunds({ refunds }: { readonly refunds: readonly RefundAnswer[] }) {
  const words = useWords(WORDS)
  const routes = useRouteWords()
  const [language] = useLanguage()
  const may = useMay()
  const merchant = useMerchant()
  if (refunds.length === 0) return null
  return (
    <section className="panel" aria-labelledby="refunds">
      <h2 id="refunds">{words.title}</h2>
      <ul className="rows">
        {refunds.map((refund) => {
          const amount = moneyText(refund.amount, refund.currency, language)
          return (
            <li key={refund.id}>
              <div className="row">
                <RefundState refund={refund} />
                {may('refunds.read') ? (
                  <Link to="/m/$merchant/refunds/$id" params={{ merchant, id: refund.id }}>
                    {amount}
                  </Link>
                ) : (
                  amount
                )}
                <span className="muted">{routes[refund.route]}</span>
              </div>
              <p className="muted small">
                {refund.reason} · {timeText(refund.accepted_at, language)}
              </p>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
