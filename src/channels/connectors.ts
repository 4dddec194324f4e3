/** The connectors that are built in. A further one is a folder and a row here. */
import type { ConnectorKind } from './connector.ts'
import { framed } from './framed/framed-connector.ts'

/** With settings of a shape that only itself knows. */
export interface AnyConnector {
  readonly name: string
  readonly open: <Result>(use: <Settings>(kind: ConnectorKind<Settings>) => Result) => Result
}

const ALL: readonly AnyConnector[] = [boxed(framed)]

export const CONNECTOR_NAMES: readonly string[] = ALL.map(({ name }) => name)

export function connectorNamed(name: string): AnyConnector | undefined {
  return ALL.find((connector) => connector.name === name)
}

function boxed<Settings>(kind: ConnectorKind<Settings>): AnyConnector {
  return { name: kind.name, open: (use) => use(kind) }
}
