/**
 * Says when a payment is issued whether its confirm_url or notice_url could ever be called, so that a merchant
 * learns of a wrong URL from the answer to the API call and not from a customer standing at a counter.
 * The text is read by the WHATWG parser, the same one that calls it later, so both see the same host.
 * A literal address is judged here; what a name leads to is known only at the call and is judged there.
 */
import { isIP } from 'node:net'
import { type AddressGuard, type ClosedHost, closedHost, type Words } from './address-guard.ts'

export interface UrlRules {
  readonly guard: AddressGuard
  /** Sandbox mode always allows `http:`; production only when the operator says so. */
  readonly plainHttpAllowed: boolean
}

export type UrlRefusal =
  | 'too_long'
  | 'not_a_url'
  | 'scheme'
  | 'plain_http'
  | 'credentials'
  | 'fragment'
  | 'port'
  | 'host_name'
  | 'address'

export type UrlVerdict =
  | { readonly ok: true; readonly url: URL }
  | {
      readonly ok: false
      readonly reason: UrlRefusal
      /** One sentence (or two) that follows the parameter's name: `confirm_url: ...`. It never repeats credentials, path or query. */
      readonly message: Words
      /** For the operator, where a setting would open the address. */
      readonly closed: ClosedHost | undefined
    }

/** Characters, as sent and again once percent-encoded. */
export const URL_LENGTH_MAX = 2048

export function checkCallableUrl(text: string, rules: UrlRules): UrlVerdict {
  if (text.length > URL_LENGTH_MAX) return tooLong(text.length)
  // The parser would silently drop these, and the merchant's own system would then hold another text than we do.
  if (SPACE_OR_CONTROL.test(text)) {
    return no('not_a_url', {
      ko: 'URL에 공백, 줄바꿈 또는 제어 문자가 들어 있습니다.',
      en: 'the URL has a space, a line break or a control character in it.',
    })
  }
  const url = URL.parse(text)
  if (url === null) {
    return no('not_a_url', {
      ko: 'URL로 읽을 수 없습니다. https://shop.example/confirm 처럼 전체 주소를 적어 주세요.',
      en: 'cannot be read as a URL. Write the whole address, such as https://shop.example/confirm.',
    })
  }
  if (url.href.length > URL_LENGTH_MAX) return tooLong(url.href.length)
  return checkScheme(url, rules) ?? checkParts(url) ?? checkHost(url, rules.guard) ?? { ok: true, url }
}

/** The host as an address or a name, without the brackets that a URL puts around IPv6. */
export function hostOf(url: URL): string {
  return url.hostname.startsWith('[') ? url.hostname.slice(1, -1) : url.hostname
}

function checkScheme(url: URL, { guard, plainHttpAllowed }: UrlRules): UrlVerdict | undefined {
  if (url.protocol === 'https:') return undefined
  if (url.protocol !== 'http:') {
    const scheme = url.protocol.slice(0, 40)
    return no('scheme', {
      ko: `${scheme}(으)로 시작하는 주소는 호출할 수 없습니다. https:// 로 시작하는 전체 주소를 적어 주세요.`,
      en: `begins with ${scheme}, which cannot be called. Write the whole address beginning with https://.`,
    })
  }
  if (guard.mode === 'sandbox' || plainHttpAllowed) return undefined
  return no('plain_http', {
    ko: 'http:// 는 암호화되지 않아 호출하지 않습니다. https:// 주소를 적어 주세요.',
    en: 'http:// is not encrypted and is not called. Write an https:// address.',
  })
}

function checkParts(url: URL): UrlVerdict | undefined {
  if (url.username !== '' || url.password !== '') {
    return no('credentials', {
      ko: 'URL에 사용자 이름이나 비밀번호를 넣을 수 없습니다. 빼고, 대신 요청의 서명을 확인하세요.',
      en: 'a URL must not hold a user name or password. Remove it and check the signature of our requests instead.',
    })
  }
  if (url.hash !== '') {
    return no('fragment', {
      ko: 'URL의 # 뒤는 서버로 전송되지 않습니다. # 과 그 뒤를 빼 주세요.',
      en: 'what follows # in a URL is never sent to a server. Remove # and what follows it.',
    })
  }
  if (url.port === '0') {
    return no('port', { ko: '0번 포트는 호출할 수 없습니다.', en: 'port 0 cannot be called.' })
  }
  return undefined
}

function checkHost(url: URL, guard: AddressGuard): UrlVerdict | undefined {
  const host = hostOf(url)
  if (isIP(host) !== 0) return checkAddress(host, host, guard)
  if (host.endsWith('.')) {
    return no('host_name', {
      ko: `호스트 이름 ${shown(host)} 이(가) 점으로 끝납니다. 마지막 점을 빼 주세요.`,
      en: `the host name ${shown(host)} ends in a dot. Remove the last dot.`,
    })
  }
  if (host.length > HOST_LENGTH_MAX || !host.split('.').every((label) => HOST_LABEL.test(label))) {
    return no('host_name', {
      ko: `${shown(host)} 은(는) 호스트 이름이 될 수 없습니다.`,
      en: `${shown(host)} cannot be a host name.`,
    })
  }
  // These names lead to the machine itself wherever they are looked up, so the answer is known now.
  if (host === 'localhost' || host.endsWith('.localhost')) return checkAddress(host, '127.0.0.1', guard)
  return undefined
}

function checkAddress(host: string, address: string, guard: AddressGuard): UrlVerdict | undefined {
  const verdict = guard.judge(address)
  if (verdict.allowed) return undefined
  const message = {
    ko: `호출할 수 없는 주소입니다: ${host} 은(는) ${verdict.words.ko}입니다.`,
    en: `cannot be called: ${host} is ${verdict.words.en}.`,
  }
  return no('address', message, closedHost(host, verdict))
}

function tooLong(length: number): UrlVerdict {
  return no('too_long', {
    ko: `URL이 ${length}자입니다. 최대 ${URL_LENGTH_MAX}자입니다(퍼센트 인코딩한 길이).`,
    en: `the URL is ${length} characters long, at most ${URL_LENGTH_MAX} once percent-encoded.`,
  })
}

function no(reason: UrlRefusal, message: Words, closed?: ClosedHost): UrlVerdict {
  return { ok: false, reason, message, closed }
}

function shown(host: string): string {
  return host.length <= 80 ? host : `${host.slice(0, 80)}…`
}

const SPACE_OR_CONTROL = /[\s\p{Cc}]/u
const HOST_LENGTH_MAX = 253
const HOST_LABEL = /^[a-z0-9_-]{1,63}$/
