/** With what is signed: the secrets that stand sealed in the directory, opened for one call, newest first. */
import type { MerchantId } from '../core/brand.ts'
import type { Notice } from '../core/delivery.ts'
import { DEFAULT_ENDPOINT, signingSecrets } from '../core/endpoint.ts'
import type { Storage } from '../storage/storage.ts'
import type { Secrets } from './secrets.ts'

type HouseOfSecrets = Pick<Storage, 'directory' | 'clock'>

/** The merchant's own: for the question at the till and for what goes to V1 addresses. */
export function merchantSecrets(
  { directory, clock }: HouseOfSecrets,
  secrets: Secrets,
): (id: MerchantId) => readonly string[] {
  return (id) => {
    const merchant = directory.current().merchants.get(id)
    if (merchant === undefined) throw new Error(`broken invariant: ${id} is to be called and is no merchant`)
    return signingSecrets(merchant.webhookSecrets, clock.wall()).map(secrets.open)
  }
}

/** An endpoint signs with its own. Undefined where it was removed. */
export function noticeSecrets(
  storage: HouseOfSecrets,
  secrets: Secrets,
): (notice: Pick<Notice, 'merchantId' | 'endpoint'>) => readonly string[] | undefined {
  const ofMerchant = merchantSecrets(storage, secrets)
  return ({ merchantId, endpoint }) => {
    if (endpoint === null || endpoint === DEFAULT_ENDPOINT) return ofMerchant(merchantId)
    const registered = storage.directory.current().endpoints.get(merchantId) ?? []
    const found = registered.find(({ id }) => id === endpoint)
    return found === undefined ? undefined : signingSecrets(found.secrets, storage.clock.wall()).map(secrets.open)
  }
}
