/** For who has never had a number: what to do first, and what of it is done. */
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useAsk } from '../../ask.ts'
import { type InBoth, useWords } from '../../language.tsx'
import { Badge } from '../../parts/badge.tsx'
import { useMay } from '../../session.tsx'
import { useMerchant } from '../../shell.tsx'

interface Step {
  readonly title: string
  readonly why: string
  readonly go: string
}

interface FirstDayWords {
  readonly title: string
  readonly lead: string
  readonly wait: string
  readonly done: string
  readonly issue: Step
  readonly url: Step
  readonly key: Step
}

const WORDS: InBoth<FirstDayWords> = {
  ko: {
    title: '첫 수납번호를 발급해 보세요',
    lead: '수납번호가 발급되면 이곳에 하루하루의 수납 현황이 나타납니다.',
    wait: '아직 발급된 수납번호가 없습니다. 발급되면 이곳에 하루하루의 수납 현황이 나타납니다.',
    done: '완료',
    issue: {
      title: '수납번호 발급하기',
      why: '고객이 편의점 계산대에서 보여 줄 번호입니다. 주문번호와 금액만 있으면 됩니다.',
      go: '발급하러 가기',
    },
    url: {
      title: 'Notification URL 정하기',
      why: '고객이 결제하면 가맹점 서버의 이 주소로 통지합니다.',
      go: '수신 URL 열기',
    },
    key: {
      title: 'API 키 만들기',
      why: '가맹점 서버가 수납번호를 발급하고 결제를 조회할 때 씁니다.',
      go: 'API 키 열기',
    },
  },
  en: {
    title: 'Issue your first number',
    lead: 'Once there is a number, its days are shown here.',
    wait: 'No number has been issued yet. Once there is one, its days are shown here.',
    done: 'Done',
    issue: {
      title: 'Issue a number',
      why: 'What your customer shows at a shop’s till. An order and an amount are enough.',
      go: 'Issue one',
    },
    url: {
      title: 'Set the Notification URL',
      why: 'When your customer has paid, this address of your server is told.',
      go: 'Open notice addresses',
    },
    key: {
      title: 'Make an API key',
      why: 'Your server uses it to issue numbers and to look at payments.',
      go: 'Open API keys',
    },
  },
}

export function FirstDay() {
  const words = useWords(WORDS)
  const may = useMay()
  const merchant = useMerchant()
  const [mayIssue, mayTell, mayKey] = [may('payments.issue'), may('notices.set'), may('keys.set')]
  const { data: told } = useAsk('endpoints', { path: { merchant } }, { isOff: !mayTell })
  const { data: keys } = useAsk('keys', { path: { merchant } }, { isOff: !mayKey })
  const hasUrl = told?.endpoints.some(({ id, url }) => id === 'default' && url !== null) === true
  if (!mayIssue && !mayTell && !mayKey) return <p className="panel muted">{words.wait}</p>
  return (
    <section className="panel">
      <h2>{words.title}</h2>
      <p className="muted">{words.lead}</p>
      <ol className="steps">
        {mayIssue && (
          <FirstStep step={words.issue}>
            <Link to="/m/$merchant/issue" params={{ merchant }}>
              {words.issue.go}
            </Link>
          </FirstStep>
        )}
        {mayTell && (
          <FirstStep step={words.url} isDone={hasUrl}>
            <Link to="/m/$merchant/endpoints" params={{ merchant }}>
              {words.url.go}
            </Link>
          </FirstStep>
        )}
        {mayKey && (
          <FirstStep step={words.key} isDone={(keys?.rows.length ?? 0) > 0}>
            <Link to="/m/$merchant/keys" params={{ merchant }}>
              {words.key.go}
            </Link>
          </FirstStep>
        )}
      </ol>
    </section>
  )
}

interface FirstStepProps {
  readonly step: Step
  readonly isDone?: boolean
  /** The way there. */
  readonly children: ReactNode
}

function FirstStep({ step: { title, why }, isDone = false, children }: FirstStepProps) {
  const words = useWords(WORDS)
  return (
    <li>
      <p>
        <strong>{title}</strong> {isDone && <Badge tone="good">{words.done}</Badge>}
      </p>
      <p className="muted">{why}</p>
      <p>{children}</p>
    </li>
  )
}
