/** Money back to the customer, all that is left or a part; another amount left by now is said before anything is sent. */
import { useState } from 'react'
import { useAct } from '../../act.ts'
import { moneyText } from '../../figures.ts'
import { type InBoth, useLanguage, useWords } from '../../language.tsx'
import { Button } from '../../parts/button.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Field } from '../../parts/field.tsx'
import { fieldProblem } from '../../parts/field-problem.ts'
import { useMerchant } from '../../shell.tsx'
import { ROUTE_PARTS, RouteFields, useRefundRoute } from '../refunds/route-fields.tsx'
import { amountIn } from './amount-in.ts'
import { DeedDialog, type PaymentDialogProps } from './deed-dialog.tsx'

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
  },
}

const REASON_CHARACTERS_MAX = 200

export function RefundDialog({ payment, look, onDone, onClose }: PaymentDialogProps) {
  const words = useWords(WORDS)
  const [language] = useLanguage()
  const path = { merchant: useMerchant(), imp_uid: payment.imp_uid }
  const act = useAct('refundPayment')
  const { amount, currency, cancel_amount: refunded } = payment
  const left = amount - refunded
  const [leftBefore] = useState(left)
  const [typed, setTyped] = useState(String(left))
  const [reason, setReason] = useState('')
  const [isChecked, setChecked] = useState(false)
  const route = useRefundRoute()
  const asked = amountIn(typed, currency)
  const money = (value: number) => moneyText(value, currency, language)
  const isReasonShort = reason.trim().length < 2
  const go = async () => {
    setChecked(true)
    const to = route.give()
    if (asked === undefined || asked > left || isReasonShort || to === undefined) return
    const body = { amount: asked, checksum: left, reason: reason.trim(), ...to }
    const done = await act.do({ path, body })
    if (done === undefined) look()
    else onDone(words.done(money(asked)))
  }
  const amountProblem = asked === undefined ? words.amountWrong : asked > left ? words.tooMuch(money(left)) : undefined
  return (
    <DeedDialog
      title={words.title}
      go={asked === undefined ? words.title : words.go(money(asked))}
      isBusy={act.isBusy}
      problem={isSaidAtField(act.problem?.field) ? null : act.problem}
      onGo={() => void go()}
      onClose={onClose}
    >
      <Left collected={money(amount)} refunded={refunded > 0 ? money(refunded) : ''} left={money(left)} />
      {left !== leftBefore && (
        <p className="stale" role="alert">
          {words.leftChanged}
        </p>
      )}
      <Field
        label={words.amount}
        problem={amountProblem ?? fieldProblem(act.problem, 'amount', language)}
        inputMode={currency === 'KRW' ? 'numeric' : 'decimal'}
        autoFocus
        value={typed}
        onChange={setTyped}
      />
      {asked !== left && <Button onPress={() => setTyped(String(left))}>{words.all}</Button>}
      <Field
        label={words.reason}
        help={words.reasonHelp}
        problem={reasonProblem(isChecked && isReasonShort, words) ?? fieldProblem(act.problem, 'reason', language)}
        maxLength={REASON_CHARACTERS_MAX}
        isRequired
        value={reason}
        onChange={setReason}
      />
      <RouteFields route={route} problem={act.problem} />
    </DeedDialog>
  )
}

function reasonProblem(isShort: boolean, { reasonShort }: RefundWords): string | undefined {
  return isShort ? reasonShort : undefined
}

function isSaidAtField(field: string | null | undefined): boolean {
  return field != null && ['amount', 'reason', ...ROUTE_PARTS].includes(field)
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
