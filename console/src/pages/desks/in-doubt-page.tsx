/**
 * Collects in doubt: the till got its approval and never said that the money is there. Nobody guesses: somebody asks the shop,
 * and says here what was found.
 */
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useAct } from '../../act.ts'
import { useAddress } from '../../address.ts'
import type { DoubtAnswer } from '../../api.ts'
import { useAsk } from '../../ask.ts'
import { moneyText, numberInGroups, timeText } from '../../figures.ts'
import { useLanguage, useWords } from '../../language.tsx'
import { Asked } from '../../parts/asked.tsx'
import { Button } from '../../parts/button.tsx'
import { DeedDialog } from '../../parts/deed-dialog.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Field } from '../../parts/field.tsx'
import { Head } from '../../parts/head.tsx'
import { Pages } from '../../parts/pages.tsx'
import { Pick } from '../../parts/pick.tsx'
import { Said } from '../../parts/said.tsx'
import { type Column, Sheet } from '../../parts/sheet.tsx'
import { Empty } from '../../parts/states.tsx'
import { useMay } from '../../session.tsx'
import { isNote, NOTE_CHARACTERS_MAX, usePayTypeWords } from './desk-words.ts'

const KO = {
  title: '결과 미확인',
  about:
    '계산대가 승인을 받은 뒤 30분이 지나도록 수납을 확정하지 않은 결제입니다. 돈이 서랍에 있는지 아무도 모르니, 점포에 물어본 뒤 알아낸 것을 적으세요. 그 전에는 환불할 수 없고, 계산대가 뒤늦게 확정하거나 망취소하면 목록에서 저절로 빠집니다. 시각은 한국 시간입니다.',
  merchant: '가맹점',
  all: '전체',
  none: '결과를 모르는 결제가 없습니다.',
  amount: '금액',
  order: '주문',
  shop: '점포',
  till: (till: string) => `단말 ${till}`,
  approval: '승인번호',
  collected: '승인 시각',
  since: '미확인 시작',
  actions: '작업',
  wasTaken: '받았음',
  wasNot: '안 받았음',
  takenTitle: '점포가 돈을 받았나요?',
  takenWhy: '수납을 확정합니다. 결제는 수납완료로 남고 환불할 수 있게 됩니다.',
  takenGo: '받은 것으로 확정',
  takenDone: (order: string) => `주문 ${order}: 받은 것으로 확정했습니다.`,
  notTitle: '점포가 돈을 받지 않았나요?',
  notWhy:
    '수납을 되돌립니다. 결제기한이 남았으면 번호를 다시 결제할 수 있습니다. 서랍에 돈이 남아 있지 않은지 꼭 확인하세요.',
  notGo: '안 받은 것으로 확정',
  notDone: (order: string) => `주문 ${order}: 안 받은 것으로 확정했습니다.`,
  number: '수납번호',
  note: '어떻게 확인했나요',
  noteHelp: '결제의 이력과 작업 기록에 남습니다. 예: 점주 통화, 시재 36,400원 남음',
}
const EN: typeof KO = {
  title: 'In doubt',
  about:
    'Payments whose till got its approval and has not completed the collection within 30 minutes. Nobody knows whether the money is in the drawer: ask the shop, then say here what was found. Until then they cannot be refunded. One that a till completes or reverses after all leaves the list by itself. Times are Seoul’s.',
  merchant: 'Merchant',
  all: 'All',
  none: 'No payment is in doubt.',
  amount: 'Amount',
  order: 'Order',
  shop: 'Shop',
  till: (till) => `till ${till}`,
  approval: 'Approval',
  collected: 'Approved',
  since: 'In doubt since',
  actions: 'Actions',
  wasTaken: 'It was taken',
  wasNot: 'It was not',
  takenTitle: 'Has the shop taken the money?',
  takenWhy: 'The collection stands. The payment stays collected and can be refunded.',
  takenGo: 'It was taken',
  takenDone: (order) => `Order ${order}: taken, and settled so.`,
  notTitle: 'Has the shop not taken the money?',
  notWhy:
    'The collection is undone. Before its deadline the number can be paid again. Make sure that the money is not in the drawer.',
  notGo: 'It was not taken',
  notDone: (order) => `Order ${order}: not taken, and settled so.`,
  number: 'Number',
  note: 'How do you know?',
  noteHelp:
    'Kept with the payment and in the audit log. Such as: owner on the phone, 36,400 won too much in the drawer',
}
const WORDS = { ko: KO, en: EN }

const ROWS = 30
const ALL = 'all'

type Found = 'collected' | 'not_collected'

export function InDoubtPage() {
  const words = useWords(WORDS)
  const [address, change] = useAddress(['merchant', 'after'])
  const { merchant, after } = address
  const doubts = useAsk('doubts', { query: { merchant, after, limit: ROWS } }, { keepsBefore: true })
  const merchants = useAsk('merchants', {}).data?.rows ?? []
  const [asked, ask] = useState<{ readonly doubt: DoubtAnswer; readonly found: Found } | null>(null)
  const [said, say] = useState('')
  const choices = merchants.map(({ merchant: value = '', name = '' }) => ({ value, words: name }))
  return (
    <>
      <Head title={words.title} />
      <p className="muted">{words.about}</p>
      <Said>{said}</Said>
      <div className="sieve">
        <Pick
          label={words.merchant}
          choices={[{ value: ALL, words: words.all }, ...choices]}
          value={merchant ?? ALL}
          onChange={(chosen) => change({ merchant: chosen === ALL ? undefined : chosen, after: undefined })}
        />
      </div>
      <Asked of={doubts}>
        {(page) => (
          <>
            {page.doubts.length === 0 ? (
              <Empty>{words.none}</Empty>
            ) : (
              <DoubtSheet
                doubts={page.doubts}
                isStale={doubts.isPlaceholderData}
                onAsk={(doubt, found) => ask({ doubt, found })}
              />
            )}
            <Pages after={after} next={page.next} onGo={(to) => change({ after: to })} />
          </>
        )}
      </Asked>
      {asked !== null && <ResolveDialog {...asked} onSay={say} onClose={() => ask(null)} />}
    </>
  )
}

interface SheetProps {
  readonly doubts: readonly DoubtAnswer[]
  readonly isStale: boolean
  readonly onAsk: (doubt: DoubtAnswer, found: Found) => void
}

function DoubtSheet({ doubts, isStale, onAsk }: SheetProps) {
  const words = useWords(WORDS)
  const columns = useColumns()
  const maySettle = useMay()('refunds.settle')
  const actions: Column<DoubtAnswer> = {
    name: words.actions,
    cell: (doubt) => (
      <div className="row">
        <Button
          kind="quiet"
          aria-label={`${words.wasTaken}: ${doubt.merchant_uid}`}
          onPress={() => onAsk(doubt, 'collected')}
        >
          {words.wasTaken}
        </Button>
        <Button
          kind="quiet"
          aria-label={`${words.wasNot}: ${doubt.merchant_uid}`}
          onPress={() => onAsk(doubt, 'not_collected')}
        >
          {words.wasNot}
        </Button>
      </div>
    ),
  }
  return (
    <Sheet
      caption={words.title}
      isStale={isStale}
      columns={maySettle ? [...columns, actions] : columns}
      rows={doubts}
      keyOf={({ imp_uid }) => imp_uid}
    />
  )
}

function useColumns(): readonly Column<DoubtAnswer>[] {
  const words = useWords(WORDS)
  const payTypes = usePayTypeWords()
  const [language] = useLanguage()
  return [
    {
      name: words.amount,
      isRight: true,
      cell: ({ amount, currency, pay_type }) => (
        <span>
          {moneyText(amount, currency, language)}
          {pay_type !== null && <span className="muted small under">{payTypes[pay_type]}</span>}
        </span>
      ),
    },
    {
      name: words.order,
      cell: ({ merchant, merchant_name, merchant_uid, imp_uid }) => (
        <span>
          <Link to="/m/$merchant/payments/$impUid" params={{ merchant, impUid: imp_uid }}>
            {merchant_uid}
          </Link>
          <span className="muted small under">{merchant_name}</span>
        </span>
      ),
    },
    {
      name: words.shop,
      cell: ({ outlet, outlet_name, till }) => (
        <span>
          {outlet_name ?? outlet} {till !== null && <span className="muted small under">{words.till(till)}</span>}
        </span>
      ),
    },
    { name: words.approval, cell: ({ approval_no }) => <span className="code whole">{approval_no}</span> },
    { name: words.collected, cell: ({ collected_at }) => timeText(collected_at, language) },
    { name: words.since, cell: ({ in_doubt_since }) => timeText(in_doubt_since, language) },
  ]
}

interface ResolveProps {
  readonly doubt: DoubtAnswer
  readonly found: Found
  readonly onSay: (text: string) => void
  readonly onClose: () => void
}

function ResolveDialog({ doubt, found, onSay, onClose }: ResolveProps) {
  const words = useWords(WORDS)
  const [language] = useLanguage()
  const act = useAct('resolveDoubt')
  const [note, setNote] = useState('')
  const isTaken = found === 'collected'
  const { merchant, merchant_uid, imp_uid, amount, currency, outlet_name, number, approval_no } = doubt
  const resolve = async () => {
    if ((await act.do({ path: { merchant, imp_uid }, body: { found, note: note.trim() } })) === undefined) return
    onSay(isTaken ? words.takenDone(merchant_uid) : words.notDone(merchant_uid))
    onClose()
  }
  return (
    <DeedDialog
      title={isTaken ? words.takenTitle : words.notTitle}
      go={isTaken ? words.takenGo : words.notGo}
      kind={isTaken ? 'main' : 'danger'}
      act={act}
      isReady={isNote(note)}
      onGo={() => void resolve()}
      onClose={onClose}
    >
      <Facts
        rows={[
          [words.amount, moneyText(amount, currency, language)],
          [words.order, merchant_uid],
          [words.shop, outlet_name],
          [words.number, numberInGroups(number)],
          [words.approval, approval_no],
        ]}
      />
      <p>{isTaken ? words.takenWhy : words.notWhy}</p>
      <Field
        label={words.note}
        help={words.noteHelp}
        autoFocus
        isRequired
        maxLength={NOTE_CHARACTERS_MAX}
        value={note}
        onChange={setNote}
      />
    </DeedDialog>
  )
}
