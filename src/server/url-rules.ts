/**
 * Whom the gateway may call. In the sandbox also this machine and private ranges, so that the merchant's app in the next
 * container is reached, and plain http.
 */
import { createAddressGuard } from '../outbound/address-guard.ts'
import type { UrlRules } from '../outbound/url-rules.ts'

export function sandboxUrlRules(): UrlRules {
  return { guard: createAddressGuard({ mode: 'sandbox', allowedRanges: [] }), plainHttpAllowed: true }
}
