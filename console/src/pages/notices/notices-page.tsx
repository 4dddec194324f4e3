/** Notices and what became of them: which did not arrive and why, and sending them again, one, some or all of a time. */
import { useState } from 'react'
import { useAsk } from '../../ask.ts'
import { type InBoth, useWords } from '../../language.tsx'
import { Asked } from '../../parts/asked.tsx'
import { Button } from '../../parts/button.tsx'
import { Head } from '../../parts/head.tsx'
import { Pages } from '../../parts/pages.tsx'
import { Said } from '../../parts/said.tsx'
import { Empty } from '../../parts/states.tsx'
import { useMay } from '../../session.tsx'
import { useMerchant } from '../../shell.tsx'
import { nextLookMs } from './next-look.ts'
import { NoticeSieve, useNoticeSieve } from './notice-sieve.tsx'
import { NoticeTable } from './notice-table.tsx'
import { ReplayRangeDialog } from './replay-range-dialog.tsx'

interface PageWords {
  readonly title: string
  readonly about: string
  readonly none: string
  readonly noneSuch: string
  readonly all: string
  readonly range: string
}

const WORDS: InBoth<PageWords> = {
  ko: {
    title: '통지 내역',
    about: '가맹점 서버의 수신 URL로 보낸 웹훅과 그 결과입니다. 시각은 한국 시간입니다.',
    none: '아직 보낸 통지가 없습니다. 결제가 발급되거나 수납되면 여기에 나옵니다.',
    noneSuch: '이 조건의 통지가 없습니다.',
    all: '조건 지우기',
    range: '기간 지정 재전송',
  },
  en: {
    title: 'Notices',
    about: 'The webhooks that went to the merchant’s server, and what came of them. Times are Seoul’s.',
    none: 'No notice yet. One comes here when a number is issued or collected.',
    noneSuch: 'No notice is like that.',
    all: 'Show all',
    range: 'Send all of a time again',
  },
}

const ROWS = 30

export function NoticesPage() {
  const words = useWords(WORDS)
  const may = useMay()
  const merchant = useMerchant()
  const sieve = useNoticeSieve()
  const [isRange, setRange] = useState(false)
  const [said, setSaid] = useState('')
  const query = { ...sieve.query, after: sieve.after, limit: ROWS }
  const ask = useAsk(
    'deliveries',
    { path: { merchant }, query },
    { keepsBefore: true, againInMs: ({ deliveries }) => nextLookMs(deliveries) },
  )
  return (
    <>
      <Head title={words.title}>
        {may('notices.resend') && <Button onPress={() => setRange(true)}>{words.range}</Button>}
      </Head>
      <p className="muted">{words.about}</p>
      <NoticeSieve sieve={sieve} />
      <Said>{said}</Said>
      <Asked of={ask}>
        {({ deliveries, next }) =>
          deliveries.length === 0 ? (
            <Empty action={sieve.isAny ? null : <Button onPress={sieve.clear}>{words.all}</Button>}>
              {sieve.isAny ? words.none : words.noneSuch}
            </Empty>
          ) : (
            <>
              <NoticeTable
                key={JSON.stringify(query)}
                deliveries={deliveries}
                isStale={ask.isPlaceholderData}
                onDone={setSaid}
              />
              <Pages after={sieve.after} next={next} onGo={sieve.goTo} />
            </>
          )
        }
      </Asked>
      {isRange && <ReplayRangeDialog asked={sieve.query} onClose={() => setRange(false)} />}
    </>
  )
}
