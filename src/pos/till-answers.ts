/**
 * What answers a till, whichever dialect it speaks: a message that was authenticated and taken apart becomes a reply,
 * in time and never a guess. Where the end of a collect cannot be told, it says so. A new message has its place here,
 * in `wire/till.ts` and in `session.ts`, and every dialect has it.
 */
import type { TillIdentity } from '../core/attempt.ts'
import type { MonoTime } from '../core/brand.ts'
import { OutcomeUnknown, storageFaultKind } from '../gateway/faults.ts'
import type { Gateway, TillOutcome } from '../gateway/gateway.ts'
import type { After, Mono } from '../gateway/ports.ts'
import type { OtherWords } from '../wire/rejections.ts'
import { TILL_ANSWER_MS, type TillMessageName, type TillReplyBody } from '../wire/till.ts'
import { type ReportSaid, reportOfShop } from './day-messages.ts'
import { closeReply, openReply, reportReply } from './day-replies.ts'
import { inTime } from './in-time.ts'
import {
  echoReply,
  inquiryReply,
  malformedReply,
  notDoneReply,
  outcomeUnknownReply,
  rejectionReply,
  slipReply,
  statusReply,
  storedReply,
} from './replies.ts'
import { type Reading, readMessage, type TillRequest } from './session.ts'

export interface TillAnswersDeps {
  readonly gateway: Gateway
  readonly mono: Mono
  readonly after: After
  /** The sandbox: slips say that nothing was paid. */
  readonly practice: boolean
  /** A till has spoken; must not throw. */
  readonly heard: (till: TillIdentity) => void
  /** Told of faults that no till can do anything about; must not throw. */
  readonly reportFault: (fault: unknown) => void
}

/** A message as a dialect took it apart; nothing in its body is believed yet. */
export interface TillMessage {
  readonly name: TillMessageName
  /** An object with the fields of `wire/till.ts`, if the till sent what it should. */
  readonly body: unknown
  readonly arrivedAt: MonoTime
}

/** Answers a till that has shown who it is; never rejects. */
export type AnswerTill = (till: TillIdentity, message: TillMessage) => Promise<TillReplyBody>

export function createTillAnswers(deps: TillAnswersDeps): AnswerTill {
  const { gateway, mono, after } = deps
  return async (till, { name, body, arrivedAt }) => {
    deps.heard(till)
    const reading = readMessage(name, body, { businessDate: gateway.businessDate(till.network), mono: arrivedAt })
    if (reading.kind === 'malformed') return malformedReply(reading.malformation, gateway.wall())
    const answering = reading.kind === 'read' ? answer(till, reading.request, deps) : wrongNumber(name, deps)
    const guarded = answering.catch((fault: unknown) => faultReply(name, fault, deps))
    const leftMs = Math.max(LATECOMER_MS, answerBy(reading, arrivedAt) - mono())
    return inTime(guarded, leftMs, after, () => lateReply(name, till, deps))
  }
}

/** For a request that is whole only when its time is over: to hear that it wrote nothing, or what its key has kept. */
const LATECOMER_MS = 500

/** What moves money may ask for its answer sooner. */
function answerBy(reading: Reading, arrivedAt: MonoTime): MonoTime {
  if (reading.kind === 'read' && 'asked' in reading.request) return reading.request.asked.deadline
  return (arrivedAt + TILL_ANSWER_MS) as MonoTime
}

async function wrongNumber(name: TillMessageName, { gateway }: TillAnswersDeps): Promise<TillReplyBody> {
  return rejectionReply({ name: 'number_wrong' }, await gateway.stamp(), name === 'payout' ? name : null)
}

async function answer(till: TillIdentity, request: TillRequest, deps: TillAnswersDeps): Promise<TillReplyBody> {
  const { gateway, practice } = deps
  switch (request.kind) {
    case 'echo':
      return echoReply(await gateway.stamp(), gateway.businessDate(till.network))
    case 'inquiry': {
      const answered = await gateway.inquire(till, request.asked)
      if (!answered.ok) return rejectionReply(answered.rejection, answered)
      return 'refund' in answered.inquiry ? slipReply(answered.inquiry) : inquiryReply(answered.inquiry)
    }
    case 'collect':
      return outcomeReply(await gateway.collect(till, request.asked), practice)
    case 'complete':
      return outcomeReply(await gateway.complete(till, request.asked), practice, 'complete')
    case 'cancel':
      return outcomeReply(await gateway.cancel(till, request.asked), practice, 'cancel')
    case 'payout':
      return outcomeReply(await gateway.payOut(till, request.asked), practice, 'payout')
    case 'reverse':
      return outcomeReply(await gateway.reverse(till, request.asked), practice)
    case 'status':
      return statusReply(await gateway.status(till, request.of), practice)
    case 'report':
      return reportAnswer(till, request.said, deps)
    case 'open':
      return openReply(await gateway.days.open(till, request.asked))
    case 'close':
      return closeReply(await gateway.days.close(till, request.asked), request.asked.businessDate)
  }
}

/** Waits for what comes of it as long as a till waits; the same file sent again asks for the rest. */
async function reportAnswer(till: TillIdentity, said: ReportSaid, deps: TillAnswersDeps): Promise<TillReplyBody> {
  const { gateway, after, reportFault } = deps
  const stamp = await gateway.stamp()
  const taken = await gateway.reports.take(reportOfShop(said, till.network, till.outlet))
  if (!taken.ok) return rejectionReply(taken.rejection, stamp)
  const finished = gateway.reports.finish(taken.report.id).catch((fault: unknown) => {
    reportFault(fault)
    return taken
  })
  return reportReply(await inTime(finished, REPORT_WAIT_MS, after, () => taken), stamp)
}

/** What is left of a till's time when a large file has been read and kept. */
const REPORT_WAIT_MS = 3000

function outcomeReply(outcome: TillOutcome, practice: boolean, about: OtherWords | null = null): TillReplyBody {
  return outcome.kind === 'stored'
    ? storedReply(outcome.answer, practice)
    : rejectionReply(outcome.rejection, outcome, about)
}

/** Nothing written is a retry; a claim whose end is open is unknown, and so is a commit nobody can tell the end of. */
function faultReply(name: TillMessageName, fault: unknown, deps: TillAnswersDeps): TillReplyBody {
  const { gateway, reportFault } = deps
  reportFault(fault)
  if (fault instanceof OutcomeUnknown) return outcomeUnknownReply(gateway.wall(), fault.stamp.gatewayRef)
  const storageFault = storageFaultKind(fault)
  if (storageFault !== undefined && NOTHING_WRITTEN.has(storageFault)) return notDoneReply(gateway.wall())
  return unfinishedReply(name, deps)
}

/** Nothing failed, so nobody but this tells the operator of a storage that is too slow for tills. */
function lateReply(
  name: TillMessageName,
  { network, outlet, till }: TillIdentity,
  deps: TillAnswersDeps,
): TillReplyBody {
  const reply = unfinishedReply(name, deps)
  deps.reportFault(`nothing came in time for till ${network}/${outlet}/${till}: its ${name} was answered ${reply.code}`)
  return reply
}

/** Nobody can say how far it came. */
function unfinishedReply(name: TillMessageName, { gateway }: TillAnswersDeps): TillReplyBody {
  return WRITES[name] ? outcomeUnknownReply(gateway.wall()) : notDoneReply(gateway.wall())
}

/** Every other kind, one of tomorrow too, may have been written. */
const NOTHING_WRITTEN: ReadonlySet<string> = new Set(['full', 'overloaded', 'closed'])

/** Only the messages that move no money, and do nothing twice, can be called undone. */
const WRITES: Readonly<Record<TillMessageName, boolean>> = {
  echo: false,
  inquiry: false,
  report: false,
  open: false,
  close: false,
  collect: true,
  complete: true,
  cancel: true,
  payout: true,
  reverse: true,
  status: false,
}
