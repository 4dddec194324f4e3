/** What only the operator says of a refund: that its money is out, that it could not go, or that it goes another way. */
import { useState } from 'react'
import { useAct } from '../../act.ts'
import type { RefundDetail } from '../../api.ts'
import { moneyText } from '../../figures.ts'
import { type InBoth, useLanguage, useWords } from '../../language.tsx'
import { Button } from '../../parts/button.tsx'
import { DeedDialog } from '../../parts/deed-dialog.tsx'
import { Field } from '../../parts/field.tsx'
import { fieldProblem } from '../../parts/field-problem.ts'
import { useMerchant } from '../../shell.tsx'
import { ROUTE_PARTS, RouteFields, useRefundRoute } from './route-fields.tsx'

type Action = 'paid_out' | 'failed' | 'reroute'

interface ActionWords {
  readonly actions: string
  readonly button: Readonly<Record<Action, string>>
  readonly text: Readonly<Record<Action, (money: string) => string>>
  readonly done: Readonly<Record<Action, string>>
  readonly note: string
  readonly noteNeeded: string
  readonly noteHelp: string
  readonly noteMissing: string
}

const WORDS: InBoth<ActionWords> = {
  ko: {
    actions: '할 수 있는 일',
    button: { paid_out: '지급 완료', failed: '지급 실패', reroute: '환불 방법 변경' },
    text: {
      paid_out: (money) => `${money}을 고객에게 실제로 보낸 뒤에 누르세요. 되돌릴 수 없습니다.`,
      failed: (money) => `${money}이 고객에게 가지 않은 것이 확실할 때 누르세요. 가맹점에 통지됩니다.`,
      reroute: (money) => `${money}을 다른 계좌나 새 환불 바코드로 보냅니다. 지금 바코드는 바로 쓸 수 없게 됩니다.`,
    },
    done: {
      paid_out: '지급 완료로 처리했습니다.',
      failed: '지급 실패로 처리했습니다.',
      reroute: '환불 방법을 바꾸었습니다.',
    },
    note: '메모(선택)',
    noteNeeded: '실패한 이유',
    noteHelp: '가맹점이 이 화면에서 읽습니다. 계좌번호나 이름은 적지 마세요.',
    noteMissing: '실패한 이유를 적어 주세요.',
  },
  en: {
    actions: 'What can be done',
    button: { paid_out: 'Paid out', failed: 'Payout failed', reroute: 'Send another way' },
    text: {
      paid_out: (money) => `Press it once ${money} has really gone to the customer. This cannot be undone.`,
      failed: (money) => `Press it where ${money} has certainly not gone to the customer. The merchant is told.`,
      reroute: (money) => `${money} goes to another account or by a new slip. The slip there is now is dead at once.`,
    },
    done: {
      paid_out: 'It is settled as paid out.',
      failed: 'It is settled as failed.',
      reroute: 'It goes another way.',
    },
    note: 'Note (optional)',
    noteNeeded: 'Why it failed',
    noteHelp: 'The merchant reads it here. Write no account number and no name.',
    noteMissing: 'Say why it failed.',
  },
}

interface Props {
  readonly refund: RefundDetail
  readonly look: () => void
  readonly onDone: (said: string) => void
}

export function RefundActions({ refund, look, onDone }: Props) {
  const words = useWords(WORDS)
  const [open, setOpen] = useState<Action | null>(null)
  const done = (action: Action) => {
    setOpen(null)
    onDone(words.done[action])
  }
  const dialog = { refund, look, onDone: done, onClose: () => setOpen(null) }
  const actions = actionsOn(refund)
  return (
    <>
      {actions.length > 0 && (
        <section className="row" aria-label={words.actions}>
          {actions.map((action) => (
            <Button key={action} onPress={() => setOpen(action)}>
              {words.button[action]}
            </Button>
          ))}
        </section>
      )}
      {(open === 'paid_out' || open === 'failed') && <SettleDialog {...dialog} result={open} />}
      {open === 'reroute' && <RerouteDialog {...dialog} />}
    </>
  )
}

/** As the rules have it: money that is out stays out, and a slip that can still be shown is nobody's to settle. */
function actionsOn({ payout, route }: RefundDetail): readonly Action[] {
  if (payout.state === 'paid_out') return []
  if (payout.state === 'failed') return ['paid_out', 'reroute']
  return route === 'slip' ? ['reroute'] : ['paid_out', 'failed', 'reroute']
}

interface DialogProps {
  readonly refund: RefundDetail
  readonly look: () => void
  readonly onDone: (action: Action) => void
  readonly onClose: () => void
}

const NOTE_CHARACTERS_MAX = 200

function SettleDialog({
  refund,
  result,
  look,
  onDone,
  onClose,
}: DialogProps & { readonly result: 'paid_out' | 'failed' }) {
  const words = useWords(WORDS)
  const [language] = useLanguage()
  const act = useAct('settleRefund')
  const path = { merchant: useMerchant(), id: refund.id }
  const [note, setNote] = useState('')
  const [isChecked, setChecked] = useState(false)
  const isMissing = result === 'failed' && note.trim() === ''
  const go = async () => {
    setChecked(true)
    if (isMissing) return
    const said = note.trim() === '' ? {} : { note: note.trim() }
    const done = await act.do({ path, body: { result, ...said } })
    if (done === undefined) look()
    else onDone(result)
  }
  const atField = fieldProblem(act.problem, 'note', language)
  return (
    <DeedDialog
      title={words.button[result]}
      go={words.button[result]}
      kind={result === 'failed' ? 'danger' : 'main'}
      act={{ isBusy: act.isBusy, problem: atField === undefined ? act.problem : null }}
      onGo={() => void go()}
      onClose={onClose}
    >
      <p>{words.text[result](moneyText(refund.amount, refund.currency, language))}</p>
      <Field
        label={result === 'failed' ? words.noteNeeded : words.note}
        help={words.noteHelp}
        problem={isChecked && isMissing ? words.noteMissing : atField}
        isRequired={result === 'failed'}
        maxLength={NOTE_CHARACTERS_MAX}
        autoFocus
        value={note}
        onChange={setNote}
      />
    </DeedDialog>
  )
}

function RerouteDialog({ refund, look, onDone, onClose }: DialogProps) {
  const words = useWords(WORDS)
  const [language] = useLanguage()
  const act = useAct('rerouteRefund')
  const path = { merchant: useMerchant(), id: refund.id }
  const route = useRefundRoute()
  const go = async () => {
    const to = route.give()
    if (to === undefined) return
    const done = await act.do({ path, body: { ...to } })
    if (done === undefined) look()
    else onDone('reroute')
  }
  const isAtField = ROUTE_PARTS.includes(act.problem?.field ?? '')
  return (
    <DeedDialog
      title={words.button.reroute}
      go={words.button.reroute}
      act={{ isBusy: act.isBusy, problem: isAtField ? null : act.problem }}
      onGo={() => void go()}
      onClose={onClose}
    >
      <p>{words.text.reroute(moneyText(refund.amount, refund.currency, language))}</p>
      <RouteFields route={route} problem={act.problem} />
    </DeedDialog>
  )
}
