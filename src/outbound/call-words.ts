/**
 * What became of a call, in words for people who ask why: the log of the gateway and the merchant's list of tries.
 * No path, query, body or reason is in them, because any of these may hold what only the merchant should read.
 */
import type { Words } from '../wire/rejections.ts'
import type { CallAnswered, CallFailed, CallResult } from './call-result.ts'
import { failureInKorean } from './failure-words.ts'

export interface NoticeCall {
  readonly url: string
  readonly deadlineMs: number
}

/** `200 in 8 ms`, `redirected with 308 to https://www.shop.example: ...`, `no answer within 15 s`. */
export function noticeWords(result: CallResult, { url, deadlineMs }: NoticeCall): Words {
  if (result.kind === 'failed') return failureWords(result, deadlineMs)
  const { status, latencyMs } = result
  if (isSuccess(status) && result.bodyTruncated)
    return {
      ko: `${status}, ${latencyMs} ms. 응답 본문이 너무 길어 다 읽지 않았습니다: 짧게 답할 때까지 1초에 한 건씩 보냅니다`,
      en: `${status} in ${latencyMs} ms, with a body too long to read: one notice a second until it answers briefly`,
    }
  if (isSuccess(status)) return { ko: `${status}, ${latencyMs} ms`, en: `${status} in ${latencyMs} ms` }
  if (isRedirect(status)) return redirectWords(result, url)
  return {
    ko: `응답 ${status}, ${latencyMs} ms: 200~299만 수신으로 봅니다`,
    en: `answered ${status} in ${latencyMs} ms: only 200 to 299 means received`,
  }
}

/** Where no notice could be sent, for reasons of our own. */
export const NOTICE_NOT_MADE: Words = {
  ko: '게이트웨이가 이 통지를 만들지 못했습니다',
  en: 'the gateway could not make this notice',
}

export const ENDPOINT_IS_REMOVED: Words = {
  ko: '이 수신 URL은 삭제되었습니다',
  en: 'this endpoint was removed',
}

/** `200 in 11 ms: payable`, `201 in 5 ms: only 200 means payable`, `no answer within 5 s`. */
export function confirmWords(
  result: CallResult,
  verdict: 'payable' | 'refused' | 'unanswered',
  budgetMs: number,
): string {
  if (result.kind === 'failed') return failureWords(result, budgetMs).en
  const { status, latencyMs } = result
  return `${status} in ${latencyMs} ms: ${meaning(status, verdict)}`
}

function meaning(status: number, verdict: 'payable' | 'refused' | 'unanswered'): string {
  if (verdict === 'payable') return 'payable'
  if (isSuccess(status)) return 'only 200 means payable'
  if (verdict === 'refused') return 'refused'
  return isRedirect(status) ? 'redirects are not followed, register the final address' : 'not an answer'
}

/** A server that only wants to be called by another name or by https is named; where on it, its owner knows. */
function redirectWords({ status, headers }: CallAnswered, url: string): Words {
  const target = headers.location === null ? null : URL.parse(headers.location, url)
  const isElsewhere = target !== null && /^https?:$/.test(target.protocol) && target.origin !== URL.parse(url)?.origin
  return {
    ko: `${isElsewhere ? `${target.origin}(으)로 ` : ''}리다이렉트(${status}): 따라가지 않습니다. 최종 주소를 등록하세요`,
    en: `redirected with ${status}${isElsewhere ? ` to ${target.origin}` : ''}: not followed, register the final address`,
  }
}

function failureWords(failed: CallFailed, deadlineMs: number): Words {
  const { cause, detail, status } = failed
  if (cause === 'deadline') return deadlineWords(status, Math.round(deadlineMs / 100) / 10)
  const ko = failureInKorean(failed)
  return status === null
    ? { ko, en: detail }
    : { ko: `응답 ${status}, 그러나 ${ko}`, en: `answered ${status}, but ${detail}` }
}

function deadlineWords(status: number | null, seconds: number): Words {
  return status === null
    ? { ko: `${seconds}초 안에 응답이 없습니다`, en: `no answer within ${seconds} s` }
    : {
        ko: `응답 ${status}, 그러나 ${seconds}초 안에 다 보내지 않았습니다`,
        en: `answered ${status}, but not completely within ${seconds} s`,
      }
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300
}

function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status)
}
