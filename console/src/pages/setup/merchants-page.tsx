/** All merchants: who sells, whether money is taken for them, and the way into each. */
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useAct } from '../../act.ts'
import { useAsk } from '../../ask.ts'
import { useWords } from '../../language.tsx'
import { Asked } from '../../parts/asked.tsx'
import { Badge } from '../../parts/badge.tsx'
import { Button } from '../../parts/button.tsx'
import { Copy } from '../../parts/copy.tsx'
import { DeedDialog } from '../../parts/deed-dialog.tsx'
import { Field } from '../../parts/field.tsx'
import { Head } from '../../parts/head.tsx'
import { Said } from '../../parts/said.tsx'
import { type Column, Sheet } from '../../parts/sheet.tsx'
import { ShownOnce } from '../../parts/shown-once.tsx'
import { Empty } from '../../parts/states.tsx'
import { useMay } from '../../session.tsx'
import { type ShownRow, shown } from './shown.ts'
import { StopDialog } from './stop-dialog.tsx'

const KO = {
  title: '가맹점 목록',
  none: '가맹점이 아직 없습니다. 가맹점을 추가하면 첫 API 키가 함께 만들어집니다.',
  name: '이름',
  id: '가맹점 번호',
  noticeUrl: 'Notification URL(기본)',
  state: '상태',
  open: '수납 중',
  stopped: '수납 중지',
  actions: '작업',
  stop: '수납 중지',
  resume: '수납 재개',
  add: '가맹점 추가',
  addGo: '추가',
  addWhy:
    '첫 API 키와 웹훅 비밀값이 함께 만들어지고, 비밀값은 한 번만 보입니다. 수납번호를 발급하려면 그다음 결제채널을 추가하세요.',
  addName: '가맹점 이름',
  addNameHelp: '점원의 화면과 고객의 결제 화면, 영수증에 보입니다. 40자까지',
  added: (name: string) => `가맹점을 추가했습니다: ${name}. 다음으로 가맹점 설정에서 결제채널을 추가하세요.`,
  madeTitle: '새 가맹점의 키와 비밀값',
  webhookSecret: '웹훅 비밀값',
}
const EN: typeof KO = {
  title: 'Merchants',
  none: 'There is no merchant yet. One comes with its first API key.',
  name: 'Name',
  id: 'Merchant id',
  noticeUrl: 'Default notice address',
  state: 'State',
  open: 'Takes money',
  stopped: 'Takes none',
  actions: 'Actions',
  stop: 'Take no money',
  resume: 'Take money again',
  add: 'Add a merchant',
  addGo: 'Add',
  addWhy: 'It comes with its first API key and its webhook secret, shown once. Then it needs a payment channel.',
  addName: 'Name of the merchant',
  addNameHelp: 'As clerks see it, and customers on their page and receipt; up to 40 characters',
  added: (name) => `‘${name}’ is there. It needs a payment channel next.`,
  madeTitle: 'Keys and secrets of the new merchant',
  webhookSecret: 'Webhook secret',
}
const WORDS = { ko: KO, en: EN }

export function MerchantsPage() {
  const words = useWords(WORDS)
  const mayChange = useMay()('house.set')
  const merchants = useAsk('merchants', {})
  const [isAdding, setAdding] = useState(false)
  const [stopping, setStopping] = useState<ShownRow | null>(null)
  const [said, say] = useState('')
  const columns = useColumns()
  const actions: Column<ShownRow> = {
    name: words.actions,
    cell: (row) => {
      const what = shown(row, 'suspended') === '' ? words.stop : words.resume
      return (
        <Button kind="quiet" aria-label={`${what}: ${shown(row, 'name')}`} onPress={() => setStopping(row)}>
          {what}
        </Button>
      )
    },
  }
  return (
    <>
      <Head title={words.title}>
        {mayChange && (
          <Button kind="main" onPress={() => setAdding(true)}>
            {words.add}
          </Button>
        )}
      </Head>
      <Said>{said}</Said>
      <Asked of={merchants}>
        {({ rows }) =>
          rows.length === 0 ? (
            <Empty>{words.none}</Empty>
          ) : (
            <Sheet
              caption={words.title}
              columns={mayChange ? [...columns, actions] : columns}
              rows={rows}
              keyOf={(row) => shown(row, 'merchant')}
            />
          )
        }
      </Asked>
      {isAdding && <AddMerchant onSay={say} onClose={() => setAdding(false)} />}
      {stopping !== null && (
        <StopDialog
          of={{ kind: 'merchant', merchant: shown(stopping, 'merchant') }}
          name={shown(stopping, 'name')}
          shownNow={shown(stopping, 'suspended')}
          onSay={say}
          onClose={() => setStopping(null)}
        />
      )}
    </>
  )
}

function useColumns(): readonly Column<ShownRow>[] {
  const words = useWords(WORDS)
  return [
    {
      name: words.name,
      cell: (row) => (
        <Link to="/m/$merchant" params={{ merchant: shown(row, 'merchant') }}>
          {shown(row, 'name')}
        </Link>
      ),
    },
    { name: words.id, cell: (row) => <Copy text={shown(row, 'merchant')} /> },
    { name: words.noticeUrl, cell: (row) => <span className="muted small">{shown(row, 'notice_url')}</span> },
    {
      name: words.state,
      cell: (row) => {
        const why = shown(row, 'suspended')
        if (why === '') return <Badge tone="good">{words.open}</Badge>
        return (
          <span className="row">
            <Badge tone="danger">{words.stopped}</Badge>
            <span className="small">{why}</span>
          </span>
        )
      },
    },
  ]
}

interface DialogProps {
  readonly onSay: (text: string) => void
  readonly onClose: () => void
}

function AddMerchant({ onSay, onClose }: DialogProps) {
  const words = useWords(WORDS)
  const act = useAct('addMerchant')
  const [name, setName] = useState('')
  const [made, setMade] = useState<ShownRow | null>(null)
  const add = async () => {
    const row = (await act.do({ body: { name: name.trim() } }))?.rows[0]
    if (row === undefined) return
    setMade(row)
    onSay(words.added(shown(row, 'name')))
  }
  if (made !== null) {
    const values = [
      [words.id, 'merchant'],
      ['imp_key', 'imp_key'],
      ['imp_secret', 'imp_secret'],
      [words.webhookSecret, 'webhook_secret'],
    ] as const
    const shownValues = values.map(([label, member]) => [label, shown(made, member)] as const)
    return <ShownOnce title={words.madeTitle} values={shownValues} onClose={onClose} />
  }
  return (
    <DeedDialog
      title={words.add}
      go={words.addGo}
      act={act}
      isReady={name.trim() !== ''}
      onGo={() => void add()}
      onClose={onClose}
    >
      <p className="muted">{words.addWhy}</p>
      <Field
        label={words.addName}
        help={words.addNameHelp}
        autoFocus
        isRequired
        maxLength={40}
        value={name}
        onChange={setName}
      />
    </DeedDialog>
  )
}
