/** What somebody must do something about now, each with the way to where it is done. */
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useAsk } from '../../ask.ts'
import { type InBoth, useWords } from '../../language.tsx'
import { useMay } from '../../session.tsx'
import { useMerchant } from '../../shell.tsx'
import type { HomeAnswer } from './home-figures.ts'

/** As many as are counted: from here on it is "or more". */
const COUNTED_MAX = 100

interface NeedsWords {
  readonly title: string
  readonly none: string
  readonly undelivered: (count: string) => string
  readonly refunds: (count: string) => string
  readonly failing: (where: string) => string
  readonly paused: (where: string) => string
  readonly notificationUrl: string
  readonly many: (count: number) => string
  readonly mend: string
}

const WORDS: InBoth<NeedsWords> = {
  ko: {
    title: '지금 확인할 일',
    none: '지금 확인할 일이 없습니다.',
    undelivered: (count) => `가맹점 서버에 전달하지 못한 통지가 ${count} 있습니다. 원인을 보고 다시 보내세요.`,
    refunds: (count) => `처리를 기다리는 환불이 ${count} 있습니다.`,
    failing: (where) => `${where}로 보내는 통지가 계속 실패하고 있습니다.`,
    paused: (where) => `${where}로 보내는 통지가 멈춰 있습니다. 다시 켜면 밀린 통지가 나갑니다.`,
    notificationUrl: 'Notification URL',
    many: (count) => (count >= COUNTED_MAX ? `${COUNTED_MAX}건 이상` : `${count}건`),
    mend: '확인',
  },
  en: {
    title: 'Needs a hand now',
    none: 'Nothing needs a hand right now.',
    undelivered: (count) => `Notices that reached nobody: ${count}. See why, and send them again.`,
    refunds: (count) => `Refunds that wait to be made: ${count}.`,
    failing: (where) => `Notices to ${where} keep failing.`,
    paused: (where) => `Notices to ${where} are paused. What waits goes out once it is resumed.`,
    notificationUrl: 'the Notification URL',
    many: (count) => (count >= COUNTED_MAX ? `${COUNTED_MAX} or more` : `${count}`),
    mend: 'Look',
  },
}

export function NeedsHand({ home: { undelivered, refunds_pending } }: { readonly home: HomeAnswer }) {
  const words = useWords(WORDS)
  const may = useMay()
  const merchant = useMerchant()
  const { data } = useAsk('endpoints', { path: { merchant } }, { isOff: !may('notices.read') })
  const troubled = (data?.endpoints ?? []).filter(({ state }) => state !== 'active')
  const hasRefunds = refunds_pending > 0 && may('refunds.read')
  const isQuiet = undelivered === 0 && !hasRefunds && troubled.length === 0
  return (
    <section className="panel">
      <h2>{words.title}</h2>
      {isQuiet && <p className="muted">{words.none}</p>}
      {!isQuiet && (
        <ul className="needs">
          {undelivered > 0 && (
            <Need tone="danger" words={words.undelivered(words.many(undelivered))}>
              <Link to="/m/$merchant/notices" params={{ merchant }} search={{ state: 'undelivered' }}>
                {words.mend}
              </Link>
            </Need>
          )}
          {troubled.map(({ id, state, description }) => {
            const where = id === 'default' ? words.notificationUrl : description === '' ? id : description
            return (
              <Need
                key={id}
                tone={state === 'failing' ? 'danger' : 'wait'}
                words={state === 'failing' ? words.failing(where) : words.paused(where)}
              >
                <Link to="/m/$merchant/endpoints" params={{ merchant }}>
                  {words.mend}
                </Link>
              </Need>
            )
          })}
          {hasRefunds && (
            <Need tone="wait" words={words.refunds(words.many(refunds_pending))}>
              <Link to="/m/$merchant/refunds" params={{ merchant }} search={{ state: 'pending' }}>
                {words.mend}
              </Link>
            </Need>
          )}
        </ul>
      )}
    </section>
  )
}

interface NeedProps {
  readonly tone: 'danger' | 'wait'
  readonly words: string
  /** The way there. */
  readonly children: ReactNode
}

function Need({ tone, words, children }: NeedProps) {
  return (
    <li className={tone}>
      <span>{words}</span> {children}
    </li>
  )
}
