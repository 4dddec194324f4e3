/**
 * What a connector is: a folder of this room that speaks to one PG in that PG's own way. Everything else, what is written
 * down, when a PG is asked again, what a merchant is answered, is the same for all of them and none of a connector's matter.
 */
import type { Socket } from 'node:net'
import type { Channel } from '../core/merchant.ts'
import type { ChannelLine, PgAnswer } from '../gateway/channel-port.ts'
import type { Words } from '../wire/rejections.ts'

/** `Settings`: what the file of one contract says, checked. */
export interface ConnectorKind<Settings> {
  /** As it is named by `channel-add --connector`. */
  readonly name: string
  /** `value`: a JSON text, parsed. */
  readonly readSettings: (value: unknown) => SettingsReading<Settings>
  /** Where this gateway will dial. */
  readonly addresses: (settings: Settings) => readonly Address[]
  /** Why these settings are not for real money; undefined where they are. */
  readonly productionProblem: (settings: Settings) => Words | undefined
  /** For those who list channels: no secret in it. */
  readonly describe: (settings: Settings) => string
  /** `channel.mid` names the contract at the PG. */
  readonly openLine: (channel: Pick<Channel, 'mid'>, settings: Settings, tools: LineTools) => PgLine
}

export type SettingsReading<Settings> =
  | { readonly ok: true; readonly settings: Settings }
  /** One sentence that names what is wrong. */
  | { readonly ok: false; readonly problem: Words }

export interface Address {
  readonly host: string
  readonly port: number
}

export interface PgLine extends ChannelLine {
  /** Is somebody there who understands us? Moves nothing. */
  probe(): Promise<PgAnswer>
}

/** What a connector is given of the machine. */
export interface LineTools {
  /** Dials, by the operator's rules; never rejects. The only way out. */
  readonly openTcp: (
    address: Address,
  ) => Promise<
    { readonly kind: 'opened'; readonly socket: Socket } | { readonly kind: 'failed'; readonly detail: string }
  >
  readonly now: () => number
  readonly after: (ms: number, run: () => void) => () => void
  readonly random: (bytes: number) => Uint8Array
}
