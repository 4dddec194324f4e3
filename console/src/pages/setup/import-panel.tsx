/** Shops and tills of a file: looked at first, every wrong line named; then all of it is taken, or nothing. */
import { useState } from 'react'
import { type Act, useAct } from '../../act.ts'
import { useAsk } from '../../ask.ts'
import { useLanguage, useWords } from '../../language.tsx'
import { Button } from '../../parts/button.tsx'
import { ChooseFile } from '../../parts/choose-file.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Field } from '../../parts/field.tsx'
import { Pick } from '../../parts/pick.tsx'
import { Refused } from '../../parts/refused.tsx'
import { Sheet } from '../../parts/sheet.tsx'
import { IMPORT_WORDS } from './import-words.ts'
import { SecretsShown } from './secrets-shown.tsx'
import { type ShownRow, shown } from './shown.ts'

interface Plan {
  /** What was looked at: another text needs another look. */
  readonly of: string
  readonly sums: ShownRow
  readonly problems: readonly ShownRow[]
}

export function ImportPanel({ onSay }: { readonly onSay: (text: string) => void }) {
  const words = useWords(IMPORT_WORDS)
  const networks = useAsk('networks', {}).data?.rows.map((row) => shown(row, 'network')) ?? []
  const [chosen, setChosen] = useState<string | null>(null)
  const [csv, setCsv] = useState('')
  const [plan, setPlan] = useState<Plan | null>(null)
  const [made, setMade] = useState<readonly ShownRow[] | null>(null)
  const looking = useAct('importShops')
  const taking = useAct('importShops')
  const network = chosen ?? networks[0] ?? ''
  const of = `${network}\n${csv}`
  const look = async () => {
    taking.forget()
    const rows = (await looking.do({ body: { network, csv, dry_run: 'yes' } }))?.rows
    const sums = rows?.find((row) => 'rows' in row)
    setPlan(
      rows === undefined || sums === undefined ? null : { of, sums, problems: rows.filter((row) => row !== sums) },
    )
  }
  const take = async () => {
    const rows = (await taking.do({ body: { network, csv } }))?.rows
    if (rows === undefined) return
    setMade(rows)
    setPlan(null)
    setCsv('')
    onSay(words.taken(rows.length))
  }
  return (
    <div className="panel">
      <p className="muted">{words.about}</p>
      <Pick
        label={words.network}
        choices={networks.map((value) => ({ value, words: value }))}
        value={network}
        onChange={setChosen}
      />
      <ChooseFile label={words.file} bytesMax={FILE_BYTES_MAX} onText={setCsv} />
      <Field label={words.text} lines={8} placeholder={EXAMPLE} value={csv} onChange={setCsv} />
      <div className="row">
        <Button kind="main" onPress={() => void look()} isPending={looking.isBusy} isDisabled={csv.trim() === ''}>
          {words.check}
        </Button>
        <span className="help">{words.checkHelp}</span>
      </div>
      <Refused by={looking.problem} />
      {plan !== null && plan.of === of && <PlanShown plan={plan} taking={taking} onTake={() => void take()} />}
      {made !== null && <SecretsShown rows={made} onClose={() => setMade(null)} />}
    </div>
  )
}

/** What the gateway takes. */
const FILE_BYTES_MAX = 1024 * 1024
const EXAMPLE = 'outlet,outlet_name,chain,till\nHB002,한빛마트 2호점,한빛마트,1\nHB002,,,2'

interface PlanProps {
  readonly plan: Plan
  readonly taking: Omit<Act<'importShops'>, 'do'>
  readonly onTake: () => void
}

function PlanShown({ plan: { sums, problems }, taking, onTake }: PlanProps) {
  const words = useWords(IMPORT_WORDS)
  const [language] = useLanguage()
  const newChains = shown(sums, 'new_chains')
  const tills = shown(sums, 'new_tills')
  return (
    <>
      <h2>{words.planTitle}</h2>
      {problems.length > 0 && (
        <>
          <p className="refused" role="alert">
            {words.wrong(shown(sums, 'wrong_rows'))}
          </p>
          <Sheet
            caption={words.problems}
            columns={[
              { name: words.line, cell: (row) => shown(row, 'line') },
              {
                name: words.problem,
                cell: (row) => shown(row, language === 'ko' ? 'problem_ko' : 'problem'),
              },
            ]}
            rows={problems}
            keyOf={(row) => shown(row, 'line')}
          />
        </>
      )}
      <div className="narrow">
        <Facts
          rows={[
            [words.rows, shown(sums, 'rows')],
            [words.newShops, shown(sums, 'new_shops')],
            [words.newTills, tills],
            [words.newChains, newChains],
          ]}
        />
      </div>
      {newChains !== '' && <p className="warned">{words.newChainsWarn}</p>}
      <Refused by={taking.problem} />
      {problems.length === 0 && (
        <div className="row">
          <Button kind="main" onPress={onTake} isPending={taking.isBusy}>
            {words.take(tills)}
          </Button>
          <span className="help">{words.takeWhy}</span>
        </div>
      )}
    </>
  )
}
