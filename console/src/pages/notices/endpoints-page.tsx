/** Where the merchant's server is told: its Notification URL, and others beside it, each with what it hears and its secret. */
import { useState } from 'react'
import { useAsk } from '../../ask.ts'
import { timeText } from '../../figures.ts'
import { type InBoth, useLanguage, useWords } from '../../language.tsx'
import { Asked } from '../../parts/asked.tsx'
import { Button } from '../../parts/button.tsx'
import { Head } from '../../parts/head.tsx'
import { Help } from '../../parts/help.tsx'
import { Said } from '../../parts/said.tsx'
import { ShownOnce } from '../../parts/shown-once.tsx'
import { Empty } from '../../parts/states.tsx'
import { useMay } from '../../session.tsx'
import { useMerchant } from '../../shell.tsx'
import { DefaultEndpoint } from './default-endpoint.tsx'
import { EndpointForm } from './endpoint-form.tsx'
import { EndpointPanel } from './endpoint-panel.tsx'
import { DEFAULT_ENDPOINT, type Endpoint, type EndpointWithSecret } from './endpoint-words.ts'

interface PageWords {
  readonly title: string
  readonly about: string
  readonly notice: readonly [string, string]
  readonly signature: readonly [string, string]
  readonly idempotent: readonly [string, string]
  readonly others: string
  readonly none: string
  readonly add: string
  readonly added: string
  readonly secret: string
  readonly first: string
  readonly overlap: (time: string) => string
}

const WORDS: InBoth<PageWords> = {
  ko: {
    title: '수신 URL',
    about: '결제에 일이 생기면 여기 등록한 가맹점 서버 주소로 알립니다. 시각은 서울 기준입니다.',
    notice: [
      '통지(웹훅)',
      '수납·취소·환불 같은 일이 생겼을 때 가맹점 서버로 보내는 HTTP 요청입니다. 200번대로 답하지 않으면 7일 동안 다시 보냅니다.',
    ],
    signature: [
      '서명 비밀키',
      '통지가 정말 여기서 왔는지 가맹점 서버가 확인하는 키(whsec_…)입니다. 만들 때 한 번만 보이고, 서버의 환경 변수처럼 안전한 곳에 둡니다.',
    ],
    idempotent: [
      '멱등 처리',
      '응답이 끊기면 같은 통지가 두 번 올 수 있습니다. webhook-id를 적어 두고, 이미 처리한 것이면 다시 처리하지 않고 200으로만 답하세요.',
    ],
    others: '추가 수신 URL',
    none: '추가한 수신 URL이 없습니다. 재고·회계처럼 다른 서버도 알아야 할 때 추가하세요. 20개까지 둘 수 있습니다.',
    add: '수신 URL 추가',
    added: '수신 URL을 추가했습니다. 시험 전송으로 도착하는지 확인해 보세요.',
    secret: '서명 비밀키',
    first: '이 수신 URL로 오는 통지의 서명을 확인할 때 씁니다.',
    overlap: (time) =>
      `지금부터 새 비밀키로 서명합니다. ${time}(서울)까지는 앞 비밀키의 서명도 함께 붙으니, 그 안에 서버의 값을 바꾸면 놓치는 통지가 없습니다.`,
  },
  en: {
    title: 'Notice addresses',
    about: 'What happens to payments is told to these addresses of the merchant’s server. Times are Seoul’s.',
    notice: [
      'Notice (webhook)',
      'An HTTP request to the merchant’s server when something was collected, cancelled, refunded and so on. Where it is not answered with 2xx it is sent again for seven days.',
    ],
    signature: [
      'Signing secret',
      'The key (whsec_…) by which the merchant’s server checks that a notice is really ours. It is shown once when it is made; keep it where the server keeps its secrets.',
    ],
    idempotent: [
      'Handled once',
      'When an answer is lost the same notice may come twice. Remember webhook-id, and answer 200 without doing it again when it was handled.',
    ],
    others: 'Further addresses',
    none: 'No further address. Add one when another server has to know too: stock, accounting. There may be 20.',
    add: 'Add an address',
    added: 'The address is added. Send a test call to see whether it arrives.',
    secret: 'Signing secret',
    first: 'It checks the signature of the notices to this address.',
    overlap: (time) =>
      `From now on the new secret signs. Until ${time} (Seoul) the one before it signs too: change it on your server by then and no notice is lost.`,
  },
}

export function EndpointsPage() {
  const words = useWords(WORDS)
  const merchant = useMerchant()
  const maySet = useMay()('notices.set')
  const list = useAsk('endpoints', { path: { merchant } })
  const [form, setForm] = useState<Endpoint | 'new' | null>(null)
  const [secret, setSecret] = useState<EndpointWithSecret | null>(null)
  const [said, setSaid] = useState('')
  const open = (what: Endpoint | 'new') => {
    setSaid('')
    setForm(what)
  }
  const done = (made: EndpointWithSecret | string) => {
    setForm(null)
    setSaid(typeof made === 'string' ? made : words.added)
    if (typeof made !== 'string') setSecret(made)
  }
  return (
    <>
      <Head title={words.title}>
        {maySet && (
          <Button kind="main" onPress={() => open('new')}>
            {words.add}
          </Button>
        )}
      </Head>
      <p className="muted">{words.about}</p>
      <Terms />
      <Said>{said}</Said>
      <Asked of={list}>
        {({ endpoints }) => (
          <Endpoints of={endpoints} merchant={merchant} onEdit={open} onSecret={setSecret} onDone={setSaid} />
        )}
      </Asked>
      {form !== null && (
        <EndpointForm
          merchant={merchant}
          endpoint={form === 'new' ? null : form}
          onDone={done}
          onClose={() => setForm(null)}
        />
      )}
      {secret !== null && <Secret of={secret} onClose={() => setSecret(null)} />}
    </>
  )
}

interface EndpointsProps {
  readonly of: readonly Endpoint[]
  readonly merchant: string
  readonly onEdit: (endpoint: Endpoint) => void
  readonly onSecret: (made: EndpointWithSecret) => void
  readonly onDone: (done: string) => void
}

function Endpoints({ of, onEdit, ...shown }: EndpointsProps) {
  const words = useWords(WORDS)
  const others = of.filter(({ id }) => id !== DEFAULT_ENDPOINT)
  return (
    <>
      {of
        .filter(({ id }) => id === DEFAULT_ENDPOINT)
        .map((endpoint) => (
          <DefaultEndpoint key={endpoint.id} endpoint={endpoint} {...shown} />
        ))}
      <h2>{words.others}</h2>
      {others.length === 0 && <Empty>{words.none}</Empty>}
      {others.map((endpoint) => (
        <EndpointPanel key={endpoint.id} endpoint={endpoint} onEdit={() => onEdit(endpoint)} {...shown} />
      ))}
    </>
  )
}

function Terms() {
  const words = useWords(WORDS)
  return (
    <p className="row muted small">
      {[words.notice, words.signature, words.idempotent].map(([term, meaning]) => (
        <Help key={term} term={term}>
          {meaning}
        </Help>
      ))}
    </p>
  )
}

function Secret({ of, onClose }: { readonly of: EndpointWithSecret; readonly onClose: () => void }) {
  const words = useWords(WORDS)
  const [language] = useLanguage()
  const { secret, old_secret_until: until } = of
  return (
    <ShownOnce title={words.secret} values={[[words.secret, secret]]} onClose={onClose}>
      {until === 0 ? words.first : words.overlap(timeText(until, language))}
    </ShownOnce>
  )
}
