/** The secrets of many tills, shown once: too many to copy by hand, so they are a file to hand over. */
import { save } from '../../files.ts'
import { useWords } from '../../language.tsx'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Sheet } from '../../parts/sheet.tsx'
import { IMPORT_WORDS } from './import-words.ts'
import { type ShownRow, shown } from './shown.ts'

const SHOWN_MAX = 20

interface Props {
  readonly rows: readonly ShownRow[]
  readonly onClose: () => void
}

export function SecretsShown({ rows, onClose }: Props) {
  const words = useWords(IMPORT_WORDS)
  const download = () => {
    const lines = rows.map((row) => `${shown(row, 'terminal')},${shown(row, 'secret')}`)
    const csv = `${['terminal,secret', ...lines].join('\r\n')}\r\n`
    save(new File([csv], 'new-tills.csv', { type: 'text/csv;charset=utf-8' }))
  }
  return (
    <Dialog title={words.secretsTitle} isOpen isBusy onClose={onClose}>
      <p>{words.secretsWhy}</p>
      <Sheet
        caption={words.secretsTitle}
        columns={[
          { name: words.terminal, cell: (row) => <span className="code">{shown(row, 'terminal')}</span> },
          { name: words.secret, cell: (row) => <span className="code small">{shown(row, 'secret')}</span> },
        ]}
        rows={rows.slice(0, SHOWN_MAX)}
        keyOf={(row) => shown(row, 'terminal')}
      />
      {rows.length > SHOWN_MAX && <p className="muted">{words.more(rows.length - SHOWN_MAX)}</p>}
      <div className="buttons">
        <Button kind="main" onPress={download}>
          {words.download}
        </Button>
        <Button onPress={onClose}>{words.done}</Button>
      </div>
    </Dialog>
  )
}
