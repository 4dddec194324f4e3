/** Whose account the money goes to: masked, and in clear for the operator who says why. */
import { useState } from 'react'
import { useAct } from '../../act.ts'
import { type AdminRoutes, BANKS, type RefundDetail } from '../../api.ts'
import { type InBoth, useWords } from '../../language.tsx'
import { Button } from '../../parts/button.tsx'
import { Copy } from '../../parts/copy.tsx'
import { Facts } from '../../parts/facts.tsx'
import { ReasonDialog } from '../../parts/reason-dialog.tsx'
import { useMay } from '../../session.tsx'
import { useMerchant } from '../../shell.tsx'

interface AccountWords {
  readonly title: string
  readonly bank: string
  readonly holder: string
  readonly number: string
  readonly tel: string
  readonly show: string
  readonly hide: string
  readonly ask: string
}

const WORDS: InBoth<AccountWords> = {
  ko: {
    title: '환불 계좌',
    bank: '은행',
    holder: '예금주',
    number: '계좌번호',
    tel: '연락처',
    show: '사유 입력 후 보기',
    hide: '다시 가리기',
    ask: '환불 계좌 열람',
  },
  en: {
    title: 'Account',
    bank: 'Bank',
    holder: 'Holder',
    number: 'Number',
    tel: 'Telephone',
    show: 'Show, with a reason',
    hide: 'Mask again',
    ask: 'See the account',
  },
}

interface Props {
  readonly id: string
  readonly account: NonNullable<RefundDetail['account']>
}

export function RefundAccount({ id, account }: Props) {
  const words = useWords(WORDS)
  const may = useMay()
  const merchant = useMerchant()
  const look = useAct('refundAccount')
  const [isAsking, setAsking] = useState(false)
  const [clear, setClear] = useState<AdminRoutes['refundAccount']['answer'] | null>(null)
  const show = async (reason: string) => {
    const answer = await look.do({ path: { merchant, id }, body: { reason } })
    if (answer === undefined) return
    setClear(answer)
    setAsking(false)
  }
  const { bank, holder, number } = clear ?? account
  return (
    <section className="panel" aria-labelledby="account">
      <div className="head">
        <h2 id="account">{words.title}</h2>
        {clear !== null && <Button onPress={() => setClear(null)}>{words.hide}</Button>}
        {clear === null && may('refunds.settle') && <Button onPress={() => setAsking(true)}>{words.show}</Button>}
      </div>
      <Facts
        rows={[
          [words.bank, BANKS.find(({ code }) => code === bank)?.name ?? bank],
          [words.holder, holder],
          [words.number, clear === null ? number : <Copy key="number" text={number} />],
          [words.tel, clear?.tel],
        ]}
      />
      {isAsking && (
        <ReasonDialog
          title={words.ask}
          go={words.show}
          act={look}
          onGive={(reason) => void show(reason)}
          onClose={() => setAsking(false)}
        />
      )}
    </section>
  )
}
