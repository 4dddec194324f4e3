/** Asks the PG behind a channel whether it understands us; nothing is moved by it. */
import { useAct } from '../../act.ts'
import { useWords } from '../../language.tsx'
import { Button } from '../../parts/button.tsx'
import { Refused } from '../../parts/refused.tsx'
import { CHANNEL_WORDS } from './channel-words.ts'
import { type ShownRow, shown } from './shown.ts'

interface Props {
  readonly channel: ShownRow
  readonly onSay: (text: string) => void
}

export function ProbeButton({ channel, onSay }: Props) {
  const words = useWords(CHANNEL_WORDS)
  const act = useAct('probeChannel')
  const pg = shown(channel, 'pg')
  const probe = async () => {
    onSay('')
    const path = { merchant: shown(channel, 'merchant'), channel: shown(channel, 'channel_key') }
    const row = (await act.do({ path }))?.rows[0]
    if (row !== undefined) onSay(words.probed(pg, shown(row, 'answered').replace(/^in /, '')))
  }
  return (
    <>
      <Refused by={act.problem} />
      <Button aria-label={`${words.probe}: ${pg}`} isPending={act.isBusy} onPress={() => void probe()}>
        {words.probe}
      </Button>
    </>
  )
}
