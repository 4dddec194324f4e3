/** Joins PGs to the house: the lines towards them, what they must still be told, and the line on which they call. */
import { type ChannelLinesDeps, createChannelLines } from '../channels/channel-lines.ts'
import { framedContracts } from '../channels/framed/framed-contracts.ts'
import { createFramedListener, type FramedListener } from '../channels/framed/framed-listener.ts'
import type { ChannelLines } from '../gateway/channel-port.ts'
import { createGuardedTcp } from '../outbound/guarded-tcp.ts'
import type { UrlRules } from '../outbound/url-rules.ts'
import { createTillAnswers } from '../pos/till-answers.ts'
import { SYSTEM_CLOCKS } from '../storage/clocks.ts'
import type { Storage } from '../storage/storage.ts'
import { PG_CONNECT_MS } from './connector-desk.ts'
import { after, random } from './machine.ts'
import type { House, Mode, ModeFront } from './mode.ts'
import type { Secrets } from './secrets.ts'

export interface BuiltLines {
  readonly lines: ChannelLines
  /** Cuts what is under way: whoever waits for a PG is answered that there was no answer. */
  close(): void
}

export function buildLines(
  { storage, secrets, urlRules }: { readonly storage: Storage; readonly secrets: Secrets; readonly urlRules: UrlRules },
  { observe, reportFault }: Pick<ChannelLinesDeps, 'observe' | 'reportFault'>,
): BuiltLines {
  const tcp = createGuardedTcp({ guard: urlRules.guard, connectMs: PG_CONNECT_MS })
  const lines = createChannelLines({
    directory: storage.directory.current,
    openSealed: secrets.open,
    tools: { openTcp: tcp.open, now: storage.clock.wall, after, random },
    mono: SYSTEM_CLOCKS.mono,
    observe,
    reportFault,
  })
  return { lines, close: tcp.close }
}

export function buildPgListener(
  { storage, secrets, parts, reportFault }: House,
  { practice }: Pick<Mode<ModeFront>, 'practice'>,
): FramedListener {
  const { mono } = SYSTEM_CLOCKS
  return createFramedListener({
    contracts: framedContracts(storage.directory.current, secrets.open, reportFault),
    answerPg: createTillAnswers({
      gateway: parts.gateway,
      mono,
      after,
      practice,
      heard: parts.tillWatch.heard,
      reportFault,
    }),
    wall: storage.clock.wall,
    mono,
    random,
    reportFault,
  })
}
