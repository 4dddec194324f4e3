/** Which notices are meant, kept in the address: how they fared, where they went, when, and of which payment. */
import { type FormEvent, useState } from 'react'
import { useAddress } from '../../address.ts'
import { useAsk } from '../../ask.ts'
import { beginOf, endOf } from '../../days.ts'
import { type InBoth, useWords } from '../../language.tsx'
import { Button } from '../../parts/button.tsx'
import { Field } from '../../parts/field.tsx'
import { Pick } from '../../parts/pick.tsx'
import { useMerchant } from '../../shell.tsx'
import { type NoticeState, useStateWords } from './notice-state.tsx'

interface SieveWords {
  readonly state: string
  readonly endpoint: string
  readonly any: string
  readonly standard: string
  readonly from: string
  readonly to: string
  readonly payment: string
  readonly paymentWrong: string
  readonly look: string
}

const WORDS: InBoth<SieveWords> = {
  ko: {
    state: '상태',
    endpoint: '수신 URL',
    any: '전체',
    standard: '기본 Notification URL',
    from: '발생일부터',
    to: '발생일까지',
    payment: '결제 고유번호',
    paymentWrong: 'imp_ 뒤에 숫자 12자리입니다.',
    look: '찾기',
  },
  en: {
    state: 'State',
    endpoint: 'Notice address',
    any: 'All',
    standard: 'Notification URL',
    from: 'Happened from',
    to: 'Happened until',
    payment: 'imp_uid',
    paymentWrong: 'It is imp_ and 12 digits.',
    look: 'Look',
  },
}

export const NOTICE_STATES: readonly NoticeState[] = ['undelivered', 'waiting', 'delivered']
const IMP_UID = /^imp_\d{12}$/
const ENDPOINT = /^(default|ep_[0-9a-f-]{36})$/

export interface NoticeQuery {
  readonly state: NoticeState | undefined
  readonly endpoint: string | undefined
  readonly from: number | undefined
  readonly to: number | undefined
  readonly imp_uid: string | undefined
}

/** What stands in the address and means something; what somebody wrote into it that does not is none. */
export function useNoticeSieve() {
  const [address, change] = useAddress(['state', 'endpoint', 'from', 'to', 'payment', 'after'])
  const { endpoint = '', from = '', to = '', payment = '', after } = address
  const query: NoticeQuery = {
    state: NOTICE_STATES.find((state) => state === address.state),
    endpoint: ENDPOINT.test(endpoint) ? endpoint : undefined,
    from: beginOf(from),
    to: endOf(to),
    imp_uid: IMP_UID.test(payment) ? payment : undefined,
  }
  type Sieved = 'state' | 'endpoint' | 'from' | 'to' | 'payment'
  return {
    address,
    query,
    after,
    isAny: Object.values(query).every((value) => value === undefined),
    change: (changed: Readonly<Partial<Record<Sieved, string | undefined>>>) =>
      change({ ...changed, after: undefined }),
    goTo: (place: string | undefined) => change({ after: place }),
    clear: () =>
      change({
        state: undefined,
        endpoint: undefined,
        from: undefined,
        to: undefined,
        payment: undefined,
        after: undefined,
      }),
  }
}

type Sieve = ReturnType<typeof useNoticeSieve>

export function NoticeSieve({ sieve }: { readonly sieve: Sieve }) {
  const words = useWords(WORDS)
  const states = useStateWords()
  const { query, address, change } = sieve
  return (
    <div className="sieve">
      <Pick
        label={words.state}
        choices={[
          { value: 'any', words: words.any },
          ...NOTICE_STATES.map((value) => ({ value, words: states[value] })),
        ]}
        value={query.state ?? 'any'}
        onChange={(state) => change({ state: state === 'any' ? undefined : state })}
      />
      <EndpointPick value={query.endpoint} onChange={(endpoint) => change({ endpoint })} />
      <Field label={words.from} type="date" value={address.from ?? ''} onChange={(from) => change({ from })} />
      <Field label={words.to} type="date" value={address.to ?? ''} onChange={(to) => change({ to })} />
      <PaymentField key={query.imp_uid ?? ''} value={query.imp_uid ?? ''} onChange={(payment) => change({ payment })} />
    </div>
  )
}

interface EndpointProps {
  readonly value: string | undefined
  readonly onChange: (endpoint: string | undefined) => void
}

export function EndpointPick({ value, onChange }: EndpointProps) {
  const words = useWords(WORDS)
  const { data } = useAsk('endpoints', { path: { merchant: useMerchant() } })
  const known = (data?.endpoints ?? []).map(({ id, url }) => ({
    value: id,
    words: id === 'default' ? words.standard : (url ?? id),
  }))
  // One that was taken away has notices still.
  const isKnown = value === undefined || known.some((each) => each.value === value)
  return (
    <Pick
      label={words.endpoint}
      choices={[{ value: 'any', words: words.any }, ...known, ...(isKnown ? [] : [{ value, words: value }])]}
      value={value ?? 'any'}
      onChange={(endpoint) => onChange(endpoint === 'any' ? undefined : endpoint)}
    />
  )
}

function PaymentField({ value, onChange }: { readonly value: string; readonly onChange: (payment: string) => void }) {
  const words = useWords(WORDS)
  const [typed, setTyped] = useState(value)
  const [isWrong, setWrong] = useState(false)
  const look = (event: FormEvent) => {
    event.preventDefault()
    const given = typed.trim()
    const isRight = given === '' || IMP_UID.test(given)
    setWrong(!isRight)
    if (isRight) onChange(given)
  }
  return (
    <form className="with-button" onSubmit={look}>
      <Field
        label={words.payment}
        problem={isWrong ? words.paymentWrong : undefined}
        placeholder="imp_123456789012"
        value={typed}
        onChange={setTyped}
      />
      <Button type="submit">{words.look}</Button>
    </form>
  )
}
