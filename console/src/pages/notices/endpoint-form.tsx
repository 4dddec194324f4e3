/** Adds a notice address, or changes one: where, in which format, and what it hears. */
import { useState } from 'react'
import { useAct } from '../../act.ts'
import { type InBoth, useLanguage, useWords } from '../../language.tsx'
import { DeedDialog } from '../../parts/deed-dialog.tsx'
import { Field } from '../../parts/field.tsx'
import { fieldProblem } from '../../parts/field-problem.ts'
import { Pick } from '../../parts/pick.tsx'
import {
  type Endpoint,
  type EndpointWithSecret,
  EVENT_GROUPS,
  type EventName,
  FORMATS,
  type Format,
  HEARS,
} from './endpoint-words.ts'
import { EventTicks } from './event-ticks.tsx'

interface FormWords {
  readonly add: string
  readonly change: string
  readonly goAdd: string
  readonly save: string
  readonly url: string
  readonly urlHelp: string
  readonly description: string
  readonly descriptionHelp: string
  readonly format: string
  readonly formatHelp: Readonly<Record<Format, string>>
  readonly hears: string
  readonly some: string
  readonly saved: string
}

const V1_KO = 'imp_uid, merchant_uid, status 세 값만 갑니다. V1용 코드를 그대로 쓸 때 고르세요.'
const V1_EN = 'Only imp_uid, merchant_uid and status: for code that was written for V1.'

const WORDS: InBoth<FormWords> = {
  ko: {
    add: '수신 URL 추가',
    change: '수신 URL 수정',
    goAdd: '추가하고 비밀키 보기',
    save: '저장',
    url: '주소',
    urlHelp: '리다이렉트는 따라가지 않으니 마지막에 도착하는 주소를 적으세요.',
    description: '설명',
    descriptionHelp: '알아보기 위한 말입니다. 비워 둘 수 있습니다.',
    format: '형식',
    formatHelp: {
      modern: '무슨 일인지, 언제인지, 그 직후의 결제가 JSON으로 갑니다. 고객 정보는 들어가지 않습니다.',
      v1_json: V1_KO,
      v1_form: V1_KO,
    },
    hears: '받는 통지',
    some: '골라서 받기',
    saved: '수신 URL을 저장했습니다. 지금부터 생기는 일은 이 설정대로 보냅니다.',
  },
  en: {
    add: 'Add an address',
    change: 'Change an address',
    goAdd: 'Add it and show its secret',
    save: 'Save',
    url: 'Address',
    urlHelp: 'Redirects are not followed: give the address that they end at.',
    description: 'Description',
    descriptionHelp: 'To tell one from another. May be left empty.',
    format: 'Format',
    formatHelp: {
      modern: 'What happened, when, and the payment right after it, as JSON. Nothing about the customer.',
      v1_json: V1_EN,
      v1_form: V1_EN,
    },
    hears: 'Hears',
    some: 'Those that I choose',
    saved: 'The address is saved. What happens from now on goes as it says.',
  },
}

interface Props {
  readonly merchant: string
  /** Null: a new one. */
  readonly endpoint: Endpoint | null
  /** With the new one, or with what was done, in words. */
  readonly onDone: (made: EndpointWithSecret | string) => void
  readonly onClose: () => void
}

export function EndpointForm({ merchant, endpoint, onDone, onClose }: Props) {
  const words = useWords(WORDS)
  const [language] = useLanguage()
  const add = useAct('addEndpoint')
  const change = useAct('changeEndpoint')
  const [url, setUrl] = useState(endpoint?.url ?? '')
  const [description, setDescription] = useState(endpoint?.description ?? '')
  const [format, setFormat] = useState<Format>(endpoint?.format ?? 'modern')
  const [events, setEvents] = useState<readonly EventName[] | null>(endpoint?.events ?? null)
  const act = endpoint === null ? add : change
  const problemOf = (field: string) => fieldProblem(act.problem, field, language)
  const go = async () => {
    const body = { url: url.trim(), description: description.trim(), format, events: events && [...events] }
    if (endpoint === null) {
      const made = await add.do({ path: { merchant }, body })
      if (made !== undefined) onDone(made)
    } else if ((await change.do({ path: { merchant, id: endpoint.id }, body })) !== undefined) onDone(words.saved)
  }
  return (
    <DeedDialog
      title={endpoint === null ? words.add : words.change}
      go={endpoint === null ? words.goAdd : words.save}
      act={act}
      isReady={url.trim() !== '' && events?.length !== 0}
      onGo={() => void go()}
      onClose={onClose}
    >
      <Field
        label={words.url}
        help={words.urlHelp}
        type="url"
        inputMode="url"
        placeholder="https://"
        autoFocus
        isRequired
        value={url}
        onChange={setUrl}
        problem={problemOf('url')}
      />
      <Field
        label={words.description}
        help={words.descriptionHelp}
        maxLength={200}
        value={description}
        onChange={setDescription}
        problem={problemOf('description')}
      />
      <FormatPick value={format} onChange={setFormat} />
      <HearsPick format={format} value={events} onChange={setEvents} />
    </DeedDialog>
  )
}

function FormatPick({ value, onChange }: { readonly value: Format; readonly onChange: (format: Format) => void }) {
  const words = useWords(WORDS)
  const formats = useWords(FORMATS)
  return (
    <div className="field">
      <Pick
        label={words.format}
        choices={(['modern', 'v1_json', 'v1_form'] as const).map((format) => ({
          value: format,
          words: formats[format],
        }))}
        value={value}
        onChange={onChange}
      />
      <p className="help">{words.formatHelp[value]}</p>
    </div>
  )
}

interface HearsProps {
  readonly format: Format
  /** Null: what one usually hears in this format. */
  readonly value: readonly EventName[] | null
  readonly onChange: (events: readonly EventName[] | null) => void
}

function HearsPick({ format, value, onChange }: HearsProps) {
  const words = useWords(WORDS)
  const hears = useWords(HEARS)
  return (
    <>
      <Pick
        label={words.hears}
        choices={[
          { value: 'usual', words: format === 'modern' ? hears.all : hears.v1 },
          { value: 'some', words: words.some },
        ]}
        value={value === null ? 'usual' : 'some'}
        onChange={(which) => onChange(which === 'usual' ? null : (EVENT_GROUPS[0] ?? []))}
      />
      {value !== null && <EventTicks value={value} onChange={onChange} />}
    </>
  )
}
