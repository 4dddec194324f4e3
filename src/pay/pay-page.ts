/**
 * The customer's page and what belongs to it: how the payment stands, for a page that is open; the receipt; the barcode
 * as pictures to send and to keep. Server-rendered and complete without script. Nothing about the buyer is on any of
 * it, so it may be passed on; its address is the only key to it, and is therefore never logged.
 */
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { CollectionNumber } from '../core/brand.ts'
import type { Merchant } from '../core/merchant.ts'
import type { Payment } from '../core/payment.ts'
import { isCollected, type Refund } from '../core/refund.ts'
import { standingOf } from '../core/standing.ts'
import type { Gateway } from '../gateway/gateway.ts'
import { isPayToken } from '../gateway/pay-token.ts'
import { numberSchemes } from '../numbers/schemes.ts'
import { groupNumber } from '../numbers/show-number.ts'
import { PRACTICE_MARK } from '../wire/practice-mark.ts'
import { amountDigits } from './amount-words.ts'
import type { BarcodePicture, BarcodePictures } from './barcode.ts'
import { drawBarcodePng, PNG_SCALE_MAX } from './barcode-png.ts'
import { type CashReceiptView, cashReceiptMain, shownReceipt } from './cash-receipt-view.ts'
import { createChainList } from './chain-list.ts'
import { customerMain } from './customer-view.ts'
import { loadPageAssets } from './page-assets.ts'
import { type Frame, rootOf } from './page-frame.ts'
import { pageLanguage } from './page-language.ts'
import { sendAsset, sendNotice, sendPage, sendPicture, sendState } from './page-replies.ts'
import { symbolStyle } from './page-style.ts'
import { PAY_WORDS } from './pay-words.ts'
import { receiptMain } from './receipt-view.ts'
import { liveSlip, refundMain, slipCard } from './refund-view.ts'
import { REFUND_WORDS } from './refund-words.ts'
import { deadlineDigits } from './seoul-time.ts'

export interface PayPageOptions {
  readonly gateway: Pick<Gateway, 'findByPayToken' | 'externalReceipts' | 'directory'>
  readonly pictures: BarcodePictures
  /** Marks every page and picture as practice; no setting removes it. */
  readonly practice: boolean
}

/** Adds `GET` and `HEAD` of `/p/:token`, of its `/state`, receipts, refunds and pictures, of cash receipts without a payment, and of `/p/assets/:name`. */
export function registerPayPage(app: FastifyInstance, { gateway, pictures, practice }: PayPageOptions): void {
  const assets = loadPageAssets()
  const marks = practice ? [PRACTICE_MARK.ko, PRACTICE_MARK.en] : []
  const chainsOf = createChainList(() => gateway.directory())
  const frameOf = (request: FastifyRequest): Frame => ({
    language: pageLanguage(request.query, request.headers['accept-language']),
    practice,
    root: rootOf(request.url),
    assets,
  })
  const route = {
    exposeHeadRoute: true,
    errorHandler(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
      request.log.error({ err: error }, 'a customer’s page could not be shown')
      sendNotice(reply.header('retry-after', '5'), 503, 'unavailable', frameOf(request))
    },
  }
  for (const [path, answer] of Object.entries(ANSWERS)) {
    app.get<{ Params: { token: string; refund?: string } }>(`/p/:token${path}`, route, async (request, reply) => {
      const { token, refund = '' } = request.params
      const frame = frameOf(request)
      const found = isPayToken(token) ? await gateway.findByPayToken(token) : undefined
      if (found === undefined) return sendNotice(reply, 404, 'notFound', frame)
      const picture = (): BarcodePicture => drawBarcode(found.payment, pictures, marks)
      const slipPicture = (number: CollectionNumber): BarcodePicture =>
        drawBarcode({ scheme: SLIP_SCHEME, number }, pictures, marks)
      return answer({
        ...found,
        frame,
        base: frame.root + token,
        query: request.query,
        refund,
        reply,
        picture,
        slipPicture,
        marks,
        chainsOf,
      })
    })
  }
  app.get<{ Params: { token: string } }>('/p/cash-receipts/:token', route, async (request, reply) => {
    const frame = frameOf(request)
    const found = await gateway.externalReceipts.findByToken(request.params.token)
    const receipt = found && shownReceipt(found.external)
    if (found === undefined || receipt === undefined) return sendNotice(reply, 404, 'noCashReceipt', frame)
    const { external, merchant } = found
    return sendCashReceipt(reply, frame, { goods: external.name, receipt, merchant, base: null })
  })
  app.get<{ Params: { name: string } }>('/p/assets/:name', route, async (request, reply) => {
    const asset = Object.values(assets).find(({ name }) => name === request.params.name)
    return asset === undefined ? sendNotice(reply, 404, 'notFound', frameOf(request)) : sendAsset(reply, asset)
  })
}

interface Asked {
  readonly payment: Payment
  readonly merchant: Merchant
  readonly frame: Frame
  /** The address of the payment's page, from the one asked for. */
  readonly base: string
  readonly query: unknown
  /** As it stands in the address; empty where none does. */
  readonly refund: string
  readonly reply: FastifyReply
  readonly picture: () => BarcodePicture
  readonly slipPicture: (number: CollectionNumber) => BarcodePicture
  readonly marks: readonly string[]
  readonly chainsOf: ReturnType<typeof createChainList>
}

/** By what follows the token in the address. */
const ANSWERS: Readonly<Record<string, (asked: Asked) => FastifyReply>> = {
  '': answerPage,
  '/state': ({ payment, reply }) => sendState(reply, { state: standingOf(payment), version: payment.version }),
  '/receipt': answerReceipt,
  '/cash-receipt': answerCashReceipt,
  '/refunds/:refund': answerRefund,
  '/barcode.svg': ({ picture, reply }) => sendPicture(reply, 'image/svg+xml', picture().svg),
  '/barcode.png': (asked) => answerPng(asked, []),
  '/voucher.png': (asked) => answerPng(asked, voucherLines(asked.payment)),
}

function answerPage(asked: Asked): FastifyReply {
  const { payment, merchant, frame, base, reply, picture, slipPicture, chainsOf } = asked
  const { language } = frame
  const [slip] = payment.refunds.flatMap((refund) => liveSlip(refund) ?? [])
  const drawn = slip === undefined ? picture() : slipPicture(slip.number)
  const chains = chainsOf(payment.network)
  const main = customerMain({ payment, merchant, picture: drawn, slipPicture, chains, language, base })
  const title = slip === undefined ? PAY_WORDS[language].title : REFUND_WORDS[language].pageTitle
  return sendPage(reply, frame, { title, main, style: symbolStyle(drawn) })
}

function answerReceipt({ payment, merchant, frame, base, reply }: Asked): FastifyReply {
  const { language } = frame
  if (!isCollected(payment)) return sendNotice(reply, 404, 'notPaid', frame)
  const main = receiptMain({ payment, merchant, language, base })
  return sendPage(reply, frame, { title: PAY_WORDS[language].receiptTitle, main })
}

function answerCashReceipt({ payment, merchant, frame, base, reply }: Asked): FastifyReply {
  const receipt = shownReceipt(payment)
  if (receipt === undefined) return sendNotice(reply, 404, 'noCashReceipt', frame)
  return sendCashReceipt(reply, frame, { goods: payment.name, receipt, merchant, base })
}

function sendCashReceipt(
  reply: FastifyReply,
  frame: Frame,
  view: Omit<CashReceiptView, 'language' | 'practice'>,
): FastifyReply {
  const { language, practice } = frame
  const main = cashReceiptMain({ ...view, language, practice })
  return sendPage(reply, frame, { title: PAY_WORDS[language].cash.title, main })
}

/** Says that it is no tax receipt, as every page of this house does. */
function answerRefund({ payment, merchant, frame, base, refund: id, reply, slipPicture }: Asked): FastifyReply {
  const { language } = frame
  const refund = payment.refunds.find((each) => each.id === id)
  if (refund === undefined) return sendNotice(reply, 404, 'noRefund', frame)
  const drawn = slipOf(refund, slipPicture)
  const slip =
    drawn === undefined
      ? null
      : slipCard({ payment, merchant, refund, slip: drawn.slip, picture: drawn.picture, language })
  const main = refundMain({ payment, merchant, refund, slip, language, base })
  const { receiptTitle, pageTitle } = REFUND_WORDS[language]
  if (drawn === undefined) return sendPage(reply, frame, { title: receiptTitle, main })
  return sendPage(reply, frame, { title: pageTitle, main, style: symbolStyle(drawn.picture) })
}

function slipOf(refund: Refund, slipPicture: Asked['slipPicture']) {
  const slip = liveSlip(refund)
  return slip && { slip, picture: slipPicture(slip.number) }
}

function answerPng({ frame, query, reply, picture, marks }: Asked, lines: readonly string[]): FastifyReply {
  const scale = readScale(query)
  if (scale === undefined) return sendNotice(reply, 400, 'wrongScale', frame)
  return sendPicture(reply, 'image/png', drawBarcodePng(picture(), { scale, lines, marks }))
}

/** What a counter needs beside the bars, in signs that every language reads: a server has no font for more. */
function voucherLines({ number, amount, currency, expiresAt }: Payment): readonly string[] {
  return [groupNumber(number), amountDigits(amount, currency), `~ ${deadlineDigits(expiresAt)} KST`]
}

/** Slips bear numbers of the network's own. */
const SLIP_SCHEME = 'kr-generic-20'

function drawBarcode(
  { scheme, number }: Pick<Payment, 'scheme' | 'number'>,
  pictures: BarcodePictures,
  marks: readonly string[],
): BarcodePicture {
  const [symbol] = numberSchemes[scheme].symbols(number)
  return pictures.draw(symbol, marks.length === 0 ? undefined : marks.join(' / '))
}

const USUAL_SCALE = 4

/** Pixels a module; undefined where the address names none that could be drawn. */
function readScale(query: unknown): number | undefined {
  if (typeof query !== 'object' || query === null || !('scale' in query)) return USUAL_SCALE
  const scale = typeof query.scale === 'string' && /^\d{1,2}$/.test(query.scale) ? Number(query.scale) : 0
  return scale >= 1 && scale <= PNG_SCALE_MAX ? scale : undefined
}
