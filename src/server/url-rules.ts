/**
 * Whom the gateway may call. In the sandbox also this machine and private ranges, so that the merchant's app in the next
 * container is reached, and plain http. In production public https addresses, and the ranges the operator opens.
 */
import { createAddressGuard } from '../outbound/address-guard.ts'
import type { UrlRules } from '../outbound/url-rules.ts'
import type { DataSettings } from './config.ts'

export function urlRulesOf({ mode, allowedRanges }: Pick<DataSettings, 'mode' | 'allowedRanges'>): UrlRules {
  return { guard: createAddressGuard({ mode, allowedRanges }), plainHttpAllowed: mode === 'sandbox' }
}
