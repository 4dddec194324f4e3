/** Answering a shop's tills, or one till, as nobody known; and accepting them again. */
import { useState } from 'react'
import { useAct } from '../../act.ts'
import { useWords } from '../../language.tsx'
import { DeedDialog } from '../../parts/deed-dialog.tsx'
import { Field } from '../../parts/field.tsx'
import { SHOP_WORDS } from './shop-words.ts'

interface Props {
  /** Without a till it is the whole shop. */
  readonly of: { readonly network: string; readonly outlet: string; readonly till?: string }
  readonly name: string
  readonly isOff: boolean
  readonly onSay: (text: string) => void
  readonly onClose: () => void
}

export function CutOffDialog({ of, name, isOff, onSay, onClose }: Props) {
  const words = useWords(SHOP_WORDS)
  const shop = { off: useAct('disableShop'), on: useAct('enableShop') }
  const till = { off: useAct('disableTill'), on: useAct('enableTill') }
  const [reason, setReason] = useState('')
  const way = isOff ? 'on' : 'off'
  const act = of.till === undefined ? shop[way] : till[way]
  const go = async () => {
    const place = { network: of.network, outlet: of.outlet }
    const why = reason.trim() === '' ? {} : { reason: reason.trim() }
    const done =
      of.till === undefined
        ? await shop[way].do({ body: { ...place, ...why } })
        : await till[way].do({ body: { ...place, till: of.till, ...why } })
    if (done === undefined) return
    onSay(isOff ? words.enabledNow(name) : words.disabledNow(name))
    onClose()
  }
  return (
    <DeedDialog
      title={isOff ? words.enableTitle(name) : words.disableTitle(name)}
      go={isOff ? words.enable : words.disable}
      kind={isOff ? 'main' : 'danger'}
      act={act}
      onGo={() => void go()}
      onClose={onClose}
    >
      <p>{isOff ? words.enableWhy : words.disableWhy}</p>
      <Field label={words.reason} help={words.reasonHelp} maxLength={200} value={reason} onChange={setReason} />
    </DeedDialog>
  )
}
