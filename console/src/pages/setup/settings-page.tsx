/** One merchant as it is set: what clerks and customers read, and its payment channels with their terms. */
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useAct } from '../../act.ts'
import { useAsk } from '../../ask.ts'
import { useWords } from '../../language.tsx'
import { Asked } from '../../parts/asked.tsx'
import { Button } from '../../parts/button.tsx'
import { Copy } from '../../parts/copy.tsx'
import { DeedDialog } from '../../parts/deed-dialog.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Field } from '../../parts/field.tsx'
import { Head } from '../../parts/head.tsx'
import { Said } from '../../parts/said.tsx'
import { Empty } from '../../parts/states.tsx'
import { useMay } from '../../session.tsx'
import { useMerchant } from '../../shell.tsx'
import { ChannelCard } from './channel-card.tsx'
import { AddChannel, ChangeChannel } from './channel-form.tsx'
import { type ShownRow, shown } from './shown.ts'

const KO = {
  title: '가맹점 설정',
  merchant: '가맹점',
  name: '가맹점 이름',
  nameMeans: '점원의 화면과 고객의 결제 화면, 영수증에 보이는 이름입니다.',
  id: '가맹점 번호',
  noticeUrl: 'Notification URL(기본)',
  noNoticeUrl: '정하지 않음',
  toNotices: '수신 URL 설정',
  suspended: (why: string) => `운영사가 이 가맹점의 수납을 중지했습니다. 점원에게 보이는 사유: ${why}`,
  rename: '이름 변경',
  renameGo: '변경',
  renameHelp: '40자까지. 다음 수납조회부터 새 이름이 보입니다.',
  renamed: (name: string) => `가맹점 이름을 바꿨습니다: ${name}`,
  channels: '결제채널',
  channelsAbout: 'PG 계약 하나가 결제채널 하나입니다. 수납번호의 기한, 한도, 재발급 규칙은 결제채널을 따릅니다.',
  noChannels: '결제채널이 없어 수납번호를 발급할 수 없습니다.',
  noChannelsOperator: '결제채널은 운영사가 추가합니다.',
  addChannel: '결제채널 추가',
}
const EN: typeof KO = {
  title: 'Merchant settings',
  merchant: 'Merchant',
  name: 'Name',
  nameMeans: 'As clerks see it, and customers on their page and receipt.',
  id: 'Merchant id',
  noticeUrl: 'Default notice address',
  noNoticeUrl: 'None',
  toNotices: 'Set notice addresses',
  suspended: (why) => `The operator takes no money for this merchant. Clerks read: ${why}`,
  rename: 'Change the name',
  renameGo: 'Change',
  renameHelp: 'Up to 40 characters. It shows from the next inquiry on.',
  renamed: (name) => `The merchant is called ‘${name}’ now.`,
  channels: 'Payment channels',
  channelsAbout: 'One contract with a PG each. Deadline, limits and reissue rule of a number are its channel’s.',
  noChannels: 'There is no channel yet, so no number can be issued.',
  noChannelsOperator: 'The operator adds channels.',
  addChannel: 'Add a channel',
}
const WORDS = { ko: KO, en: EN }

export function SettingsPage() {
  const words = useWords(WORDS)
  const merchant = useMerchant()
  const asked = useAsk('merchant', { path: { merchant } })
  const [said, say] = useState('')
  return (
    <>
      <Head title={words.title} />
      <Said>{said}</Said>
      <Asked of={asked}>
        {({ rows: [row] }) => row !== undefined && <MerchantPanel merchant={merchant} row={row} onSay={say} />}
      </Asked>
      <Channels merchant={merchant} onSay={say} />
    </>
  )
}

interface PanelProps {
  readonly merchant: string
  readonly row: ShownRow
  readonly onSay: (text: string) => void
}

function MerchantPanel({ merchant, row, onSay }: PanelProps) {
  const words = useWords(WORDS)
  const may = useMay()
  const [isRenaming, setRenaming] = useState(false)
  const suspended = shown(row, 'suspended')
  return (
    <section className="panel" aria-label={words.merchant}>
      <div className="head">
        <h2>{words.merchant}</h2>
        {may('merchant.set') && <Button onPress={() => setRenaming(true)}>{words.rename}</Button>}
      </div>
      {suspended !== '' && <p className="warned">{words.suspended(suspended)}</p>}
      <Facts
        rows={[
          [words.name, shown(row, 'name'), words.nameMeans],
          [words.id, <Copy key="id" text={shown(row, 'merchant')} />],
          [words.noticeUrl, shown(row, 'notice_url') || words.noNoticeUrl],
        ]}
      />
      {may('notices.read') && (
        <p>
          <Link to="/m/$merchant/endpoints" params={{ merchant }}>
            {words.toNotices}
          </Link>
        </p>
      )}
      {isRenaming && (
        <Rename merchant={merchant} before={shown(row, 'name')} onSay={onSay} onClose={() => setRenaming(false)} />
      )}
    </section>
  )
}

interface RenameProps {
  readonly merchant: string
  readonly before: string
  readonly onSay: (text: string) => void
  readonly onClose: () => void
}

function Rename({ merchant, before, onSay, onClose }: RenameProps) {
  const words = useWords(WORDS)
  const act = useAct('setMerchant')
  const [name, setName] = useState(before)
  const rename = async () => {
    if ((await act.do({ path: { merchant }, body: { name: name.trim() } })) === undefined) return
    onSay(words.renamed(name.trim()))
    onClose()
  }
  return (
    <DeedDialog
      title={words.rename}
      go={words.renameGo}
      act={act}
      isReady={name.trim() !== '' && name.trim() !== before}
      onGo={() => void rename()}
      onClose={onClose}
    >
      <Field
        label={words.name}
        help={words.renameHelp}
        autoFocus
        isRequired
        maxLength={40}
        value={name}
        onChange={setName}
      />
    </DeedDialog>
  )
}

function Channels({ merchant, onSay }: { readonly merchant: string; readonly onSay: (text: string) => void }) {
  const words = useWords(WORDS)
  const mayChange = useMay()('channels.set')
  const channels = useAsk('channels', { path: { merchant } })
  const [isAdding, setAdding] = useState(false)
  const [changing, setChanging] = useState<ShownRow | null>(null)
  const add = mayChange && <Button onPress={() => setAdding(true)}>{words.addChannel}</Button>
  return (
    <>
      <div className="head">
        <h2>{words.channels}</h2>
        {add}
      </div>
      <p className="muted">{words.channelsAbout}</p>
      <Asked of={channels}>
        {({ rows }) => (
          <>
            {rows.length === 0 && (
              <Empty>
                {words.noChannels} {!mayChange && words.noChannelsOperator}
              </Empty>
            )}
            {rows.map((row) => (
              <ChannelCard
                key={shown(row, 'channel_key')}
                channel={row}
                onSay={onSay}
                {...(mayChange ? { onChange: () => setChanging(row) } : {})}
              />
            ))}
          </>
        )}
      </Asked>
      {isAdding && <AddChannel merchant={merchant} onSay={onSay} onClose={() => setAdding(false)} />}
      {changing !== null && (
        <ChangeChannel merchant={merchant} channel={changing} onSay={onSay} onClose={() => setChanging(null)} />
      )}
    </>
  )
}
