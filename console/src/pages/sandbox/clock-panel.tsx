/** The clock of practice: what it shows, and letting time pass. */
import { useEffect, useState } from 'react'
import { useAct } from '../../act.ts'
import { useAsk } from '../../ask.ts'
import { timeText } from '../../figures.ts'
import { useLanguage, useWords } from '../../language.tsx'
import { Asked } from '../../parts/asked.tsx'
import { Button } from '../../parts/button.tsx'
import { DeedDialog } from '../../parts/deed-dialog.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Field } from '../../parts/field.tsx'
import { Pick } from '../../parts/pick.tsx'
import { SANDBOX_WORDS } from './sandbox-words.ts'

type Unit = keyof typeof SANDBOX_WORDS.ko.units
const UNITS: readonly Unit[] = ['m', 'h', 'd', 's']

export function ClockPanel({ onSay }: { readonly onSay: (text: string) => void }) {
  const words = useWords(SANDBOX_WORDS)
  const clock = useAsk('practiceClock', {})
  const [amount, setAmount] = useState('1')
  const [unit, setUnit] = useState<Unit>('d')
  const [isAsked, setAsked] = useState(false)
  const isRight = /^[1-9]\d{0,7}$/.test(amount)
  return (
    <section className="panel" aria-label={words.clock}>
      <h2>{words.clock}</h2>
      <p className="muted small">{words.clockAbout}</p>
      <Asked of={clock} lines={1}>
        {({ now }) => <Ticking now={now} since={clock.dataUpdatedAt} />}
      </Asked>
      <div className="pair">
        <Field
          label={words.moveBy}
          inputMode="numeric"
          problem={isRight ? undefined : words.amountWrong}
          value={amount}
          onChange={setAmount}
        />
        <Pick
          label={words.unit}
          choices={UNITS.map((value) => ({ value, words: words.units[value] }))}
          value={unit}
          onChange={setUnit}
        />
      </div>
      <div>
        <Button isDisabled={!isRight} onPress={() => setAsked(true)}>
          {words.move}
        </Button>
      </div>
      {isAsked && <MoveDialog amount={amount} unit={unit} onSay={onSay} onClose={() => setAsked(false)} />}
    </section>
  )
}

/** It goes as real time does, between two moves. */
function Ticking({ now, since }: { readonly now: number; readonly since: number }) {
  const words = useWords(SANDBOX_WORDS)
  const [language] = useLanguage()
  const [at, setAt] = useState(Date.now)
  useEffect(() => {
    const ticking = window.setInterval(() => setAt(Date.now()), 1000)
    return () => window.clearInterval(ticking)
  }, [])
  const passed = Math.max(0, Math.floor((at - since) / 1000))
  return <Facts rows={[[words.now, <time key="now">{timeText(now + passed, language)}</time>]]} />
}

interface MoveProps {
  readonly amount: string
  readonly unit: Unit
  readonly onSay: (text: string) => void
  readonly onClose: () => void
}

function MoveDialog({ amount, unit, onSay, onClose }: MoveProps) {
  const words = useWords(SANDBOX_WORDS)
  const [language] = useLanguage()
  const act = useAct('movePracticeClock')
  const move = async () => {
    const clock = await act.do({ body: { advance: `${amount}${unit}` } })
    if (clock === undefined) return
    onSay(words.moved(timeText(clock.now, language)))
    onClose()
  }
  const by = language === 'ko' ? `${amount}${words.units[unit]}` : `${amount} ${words.units[unit]}`
  return (
    <DeedDialog title={words.moveTitle(by)} go={words.move} act={act} onGo={() => void move()} onClose={onClose}>
      <p>{words.moveWhy}</p>
    </DeedDialog>
  )
}
