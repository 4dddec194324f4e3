import { type InBoth, useWords } from '../../language.tsx'
import { Button } from '../../parts/button.tsx'
import { Facts } from '../../parts/facts.tsx'
import { useMay } from '../../session.tsx'
import { EndpointActions } from './endpoint-actions.tsx'
import { EndpointBadge, EndpointState } from './endpoint-state.tsx'
import { type Endpoint, type EndpointWithSecret, FORMATS, useHears } from './endpoint-words.ts'

interface PanelWords {
  readonly url: string
  readonly format: string
  readonly hears: string
  readonly edit: string
}

const WORDS: InBoth<PanelWords> = {
  ko: { url: '주소', format: '형식', hears: '받는 통지', edit: '수정' },
  en: { url: 'Address', format: 'Format', hears: 'Hears', edit: 'Change' },
}

interface Props {
  readonly merchant: string
  readonly endpoint: Endpoint
  readonly onEdit: () => void
  readonly onSecret: (made: EndpointWithSecret) => void
  readonly onDone: (done: string) => void
}

/** One beside the Notification URL. */
export function EndpointPanel({ merchant, endpoint, onEdit, onSecret, onDone }: Props) {
  const words = useWords(WORDS)
  const formats = useWords(FORMATS)
  const hears = useHears()
  const maySet = useMay()('notices.set')
  const { id, url, description, format } = endpoint
  return (
    <section className="panel" aria-labelledby={id}>
      <div className="head">
        <h3 id={id}>{description === '' ? url : description}</h3>
        <EndpointBadge endpoint={endpoint} />
      </div>
      <Facts
        rows={[
          [
            words.url,
            <span key="url" className="code">
              {url}
            </span>,
          ],
          [words.format, formats[format]],
          [words.hears, hears(endpoint)],
        ]}
      />
      <EndpointState merchant={merchant} endpoint={endpoint} />
      {maySet && (
        <EndpointActions merchant={merchant} endpoint={endpoint} onSecret={onSecret} onDone={onDone}>
          <Button onPress={onEdit}>{words.edit}</Button>
        </EndpointActions>
      )}
    </section>
  )
}
