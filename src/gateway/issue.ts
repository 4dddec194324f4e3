/**
 * A number is issued, or the merchant's own registered, over the amount that was prepared where one was. The stamps are
 * made here and the core may find one taken; then new ones are made, a few times at most: a payment id that is taken
 * over and over is a broken counter.
 */
import type { MerchantId, PaymentId } from '../core/brand.ts'
import type { Issue } from '../core/commands.ts'
import type { Idempotency } from '../core/issue-key.ts'
import type { Prepared } from '../core/prepared.ts'
import type { RejectionName } from '../core/rejections.ts'
import { fingerprint } from './fingerprint.ts'
import type { Gateway, GatewayDeps, IssueRequest } from './gateway.ts'
import { createIssueAtPg, type IssueAs } from './issue-at-pg.ts'
import type { PersonalVault } from './personal-vault.ts'
import type { Stamps } from './stamps.ts'

const STAMPINGS_MAX = 5
const STAMP_AGAIN: ReadonlySet<RejectionName> = new Set<RejectionName>(['payment_id_taken', 'number_taken'])

/** What was looked up for a request, once for all its stampings. */
interface Found {
  readonly prepared: Prepared | null
  readonly prefix: string
}

type Deps = GatewayDeps & { readonly stamps: Stamps }

/** A number of the house, or of the PG that stands behind the channel. */
export function createIssue(deps: Deps): Gateway['issue'] {
  const issueAs = createIssueAs(deps)
  const issueAtPg = createIssueAtPg({ ...deps, issueAs })
  return (merchantId, request) => {
    const line = deps.channels.lineOf(request.channel.key)
    return line === null ? issueAs(merchantId, request, null) : issueAtPg(line, merchantId, request)
  }
}

function createIssueAs({ storage, vault, observe, stamps }: Deps): IssueAs {
  return async (merchantId, request, givenId) => {
    const prepared = (await storage.prepared.find(merchantId, request.orderId)) ?? null
    const found = { prepared, prefix: networkPrefix(storage.directory.current(), request) }
    for (let stamping = 1; ; stamping += 1) {
      const command = await stampIssue(merchantId, request, found, givenId)
      const outcome = await storage.execute(command)
      if (outcome.kind === 'issued') {
        const { payment, again } = outcome
        if (!again) observe({ type: 'issued', payment })
        // A repeat's too: its fingerprint says that they are the same.
        return { ok: true, payment, personal: request.personal, again }
      }
      if (!STAMP_AGAIN.has(outcome.rejection.name)) return { ok: false, rejection: outcome.rejection }
      if (stamping === STAMPINGS_MAX) throw new Error(`${outcome.rejection.name} ${STAMPINGS_MAX} times in a row`)
    }
  }

  async function stampIssue(
    merchantId: MerchantId,
    request: IssueRequest,
    found: Found,
    givenId: PaymentId | null,
  ): Promise<Issue> {
    const { channel, ownNumber, personal } = request
    const id = givenId ?? (await stamps.paymentId())
    return {
      type: 'issue',
      id: stamps.commandId(),
      terms: {
        id,
        merchantId,
        orderId: request.orderId,
        channelKey: channel.key,
        provider: channel.provider,
        mid: channel.mid,
        sandbox: channel.sandbox,
        network: channel.network,
        number: ownNumber ?? stamps.number(found.prefix),
        scheme: ownNumber === null ? channel.scheme : 'registered',
        name: request.name,
        amount: request.amount,
        currency: channel.currency,
        ...{ payTypes: channel.payTypes, tillCancel: channel.tillCancel },
        confirmUrl: request.confirmUrl,
        confirmTimeoutMs: channel.confirmTimeoutMs,
        noticeUrls: request.noticeUrls,
        payToken: stamps.payToken(id),
      },
      expiresAt: request.expiresAt,
      deadlineDays: channel.deadlineDays,
      deadlineDaysMax: channel.deadlineDaysMax,
      amountMax: channel.amountMax,
      reissue: channel.reissue,
      prepared: found.prepared,
      idempotency: idempotencyOf(request, vault),
      personal: vault.seal(id, personal),
    }
  }
}

function idempotencyOf({ keyed, personal }: IssueRequest, vault: PersonalVault): Idempotency | null {
  return keyed && { key: keyed.key, fingerprint: fingerprint([...keyed.asked, vault.hash(personal)]) }
}

function networkPrefix({ networks }: ReturnType<Gateway['directory']>, { channel }: IssueRequest): string {
  const network = networks.get(channel.network)
  if (network === undefined)
    throw new Error(`broken invariant: channel ${channel.key} names the unknown network ${channel.network}`)
  return network.prefix
}
