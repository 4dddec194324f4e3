/** What somebody does about money in suspense, asked once more before it is done. */
import { useState } from 'react'
import { useAct } from '../../act.ts'
import type { SuspenseAnswer } from '../../api.ts'
import { moneyText, numberInGroups } from '../../figures.ts'
import { useLanguage, useWords } from '../../language.tsx'
import { DeedDialog } from '../../parts/deed-dialog.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Field } from '../../parts/field.tsx'
import { WordsOf } from '../../parts/words-of.tsx'
import { isNote, NOTE_CHARACTERS_MAX } from './desk-words.ts'
import { LATE_CASH_WORDS } from './late-cash-words.ts'

export type LateCashDeed = SuspenseAnswer['actions'][number]

interface Props {
  readonly entry: SuspenseAnswer
  readonly deed: LateCashDeed
  readonly onSay: (text: string) => void
  readonly onClose: () => void
}

export function LateCashDialog({ entry, deed, onSay, onClose }: Props) {
  const words = useWords(LATE_CASH_WORDS)
  const [language] = useLanguage()
  const acts = { post: useAct('postSuspense'), refund: useAct('refundSuspense'), hold: useAct('holdSuspense') }
  const [note, setNote] = useState('')
  const given = note.trim()
  const { id, amount, currency, number, outlet_name, cause_words } = entry
  const path = { id }
  const deeds = {
    post: () => acts.post.do({ path, body: given === '' ? {} : { note: given } }),
    refund: () => acts.refund.do({ path, body: { note: given } }),
    hold: () => acts.hold.do({ path, body: { note: given } }),
  }
  const said = { post: words.posted, refund: words.refunded, hold: words.heldNow }
  const settle = async () => {
    if ((await deeds[deed]()) === undefined) return
    onSay(said[deed])
    onClose()
  }
  return (
    <DeedDialog
      title={words[`${deed}Title`]}
      go={words[deed]}
      kind={deed === 'refund' ? 'danger' : 'main'}
      act={acts[deed]}
      isReady={deed === 'post' || isNote(note)}
      onGo={() => void settle()}
      onClose={onClose}
    >
      <Facts
        rows={[
          [words.amount, moneyText(amount, currency, language)],
          [words.shop, outlet_name],
          [words.number, numberInGroups(number)],
          [words.cause, <WordsOf key="cause" words={cause_words} />],
        ]}
      />
      <p>{words[`${deed}Why`]}</p>
      <Field
        label={words[`${deed}Note`]}
        help={words[`${deed}NoteHelp`]}
        autoFocus
        isRequired={deed !== 'post'}
        maxLength={NOTE_CHARACTERS_MAX}
        value={note}
        onChange={setNote}
      />
    </DeedDialog>
  )
}
