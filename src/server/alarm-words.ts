/** What the operator is told by an alarm: what is the matter, what it means for money and customers, what to do. */

import type { TillIdentity } from '../core/attempt.ts'
import type { ChannelKey, EndpointId, MerchantId } from '../core/brand.ts'
import type { Delivery } from '../core/delivery.ts'
import type { Receipted } from '../core/external-receipt.ts'
import type { Payment } from '../core/payment.ts'
import type { Refund } from '../core/refund.ts'
import type { PgHappening } from '../gateway/happening.ts'
import type { Alarm } from '../outbound/alarms.ts'
import type { Words } from '../wire/rejections.ts'
import { amountText, receiptedName } from './event-log.ts'

export function breakerOpen(merchantId: MerchantId): Alarm {
  return {
    kind: 'breaker_open',
    subject: merchantId,
    words: {
      ko:
        `가맹점 ${merchantId}의 confirm_url이 거의 모든 질문에 답하지 않습니다. 당분간 이 가맹점의 결제는 묻지 않고 ` +
        '거절하며(2302), 5초마다 한 건씩 다시 물어봅니다. 답하면 저절로 풀립니다. 가맹점에 알려 주세요.',
      en:
        `the confirm_url of merchant ${merchantId} leaves nearly every question unanswered. Its payments are refused ` +
        'without asking (2302) for now, and one every 5 seconds asks again; it ends by itself once there is an answer. ' +
        'Tell the merchant.',
    },
  }
}

export interface RefusalCounts {
  readonly questions: number
  readonly refused: number
  readonly unanswered: number
}

export function confirmRefusals(merchantId: MerchantId, { questions, refused, unanswered }: RefusalCounts): Alarm {
  return {
    kind: 'confirm_refusals',
    subject: merchantId,
    words: {
      ko:
        `가맹점 ${merchantId}이(가) 지난 10분 동안 질문 ${questions}건 중 ${refused}건을 거절하고 ${unanswered}건에 ` +
        '답하지 않았습니다. 고객이 계산대에서 돌아서고 있습니다. 가맹점에 알려 주세요.',
      en:
        `in the last 10 minutes merchant ${merchantId} refused ${refused} of ${questions} questions and left ` +
        `${unanswered} unanswered. Customers are being turned away at the counter. Tell the merchant.`,
    },
  }
}

/** `gone`: its server answered 410. `failing`: nothing but failures for days. */
export interface PausedEndpoint {
  readonly merchantId: MerchantId
  readonly endpoint: EndpointId
  readonly cause: 'gone' | 'failing'
  /** What resumes it, as it is typed. */
  readonly resume: string
}

export function endpointPaused({ merchantId, endpoint, cause, resume }: PausedEndpoint): Alarm {
  const because = {
    gone: { ko: '받는 서버가 410(없어짐)으로 답하여', en: 'its server answered 410 (gone)' },
    failing: { ko: '여러 날 동안 한 건도 전하지 못하여', en: 'nothing has reached it for days' },
  }[cause]
  return {
    kind: 'endpoint_paused',
    subject: `${merchantId} ${endpoint}`,
    words: {
      ko: `가맹점 ${merchantId}의 엔드포인트 ${endpoint}: ${because.ko} 통지를 멈췄습니다. 통지는 버리지 않고 기다립니다. 고친 뒤 다시 켜기: ${resume}`,
      en: `notices to endpoint ${endpoint} of merchant ${merchantId} are paused: ${because.en}. They wait and are not lost. To resume once it is mended: ${resume}`,
    },
  }
}

export function inquiriesLocked({ network, outlet, outletName, till }: TillIdentity): Alarm {
  const terminal = `${network}/${outlet}/${till}`
  return {
    kind: 'inquiries_locked',
    subject: terminal,
    words: {
      ko:
        `계산대 ${terminal}(${outletName})이(가) 없는 번호를 거듭 조회해 10분 동안 조회를 막았습니다. 누가 번호를 찾고 있을 수 있습니다. ` +
        '점포에 확인하세요. 계산대를 남이 쓰고 있다면 바로 끊습니다: ' +
        `npm run sunap -- till-disable --network ${network} --outlet ${outlet} --till ${till}`,
      en:
        `till ${terminal} (${outletName}) asked for unknown numbers again and again; its inquiries are held up for 10 ` +
        'minutes. Somebody may be looking for numbers. Ask the shop. To cut off a till in wrong hands at once: ' +
        `npm run sunap -- till-disable --network ${network} --outlet ${outlet} --till ${till}`,
    },
  }
}

/** `detail`: what became of the last try. */
export function deadLetter({ merchantId, paymentId, url }: Delivery, detail: Words): Alarm {
  const { host } = new URL(url)
  return {
    kind: 'dead_letter',
    subject: `${merchantId} ${url.replace(/\?.*/s, '')}`,
    words: {
      ko:
        `가맹점 ${merchantId}(${host})에 ${paymentId}의 통지를 마지막까지 전하지 못해 더 보내지 않습니다(${detail.ko}). ` +
        '가맹점에 알려 주세요. 결제 상태는 GET /payments/{imp_uid}로 조회할 수 있습니다.',
      en:
        `a notice of ${paymentId} to merchant ${merchantId} (${host}) was given up after its last try (${detail.en}). ` +
        'Tell the merchant; GET /payments/{imp_uid} says how the payment stands.',
    },
  }
}

export function pgSilent(channelKey: ChannelKey): Alarm {
  return {
    kind: 'pg_silent',
    subject: channelKey,
    words: {
      ko:
        `결제채널 ${channelKey}의 PG가 거의 모든 요청에 답하지 않습니다. 당분간 이 채널의 발급 요청은 묻지 않고 503으로 답하며, ` +
        '5초마다 한 건씩 다시 물어봅니다. 답하면 저절로 풀립니다. channel-probe로 회선을 확인하고 PG에 문의하세요.',
      en:
        `the PG behind channel ${channelKey} leaves nearly every request unanswered. Numbers asked for on it are answered ` +
        '503 without asking for now, and one request every 5 seconds asks again; it ends by itself once there is an answer. ' +
        'Try the line with channel-probe, and call the PG.',
    },
  }
}

/** What the PG believes is not so: nothing is paid for it here, and customers may be told otherwise there. */
export function pgUntold({ channelKey, paymentId, errand, tries, detail }: UntoldPg): Alarm {
  const what = {
    undo: { ko: '발급되지 않은 요청의 망취소', en: 'that nothing came of a request (net cancel)' },
    revoke: { ko: '번호가 말소되었거나 기한이 지났음', en: 'that a number was revoked or is past its deadline' },
    amend: { ko: '금액이나 기한이 바뀌었음', en: 'that an amount or a deadline changed' },
  }[errand]
  return {
    kind: 'pg_untold',
    subject: channelKey,
    words: {
      ko:
        `결제채널 ${channelKey}의 PG에 ${paymentId}: ${what.ko}을(를) ${tries}번 알렸으나 받아들여지지 않았습니다(${detail}). ` +
        '계속 다시 알립니다. 이 번호의 수납은 여기서 거절되므로 돈은 안전합니다. PG에 문의하세요.',
      en:
        `the PG behind channel ${channelKey} was told ${tries} times about ${paymentId}, ${what.en}, and did not take it ` +
        `(${detail}). It is told again and again. Money is safe: what is over is refused here. Call the PG.`,
    },
  }
}

type UntoldPg = Extract<PgHappening, { type: 'pg_untold' }>

/** Money went back, or its merchant wanted it gone, and the tax office still counts it. `reason`: the issuer's. */
export function receiptStands(of: Receipted, reason: string): Alarm {
  const name = receiptedName(of)
  return {
    kind: 'receipt_stands',
    subject: `${of.merchantId} ${name}`,
    words: {
      ko:
        `가맹점 ${of.merchantId}의 ${name}: 현금영수증을 취소하지 못해 그대로 남아 있습니다(${reason}). ` +
        '실제 거래보다 많이 신고된 상태입니다. 발급 기관에서 직접 취소해 주세요.',
      en:
        `the cash receipt of ${name}, merchant ${of.merchantId}, could not be cancelled and stands (${reason}). ` +
        'More is reported to the tax office than was sold. Cancel it at the issuer by hand.',
    },
  }
}

/** The house issues it by itself, and could not. */
export function receiptMissing(of: Receipted, reason: string): Alarm {
  const name = receiptedName(of)
  return {
    kind: 'receipt_missing',
    subject: `${of.merchantId} ${name}`,
    words: {
      ko:
        `가맹점 ${of.merchantId}의 ${name}: 현금영수증을 자진발급하지 못했습니다(${reason}). ` +
        '의무발행이면 받은 날부터 5일 안에 발급해야 합니다. 가맹점에 알려 POST /receipts/{imp_uid}로 발급하게 해 주세요.',
      en:
        `no cash receipt could be issued for ${name}, merchant ${of.merchantId} (${reason}). Where it is obligatory it is due ` +
        'within 5 days of the payment: tell the merchant to issue it with POST /receipts/{imp_uid}.',
    },
  }
}

/** Nothing was changed by it: whether the customer has the money twice is for a person to find out. */
export function bankPaidAfterAll({ id, merchantId, currency }: Payment, refund: Refund): Alarm {
  const { id: refundId, amount, payout, paidAfterAll } = refund
  const reference = paidAfterAll?.reference ?? ''
  const here = {
    pending: { ko: '다른 경로로 지급을 기다리고 있습니다', en: 'waits to be paid another way' },
    paid_out: { ko: '다른 경로로 이미 지급되었습니다', en: 'was paid out another way' },
    failed: { ko: '지급 실패로 남아 있습니다', en: 'stands as failed' },
  }[payout.state]
  const show = `npm run sunap -- refund-show --merchant ${merchantId} --refund ${refundId}`
  return {
    kind: 'bank_paid_after_all',
    subject: refundId,
    words: {
      ko:
        `가맹점 ${merchantId}의 ${id}: 실패로 처리한 환불 이체 ${amountText(amount, currency, 'ko')}을 은행이 지급했다고 합니다(${reference}). ` +
        `이 환불은 여기에서 ${here.ko}. 저절로 바뀌는 것은 없습니다. 다시 지급하지 말고 은행에 확인하세요: ${show}`,
      en:
        `the bank says it paid ${amountText(amount, currency, 'en')} of ${id}, merchant ${merchantId}, an order that was called ` +
        `failed (${reference}). Here the refund ${here.en}, and nothing changes by itself. Pay nothing more before you ` +
        `have asked the bank: ${show}`,
    },
  }
}

export function diskNearlyFull(folder: string, { freeBytes, totalBytes }: DiskSpace): Alarm {
  const free = `${Math.floor(freeBytes / MIB)} MiB (${Math.floor((100 * freeBytes) / totalBytes)} %)`
  return {
    kind: 'disk_nearly_full',
    subject: folder,
    words: {
      ko: `데이터 폴더 ${folder}의 남은 공간이 ${free}입니다. 가득 차면 새 결제를 받지 못합니다(저장된 것은 사라지지 않습니다). 공간을 늘리거나 비워 주세요.`,
      en: `${free} are left on the disk of ${folder}. Once it is full no payment is taken (nothing is lost). Make room.`,
    },
  }
}

export interface DiskSpace {
  readonly freeBytes: number
  readonly totalBytes: number
}

export const TEST_ALARM: Alarm = {
  kind: 'test',
  subject: 'test',
  words: { ko: '시험 알림입니다. 알림이 여기로 옵니다.', en: 'this is a test. Alarms arrive here.' },
}

const MIB = 1024 * 1024
