/** What can be done with a payment as it stands, by whoever looks; each asks before money moves or nothing can be undone. */
import { useState } from 'react'
import { useAct } from '../../act.ts'
import type { PaymentDetail, Permission } from '../../api.ts'
import { type InBoth, useWords } from '../../language.tsx'
import { Button } from '../../parts/button.tsx'
import { Refused } from '../../parts/refused.tsx'
import { useMay } from '../../session.tsx'
import { useMerchant } from '../../shell.tsx'
import { AmendDialog } from './amend-dialog.tsx'
import { RefundDialog } from './refund-dialog.tsx'
import { ResumeDialog, RevokeDialog } from './standing-dialogs.tsx'
import { SuspendDialog } from './suspend-dialog.tsx'

type Action = PaymentDetail['actions'][number]

const NEEDS: Readonly<Record<Action, Permission>> = {
  revoke: 'payments.change',
  amend: 'payments.change',
  suspend: 'payments.change',
  resume: 'payments.change',
  refund: 'refunds.ask',
  resend: 'notices.resend',
}

interface ActionWords extends Readonly<Record<Action, string>> {
  readonly actions: string
  readonly resent: (count: number) => string
}

const WORDS: InBoth<ActionWords> = {
  ko: {
    actions: '할 수 있는 일',
    revoke: '수납번호 말소',
    amend: '금액·기한 변경',
    suspend: '수납 정지',
    resume: '수납 다시 시작',
    refund: '환불',
    resend: '통지 다시 보내기',
    resent: (count) => (count === 0 ? '다시 보낼 통지가 없습니다.' : `마지막 통지 ${count}건을 다시 보냅니다.`),
  },
  en: {
    actions: 'What can be done',
    revoke: 'Revoke the number',
    amend: 'Change amount or deadline',
    suspend: 'Suspend',
    resume: 'Resume',
    refund: 'Refund',
    resend: 'Send the notice again',
    resent: (count) =>
      count === 0
        ? 'There is no notice to send again.'
        : count === 1
          ? 'The latest notice is being sent again.'
          : `The latest notice is being sent again to ${count} addresses.`,
  },
}

export interface ActionProps {
  readonly detail: PaymentDetail
  readonly look: () => void
  readonly onDone: (said: string) => void
}

export function PaymentActions({ detail, look, onDone }: ActionProps) {
  const words = useWords(WORDS)
  const may = useMay()
  const path = { merchant: useMerchant(), imp_uid: detail.payment.imp_uid }
  const [open, setOpen] = useState<Action | null>(null)
  const resend = useAct('resendNotices')
  const actions = detail.actions.filter((action) => may(NEEDS[action]))
  const press = async (action: Action) => {
    if (action !== 'resend') return setOpen(action)
    const done = await resend.do({ path, body: {} })
    if (done !== undefined) onDone(words.resent(done.resent))
  }
  const done = (said: string) => {
    setOpen(null)
    onDone(said)
  }
  const { payment } = detail
  const dialog = { payment, look, onDone: done, onClose: () => setOpen(null) }
  return (
    <>
      {actions.length > 0 && (
        <section className="row" aria-label={words.actions}>
          {actions.map((action) => (
            <Button
              key={action}
              kind={action === 'revoke' ? 'danger' : 'plain'}
              isPending={action === 'resend' && resend.isBusy}
              onPress={() => void press(action)}
            >
              {words[action]}
            </Button>
          ))}
        </section>
      )}
      <Refused by={resend.problem} />
      {open === 'refund' && <RefundDialog {...dialog} />}
      {open === 'amend' && <AmendDialog {...dialog} />}
      {open === 'suspend' && <SuspendDialog {...dialog} />}
      {open === 'revoke' && <RevokeDialog {...dialog} />}
      {open === 'resume' && <ResumeDialog {...dialog} />}
    </>
  )
}
