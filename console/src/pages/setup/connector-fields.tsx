/** Who makes the numbers of a new channel: this gateway, or a PG by one of its connectors. */
import { useWords } from '../../language.tsx'
import { Field } from '../../parts/field.tsx'
import { Pick } from '../../parts/pick.tsx'
import { CHANNEL_WORDS, HOUSE } from './channel-words.ts'

export interface PgConnector {
  readonly kind: string
  /** JSON, as the contract has it. */
  readonly config: string
}

/** The reference of the connectors, which every gateway has. */
const USUAL: PgConnector = { kind: 'framed', config: '' }

interface Props {
  /** Null: this gateway. */
  readonly connector: PgConnector | null
  readonly onChange: (connector: PgConnector | null) => void
}

export function ConnectorFields({ connector, onChange }: Props) {
  const words = useWords(CHANNEL_WORDS)
  return (
    <>
      <Pick
        label={words.connector}
        choices={[
          { value: HOUSE, words: words.house },
          { value: 'pg', words: words.viaPg },
        ]}
        value={connector === null ? HOUSE : 'pg'}
        onChange={(chosen) => onChange(chosen === HOUSE ? null : USUAL)}
      />
      {connector !== null && (
        <>
          <Field
            label={words.connectorKind}
            help={words.connectorKindHelp}
            isRequired
            maxLength={20}
            value={connector.kind}
            onChange={(kind) => onChange({ ...connector, kind })}
          />
          <Field
            label={words.connectorConfig}
            help={words.connectorConfigHelp}
            lines={6}
            isRequired
            value={connector.config}
            onChange={(config) => onChange({ ...connector, config })}
          />
        </>
      )}
    </>
  )
}

/** Nothing of it is missing. */
export function isWholePg(connector: PgConnector | null): boolean {
  return connector === null || (connector.kind.trim() !== '' && connector.config.trim() !== '')
}
