/**
 * The messages of the command line's till, each sent as a till sends it: again where the reply asks for that, or until it is
 * answered where nothing else would do. What is heard is shown.
 */
import type { SaleKey, Terminal } from '../sandbox/practice-till.ts'
import { createTillClient, TILL_WAITS_MS, type TillClient } from '../sandbox/till-client.ts'
import {
  type Exchanged,
  exchangeOnce,
  exchangeUntilAnswered,
  exchangeUntilDecided,
  exchangeUntilTaken,
  type Pause,
} from '../sandbox/till-conduct.ts'
import type { Language } from '../server/config.ts'
import type {
  CancelReply,
  CollectReply,
  CompleteReply,
  InquiryReply,
  PayoutReply,
  ReverseReply,
  SlipReply,
  StatusReply,
  TillReplyBody,
} from '../wire/till.ts'
import type { CloseReply, DrawerRefusal, OpenReply, ReportReply } from '../wire/till-day.ts'
import { replyLine } from './till-screen.ts'
import { TILL_WORDS } from './till-words.ts'

export interface LineOptions {
  readonly posUrl: string
  readonly terminal: Terminal
  readonly pause: Pause
  /** Between two sendings of what must be answered; as long as somebody waits, where it is left out. */
  readonly reversalGapsMs?: () => Iterable<number>
  /** For a reply; as the protocol has it, where it is left out. */
  readonly waitsMs?: number
}

export interface ScreenOptions {
  readonly language: Language
  readonly say: (line: string) => void
}

/** The line does not even tell the date. */
export class GatewayDown extends Error {}

/** Each message, sent as a till sends it: again where the reply asks for that, a reversal until it is taken. */
export function createSender({ posUrl, terminal, pause, reversalGapsMs, waitsMs = TILL_WAITS_MS }: LineOptions) {
  const client = createTillClient({ url: posUrl, terminal: terminal.id, secret: terminal.secret, waitsMs })
  type Fields<Name extends keyof TillClient> = Parameters<TillClient[Name]>[0]
  const collectOnce = (fields: Fields<'collect'>) =>
    exchangeOnce<CollectReply>('collect', fields, () => client.collect(fields))
  return {
    echo: (fields: Fields<'echo'>) =>
      exchangeUntilDecided(() => exchangeOnce('echo', fields, () => client.echo(fields)), pause),
    inquire: (fields: Fields<'inquire'>) =>
      exchangeUntilDecided(
        () => exchangeOnce<InquiryReply | SlipReply>('inquiry', fields, () => client.inquire(fields)),
        pause,
      ),
    collectOnce,
    collect: (fields: Fields<'collect'>) => exchangeUntilDecided(() => collectOnce(fields), pause),
    complete: (fields: Fields<'complete'>) =>
      exchangeUntilAnswered(
        () => exchangeOnce<CompleteReply>('complete', fields, () => client.complete(fields)),
        pause,
        reversalGapsMs?.(),
      ),
    cancel: (fields: Fields<'cancel'>) =>
      exchangeUntilAnswered(
        () => exchangeOnce<CancelReply>('cancel', fields, () => client.cancel(fields)),
        pause,
        reversalGapsMs?.(),
      ),
    payOut: (fields: Fields<'payOut'>) =>
      exchangeUntilDecided(() => exchangeOnce<PayoutReply>('payout', fields, () => client.payOut(fields)), pause),
    reverse(fields: Fields<'reverse'>, newKey: () => Promise<SaleKey>) {
      let undoing = fields
      const sendOnce = async () => {
        const exchanged = await exchangeOnce<ReverseReply>('reverse', undoing, () => client.reverse(undoing))
        if (exchanged.exchange?.reply.class === 'DECLINED') undoing = { ...undoing, ...(await newKey().catch(noKey)) }
        return exchanged
      }
      return exchangeUntilTaken(sendOnce, pause, reversalGapsMs?.())
    },
    open: (fields: Fields<'open'>) =>
      exchangeUntilAnswered(() => exchangeOnce<OpenReply>('open', fields, () => client.open(fields)), pause),
    close: (fields: Fields<'close'>) =>
      exchangeUntilAnswered(
        () => exchangeOnce<CloseReply | DrawerRefusal>('close', fields, () => client.close(fields)),
        pause,
      ),
    report: (fields: Fields<'report'>) =>
      exchangeUntilAnswered(() => exchangeOnce<ReportReply>('report', fields, () => client.report(fields)), pause),
    status: (fields: Fields<'status'>) =>
      exchangeUntilDecided(() => exchangeOnce<StatusReply>('status', fields, () => client.status(fields)), pause),
  }
}

/** The line is down again: the old key does as well. */
function noKey(error: unknown): object {
  if (error instanceof GatewayDown) return {}
  throw error
}

/** Shows the reply; answers it where it is a yes. */
export function hear<Reply extends TillReplyBody>(
  { say, language }: ScreenOptions,
  { exchange }: Exchanged<Reply>,
): Reply | undefined {
  say(exchange === null ? TILL_WORDS[language].noAnswer : replyLine(exchange.reply, language))
  return exchange !== null && isYes(exchange.reply) ? exchange.reply : undefined
}

function isYes<Reply extends TillReplyBody>(reply: Reply | TillReplyBody): reply is Reply {
  return reply.class === 'OK'
}
