/**
 * A number that is a PG's: the PG is asked for it, or told of the merchant's own, and then it is issued. That the PG is
 * about to be asked is written down first, under the id the payment will have; so whatever happens on the way, what the PG
 * holds is either a payment of ours or undone (`pg-errands.ts`). Silence is no answer: the PG is asked how it stands, and if
 * that does not show a number, nothing is issued and what was asked is cancelled (망취소).
 */
import type { CollectionNumber, Instant, MerchantId, MonoTime, PaymentId } from '../core/brand.ts'
import { defaultDeadline } from '../core/deadline.ts'
import { deadlineRefusal } from '../core/decide-issue.ts'
import { preparedRefusal } from '../core/prepared.ts'
import { isCollected } from '../core/refund.ts'
import { ASKED_MS, type Registration, type TakenRegistration } from '../core/registration.ts'
import { type Rejection, rejection } from '../core/rejections.ts'
import { numberSchemes } from '../numbers/schemes.ts'
import { type ChannelLine, type NumberAsked, type PgAnswer, refusalText } from './channel-port.ts'
import type { Answer, GatewayDeps, IssueRequest, IssueView } from './gateway.ts'
import { PAYMENTS_OF_ORDER_MAX } from './reads.ts'
import type { Stamps } from './stamps.ts'

/** Issues what was asked for, under this id; null: under one that is stamped. */
export type IssueAs = (
  merchantId: MerchantId,
  request: IssueRequest,
  id: PaymentId | null,
) => Promise<Answer<IssueView>>

export type IssueAtPg = (line: ChannelLine, merchantId: MerchantId, request: IssueRequest) => Promise<Answer<IssueView>>

type Deps = Pick<GatewayDeps, 'storage' | 'mono' | 'observe'> & {
  readonly stamps: Pick<Stamps, 'paymentId'>
  readonly issueAs: IssueAs
}

export function createIssueAtPg(deps: Deps): IssueAtPg {
  const { storage, mono, stamps, issueAs } = deps
  return async (line, merchantId, asked) => {
    if (await isRepeat(deps, merchantId, asked)) return issueAs(merchantId, asked, null)
    const request = { ...asked, expiresAt: deadlineOf(deps, asked) }
    const foreseen = await foreseenRefusal(deps, merchantId, request)
    if (foreseen !== null) return { ok: false, rejection: foreseen }
    const startedAt = mono()
    const paymentId = await stamps.paymentId()
    const registration = await storage.registrations.open(registrationOf(merchantId, paymentId, request))
    const got = await numberFrom(deps, line, registration, request)
    if (!got.ok) return got
    if (mono() > lastMoment(startedAt)) {
      await storage.registrations.hurry(registration)
      return { ok: false, rejection: rejection('pg_unanswered') }
    }
    const answer = await issueAs(merchantId, { ...request, ownNumber: got.number }, paymentId)
    return settled(deps, registration, request, answer)
  }
}

/** The house answers it without a PG: with what was issued under the key, or that the key was for something else. */
async function isRepeat({ storage }: Deps, merchantId: MerchantId, { keyed }: IssueRequest): Promise<boolean> {
  return keyed !== null && (await storage.payments.findUsedKey(merchantId, keyed.key)) !== undefined
}

function deadlineOf({ storage }: Deps, { expiresAt, channel }: IssueRequest): Instant {
  return expiresAt ?? defaultDeadline(storage.clock.now(), channel.deadlineDays)
}

/** What can be known before: no PG makes a number that will not be issued. Decided again, and in full, when it is. */
async function foreseenRefusal(
  { storage }: Deps,
  merchantId: MerchantId,
  { channel, orderId, amount, expiresAt }: IssueRequest & { readonly expiresAt: Instant },
): Promise<Rejection | null> {
  const prepared = (await storage.prepared.find(merchantId, orderId)) ?? null
  const { amountMax, deadlineDaysMax, currency } = channel
  const refusal =
    preparedRefusal(prepared, amount, currency) ??
    (amountMax !== null && amount > amountMax ? rejection('amount_above_limit', { limit: amountMax }) : null) ??
    deadlineRefusal(expiresAt, deadlineDaysMax, storage.clock.now())
  if (refusal !== null) return refusal
  const ofOrder = await storage.payments.ofOrder(merchantId, orderId, PAYMENTS_OF_ORDER_MAX)
  return ofOrder.some(isCollected) ? rejection('order_paid') : null
}

function registrationOf(
  merchantId: MerchantId,
  paymentId: PaymentId,
  { channel, ownNumber, amount, expiresAt }: IssueRequest & { readonly expiresAt: Instant },
): Registration {
  return { merchantId, paymentId, channelKey: channel.key, number: ownNumber, amount, expiresAt, state: 'asked' }
}

/** Long before anybody else takes the turn for it. */
function lastMoment(startedAt: MonoTime): number {
  return startedAt + ASKED_MS / 2
}

type Got =
  | { readonly ok: true; readonly number: CollectionNumber }
  | { readonly ok: false; readonly rejection: Rejection }

async function numberFrom(
  deps: Deps,
  line: ChannelLine,
  registration: TakenRegistration,
  { channel, name, ownNumber }: IssueRequest,
): Promise<Got> {
  const { paymentId, amount, expiresAt } = registration
  const asked: NumberAsked = { paymentId, amount, currency: channel.currency, expiresAt, name }
  const word = ownNumber === null ? await line.issue(asked) : saying(await line.register(asked, ownNumber), ownNumber)
  const answer = word.kind === 'unanswered' && word.sent ? await foundOut(line, paymentId, word) : word
  const number = answer.kind === 'done' ? readNumber(answer.value) : undefined
  if (number !== undefined) return { ok: true, number }
  const { storage, observe } = deps
  observe({ type: 'pg_no_number', channel, paymentId, detail: detailOf(answer) })
  const isOver = answer.kind === 'refused' || (answer.kind === 'unanswered' && !answer.sent)
  if (isOver) await storage.registrations.settle(registration, { ...registration, state: 'ended' })
  else await storage.registrations.hurry(registration)
  const reason = answer.kind === 'refused' ? refusalText(answer).slice(0, REASON_CHARACTERS_MAX) : undefined
  return {
    ok: false,
    rejection: reason === undefined ? rejection('pg_unanswered') : rejection('pg_refused', { reason }),
  }
}

const REASON_CHARACTERS_MAX = 100

/** The answer may have been lost and not the request. What is not shown to stand is not taken to. */
async function foundOut(
  line: ChannelLine,
  paymentId: PaymentId,
  silence: Extract<PgAnswer, { kind: 'unanswered' }>,
): Promise<PgAnswer<string>> {
  const standing = await line.status(paymentId)
  const isThere = standing.kind === 'done' && standing.value.state === 'standing'
  return isThere ? saying(standing, standing.value.number) : silence
}

function saying(answer: PgAnswer<unknown>, number: string): PgAnswer<string> {
  return answer.kind === 'done' ? { kind: 'done', value: number } : answer
}

/** As tills scan and type it; undefined where it is none. */
function readNumber(text: string): CollectionNumber | undefined {
  return numberSchemes.registered.read(text) === text ? (text as CollectionNumber) : undefined
}

function detailOf(answer: PgAnswer<string>): string {
  if (answer.kind === 'done') return 'what it answered is no number'
  return answer.kind === 'refused' ? refusalText(answer) : answer.detail
}

/** A number that came to nothing is undone at once; one that is a payment's stands. */
async function settled(
  { storage }: Deps,
  registration: TakenRegistration,
  { ownNumber }: IssueRequest,
  answer: Answer<IssueView>,
): Promise<Answer<IssueView>> {
  if (!answer.ok || answer.payment.id !== registration.paymentId) {
    await storage.registrations.hurry(registration)
    const isPgs = !answer.ok && answer.rejection.name === 'own_number_taken' && ownNumber === null
    return isPgs ? { ok: false, rejection: rejection('pg_refused', { reason: 'number in use' }) } : answer
  }
  const { number } = answer.payment
  await storage.registrations.settle(registration, { ...registration, number, state: 'standing' })
  return answer
}
