/**
 * `POST /cvs` issues or registers a collection number, once under each key of the merchant's; `DELETE /cvs/{imp_uid}`
 * revokes one that is not yet paid.
 */
import type { MerchantId, OrderId } from '../core/brand.ts'
import { toMajorAmount } from '../core/money.ts'
import type { Gateway, IssueRequest } from '../gateway/gateway.ts'
import type { Body } from './body-parsers.ts'
import { chooseChannel } from './channel-choice.ts'
import { type Answer, paymentNotFound, REPLAYED, type Refusal, rejectionRefusal, success } from './envelope.ts'
import { readIdempotencyKey } from './idempotency-key.ts'
import { limitWords } from './limit-words.ts'
import { readPaymentId } from './payments.ts'
import { presentPayment } from './present.ts'
import { createParameterReader } from './read-parameters.ts'
import type { CheckUrl } from './readings.ts'

export interface CvsDeps {
  readonly gateway: Pick<Gateway, 'issue' | 'revoke' | 'directory'>
  readonly publicUrl: string
  readonly checkUrl: CheckUrl
}

/** `givenKey`: the header as it came. */
export async function issueNumber(
  deps: CvsDeps,
  merchantId: MerchantId,
  body: Body,
  givenKey: string | null,
): Promise<Answer> {
  const keyReading = readIdempotencyKey(givenKey)
  return keyReading.ok ? issueUnderKey(deps, merchantId, body, keyReading.key) : keyReading.refusal
}

/** `key`: null where nothing shall tell a repeat from another request. */
export async function issueUnderKey(
  { gateway, publicUrl, checkUrl }: CvsDeps,
  merchantId: MerchantId,
  body: Body,
  key: string | null,
): Promise<Answer> {
  const reading = readIssue(gateway.directory(), merchantId, body, { checkUrl, key })
  if (!reading.ok) return reading.refusal
  const answer = await gateway.issue(merchantId, reading.request)
  if (answer.ok) return { ...success(presentPayment(answer, publicUrl)), ...(answer.again ? REPLAYED : {}) }
  const { amount, channel } = reading.request
  return rejectionRefusal(answer.rejection, limitWords(answer.rejection, amount, channel.currency))
}

export async function revokeNumber(
  { gateway, publicUrl }: Pick<CvsDeps, 'gateway' | 'publicUrl'>,
  merchantId: MerchantId,
  impUid: string,
): Promise<Answer> {
  const id = readPaymentId(impUid)
  if (id === undefined) return paymentNotFound()
  const answer = await gateway.revoke(merchantId, id)
  return answer.ok ? success(presentPayment(answer, publicUrl)) : rejectionRefusal(answer.rejection)
}

type IssueReading =
  | { readonly ok: true; readonly request: IssueRequest }
  | { readonly ok: false; readonly refusal: Refusal }

/** In the order of the page, after the channel: it says which currency and which network the rest is read for. */
function readIssue(
  directory: ReturnType<Gateway['directory']>,
  merchantId: MerchantId,
  body: Body,
  { checkUrl, key }: Pick<CvsDeps, 'checkUrl'> & { readonly key: string | null },
): IssueReading {
  const reader = createParameterReader(body, checkUrl)
  const orderId = reader.orderId() as OrderId
  const named = { channelKey: reader.word('channel_key'), pg: reader.word('pg') }
  const unread = reader.refusal()
  if (unread !== undefined) return { ok: false, refusal: unread }
  const own = directory.channels.filter((channel) => channel.merchantId === merchantId)
  const choice = chooseChannel(own, named)
  if (!choice.ok) return choice
  const { channel } = choice
  const network = directory.networks.get(channel.network)
  if (network === undefined) throw new Error(`broken invariant: channel ${channel.key} has no network`)
  const request: Omit<IssueRequest, 'keyed'> = {
    channel,
    orderId,
    amount: reader.amount(channel.currency),
    ownNumber: reader.ownNumber(network.prefix),
    expiresAt: reader.expiresAt(),
    name: reader.text('name', 'storable'),
    personal: {
      buyerName: reader.text('buyer_name'),
      buyerEmail: reader.text('buyer_email'),
      buyerTel: reader.text('buyer_tel'),
      buyerAddr: reader.text('buyer_addr'),
      buyerPostcode: reader.text('buyer_postcode'),
      customData: reader.customData(),
    },
    confirmUrl: reader.confirmUrl(),
    noticeUrls: reader.noticeUrls(),
  }
  const refusal = reader.refusal()
  if (refusal !== undefined) return { ok: false, refusal }
  return { ok: true, request: { ...request, keyed: key === null ? null : { key, asked: askedIn(request, named) } } }
}

/**
 * What was asked, however it was written. The channel as it was named and the amount as it was said: which channel is
 * meant may be another one when the request comes again.
 */
function askedIn(
  { channel, orderId, amount, ownNumber, expiresAt, name, confirmUrl, noticeUrls }: Omit<IssueRequest, 'keyed'>,
  named: Parameters<typeof chooseChannel>[1],
): readonly (string | number | null)[] {
  const said = toMajorAmount(amount, channel.currency)
  const urls = noticeUrls && JSON.stringify(noticeUrls)
  return [orderId, named.channelKey, named.pg, said, ownNumber, expiresAt, name, confirmUrl, urls]
}
