/**
 * Money back to the customer, all that is left or a part. Another amount left by now is said before anything is sent; and
 * where nobody answered, nothing else can be asked for while it is open but the very same, which goes out once. Opened anew it
 * is another refund, which the amount that is shown as left guards.
 */
import { useState } from 'react'
import { useAct } from '../../act.ts'
import { added, amountIn } from '../../amounts.ts'
import type { AdminError, AdminInput, ConsolePayment } from '../../api.ts'
import { moneyText } from '../../figures.ts'
import { type InBoth, useLanguage, useWords } from '../../language.tsx'
import { Button } from '../../parts/button.tsx'
import { DeedDialog } from '../../parts/deed-dialog.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Field } from '../../parts/field.tsx'
import { fieldProblem } from '../../parts/field-problem.ts'
import { useMerchant } from '../../shell.tsx'
import { ROUTE_PARTS, RouteFields, useRefundRoute } from '../refunds/route-fields.tsx'
import type { PaymentDialogProps } from './payment-dialog.ts'

interface RefundWords {
  readonly title: string
  readonly go: (money: string) => string
  readonly collected: string
  readonly refunded: string
  readonly left: string
  readonly leftChanged: string
  readonly amount: string
  readonly all: string
  readonly amountWrong: string
  readonly tooMuch: (left: string) => string
  readonly reason: string
  readonly reasonHelp: string
  readonly reasonShort: string
  readonly done: (money: string) => string
  readonly lost: (money: string) => string
  readonly same: string
}

const WORDS: InBoth<RefundWords> = {
  ko: {
    title: '환불',
    go: (money) => `${money} 환불`,
    collected: '수납한 금액',
    refunded: '이미 환불한 금액',
    left: '남은 금액',
    leftChanged: '그 사이 다른 환불이 있어 남은 금액이 바뀌었습니다. 적어 둔 내용은 그대로 있습니다.',
    amount: '환불할 금액',
    all: '남은 금액 모두',
    amountWrong: '0보다 큰 금액을 숫자로 적어 주세요.',
    tooMuch: (left) => `남은 금액 ${left}보다 많습니다. 그 이하로 적어 주세요.`,
    reason: '환불 사유',
    reasonHelp: '결제 기록과 고객의 영수증 화면에 나옵니다.',
    reasonShort: '두 글자 이상 적어 주세요.',
    done: (money) => `${money} 환불을 접수했습니다.`,
    lost: (money) =>
      `${money} 환불이 처리되었는지 아직 확인하지 못했습니다. 아래 버튼을 누르면 같은 환불을 다시 확인합니다. 돈이 두 번 나가지 않습니다.`,
    same: '같은 환불 다시 확인',
  },
  en: {
    title: 'Refund',
    go: (money) => `Refund ${money}`,
    collected: 'Collected',
    refunded: 'Refunded before',
    left: 'Left',
    leftChanged: 'There was another refund meanwhile, so another amount is left. What you typed is still here.',
    amount: 'Amount to refund',
    all: 'All that is left',
    amountWrong: 'An amount above 0, in digits.',
    tooMuch: (left) => `More than the ${left} that is left. Type that or less.`,
    reason: 'Reason',
    reasonHelp: 'It stands in the payment’s record and on the customer’s receipt page.',
    reasonShort: 'Say it in two characters or more.',
    done: (money) => `The refund of ${money} is accepted.`,
    lost: (money) =>
      `Nobody knows yet whether the refund of ${money} was done. Pressing asks for this very refund again; it never goes out twice.`,
    same: 'Ask for the same again',
  },
}

const REASON_CHARACTERS_MAX = 200

type Asked = AdminInput<'refundPayment'>['body']

export function RefundDialog({ payment, look, onDone, onClose }: PaymentDialogProps) {
  const words = useWords(WORDS)
  const [language] = useLanguage()
  const path = { merchant: useMerchant(), imp_uid: payment.imp_uid }
  const { isBusy, problem, ...act } = useAct('refundPayment')
  const typing = useTyping(payment)
  const [sent, setSent] = useState<Asked | null>(null)
  const lost = act.isInDoubt ? sent : null
  const money = (amount: number | undefined) => moneyText(amount ?? 0, payment.currency, language)
  const go = async () => {
    const body = lost ?? typing.give()
    if (body === undefined) return
    setSent(body)
    const done = await act.do({ path, body })
    if (done === undefined) look()
    else onDone(words.done(money(body.amount)))
  }
  const goWords = typing.amount === undefined ? words.title : words.go(money(typing.amount))
  const isAtField = lost === null && ['amount', 'reason', ...ROUTE_PARTS].includes(problem?.field ?? '')
  return (
    <DeedDialog
      title={words.title}
      go={lost === null ? goWords : words.same}
      act={{ isBusy, problem: isAtField ? null : problem }}
      onGo={() => void go()}
      onClose={onClose}
    >
      {lost === null ? typing.fields(problem) : <p>{words.lost(money(lost.amount))}</p>}
    </DeedDialog>
  )
}

/** `give`: undefined where something of it is wrong, which from then on is said at its field. */
function useTyping({ amount: collected, currency, cancel_amount: refunded }: ConsolePayment) {
  const words = useWords(WORDS)
  const [language] = useLanguage()
  const left = added([collected, -refunded])
  const [leftBefore] = useState(left)
  const [typed, setTyped] = useState(String(left))
  const [reason, setReason] = useState('')
  const [isChecked, setChecked] = useState(false)
  const route = useRefundRoute()
  const amount = amountIn(typed, currency)
  const money = (value: number) => moneyText(value, currency, language)
  const isReasonShort = reason.trim().length < 2
  const tooMuch = amount !== undefined && amount > left ? words.tooMuch(money(left)) : undefined
  const give = (): Asked | undefined => {
    setChecked(true)
    const to = route.give()
    if (amount === undefined || tooMuch !== undefined || isReasonShort || to === undefined) return undefined
    return { amount, checksum: left, reason: reason.trim(), ...to }
  }
  const fields = (problem: AdminError | null) => (
    <>
      <Left collected={money(collected)} refunded={refunded > 0 ? money(refunded) : ''} left={money(left)} />
      {left !== leftBefore && <Changed />}
      <Field
        label={words.amount}
        problem={amount === undefined ? words.amountWrong : (tooMuch ?? fieldProblem(problem, 'amount', language))}
        inputMode={currency === 'KRW' ? 'numeric' : 'decimal'}
        autoFocus
        value={typed}
        onChange={setTyped}
      />
      {amount !== left && <Button onPress={() => setTyped(String(left))}>{words.all}</Button>}
      <Field
        label={words.reason}
        help={words.reasonHelp}
        problem={isChecked && isReasonShort ? words.reasonShort : fieldProblem(problem, 'reason', language)}
        maxLength={REASON_CHARACTERS_MAX}
        isRequired
        value={reason}
        onChange={setReason}
      />
      <RouteFields route={route} problem={problem} />
    </>
  )
  return { amount, give, fields }
}

function Changed() {
  const words = useWords(WORDS)
  return (
    <p className="stale" role="alert">
      {words.leftChanged}
    </p>
  )
}

function Left(shown: { readonly collected: string; readonly refunded: string; readonly left: string }) {
  const words = useWords(WORDS)
  return (
    <Facts
      rows={[
        [words.collected, shown.collected],
        [words.refunded, shown.refunded],
        [words.left, <strong key="left">{shown.left}</strong>],
      ]}
    />
  )
}
