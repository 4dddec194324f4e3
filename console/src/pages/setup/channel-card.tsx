/** A payment channel with its terms, each with what it means. */
import { moneyText } from '../../figures.ts'
import { useLanguage, useWords } from '../../language.tsx'
import { Badge } from '../../parts/badge.tsx'
import { Button } from '../../parts/button.tsx'
import { Copy } from '../../parts/copy.tsx'
import { Facts } from '../../parts/facts.tsx'
import { CHANNEL_WORDS, choiceWords, HOUSE } from './channel-words.ts'
import { ProbeButton } from './probe-button.tsx'
import { majorUnits, type ShownRow, shown } from './shown.ts'

const WORDS = { ko: { change: '조건 변경' }, en: { change: 'Change its terms' } }

interface Props {
  readonly channel: ShownRow
  /** Not given where it may not be changed. */
  readonly onChange?: () => void
  readonly onSay: (text: string) => void
}

export function ChannelCard({ channel, onChange, onSay }: Props) {
  const words = useWords(CHANNEL_WORDS)
  const own = useWords(WORDS)
  const [language] = useLanguage()
  const of = (name: string) => shown(channel, name)
  const max = of('amount_max')
  const slips = of('refund_slip_days')
  return (
    <section className="panel" aria-label={of('pg')}>
      <div className="head">
        <div className="row">
          <h3 className="code">{of('pg')}</h3>
          {of('default') === 'yes' && <Badge tone="good">{words.isDefault}</Badge>}
        </div>
        {onChange !== undefined && (
          <div className="row">
            {of('connector') !== HOUSE && <ProbeButton channel={channel} onSay={onSay} />}
            <Button aria-label={`${own.change}: ${of('pg')}`} onPress={onChange}>
              {own.change}
            </Button>
          </div>
        )}
      </div>
      <div className="sides">
        <Facts
          rows={[
            [words.channelKey, <Copy key="key" text={of('channel_key')} />, words.channelKeyMeans],
            [words.network, of('network')],
            [words.currency, of('currency')],
            [words.deadlineDays, words.days(of('deadline_days')), words.deadlineDaysMeans],
            [
              words.amountMax,
              max === '' ? words.noMax : moneyText(majorUnits(max, of('currency')), of('currency'), language),
              words.amountMaxMeans,
            ],
          ]}
        />
        <Facts
          rows={[
            [words.reissue, choiceWords(words.reissueOf, of('reissue')), words.reissueMeans],
            [words.confirmTimeout, words.seconds(of('confirm_timeout_ms')), words.confirmTimeoutMeans],
            [words.receipts, choiceWords(words.receiptsOf, of('receipts')), words.receiptsMeans],
            [words.slipDays, slips === 'none' ? words.noSlips : words.days(slips), words.slipDaysMeans],
            [words.tillCancel, choiceWords(words.tillCancelOf, of('till_cancel')), words.tillCancelMeans],
            [words.connector, of('connector') === HOUSE ? words.house : of('connector'), words.connectorMeans],
          ]}
        />
      </div>
    </section>
  )
}
