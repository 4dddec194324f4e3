/**
 * The lines of today: who stands behind which channel is the operator's word in the directory, and may change while
 * requests are under way. A line is opened when it is first asked for, and anew when its settings changed.
 */
import type { ChannelKey, MonoTime } from '../core/brand.ts'
import type { Channel, Connector } from '../core/merchant.ts'
import type { ChannelLine, ChannelLines, PgSilence } from '../gateway/channel-port.ts'
import type { Directory } from '../storage/storage.ts'
import { gated } from './channel-gate.ts'
import type { ConnectorKind, LineTools, PgLine } from './connector.ts'
import { connectorNamed } from './connectors.ts'

export interface ChannelLinesDeps {
  readonly directory: () => Directory
  /** Throws where the keys are not those it was sealed with. */
  readonly openSealed: (sealed: string) => string
  readonly tools: LineTools
  readonly mono: () => MonoTime
  /** Must not throw. */
  readonly observe: (change: { readonly type: 'pg_silent' | 'pg_answers'; readonly channelKey: ChannelKey }) => void
  /** Must not throw. */
  readonly reportFault: (fault: unknown) => void
}

export function createChannelLines(deps: ChannelLinesDeps): ChannelLines {
  const { directory, mono, observe, reportFault } = deps
  const lines = new Map<ChannelKey, ChannelLine>()
  const opened = new Map<ChannelKey, { readonly sealed: string; readonly line: ChannelLine }>()

  function today(channelKey: ChannelKey): ChannelLine {
    const { connectors, channels } = directory()
    const connector = connectors.get(channelKey)
    const channel = channels.find(({ key }) => key === channelKey)
    if (connector === undefined || channel === undefined) return closedLine('nobody stands behind this channel')
    const known = opened.get(channelKey)
    if (known?.sealed === connector.sealed) return known.line
    const line = openPgLine(connector, channel, deps)
    opened.set(channelKey, { sealed: connector.sealed, line })
    return line
  }

  return {
    lineOf(channelKey) {
      if (!directory().connectors.has(channelKey)) return null
      const known = lines.get(channelKey)
      if (known !== undefined) return known
      const tell = (type: 'pg_silent' | 'pg_answers'): void => observe({ type, channelKey })
      const line = gated(() => today(channelKey), { mono, tell, reportFault })
      lines.set(channelKey, line)
      return line
    },
  }
}

/** With nothing before it, for whoever tries a line by hand. */
export function openPgLine(
  connector: Connector,
  channel: Pick<Channel, 'mid'>,
  { openSealed, tools, reportFault }: Pick<ChannelLinesDeps, 'openSealed' | 'tools' | 'reportFault'>,
): PgLine {
  const named = connectorNamed(connector.kind)
  if (named === undefined) return closedLine(`this version has no connector ${connector.kind}`)
  try {
    const value: unknown = JSON.parse(openSealed(connector.sealed))
    return named.open((kind) => lineOf(kind, value, channel, tools))
  } catch (fault) {
    reportFault(fault)
    return closedLine('the settings of this channel cannot be opened')
  }
}

function lineOf<Settings>(
  { readSettings, openLine }: ConnectorKind<Settings>,
  value: unknown,
  channel: Pick<Channel, 'mid'>,
  tools: LineTools,
): PgLine {
  const reading = readSettings(value)
  return reading.ok ? openLine(channel, reading.settings, tools) : closedLine(`its settings: ${reading.problem.en}`)
}

/** Nothing can be said on it. */
function closedLine(detail: string): PgLine {
  const silence = async (): Promise<PgSilence> => ({ kind: 'unanswered', sent: false, detail })
  return {
    issue: silence,
    register: silence,
    amend: silence,
    revoke: silence,
    cancel: silence,
    status: silence,
    probe: silence,
  }
}
