/**
 * Sandbox or production, for whoever comes; and in the sandbox its world, steered as its test API steers it: what a till
 * plays, where the clock goes. What is refused there is refused here in the same words.
 */
import type { PaymentId } from '../core/brand.ts'
import type { ModeAnswer } from '../wire/admin/practice.ts'
import { type Answer, DONE, refusal, success } from './answer.ts'
import type { AdminDeps, MerchantHandler, OpenHandler, OwnHandler, Steered, Steering } from './ports.ts'

type OfHouse = 'practiceClock' | 'movePracticeClock' | 'practiceScripts' | 'resetPractice'
type OfPayment = 'practisePay' | 'practiseCancel' | 'practiseExpiry'
type Deps = Pick<AdminDeps, 'gateway' | 'steering'>

export function modeHandlers({
  practice,
  version,
  language,
}: Pick<AdminDeps, 'practice' | 'version' | 'language'>): Record<'mode', OpenHandler> {
  const answer: ModeAnswer = { practice, version, language }
  return { mode: async () => success(answer) }
}

export function practiceHandlers(deps: Deps): {
  readonly ofHouse: Record<OfHouse, OwnHandler>
  readonly ofMerchant: Record<OfPayment, MerchantHandler>
} {
  return {
    ofHouse: {
      practiceClock: async () => answered(await steeringOf(deps).clock({})),
      movePracticeClock: async ({ body }) => answered(await steeringOf(deps).moveClock(body)),
      practiceScripts: async () => success(steeringOf(deps).scripts()),
      async resetPractice() {
        const done = await steeringOf(deps).reset({})
        return done.ok ? DONE : answered(done)
      },
    },
    ofMerchant: {
      practisePay: onPayment(deps, 'pay'),
      practiseCancel: onPayment(deps, 'cancel'),
      practiseExpiry: onPayment(deps, 'expire'),
    },
  }
}

/** The sandbox itself would play any merchant's. */
function onPayment(deps: Deps, what: 'pay' | 'cancel' | 'expire'): MerchantHandler {
  return async ({ path, body }, _caller, { id: merchantId }) => {
    const id = path['imp_uid'] ?? ''
    const view = /^imp_\d{12}$/.test(id) ? await deps.gateway.find(merchantId, id as PaymentId) : undefined
    if (view === undefined) return refusal('not_found')
    return answered(await steeringOf(deps)[what]({ ...body, imp_uid: id }))
  }
}

function steeringOf({ steering }: Pick<AdminDeps, 'steering'>): Steering {
  if (steering === null) throw new Error('broken invariant: production was asked to practise')
  return steering
}

function answered(done: Steered): Answer {
  if (done.ok) return success(done.value)
  const { status, parameter, message } = done.refusal
  const code = status === 400 ? 'bad_field' : status === 404 ? 'not_found' : 'refused'
  return { kind: 'refusal', status, code, ...(parameter === undefined ? {} : { field: parameter }), message }
}
