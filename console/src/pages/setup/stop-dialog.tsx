/**
 * Taking no money for a while, and taking it again: of a merchant, a chain or a shop. What tills show is the clerk's to read
 * out, why it is done is for the record.
 */
import { useState } from 'react'
import { type Act, useAct } from '../../act.ts'
import { useWords } from '../../language.tsx'
import { DeedDialog } from '../../parts/deed-dialog.tsx'
import { Field } from '../../parts/field.tsx'

export type Stopped =
  | { readonly kind: 'merchant'; readonly merchant: string }
  | { readonly kind: 'chain'; readonly network: string; readonly chain: string }
  | { readonly kind: 'shop'; readonly network: string; readonly outlet: string }

const KO = {
  stop: (name: string) => `${name}: 수납을 중지할까요?`,
  stopGo: '수납 중지',
  whatStops: {
    merchant: '이 가맹점의 수납번호는 새로 발급되지도, 수납되지도 않습니다.',
    chain: '이 체인의 모든 점포에서 새 수납을 받지 않습니다.',
    shop: '이 점포에서 새 수납을 받지 않습니다.',
  },
  whatGoesOn: '망취소, 결과 조회, 환불, 말소는 그대로 됩니다.',
  shown: '점원 화면에 보일 사유',
  shownHelp: '계산대에 그대로 보이고 고객에게 읽어 줄 수 있습니다. 한 줄, 100자까지. 예: 정전으로 오늘은 받지 않습니다',
  reason: '기록에 남길 이유',
  reasonHelp: '선택. 작업 기록에만 남고 점원은 보지 못합니다.',
  stopped: (name: string) => `${name}의 수납을 중지했습니다.`,
  resume: (name: string) => `${name}: 수납을 재개할까요?`,
  resumeGo: '수납 재개',
  resumeWhy: '지금부터 계산대에서 다시 수납할 수 있습니다.',
  readNow: (why: string) => `지금 점원 화면에 보이는 사유: ${why}`,
  resumed: (name: string) => `${name}의 수납을 재개했습니다.`,
}
const EN: typeof KO = {
  stop: (name) => `Take no money: ${name}?`,
  stopGo: 'Take no money',
  whatStops: {
    merchant: 'No number of this merchant is issued or collected.',
    chain: 'No shop of this chain collects.',
    shop: 'This shop does not collect.',
  },
  whatGoesOn: 'Reversals, status, refunds and revocations go on.',
  shown: 'What clerks read',
  shownHelp:
    'Shown at the till as it stands, and may be read out to the customer. One line, up to 100 characters. Such as: no power today',
  reason: 'Why, for the record',
  reasonHelp: 'Optional. It stands in the audit log, and no clerk sees it.',
  stopped: (name) => `${name} takes no money now.`,
  resume: (name) => `Take money again: ${name}?`,
  resumeGo: 'Take money again',
  resumeWhy: 'From now on tills collect again.',
  readNow: (why) => `What clerks read now: ${why}`,
  resumed: (name) => `${name} takes money again.`,
}
const WORDS = { ko: KO, en: EN }

interface Props {
  readonly of: Stopped
  readonly name: string
  /** What clerks read now; empty where nothing is stopped. */
  readonly shownNow: string
  readonly onSay: (text: string) => void
  readonly onClose: () => void
}

export function StopDialog({ of, name, shownNow, onSay, onClose }: Props) {
  const words = useWords(WORDS)
  const act = useStopping()
  const [shown, setShown] = useState('')
  const [reason, setReason] = useState('')
  const end = async (done: Promise<unknown>, said: string) => {
    if ((await done) === undefined) return
    onSay(said)
    onClose()
  }
  if (shownNow !== '')
    return (
      <DeedDialog
        title={words.resume(name)}
        go={words.resumeGo}
        act={act}
        onGo={() => void end(act.resume(of), words.resumed(name))}
        onClose={onClose}
      >
        <p>{words.readNow(shownNow)}</p>
        <p>{words.resumeWhy}</p>
      </DeedDialog>
    )
  const why = { shown: shown.trim(), ...(reason.trim() === '' ? {} : { reason: reason.trim() }) }
  return (
    <DeedDialog
      title={words.stop(name)}
      go={words.stopGo}
      kind="danger"
      act={act}
      isReady={why.shown !== ''}
      onGo={() => void end(act.stop(of, why), words.stopped(name))}
      onClose={onClose}
    >
      <p>
        {words.whatStops[of.kind]} {words.whatGoesOn}
      </p>
      <Field
        label={words.shown}
        help={words.shownHelp}
        autoFocus
        isRequired
        maxLength={100}
        value={shown}
        onChange={setShown}
      />
      <Field label={words.reason} help={words.reasonHelp} maxLength={200} value={reason} onChange={setReason} />
    </DeedDialog>
  )
}

interface Why {
  readonly shown: string
  readonly reason?: string
}

/** The deed of each kind, as one. */
function useStopping() {
  const merchant = [useAct('suspendMerchant'), useAct('resumeMerchant')] as const
  const chain = [useAct('suspendChain'), useAct('resumeChain')] as const
  const shop = [useAct('suspendShop'), useAct('resumeShop')] as const
  const all: readonly Pick<Act<'resumeShop'>, 'isBusy' | 'problem'>[] = [...merchant, ...chain, ...shop]
  return {
    isBusy: all.some(({ isBusy }) => isBusy),
    problem: all.find(({ problem }) => problem !== null)?.problem ?? null,
    stop(of: Stopped, why: Why): Promise<unknown> {
      if (of.kind === 'merchant') return merchant[0].do({ body: { merchant: of.merchant, ...why } })
      if (of.kind === 'chain') return chain[0].do({ body: { network: of.network, chain: of.chain, ...why } })
      return shop[0].do({ body: { network: of.network, outlet: of.outlet, ...why } })
    },
    resume(of: Stopped): Promise<unknown> {
      if (of.kind === 'merchant') return merchant[1].do({ body: { merchant: of.merchant } })
      if (of.kind === 'chain') return chain[1].do({ body: { network: of.network, chain: of.chain } })
      return shop[1].do({ body: { network: of.network, outlet: of.outlet } })
    },
  }
}
