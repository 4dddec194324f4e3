/**
 * What became of a call, in words for people who ask why: the log of the gateway and the merchant's list of tries.
 * No URL, body or reason is in them, because either may hold what only the merchant should read.
 */
import type { CallFailed, CallResult } from './call-result.ts'

/** `200 in 8 ms`, `redirected with 308: ...`, `no answer within 15 s`. */
export function noticeWords(result: CallResult, deadlineMs: number): string {
  if (result.kind === 'failed') return failureWords(result, deadlineMs)
  const { status, latencyMs } = result
  if (isSuccess(status)) return `${status} in ${latencyMs} ms`
  if (isRedirect(status)) return `redirected with ${status}: not followed, register the final address`
  return `answered ${status} in ${latencyMs} ms: only 200 to 299 means received`
}

/** `200 in 11 ms: payable`, `201 in 5 ms: only 200 means payable`, `no answer within 5 s`. */
export function confirmWords(
  result: CallResult,
  verdict: 'payable' | 'refused' | 'unanswered',
  budgetMs: number,
): string {
  if (result.kind === 'failed') return failureWords(result, budgetMs)
  const { status, latencyMs } = result
  return `${status} in ${latencyMs} ms: ${meaning(status, verdict)}`
}

function meaning(status: number, verdict: 'payable' | 'refused' | 'unanswered'): string {
  if (verdict === 'payable') return 'payable'
  if (isSuccess(status)) return 'only 200 means payable'
  if (verdict === 'refused') return 'refused'
  return isRedirect(status) ? 'redirects are not followed, register the final address' : 'not an answer'
}

function failureWords({ cause, detail, status }: CallFailed, deadlineMs: number): string {
  if (cause !== 'deadline') return status === null ? detail : `answered ${status}, but ${detail}`
  const within = `within ${Math.round(deadlineMs / 100) / 10} s`
  return status === null ? `no answer ${within}` : `answered ${status}, but not completely ${within}`
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300
}

function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status)
}
