/** The world around a gateway of practice: its clock, its till and seller, the values that make an outcome, a new beginning. */
import { useState } from 'react'
import { useAct } from '../../act.ts'
import type { PracticeScripts } from '../../api.ts'
import { useAsk } from '../../ask.ts'
import { useWords } from '../../language.tsx'
import { Asked } from '../../parts/asked.tsx'
import { Button } from '../../parts/button.tsx'
import { Copy } from '../../parts/copy.tsx'
import { DeedDialog } from '../../parts/deed-dialog.tsx'
import { Head } from '../../parts/head.tsx'
import { Said } from '../../parts/said.tsx'
import { Sheet } from '../../parts/sheet.tsx'
import { Empty } from '../../parts/states.tsx'
import { WayOut } from '../../parts/way-out.tsx'
import { WordsOf } from '../../parts/words-of.tsx'
import { useMay, useSession } from '../../session.tsx'
import { ClockPanel } from './clock-panel.tsx'
import { PlayPanel } from './play-panel.tsx'
import { SANDBOX_WORDS } from './sandbox-words.ts'

export function SandboxPage() {
  const words = useWords(SANDBOX_WORDS)
  const { practice } = useSession()
  const maySteer = useMay()('practice.steer')
  const [said, say] = useState('')
  return (
    <>
      <Head title={words.title} />
      <Said>{said}</Said>
      {practice && maySteer ? <Tools onSay={say} /> : <Empty>{practice ? words.notYours : words.notHere}</Empty>}
    </>
  )
}

function Tools({ onSay }: { readonly onSay: (text: string) => void }) {
  const scripts = useAsk('practiceScripts', {})
  return (
    <>
      <div className="sides">
        <ClockPanel onSay={onSay} />
        <Places tills={scripts.data?.tills ?? []} />
      </div>
      <Asked of={scripts}>
        {({ misbehaviours, magic }) => (
          <>
            <PlayPanel misbehaviours={misbehaviours} />
            <Magic magic={magic} />
          </>
        )}
      </Asked>
      <Reset onSay={onSay} />
    </>
  )
}

function Places({ tills }: Pick<PracticeScripts, 'tills'>) {
  const words = useWords(SANDBOX_WORDS)
  const places = [
    ['/till', words.till, words.tillAbout],
    ['/shop', words.shop, words.shopAbout],
  ] as const
  return (
    <section className="panel" aria-label={words.places}>
      <h2>{words.places}</h2>
      {places.map(([path, name, about]) => (
        <p key={path}>
          <WayOut to={new URL(path, window.location.origin).href}>{name}</WayOut>
          <br />
          <span className="muted small">{about}</span>
        </p>
      ))}
      <p className="small">
        <span className="muted">{words.tills}: </span>
        <span className="code">{tills.join(', ')}</span>
      </p>
    </section>
  )
}

function Magic({ magic }: Pick<PracticeScripts, 'magic'>) {
  const words = useWords(SANDBOX_WORDS)
  const fields = [...new Set(magic.map(({ field }) => field))]
  return (
    <>
      <h2>{words.magic}</h2>
      <p className="muted">{words.magicAbout}</p>
      {fields.map((field) => (
        <section key={field} aria-label={words.fieldOf[field]}>
          <h3>{words.fieldOf[field]}</h3>
          <Sheet
            caption={words.fieldOf[field]}
            columns={[
              { name: words.value, cell: ({ value }) => <Copy text={value} /> },
              { name: words.happens, cell: (each) => <WordsOf words={each.words} /> },
            ]}
            rows={magic.filter((each) => each.field === field)}
            keyOf={({ value }) => value}
          />
        </section>
      ))}
    </>
  )
}

function Reset({ onSay }: { readonly onSay: (text: string) => void }) {
  const words = useWords(SANDBOX_WORDS)
  const act = useAct('resetPractice')
  const [isAsked, setAsked] = useState(false)
  const reset = async () => {
    if ((await act.do({})) === undefined) return
    setAsked(false)
    onSay(words.resetDone)
  }
  return (
    <section className="panel" aria-label={words.reset}>
      <h2>{words.reset}</h2>
      <p className="muted">{words.resetAbout}</p>
      <div>
        <Button kind="danger" onPress={() => setAsked(true)}>
          {words.resetGo}
        </Button>
      </div>
      {isAsked && (
        <DeedDialog
          title={words.resetTitle}
          go={words.resetGo}
          kind="danger"
          act={act}
          onGo={() => void reset()}
          onClose={() => setAsked(false)}
        >
          <p>{words.resetAbout}</p>
        </DeedDialog>
      )}
    </section>
  )
}
