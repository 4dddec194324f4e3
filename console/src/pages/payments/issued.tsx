import { Link } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import type { ConsolePayment } from '../../api.ts'
import { moneyText, numberInGroups, timeText } from '../../figures.ts'
import { useLanguage, useWords } from '../../language.tsx'
import { Button } from '../../parts/button.tsx'
import { Copy } from '../../parts/copy.tsx'
import { Facts } from '../../parts/facts.tsx'
import { useMerchant } from '../../shell.tsx'
import { ISSUE_WORDS } from './issue-words.ts'

interface Props {
  readonly payment: ConsolePayment
  readonly onAnother: () => void
}

/** A number that was just issued, for passing it on. */
export function Issued({ payment, onAnother }: Props) {
  const words = useWords(ISSUE_WORDS)
  const [language] = useLanguage()
  const merchant = useMerchant()
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => title.current?.focus(), [])
  const { imp_uid, merchant_uid, name, amount, currency, barcode, expired_at, pay_url } = payment
  return (
    <section className="panel narrow-form">
      <h2 ref={title} tabIndex={-1}>
        {words.done}
      </h2>
      <p className="muted" role="status">
        {words.doneLead}
      </p>
      <div className="field">
        <span className="label">{words.number}</span>
        <div className="big">
          <Copy text={barcode} shown={numberInGroups(barcode)} />
        </div>
      </div>
      <div className="field">
        <span className="label">{words.payPage}</span>
        <Copy text={pay_url} />
        <p className="help">{words.payPageHelp}</p>
        <div className="row">
          <a className="button" href={pay_url} target="_blank" rel="noreferrer">
            {words.open}
          </a>
          <Share payment={payment} />
        </div>
      </div>
      <Facts
        rows={[
          [words.amount, moneyText(amount, currency, language)],
          [words.deadline, timeText(expired_at, language)],
          [words.goods, name],
          [words.order, merchant_uid],
        ]}
      />
      <div className="buttons">
        <Link className="button" to="/m/$merchant/payments/$impUid" params={{ merchant, impUid: imp_uid }}>
          {words.detail}
        </Link>
        <Button kind="main" onPress={onAnother}>
          {words.another}
        </Button>
      </div>
    </section>
  )
}

/** Only where the browser hands things on to other programs. */
function Share({ payment: { pay_url, amount, currency, expired_at } }: { readonly payment: ConsolePayment }) {
  const words = useWords(ISSUE_WORDS)
  const [language] = useLanguage()
  const [isRefused, setRefused] = useState(false)
  if (!('share' in navigator)) return null
  const share = async () => {
    const text = words.shareText(moneyText(amount, currency, language), timeText(expired_at, language))
    try {
      setRefused(false)
      await navigator.share({ text, url: pay_url })
    } catch (error) {
      // Whoever thought better of it needs no word.
      setRefused(!(error instanceof DOMException && error.name === 'AbortError'))
    }
  }
  return (
    <>
      <Button onPress={() => void share()}>{words.share}</Button>
      <span className="problem" role="status">
        {isRefused ? words.notShared : ''}
      </span>
    </>
  )
}
