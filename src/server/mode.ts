/**
 * What a mode adds to the gateway that both modes have. The sandbox puts its practice rooms here, production nothing: so
 * nothing else needs to ask which of the two it is in.
 */
import type { FastifyInstance } from 'fastify'
import type { Steering } from '../admin/ports.ts'
import type { Gateway } from '../gateway/gateway.ts'
import type { Payer, ReceiptIssuer } from '../gateway/ports.ts'
import type { Storage } from '../storage/storage.ts'
import type { GatewayParts } from './build-gateway.ts'
import type { Config } from './config.ts'
import type { ReportFault } from './fault-log.ts'
import type { Secrets } from './secrets.ts'
import type { TcpUrl, TillLines } from './till-lines.ts'
import type { VerbDeps } from './verb-options.ts'

export interface Mode<Front extends ModeFront> {
  /** Marks every page, picture and slip, and lets the API help whoever asks wrongly. */
  readonly practice: boolean
  /** Who issues cash receipts; null: nobody. */
  issuerOver(storage: Storage): ReceiptIssuer | null
  /** Who transfers refunds; null: the operator, by hand. */
  payerOver(storage: Storage): Payer | null
  /** Registers what only this mode serves, and puts into the directory what must be there before anybody comes. */
  openFront(app: FastifyInstance, house: House): Promise<Front>
}

export interface ModeFront {
  /** What `POST /cvs` does. */
  readonly issue: Gateway['issue']
  /** The world around the gateway, for the console; null where that is the real one. */
  readonly steering: Steering | null
  /** Called when every listener is open; answers what is to be done before they close. */
  readonly serving: () => () => void
}

/** What stands before the listeners do. */
export interface House {
  readonly config: Config
  readonly version: string
  readonly storage: Storage
  readonly secrets: Secrets
  readonly parts: GatewayParts
  /** What the operator's commands work with. */
  readonly verbDeps: VerbDeps
  readonly tillLines: Pick<TillLines, 'problem'>
  readonly apiUrl: string
  readonly posUrl: string
  readonly tcpUrls: readonly TcpUrl[]
  /** The base of addresses that are handed out. */
  readonly publicUrl: string
  readonly reportFault: ReportFault
}
