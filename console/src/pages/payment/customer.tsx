/** The customer of a payment, masked until somebody says why they look; masked again when they leave. */
import { useState } from 'react'
import { useAct } from '../../act.ts'
import type { ConsolePayment, Unmasked } from '../../api.ts'
import { type InBoth, useWords } from '../../language.tsx'
import { Button } from '../../parts/button.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Help } from '../../parts/help.tsx'
import { ReasonDialog } from '../../parts/reason-dialog.tsx'
import { useMay } from '../../session.tsx'
import { useMerchant } from '../../shell.tsx'

interface CustomerWords {
  readonly title: string
  readonly name: string
  readonly tel: string
  readonly email: string
  readonly addr: string
  readonly postcode: string
  readonly echo: string
  readonly echoHelp: string
  readonly none: string
  readonly show: string
  readonly hide: string
  readonly ask: string
}

const WORDS: InBoth<CustomerWords> = {
  ko: {
    title: '고객',
    name: '이름',
    tel: '전화번호',
    email: '이메일',
    addr: '주소',
    postcode: '우편번호',
    echo: '에코항목',
    echoHelp: '발급할 때 custom_data로 함께 보낸 값입니다.',
    none: '고객 정보 없이 발급한 결제입니다.',
    show: '사유 입력 후 보기',
    hide: '다시 가리기',
    ask: '고객 정보 열람',
  },
  en: {
    title: 'Customer',
    name: 'Name',
    tel: 'Telephone',
    email: 'E-mail',
    addr: 'Address',
    postcode: 'Postcode',
    echo: 'Echo field',
    echoHelp: 'What was sent along as custom_data when it was issued.',
    none: 'It was issued without anything about the customer.',
    show: 'Show, with a reason',
    hide: 'Mask again',
    ask: 'See the customer’s fields',
  },
}

type Fields = Omit<Unmasked, 'imp_uid' | 'buyer_postcode'> & Partial<Pick<Unmasked, 'buyer_postcode'>>

export function Customer({ payment }: { readonly payment: ConsolePayment }) {
  const words = useWords(WORDS)
  const may = useMay()
  const path = { merchant: useMerchant(), imp_uid: payment.imp_uid }
  const unmask = useAct('unmaskPayment')
  const [isAsking, setAsking] = useState(false)
  const [clear, setClear] = useState<Unmasked | null>(null)
  const { buyer_name, buyer_tel, buyer_email, buyer_addr, custom_data } = payment
  const isAnything = [buyer_name, buyer_tel, buyer_email, buyer_addr, custom_data].some((field) => field !== null)
  const show = async (reason: string) => {
    const answer = await unmask.do({ path, body: { reason } })
    if (answer === undefined) return
    setClear(answer)
    setAsking(false)
  }
  return (
    <section className="panel" aria-labelledby="customer">
      <div className="head">
        <h2 id="customer">{words.title}</h2>
        {clear !== null && <Button onPress={() => setClear(null)}>{words.hide}</Button>}
        {clear === null && isAnything && may('payments.unmask') && (
          <Button onPress={() => setAsking(true)}>{words.show}</Button>
        )}
      </div>
      {isAnything ? <CustomerFields fields={clear ?? payment} /> : <p className="muted">{words.none}</p>}
      {isAsking && (
        <ReasonDialog
          title={words.ask}
          go={words.show}
          act={unmask}
          onGive={(reason) => void show(reason)}
          onClose={() => setAsking(false)}
        />
      )}
    </section>
  )
}

function CustomerFields({ fields }: { readonly fields: Fields }) {
  const words = useWords(WORDS)
  return (
    <>
      <Facts
        rows={[
          [words.name, fields.buyer_name],
          [words.tel, fields.buyer_tel],
          [words.email, fields.buyer_email],
          [words.addr, fields.buyer_addr],
          [words.postcode, fields.buyer_postcode],
        ]}
      />
      {fields.custom_data !== null && (
        <div>
          <Help term={words.echo}>{words.echoHelp}</Help>
          <pre className="code sent">{fields.custom_data}</pre>
        </div>
      )}
    </>
  )
}
