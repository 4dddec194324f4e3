/** Endpoints, their secrets and how they fare as rows, and back. */
import type { EndpointId, MerchantId, WallTime } from '../../core/brand.ts'
import { type Endpoint, NOTICE_FORMATS, NOTICE_TYPES, type WebhookSecret } from '../../core/endpoint.ts'
import type { EndpointHealth, Pause } from '../../core/endpoint-health.ts'
import * as cell from './cells.ts'
import type { Row, SqlValue } from './row.ts'

/** In the order of `putEndpoint`. */
export function endpointValues(endpoint: Endpoint): readonly SqlValue[] {
  const { id, merchantId, url, description, format, hears, secrets } = endpoint
  return [
    merchantId,
    id,
    url,
    description,
    format,
    hears === null ? null : JSON.stringify(hears),
    secretsValue(secrets),
  ]
}

export function endpointOf(row: Row): Endpoint {
  return {
    id: cell.text(row, 'id') as EndpointId,
    merchantId: cell.text(row, 'merchant_id') as MerchantId,
    url: cell.text(row, 'url'),
    description: cell.text(row, 'description'),
    format: cell.oneOf(row, 'format', NOTICE_FORMATS),
    hears:
      cell.textOrNull(row, 'hears') === null
        ? null
        : cell.parsedTexts(row, 'hears').map((type) => cell.oneOf({ type }, 'type', NOTICE_TYPES)),
    secrets: secretsOf(row, 'secrets'),
  }
}

export function secretsValue(secrets: readonly WebhookSecret[]): string {
  return JSON.stringify(secrets)
}

export function secretsOf(row: Row, name: string): readonly WebhookSecret[] {
  return cell.parsedRows(row, name).map((secret) => ({
    sealed: cell.text(secret, 'sealed'),
    until: cell.wholeOrNull(secret, 'until') as WallTime | null,
  }))
}

const CAUSES: Readonly<Record<Pause['cause'], true>> = { by_hand: true, gone: true, failing: true }

/** In the order of `putHealth`. */
export function healthValues({ merchantId, endpoint, failingSince, pause }: EndpointHealth): readonly SqlValue[] {
  return [merchantId, endpoint, failingSince, pause?.cause ?? null, pause?.since ?? null, pause?.probeAt ?? null]
}

export function healthOf(row: Row): EndpointHealth {
  return {
    merchantId: cell.text(row, 'merchant_id') as MerchantId,
    endpoint: cell.text(row, 'endpoint') as EndpointId,
    failingSince: cell.wholeOrNull(row, 'failing_since') as WallTime | null,
    pause: pauseOf(row),
  }
}

/** Of a delivery's endpoint, from columns read beside it; none for an address that only its payment named. */
export function healthBeside(row: Row): EndpointHealth | undefined {
  return cell.textOrNull(row, 'endpoint') === null ? undefined : healthOf(row)
}

function pauseOf(row: Row): Pause | null {
  if (cell.textOrNull(row, 'pause_cause') === null) return null
  return {
    cause: cell.known(row, 'pause_cause', CAUSES),
    since: cell.whole(row, 'paused_since') as WallTime,
    probeAt: cell.wholeOrNull(row, 'probe_at') as WallTime | null,
  }
}
