/**
 * The pairs with which a merchant's server opens the API. A secret is shown once; another pair is added, the server changed
 * over, and the former pair revoked, so that nothing stands still meanwhile.
 */
import { useState } from 'react'
import { useAct } from '../../act.ts'
import { useAsk } from '../../ask.ts'
import { useWords } from '../../language.tsx'
import { Asked } from '../../parts/asked.tsx'
import { Badge } from '../../parts/badge.tsx'
import { Button } from '../../parts/button.tsx'
import { Copy } from '../../parts/copy.tsx'
import { DeedDialog } from '../../parts/deed-dialog.tsx'
import { Head } from '../../parts/head.tsx'
import { Said } from '../../parts/said.tsx'
import { Sheet } from '../../parts/sheet.tsx'
import { ShownOnce } from '../../parts/shown-once.tsx'
import { Empty } from '../../parts/states.tsx'
import { useMay } from '../../session.tsx'
import { useMerchant } from '../../shell.tsx'
import { type ShownRow, shown } from './shown.ts'

const KO = {
  title: 'API 키',
  about:
    '가맹점 서버는 imp_key와 imp_secret으로 액세스 토큰을 받아 API를 호출합니다. 키를 바꿀 때는 새 키를 발급해 서버에 옮긴 뒤, 쓰지 않는 키를 폐기하세요. 그 사이에는 두 키가 모두 유효합니다.',
  none: '아직 키가 없습니다. 키를 발급해야 가맹점 서버가 API를 호출할 수 있습니다.',
  state: '상태',
  inUse: '사용 중',
  revoked: '폐기됨',
  actions: '작업',
  add: '새 키 발급',
  addWhy: '지금 쓰는 키는 그대로 유효합니다. imp_secret은 발급 직후 한 번만 보입니다.',
  addGo: '발급',
  added: (key: string) => `새 키 ${key}를 발급했습니다.`,
  madeTitle: '새 API 키',
  revoke: '폐기',
  revokeTitle: '이 키를 폐기할까요?',
  revokeWhy: '이 키로 받은 액세스 토큰도 바로 끝나고, 다시 살릴 수 없습니다.',
  last: '사용 중인 마지막 키입니다. 폐기하면 가맹점 서버의 모든 API 호출이 실패합니다. 새 키를 먼저 발급하세요.',
  revokedNow: (key: string) => `키 ${key}를 폐기했습니다. 이 키로 받은 토큰도 끝났습니다.`,
}
const EN: typeof KO = {
  title: 'API keys',
  about:
    'The merchant’s server gets its access token with imp_key and imp_secret. To change keys, add one, move the server over to it, then revoke the one that is no longer used. Until then both work.',
  none: 'There is no key yet. The merchant’s server can call the API once there is one.',
  state: 'State',
  inUse: 'In use',
  revoked: 'Revoked',
  actions: 'Actions',
  add: 'Add a key',
  addWhy: 'Those in use go on working. The imp_secret is shown once, right after this.',
  addGo: 'Add',
  added: (key) => `Key ${key} is there.`,
  madeTitle: 'The new API key',
  revoke: 'Revoke',
  revokeTitle: 'Revoke this key?',
  revokeWhy: 'The access tokens got with it end at once. It cannot be brought back.',
  last: 'This is the last key in use: without it every API call of the merchant’s server fails. Add another one first.',
  revokedNow: (key) => `Key ${key} is revoked, and the tokens got with it have ended.`,
}
const WORDS = { ko: KO, en: EN }

const IN_USE = 'in use'

export function KeysPage() {
  const words = useWords(WORDS)
  const merchant = useMerchant()
  const mayChange = useMay()('keys.set')
  const keys = useAsk('keys', { path: { merchant } })
  const [isAdding, setAdding] = useState(false)
  const [revoking, setRevoking] = useState<string | null>(null)
  const [said, say] = useState('')
  const inUse = keys.data?.rows.filter((row) => shown(row, 'state') === IN_USE)
  return (
    <>
      <Head title={words.title}>
        {mayChange && (
          <Button kind="main" onPress={() => setAdding(true)}>
            {words.add}
          </Button>
        )}
      </Head>
      <p className="muted">{words.about}</p>
      <Said>{said}</Said>
      <Asked of={keys}>
        {({ rows }) =>
          rows.length === 0 ? (
            <Empty>{words.none}</Empty>
          ) : (
            <KeySheet rows={rows} {...(mayChange ? { onRevoke: setRevoking } : {})} />
          )
        }
      </Asked>
      {isAdding && <AddKey merchant={merchant} onSay={say} onClose={() => setAdding(false)} />}
      {revoking !== null && (
        <RevokeKey
          merchant={merchant}
          impKey={revoking}
          isLast={inUse?.length === 1}
          onSay={say}
          onClose={() => setRevoking(null)}
        />
      )}
    </>
  )
}

interface SheetProps {
  readonly rows: readonly ShownRow[]
  readonly onRevoke?: (impKey: string) => void
}

function KeySheet({ rows, onRevoke }: SheetProps) {
  const words = useWords(WORDS)
  const columns = [
    { name: 'imp_key', cell: (row: ShownRow) => <Copy text={shown(row, 'imp_key')} /> },
    {
      name: words.state,
      cell: (row: ShownRow) =>
        shown(row, 'state') === IN_USE ? (
          <Badge tone="good">{words.inUse}</Badge>
        ) : (
          <Badge tone="plain">{words.revoked}</Badge>
        ),
    },
  ]
  const actions = {
    name: words.actions,
    cell: (row: ShownRow) =>
      shown(row, 'state') === IN_USE && (
        <Button
          kind="danger"
          aria-label={`${words.revoke}: ${shown(row, 'imp_key')}`}
          onPress={() => onRevoke?.(shown(row, 'imp_key'))}
        >
          {words.revoke}
        </Button>
      ),
  }
  return (
    <Sheet
      caption={words.title}
      columns={onRevoke === undefined ? columns : [...columns, actions]}
      rows={rows}
      keyOf={(row) => shown(row, 'imp_key')}
    />
  )
}

interface DialogProps {
  readonly merchant: string
  readonly onSay: (text: string) => void
  readonly onClose: () => void
}

function AddKey({ merchant, onSay, onClose }: DialogProps) {
  const words = useWords(WORDS)
  const act = useAct('addKey')
  const [made, setMade] = useState<ShownRow | null>(null)
  const add = async () => {
    const row = (await act.do({ path: { merchant } }))?.rows[0]
    if (row === undefined) return
    setMade(row)
    onSay(words.added(shown(row, 'imp_key')))
  }
  if (made !== null) {
    const values = ['imp_key', 'imp_secret'].map((name) => [name, shown(made, name)] as const)
    return <ShownOnce title={words.madeTitle} values={values} onClose={onClose} />
  }
  return (
    <DeedDialog title={words.add} go={words.addGo} act={act} onGo={() => void add()} onClose={onClose}>
      <p>{words.addWhy}</p>
    </DeedDialog>
  )
}

interface RevokeProps extends DialogProps {
  readonly impKey: string
  readonly isLast: boolean
}

function RevokeKey({ merchant, impKey, isLast, onSay, onClose }: RevokeProps) {
  const words = useWords(WORDS)
  const act = useAct('revokeKey')
  const revoke = async () => {
    if ((await act.do({ path: { merchant, imp_key: impKey } })) === undefined) return
    onSay(words.revokedNow(impKey))
    onClose()
  }
  return (
    <DeedDialog
      title={words.revokeTitle}
      go={words.revoke}
      kind="danger"
      act={act}
      onGo={() => void revoke()}
      onClose={onClose}
    >
      <p>
        <code className="code">{impKey}</code>
      </p>
      <p>{words.revokeWhy}</p>
      {isLast && <p className="warned">{words.last}</p>}
    </DeedDialog>
  )
}
