/** The way that money goes back by: to an account, or by a slip that a store pays out. */
import { useState } from 'react'
import { type AdminError, BANKS } from '../../api.ts'
import { type InBoth, useLanguage, useWords } from '../../language.tsx'
import { Field } from '../../parts/field.tsx'
import { fieldProblem } from '../../parts/field-problem.ts'
import { Pick } from '../../parts/pick.tsx'

interface RouteWords {
  readonly way: string
  readonly bankWay: string
  readonly slipWay: string
  readonly slipHelp: string
  readonly bank: string
  readonly chooseBank: string
  readonly bankMissing: string
  readonly holder: string
  readonly holderMissing: string
  readonly account: string
  readonly accountHelp: string
  readonly accountWrong: string
  readonly tel: string
  readonly telHelp: string
  readonly telWrong: string
}

const WORDS: InBoth<RouteWords> = {
  ko: {
    way: '환불 방법',
    bankWay: '고객 계좌로 이체',
    slipWay: '편의점에서 현금으로 (환불 바코드)',
    slipHelp:
      '고객이 환불 바코드를 편의점 계산대에서 보여 주면 현금으로 받습니다. 바코드는 고객의 영수증 화면에 나옵니다.',
    bank: '은행',
    chooseBank: '은행을 고르세요',
    bankMissing: '은행을 골라 주세요.',
    holder: '예금주',
    holderMissing: '예금주를 적어 주세요.',
    account: '계좌번호',
    accountHelp: '하이픈은 있어도 없어도 됩니다.',
    accountWrong: '계좌번호를 숫자 6~20자리로 적어 주세요.',
    tel: '연락처(선택)',
    telHelp: '이체가 되지 않을 때 고객에게 물을 번호입니다.',
    telWrong: '전화번호를 숫자로 적어 주세요.',
  },
  en: {
    way: 'How it goes back',
    bankWay: 'To the customer’s account',
    slipWay: 'In cash at a store (refund slip)',
    slipHelp: 'The customer shows the slip at a store and gets cash. It stands on the customer’s receipt page.',
    bank: 'Bank',
    chooseBank: 'Choose a bank',
    bankMissing: 'Choose the bank.',
    holder: 'Account holder',
    holderMissing: 'Say whose account it is.',
    account: 'Account number',
    accountHelp: 'With or without hyphens.',
    accountWrong: 'An account number has 6 to 20 digits.',
    tel: 'Telephone (optional)',
    telHelp: 'For asking the customer where the transfer fails.',
    telWrong: 'A telephone number is digits.',
  },
}

const HOLDER_CHARACTERS_MAX = 40
const NO_BANK = 'none'

interface Typed {
  readonly way: 'bank' | 'slip'
  readonly bank: string
  readonly holder: string
  readonly account: string
  readonly tel: string
}

type Part = 'refund_bank' | 'refund_holder' | 'refund_account' | 'refund_tel'
export type RouteGiven = Readonly<Partial<Record<Part, string>>>
export const ROUTE_PARTS: readonly string[] = ['refund_bank', 'refund_holder', 'refund_account', 'refund_tel']

export interface RouteTyping {
  readonly typed: Typed
  readonly change: (typed: Partial<Typed>) => void
  readonly isChecked: boolean
  /** Undefined where something of it is wrong; from then on that is said at its field. */
  give(): RouteGiven | undefined
}

export function useRefundRoute(): RouteTyping {
  const [typed, setTyped] = useState<Typed>({ way: 'bank', bank: NO_BANK, holder: '', account: '', tel: '' })
  const [isChecked, setChecked] = useState(false)
  return {
    typed,
    change: (changed) => setTyped({ ...typed, ...changed }),
    isChecked,
    give() {
      setChecked(true)
      return wrongParts(typed).size > 0 ? undefined : givenBy(typed)
    },
  }
}

function givenBy({ way, bank, holder, account, tel }: Typed): RouteGiven {
  if (way === 'slip') return {}
  const whole = { refund_bank: bank, refund_holder: holder.trim(), refund_account: account.trim() }
  return tel.trim() === '' ? whole : { ...whole, refund_tel: tel.trim() }
}

function wrongParts({ way, bank, holder, account, tel }: Typed): ReadonlySet<Part> {
  if (way === 'slip') return new Set()
  const digits = account.replace(/[- ]/g, '')
  const wrong: Readonly<Record<Part, boolean>> = {
    refund_bank: bank === NO_BANK,
    refund_holder: holder.trim() === '',
    refund_account: !/^\d{6,20}$/.test(digits),
    refund_tel: !/^\d{0,16}$/.test(tel.replace(/[- ]/g, '')),
  }
  return new Set(ROUTE_PARTS.filter((part): part is Part => wrong[part as Part]))
}

interface Props {
  readonly route: RouteTyping
  readonly problem: AdminError | null
}

export function RouteFields({ route: { typed, change, isChecked }, problem }: Props) {
  const words = useWords(WORDS)
  return (
    <>
      <Pick
        label={words.way}
        choices={[
          { value: 'bank', words: words.bankWay },
          { value: 'slip', words: words.slipWay },
        ]}
        value={typed.way}
        onChange={(way) => change({ way })}
      />
      {typed.way === 'slip' ? (
        <p className="muted small">{words.slipHelp}</p>
      ) : (
        <AccountFields route={{ typed, change, isChecked }} problem={problem} />
      )}
    </>
  )
}

function AccountFields({
  route: { typed, change, isChecked },
  problem,
}: {
  readonly route: Omit<RouteTyping, 'give'>
  readonly problem: AdminError | null
}) {
  const words = useWords(WORDS)
  const [language] = useLanguage()
  const wrong = isChecked ? wrongParts(typed) : new Set<Part>()
  const said = (part: Part, own: string) => (wrong.has(part) ? own : fieldProblem(problem, part, language))
  const bankProblem = said('refund_bank', words.bankMissing)
  return (
    <>
      <div className="field">
        <Pick
          label={words.bank}
          choices={[
            { value: NO_BANK, words: words.chooseBank },
            ...BANKS.map(({ code, name }) => ({ value: code, words: name })),
          ]}
          value={typed.bank}
          onChange={(bank) => change({ bank })}
        />
        {bankProblem !== undefined && <span className="problem">{bankProblem}</span>}
      </div>
      <Field
        label={words.holder}
        problem={said('refund_holder', words.holderMissing)}
        maxLength={HOLDER_CHARACTERS_MAX}
        autoComplete="off"
        value={typed.holder}
        onChange={(holder) => change({ holder })}
      />
      <Field
        label={words.account}
        help={words.accountHelp}
        problem={said('refund_account', words.accountWrong)}
        inputMode="numeric"
        autoComplete="off"
        value={typed.account}
        onChange={(account) => change({ account })}
      />
      <Field
        label={words.tel}
        help={words.telHelp}
        problem={said('refund_tel', words.telWrong)}
        type="tel"
        autoComplete="off"
        value={typed.tel}
        onChange={(tel) => change({ tel })}
      />
    </>
  )
}
