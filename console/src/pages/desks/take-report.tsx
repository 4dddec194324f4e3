/** Takes the file that a chain's head office sent: whole, or not at all. */
import { useState } from 'react'
import { useAct } from '../../act.ts'
import { useAsk } from '../../ask.ts'
import { useWords } from '../../language.tsx'
import { ChooseFile } from '../../parts/choose-file.tsx'
import { DeedDialog } from '../../parts/deed-dialog.tsx'
import { Pick } from '../../parts/pick.tsx'
import { shown } from '../setup/shown.ts'
import { REPORT_WORDS } from './report-words.ts'

/** What the gateway takes. */
const FILE_BYTES_MAX = 1024 * 1024

interface Props {
  readonly onTaken: (report: string, file: string) => void
  readonly onClose: () => void
}

export function TakeReport({ onTaken, onClose }: Props) {
  const words = useWords(REPORT_WORDS)
  const act = useAct('takeReport')
  const shops = useAsk('shops', { query: {} }).data?.rows ?? []
  const networks = useAsk('networks', {}).data?.rows.map((row) => shown(row, 'network')) ?? []
  const [chosenNetwork, setNetwork] = useState<string | null>(null)
  const [chosenChain, setChain] = useState<string | null>(null)
  const [csv, setCsv] = useState('')
  const network = chosenNetwork ?? networks[0] ?? ''
  const own = shops.filter((row) => shown(row, 'shop').startsWith(`${network}/`))
  const chains = [...new Set(own.map((row) => shown(row, 'chain')))].sort()
  const chain = chains.find((each) => each === chosenChain) ?? chains[0] ?? ''
  const take = async () => {
    const report = await act.do({ body: { network, chain, csv } })
    if (report !== undefined) onTaken(report.id, report.file_id)
  }
  return (
    <DeedDialog
      title={words.take}
      go={words.takeGo}
      act={act}
      isReady={csv !== '' && network !== '' && chain !== ''}
      onGo={() => void take()}
      onClose={onClose}
    >
      <p className="muted">{words.takeWhy}</p>
      <div className="pair">
        <Pick
          label={words.network}
          choices={networks.map((value) => ({ value, words: value }))}
          value={network}
          onChange={setNetwork}
        />
        <Pick
          label={words.takeChain}
          choices={chains.map((value) => ({ value, words: value }))}
          value={chain}
          onChange={setChain}
        />
      </div>
      <ChooseFile label={words.takeFile} bytesMax={FILE_BYTES_MAX} onText={setCsv} />
      {csv !== '' && <p className="small">{words.takeLines(csv.trimEnd().split('\n').length)}</p>}
    </DeedDialog>
  )
}
