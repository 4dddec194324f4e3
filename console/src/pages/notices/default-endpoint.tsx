/** The Notification URL: where a shop that was written for V1 listens. It is set on the page itself, for everybody has it. */
import { type FormEvent, useState } from 'react'
import { useAct } from '../../act.ts'
import type { AdminRoutes } from '../../api.ts'
import { type InBoth, useLanguage, useWords } from '../../language.tsx'
import { Button } from '../../parts/button.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Field } from '../../parts/field.tsx'
import { fieldProblem } from '../../parts/field-problem.ts'
import { Pick } from '../../parts/pick.tsx'
import { Refused } from '../../parts/refused.tsx'
import { useMay } from '../../session.tsx'
import { EndpointActions } from './endpoint-actions.tsx'
import { EndpointBadge, EndpointState } from './endpoint-state.tsx'
import { DEFAULT_ENDPOINT, type Endpoint, type EndpointWithSecret, FORMATS, HEARS, useHears } from './endpoint-words.ts'

interface DefaultWords {
  readonly title: string
  readonly about: string
  readonly url: string
  readonly urlHelp: string
  readonly format: string
  readonly hears: string
  readonly none: string
  readonly save: string
  readonly saved: string
}

const WORDS: InBoth<DefaultWords> = {
  ko: {
    title: 'Notification URL (기본)',
    about:
      'PortOne V1의 Notification URL과 같습니다. 결제를 발급할 때 notice_url을 따로 보내면 그 결제의 통지는 이 주소 대신 그리로 갑니다. confirm_url에 묻는 요청도 이 비밀키로 서명합니다.',
    url: '주소',
    urlHelp: '리다이렉트는 따라가지 않으니 마지막에 도착하는 주소를 적으세요. 비우면 보내지 않습니다.',
    format: 'Content-Type',
    hears: '받는 통지',
    none: '정하지 않음',
    save: '저장',
    saved: 'Notification URL을 저장했습니다. 지금부터 생기는 일은 이 설정대로 보냅니다.',
  },
  en: {
    title: 'Notification URL',
    about:
      'As in PortOne V1. A payment that is issued with a notice_url of its own is told there instead. What asks confirm_url is signed with this secret too.',
    url: 'Address',
    urlHelp: 'Redirects are not followed: give the address that they end at. Empty, nothing is sent.',
    format: 'Content-Type',
    hears: 'Hears',
    none: 'not set',
    save: 'Save',
    saved: 'The Notification URL is saved. What happens from now on goes as it says.',
  },
}

interface Props {
  readonly merchant: string
  readonly endpoint: Endpoint
  readonly onSecret: (made: EndpointWithSecret) => void
  readonly onDone: (done: string) => void
}

export function DefaultEndpoint({ merchant, endpoint, onSecret, onDone }: Props) {
  const words = useWords(WORDS)
  const formats = useWords(FORMATS)
  const hears = useHears()
  const [draft, setDraft] = useState<Draft>({})
  const maySet = useMay()('notices.set')
  return (
    <section className="panel" aria-labelledby={DEFAULT_ENDPOINT}>
      <div className="head">
        <h2 id={DEFAULT_ENDPOINT}>{words.title}</h2>
        <EndpointBadge endpoint={endpoint} />
      </div>
      <p className="muted small">{words.about}</p>
      {maySet ? (
        <DefaultForm merchant={merchant} endpoint={endpoint} draft={draft} onDraft={setDraft} onDone={onDone} />
      ) : (
        <Facts
          rows={[
            [words.url, endpoint.url ?? words.none],
            [words.format, formats[endpoint.format]],
            [words.hears, hears(endpoint)],
          ]}
        />
      )}
      <EndpointState merchant={merchant} endpoint={endpoint} />
      {maySet && (
        <EndpointActions
          merchant={merchant}
          endpoint={endpoint}
          isUnsaved={Object.keys(changesIn(draft, endpoint)).length > 0}
          onSecret={onSecret}
          onDone={onDone}
        />
      )}
    </section>
  )
}

type Changes = AdminRoutes['changeEndpoint']['body']

/** What was typed and is not saved; what somebody else saves meanwhile shows through where nothing was. */
interface Draft {
  readonly url?: string
  readonly format?: 'v1_json' | 'v1_form'
  readonly v1_notices?: 'paid' | 'all'
}

function changesIn({ url, format, v1_notices }: Draft, saved: Endpoint): Changes {
  return {
    ...(url === undefined || url.trim() === (saved.url ?? '') ? {} : { url: url.trim() === '' ? null : url.trim() }),
    ...(format === undefined || format === saved.format ? {} : { format }),
    ...(v1_notices === undefined || v1_notices === saved.v1_notices ? {} : { v1_notices }),
  }
}

interface FormProps extends Omit<Props, 'onSecret'> {
  readonly draft: Draft
  readonly onDraft: (draft: Draft) => void
}

function DefaultForm({ merchant, endpoint, draft, onDraft, onDone }: FormProps) {
  const words = useWords(WORDS)
  const hears = useWords(HEARS)
  const [language] = useLanguage()
  const change = useAct('changeEndpoint')
  const changes = changesIn(draft, endpoint)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    if ((await change.do({ path: { merchant, id: DEFAULT_ENDPOINT }, body: changes })) === undefined) return
    onDraft({})
    onDone(words.saved)
  }
  const problem = fieldProblem(change.problem, 'url', language)
  return (
    <form className="form" onSubmit={save}>
      <Field
        label={words.url}
        help={words.urlHelp}
        type="url"
        inputMode="url"
        placeholder="https://"
        value={draft.url ?? endpoint.url ?? ''}
        onChange={(url) => onDraft({ ...draft, url })}
        problem={problem}
      />
      <Pick
        label={words.format}
        choices={[
          { value: 'v1_json', words: 'application/json' },
          { value: 'v1_form', words: 'application/x-www-form-urlencoded' },
        ]}
        value={draft.format ?? (endpoint.format === 'v1_form' ? 'v1_form' : 'v1_json')}
        onChange={(format) => onDraft({ ...draft, format })}
      />
      <Pick
        label={words.hears}
        choices={[
          { value: 'paid', words: hears.paid },
          { value: 'all', words: hears.v1All },
        ]}
        value={draft.v1_notices ?? endpoint.v1_notices ?? 'paid'}
        onChange={(v1_notices) => onDraft({ ...draft, v1_notices })}
      />
      <Refused by={problem === undefined ? change.problem : null} />
      <div className="row">
        <Button kind="main" type="submit" isPending={change.isBusy} isDisabled={Object.keys(changes).length === 0}>
          {words.save}
        </Button>
      </div>
    </form>
  )
}
