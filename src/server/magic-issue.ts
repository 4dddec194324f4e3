/** Issuing in the sandbox: a magic `buyer_email` gives the payment its fate, and a till that brings it about. */
import type { Instant } from '../core/brand.ts'
import type { Gateway, IssueRequest } from '../gateway/gateway.ts'
import { type MagicValue, magicValueOf } from '../sandbox/magic-values.ts'
import type { Misbehaviour } from '../sandbox/plays.ts'

export interface MagicIssueOptions {
  readonly gateway: Pick<Gateway, 'issue' | 'now'>
  /** Where the sandbox's own confirmations answer. */
  readonly apiUrl: string
  /** Plays a till; whatever becomes of it is seen in the payment. */
  readonly play: (impUid: string, misbehave: Misbehaviour | undefined) => Promise<void>
  readonly after: (ms: number, run: () => void) => () => void
  readonly reportFault: (fault: unknown) => void
}

export interface MagicIssue {
  readonly issue: Gateway['issue']
  /** Calls off the tills that have not come by yet. */
  stop(): void
}

export function createMagicIssue({ gateway, apiUrl, play, after, reportFault }: MagicIssueOptions): MagicIssue {
  const waiting = new Set<() => void>()
  return {
    async issue(merchantId, request) {
      const magic = magicValueOf(request.personal.buyerEmail)
      if (magic === undefined) return gateway.issue(merchantId, request)
      const answer = await gateway.issue(merchantId, enchanted(request, magic, apiUrl, gateway.now()))
      if (answer.ok && !answer.again && magic.till !== undefined) {
        const { afterMs, misbehave } = magic.till
        const callOff = after(afterMs, () => {
          waiting.delete(callOff)
          play(answer.payment.id, misbehave).catch(reportFault)
        })
        waiting.add(callOff)
      }
      return answer
    },
    stop() {
      for (const callOff of waiting) callOff()
    },
  }
}

function enchanted(
  request: IssueRequest,
  { confirmPath, endsAfterMs }: MagicValue,
  apiUrl: string,
  now: Instant,
): IssueRequest {
  return {
    ...request,
    ...(confirmPath === undefined ? {} : { confirmUrl: apiUrl + confirmPath }),
    ...(endsAfterMs === undefined ? {} : { expiresAt: (now + endsAfterMs) as Instant }),
  }
}
