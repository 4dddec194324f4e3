/** Reads the story as it happens for what the operator should be called for. */
import type { MerchantId, MonoTime } from '../core/brand.ts'
import type { Receipted } from '../core/external-receipt.ts'
import type { Happening } from '../gateway/happening.ts'
import type { Alarms } from '../outbound/alarms.ts'
import {
  bankPaidAfterAll,
  breakerOpen,
  confirmRefusals,
  deadLetter,
  endpointPaused,
  inquiriesLocked,
  pgSilent,
  pgUntold,
  receiptMissing,
  receiptStands,
} from './alarm-words.ts'
import { afterQuestion, NO_REFUSALS, type RefusalRate } from './refusal-rate.ts'

export interface AlarmWatchDeps {
  readonly raise: Alarms['raise']
  readonly mono: () => MonoTime
}

/** The watcher for `happenings.watch`. */
export function createAlarmWatch({ raise, mono }: AlarmWatchDeps): (happening: Happening) => void {
  const rates = new Map<MerchantId, RefusalRate>()

  function asked({ payment, verdict, notAsked }: Extract<Happening, { type: 'asked' }>): void {
    if (notAsked === true) return
    const { merchantId } = payment
    const { rate, alarming } = afterQuestion(rates.get(merchantId) ?? NO_REFUSALS, verdict.kind, mono())
    rates.set(merchantId, rate)
    if (alarming !== null) raise(confirmRefusals(merchantId, alarming))
  }

  return (happening) => {
    switch (happening.type) {
      case 'asked':
        return asked(happening)
      case 'breaker_opened':
        return raise(breakerOpen(happening.merchantId))
      case 'endpoint_paused':
        return raise(endpointPaused(happening))
      case 'pg_silent':
        return raise(pgSilent(happening.channelKey))
      case 'pg_untold':
        return raise(pgUntold(happening))
      case 'inquiries_locked':
        return raise(inquiriesLocked(happening.till))
      case 'receipt_failed':
        if (happening.stands) raise(receiptStands(happening.of, happening.reason))
        else if (isOwed(happening.of)) raise(receiptMissing(happening.of, happening.reason))
        return
      case 'bank_paid_after_all':
        return raise(bankPaidAfterAll(happening.payment, happening.refund))
      case 'told':
        if (happening.delivery.state === 'exhausted') raise(deadLetter(happening.delivery, happening.detail))
    }
  }
}

/** Nobody asked for it, so nobody is told by an answer that there is none. */
function isOwed({ receipt }: Receipted): boolean {
  return receipt?.state === 'failed' && receipt.identifier === null
}
