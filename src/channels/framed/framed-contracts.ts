/** Whose PG may call on the framed line, as the operator's settings stand at this moment. */
import type { Directory } from '../../storage/storage.ts'
import { framed } from './framed-connector.ts'
import type { Contract } from './framed-listener.ts'
import { type FramedSettings, readSettings } from './settings.ts'

/** Settings that cannot be opened or read are nobody's; `reportFault` hears of them once. */
export function framedContracts(
  directory: () => Directory,
  openSealed: (sealed: string) => string,
  reportFault: (fault: unknown) => void,
): () => readonly Contract[] {
  const known = new Map<string, FramedSettings | null>()

  function settingsIn(sealed: string): FramedSettings | null {
    const before = known.get(sealed)
    if (before !== undefined) return before
    const settings = opened(sealed, openSealed, reportFault)
    known.set(sealed, settings)
    return settings
  }

  return () => {
    const { channels, connectors } = directory()
    return [...connectors.values()].flatMap(({ kind, channelKey, sealed }) => {
      const channel = channels.find(({ key }) => key === channelKey)
      const settings = kind === framed.name ? settingsIn(sealed) : null
      return channel === undefined || settings === null ? [] : [{ channel, settings }]
    })
  }
}

function opened(
  sealed: string,
  openSealed: (sealed: string) => string,
  reportFault: (fault: unknown) => void,
): FramedSettings | null {
  try {
    const reading = readSettings(JSON.parse(openSealed(sealed)))
    if (reading.ok) return reading.settings
    reportFault(`the settings of a PG: ${reading.problem}`)
  } catch (fault) {
    reportFault(fault)
  }
  return null
}
