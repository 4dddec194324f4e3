import { moneyText } from '../../figures.ts'
import { useLanguage, useWords } from '../../language.tsx'
import { Help } from '../../parts/help.tsx'
import { type InCurrency, netOf, sumOf } from './home-figures.ts'
import { HOME_WORDS } from './home-words.ts'

/** The figures of the whole range, and what waits now. */
export function Summary({ shown: { currency, waiting, days } }: { readonly shown: InCurrency }) {
  const words = useWords(HOME_WORDS)
  const [language] = useLanguage()
  const money = (amount: number) => moneyText(amount, currency, language)
  const [collected, issued, refunded, refused] = [
    sumOf(days, 'collected'),
    sumOf(days, 'issued'),
    sumOf(days, 'refunded'),
    sumOf(days, 'refused'),
  ]
  return (
    <dl className="figures">
      <div>
        <dt>{words.kinds.collected}</dt>
        <dd className="number">{money(collected.amount)}</dd>
        <dd className="muted small">{words.count(collected.count)}</dd>
      </div>
      <div>
        <dt>
          <Help term={words.net}>{words.netMeans}</Help>
        </dt>
        <dd className="number">{money(netOf(days))}</dd>
      </div>
      <div>
        <dt>{words.kinds.issued}</dt>
        <dd className="number">{money(issued.amount)}</dd>
        <dd className="muted small">{words.count(issued.count)}</dd>
      </div>
      <div>
        <dt>{words.kinds.refunded}</dt>
        <dd className="number">{money(refunded.amount)}</dd>
        <dd className="muted small">{words.count(refunded.count)}</dd>
      </div>
      <div>
        <dt>
          <Help term={words.kinds.refused}>{words.refusedMeans}</Help>
        </dt>
        <dd className="number">{words.count(refused.count)}</dd>
      </div>
      <div>
        <dt>
          <Help term={words.waiting}>{words.waitingMeans}</Help>
        </dt>
        <dd className="number">{words.count(waiting.count)}</dd>
        <dd className="muted small">{money(waiting.amount)}</dd>
      </div>
    </dl>
  )
}
