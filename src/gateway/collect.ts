/**
 * The clerk presses collect: claim, ask the merchant, settle. Both ends are transactions of their own; while the
 * merchant is asked nothing is locked but the claim itself, which a fence and a deadline guard.
 */
import { type TillIdentity, type TillKeyParts, tillKey } from '../core/attempt.ts'
import type { MonoTime, WallTime } from '../core/brand.ts'
import type { Claim, OutcomeOf, Settle } from '../core/commands.ts'
import type { PaymentIn } from '../core/payment.ts'
import { StorageFault } from '../storage/storage.ts'
import { OutcomeUnknown } from './faults.ts'
import { fingerprint } from './fingerprint.ts'
import type { CollectAsked, Gateway, GatewayDeps, TillOutcome, TillStamp } from './gateway.ts'
import { countUnknown, isWellFormed } from './inquire.ts'
import { readInquiryToken } from './inquiry-token.ts'
import type { MerchantsWord, Question } from './ports.ts'
import { isIssuedUnasked } from './receipts.ts'
import type { Stamps } from './stamps.ts'

/** What the answer to the till needs after the merchant's: the settle and the way back. */
const AFTER_CONFIRM_MS = 1000

type Deps = GatewayDeps & { readonly stamps: Stamps; readonly stamp: () => Promise<TillStamp> }

export function createCollect(deps: Deps): Gateway['collect'] {
  const { storage, observe } = deps
  return async (till, asked) => {
    const startedAt = deps.mono()
    const stamped = await deps.stamp()
    const claim = stampClaim(deps, till, asked, stamped)
    const claimed = await storage.execute(claim, asked.deadline)
    if (claimed.kind !== 'claimed') return notClaimed(deps, till, stamped, claimed)
    try {
      const word = await ask(deps, claimed.payment, asked.deadline)
      const settled = await settle(deps, claimed.payment, word, asked.deadline)
      observeSettled(deps, till, claim, settled, startedAt)
      return { kind: 'stored', answer: settled.answer }
    } catch (cause) {
      if (cause instanceof StorageFault && cause.kind === 'unknown') throw cause
      observe({ type: 'unsettled', payment: claimed.payment, till, cause: String(cause) })
      throw new OutcomeUnknown(stamped, { cause })
    }
  }
}

function stampClaim(
  { storage, stamps }: Deps,
  till: TillIdentity,
  asked: CollectAsked,
  { gatewayRef }: TillStamp,
): Claim {
  const { number, amount, currency, payType, inquiryToken, clerk } = asked
  return {
    type: 'claim',
    id: stamps.commandId(),
    request: {
      ...till,
      attemptId: stamps.attemptId(),
      key: keyFor(till, asked),
      fingerprint: fingerprint([number, amount, currency, payType, inquiryToken, clerk]),
      clerk,
      number,
      amount,
      currency,
      payType,
      gatewayRef,
    },
    wellFormed: isWellFormed(storage.directory.current(), till.network, number),
    inquired: inquiryToken === null ? null : readInquiryToken(inquiryToken),
  }
}

export function keyFor(
  { network, outlet, till }: TillIdentity,
  { businessDate, stan }: Pick<TillKeyParts, 'businessDate' | 'stan'>,
): ReturnType<typeof tillKey> {
  return tillKey({ network, outlet, till, businessDate, stan })
}

function notClaimed(
  { observe, inquiryGuard }: Deps,
  till: TillIdentity,
  stamped: TillStamp,
  outcome: Exclude<OutcomeOf<Claim>, { kind: 'claimed' }>,
): TillOutcome {
  if (outcome.kind === 'rejected') {
    observe({ type: 'declined', at: 'collect', till, rejection: outcome.rejection, payment: null })
    return { kind: 'transient', rejection: outcome.rejection, ...stamped }
  }
  const { answer, payment, again } = outcome
  if (answer.kind === 'declined' && !again) {
    observe({ type: 'declined', at: 'collect', till, rejection: answer.rejection, payment })
    countUnknown(inquiryGuard, observe, till, answer.rejection)
  }
  return { kind: 'stored', answer }
}

/** No address: always payable. No time left to ask: not answered. */
async function ask(deps: Deps, payment: PaymentIn<'authorising'>, deadline: MonoTime): Promise<MerchantsWord> {
  const { confirmUrl } = payment
  if (confirmUrl === null) return { verdict: { kind: 'payable' }, latencyMs: 0, detail: 'no confirm_url' }
  const question = await questionAbout(deps, payment, confirmUrl, deadline)
  const word: MerchantsWord =
    question.budgetMs > 0
      ? await deps.askMerchant(question)
      : { verdict: { kind: 'unanswered' }, latencyMs: 0, detail: 'no time left to ask', notAsked: true }
  deps.observe({ type: 'asked', payment, ...word })
  return word
}

/** The budget is what is left once everything else is at hand. */
async function questionAbout(
  { storage, vault, mono }: Deps,
  payment: PaymentIn<'authorising'>,
  url: string,
  deadline: MonoTime,
): Promise<Question> {
  const merchant = storage.directory.current().merchants.get(payment.merchantId)
  if (merchant === undefined) throw new Error(`broken invariant: ${payment.id} has no merchant`)
  const personal = vault.open(payment.id, await storage.payments.findPersonal(payment.merchantId, payment.id))
  const budgetMs = Math.floor(Math.min(payment.confirmTimeoutMs, deadline - mono() - AFTER_CONFIRM_MS))
  const answerBy = (storage.clock.wall() + budgetMs) as WallTime
  return { payment, personal, merchant, url, answerBy, budgetMs }
}

async function settle(
  { storage, stamps, issuer }: Deps,
  payment: PaymentIn<'authorising'>,
  word: MerchantsWord,
  deadline: MonoTime,
): Promise<OutcomeOf<Settle>> {
  const { lastAttempt, fence } = payment
  const approvalNo = await stamps.approvalNo()
  return storage.execute(
    {
      type: 'settle',
      id: stamps.commandId(),
      key: lastAttempt.request.key,
      attemptId: lastAttempt.id,
      fence,
      verdict: word.verdict,
      approvalNo,
      receiptId: issuer !== null && isIssuedUnasked(storage.directory.current(), payment) ? stamps.receiptId() : null,
    },
    deadline,
  )
}

function observeSettled(
  { observe, mono }: Deps,
  till: TillIdentity,
  { request }: Claim,
  { answer, payment }: OutcomeOf<Settle>,
  startedAt: MonoTime,
): void {
  if (answer.kind === 'collected') {
    observe({
      type: 'collected',
      payment,
      till,
      approvalNo: answer.approvalNo,
      payType: request.payType,
      tookMs: mono() - startedAt,
    })
  } else if (answer.kind === 'declined') {
    observe({ type: 'declined', at: 'collect', till, rejection: answer.rejection, payment })
  }
}
