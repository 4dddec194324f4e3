/** With what is signed: the secrets that stand sealed in the directory, opened for one call, newest first. */
import type { EndpointId, MerchantId } from '../core/brand.ts'
import type { Notice } from '../core/delivery.ts'
import { DEFAULT_ENDPOINT, type Endpoint, signingSecrets } from '../core/endpoint.ts'
import type { Directory, Storage } from '../storage/storage.ts'
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

/**
 * An endpoint signs with its own. Undefined where it was removed: one that this node does not know may be another node's
 * of this very moment, so the latest settings are asked before anybody is told that it is gone.
 */
export function noticeSecrets(
  storage: HouseOfSecrets,
  secrets: Secrets,
): (
  notice: Pick<Notice, 'merchantId' | 'endpoint'>,
) => readonly string[] | undefined | Promise<readonly string[] | undefined> {
  const { directory, clock } = storage
  const ofMerchant = merchantSecrets(storage, secrets)
  const opened = ({ secrets: sealed }: Endpoint): readonly string[] =>
    signingSecrets(sealed, clock.wall()).map(secrets.open)
  return ({ merchantId, endpoint }) => {
    if (endpoint === null || endpoint === DEFAULT_ENDPOINT) return ofMerchant(merchantId)
    const known = endpointIn(directory.current(), merchantId, endpoint)
    if (known !== undefined) return opened(known)
    return directory.latest().then((latest) => {
      const found = endpointIn(latest, merchantId, endpoint)
      return found && opened(found)
    })
  }
}

function endpointIn({ endpoints }: Directory, merchantId: MerchantId, id: EndpointId): Endpoint | undefined {
  return endpoints.get(merchantId)?.find((endpoint) => endpoint.id === id)
}
