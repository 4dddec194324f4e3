/** Takes what the search finds along as a file: which columns, for what reason, and how far it has come. */
import { type FormEvent, useRef, useState } from 'react'
import { useAct } from '../../act.ts'
import { save } from '../../files.ts'
import { LANGUAGES, type Language, useLanguage, useWords } from '../../language.tsx'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Field } from '../../parts/field.tsx'
import { Pick } from '../../parts/pick.tsx'
import { Refused } from '../../parts/refused.tsx'
import { Tick } from '../../parts/tick.tsx'
import { useMerchant } from '../../shell.tsx'
import { EXPORT_WORDS, type ExportColumn, type Format } from './export-words.ts'
import type { Filter } from './search.ts'

const FORMATS: readonly Format[] = ['xlsx', 'csv']
const COLUMNS = Object.keys(EXPORT_WORDS.ko.names) as readonly ExportColumn[]
const LANGUAGE_NAMES: Readonly<Record<Language, string>> = { ko: '한국어', en: 'English' }
const REASON_CHARACTERS_MIN = 2
const REASON_CHARACTERS_MAX = 200

interface Props {
  readonly filter: Filter
  readonly onClose: () => void
}

export function ExportDialog({ filter, onClose }: Props) {
  const words = useWords(EXPORT_WORDS)
  const [shownIn] = useLanguage()
  const [format, setFormat] = useState<Format>('xlsx')
  const [language, setLanguage] = useState(shownIn)
  const [columns, setColumns] = useState<ReadonlySet<ExportColumn>>(new Set(COLUMNS))
  const [reason, setReason] = useState('')
  const [isAsked, setAsked] = useState(false)
  const making = useExport()
  const isReasonMissing = reason.trim().length < REASON_CHARACTERS_MIN
  const make = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (isReasonMissing || columns.size === 0) return
    const chosen = COLUMNS.filter((column) => columns.has(column))
    void making.make({ ...filter, format, language, columns: chosen, reason: reason.trim() })
  }
  const stop = () => {
    making.stop()
    onClose()
  }
  return (
    <Dialog title={words.title} isOpen isBusy={making.isBusy} onClose={onClose}>
      <form className="form" onSubmit={make}>
        <p>{words.what(Object.keys(filter).length > 0)}</p>
        <p className="muted small">{words.masked}</p>
        <div className="pair">
          <Pick
            label={words.format}
            choices={FORMATS.map((value) => ({ value, words: words.formats[value] }))}
            value={format}
            onChange={setFormat}
          />
          <Pick
            label={words.language}
            choices={LANGUAGES.map((value) => ({ value, words: LANGUAGE_NAMES[value] }))}
            value={language}
            onChange={setLanguage}
          />
        </div>
        <ColumnPick chosen={columns} onChange={setColumns} />
        {isAsked && columns.size === 0 && <p className="problem">{words.noColumn}</p>}
        <Field
          label={words.reason}
          help={words.reasonHelp}
          isRequired
          maxLength={REASON_CHARACTERS_MAX}
          problem={isAsked && isReasonMissing ? words.reasonMissing : undefined}
          value={reason}
          onChange={setReason}
        />
        <Refused by={making.problem} />
        <p role="status">{making.said}</p>
        <div className="buttons">
          <Button onPress={stop}>{making.isBusy ? words.stop : words.close}</Button>
          <Button kind="main" type="submit" isPending={making.isBusy}>
            {words.go}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

interface ColumnPickProps {
  readonly chosen: ReadonlySet<ExportColumn>
  readonly onChange: (chosen: ReadonlySet<ExportColumn>) => void
}

function ColumnPick({ chosen, onChange }: ColumnPickProps) {
  const words = useWords(EXPORT_WORDS)
  const hasAll = chosen.size === COLUMNS.length
  const turn = (column: ExportColumn, isOn: boolean) =>
    onChange(new Set(COLUMNS.filter((each) => (each === column ? isOn : chosen.has(each)))))
  return (
    <fieldset className="ticks">
      <legend>{words.columns}</legend>
      <Button kind="quiet" onPress={() => onChange(new Set(hasAll ? [] : COLUMNS))}>
        {hasAll ? words.none : words.all}
      </Button>
      <div>
        {COLUMNS.map((column) => (
          <Tick key={column} isSelected={chosen.has(column)} onChange={(isOn) => turn(column, isOn)}>
            {words.names[column]}
          </Tick>
        ))}
      </div>
    </fieldset>
  )
}

type Wanted = Parameters<ReturnType<typeof useAct<'exportPayments'>>['do']>[0]['body']

function useExport() {
  const words = useWords(EXPORT_WORDS)
  const [language] = useLanguage()
  const merchant = useMerchant()
  const act = useAct('exportPayments')
  const stopping = useRef<AbortController>(undefined)
  const [said, setSaid] = useState('')
  const make = async (body: Wanted) => {
    const stop = new AbortController()
    stopping.current = stop
    setSaid(words.making(sizeText(0, language)))
    const file = await act.do(
      { path: { merchant }, body },
      { signal: stop.signal, received: (bytes) => setSaid(words.making(sizeText(bytes, language))) },
    )
    setSaid(file === undefined ? '' : words.saved(file.name, sizeText(file.size, language)))
    if (file !== undefined) save(file)
  }
  return { make, stop: () => stopping.current?.abort(), isBusy: act.isBusy, problem: act.problem, said }
}

function sizeText(bytes: number, language: Language): string {
  const inKilo = { style: 'unit', unit: 'kilobyte', maximumFractionDigits: 0 } as const
  const inMega = { style: 'unit', unit: 'megabyte', maximumFractionDigits: 1 } as const
  const [size, style] = bytes < 1_000_000 ? [Math.ceil(bytes / 1_000), inKilo] : [bytes / 1_000_000, inMega]
  return new Intl.NumberFormat(language, style).format(size)
}
