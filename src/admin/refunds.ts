/** The refunds desk: the merchant's own lists, and what only the operator says: what became of the money. */
import type { MerchantId, RefundId } from '../core/brand.ts'
import type { Rejection } from '../core/rejections.ts'
import type { RefundTo } from '../gateway/refunds.ts'
import type { AccountInClear } from '../wire/admin/refunds.ts'
import { BANKS } from '../wire/institutions.ts'
import { ACCOUNT_DIGITS_MAX, ACCOUNT_DIGITS_MIN, TEL_DIGITS_MAX } from '../wire/refund-limits.ts'
import { merchantRefusal, type Words } from '../wire/rejections.ts'
import { type Answer, fieldRefusal, isRefusal, type Refusal, refusal, success } from './answer.ts'
import type { AdminDeps, MerchantHandler } from './ports.ts'
import type { Fields } from './read-shape.ts'
import { relayRefusal, relayTo } from './relayed.ts'

type Name = 'refunds' | 'refund' | 'refundAccount' | 'settleRefund' | 'rerouteRefund'
type Deps = Pick<AdminDeps, 'relay' | 'gateway'>

export function refundHandlers(deps: Deps): Record<Name, MerchantHandler> {
  const { refunds } = deps.gateway
  return {
    refunds: relayTo(deps, 'GET /api/refunds'),
    refund: relayTo(deps, 'GET /api/refunds/:id'),
    async refundAccount({ path }, _caller, { id: merchantId }) {
      const id = refundIn(path)
      const account = id && (await refunds.account(merchantId, id))
      if (account === undefined) return refusal('not_found')
      const { holder, bank, number, tel } = account
      const answer: AccountInClear = { holder, bank, number, tel }
      return success(answer)
    },
    async settleRefund({ path, body }, _caller, { id: merchantId }) {
      const { result, note = null } = body as { result: 'paid_out' | 'failed'; note?: string }
      if (result === 'failed' && note === null) return fieldRefusal('note', NOTE_NEEDED)
      const id = refundIn(path)
      if (id === undefined) return refusal('not_found')
      const done = await refunds.settle(merchantId, id, result, note)
      return done.ok ? shown(deps, merchantId, id) : rejectionRefusal(done.rejection)
    },
    async rerouteRefund({ path, body }, _caller, { id: merchantId }) {
      const id = refundIn(path)
      if (id === undefined) return refusal('not_found')
      const to = readRoute(body)
      if (isRefusal(to)) return to
      const done = await refunds.reroute(merchantId, id, to)
      return done.ok ? shown(deps, merchantId, id) : rejectionRefusal(done.rejection)
    },
  }
}

const NOTE_NEEDED: Words = {
  ko: '실패한 이유를 적어 주세요.',
  en: 'is needed: say why it failed.',
}

async function shown({ relay }: Deps, merchantId: MerchantId, id: RefundId): Promise<Answer> {
  const done = await relay(merchantId, 'GET /api/refunds/:id', { path: { id } })
  return done.ok ? success(done.response) : relayRefusal(done)
}

function refundIn({ id = '' }: Readonly<Record<string, string>>): RefundId | undefined {
  return /^rfd_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) ? (id as RefundId) : undefined
}

/** To a bank account, or, where not a word of one is said, by a slip. */
function readRoute(body: Fields): RefundTo | Refusal {
  const { refund_holder: holder, refund_bank: bank, refund_account: account, refund_tel: tel } = body
  if ([holder, bank, account, tel].every((each) => each === undefined)) return { kind: 'slip' }
  if (typeof holder !== 'string') return fieldRefusal('refund_holder', ACCOUNT_WHOLE)
  if (!BANKS.some(({ code }) => code === bank)) return fieldRefusal('refund_bank', BANK_RULE)
  const number = digits(account, ACCOUNT_DIGITS_MIN, ACCOUNT_DIGITS_MAX)
  if (number === undefined) return fieldRefusal('refund_account', ACCOUNT_RULE)
  const telDigits = tel === undefined ? null : digits(tel, 1, TEL_DIGITS_MAX)
  if (telDigits === undefined) return fieldRefusal('refund_tel', TEL_RULE)
  return { kind: 'bank', account: { holder, bank: String(bank), number, tel: telDigits } }
}

/** With or without hyphens and spaces, as people write them. */
function digits(given: unknown, min: number, max: number): string | undefined {
  const found = typeof given === 'string' ? given.replace(/[- ]/g, '') : ''
  return /^\d+$/.test(found) && found.length >= min && found.length <= max ? found : undefined
}

const ACCOUNT_WHOLE: Words = {
  ko: '예금주, 은행, 계좌번호를 모두 적어 주세요.',
  en: 'is missing: an account is its holder, its bank and its number.',
}
const BANK_RULE: Words = { ko: '세 자리 은행코드여야 합니다.', en: 'must be the three digits of a bank.' }
const ACCOUNT_RULE: Words = {
  ko: `숫자 ${ACCOUNT_DIGITS_MIN}~${ACCOUNT_DIGITS_MAX}자리여야 합니다.`,
  en: `must be ${ACCOUNT_DIGITS_MIN} to ${ACCOUNT_DIGITS_MAX} digits.`,
}
const TEL_RULE: Words = {
  ko: `숫자 ${TEL_DIGITS_MAX}자리까지입니다.`,
  en: `must be at most ${TEL_DIGITS_MAX} digits.`,
}

/** The trade's no, in the words that a merchant would get. */
export function rejectionRefusal({ name }: Rejection): Answer {
  const row = merchantRefusal(name)
  if (row === undefined) throw new Error(`broken invariant: ${name} reached the console`)
  return { kind: 'refusal', status: row.status === 404 ? 404 : 409, code: name, message: row.text }
}
