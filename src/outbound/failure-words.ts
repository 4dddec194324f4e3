/**
 * The Korean of what a failed call says. The sentences are made in English where the failure is met, because only there
 * is known what can be said of it; here each has its Korean, with the figures and names that stand in it. One that has
 * none is said by its cause.
 */
import type { CallFailed, FailureCause } from './call-result.ts'

export function failureInKorean({ cause, detail }: Pick<CallFailed, 'cause' | 'detail'>): string {
  for (const [english, korean] of SENTENCES) {
    if (english.test(detail)) return detail.replace(english, korean)
  }
  return BY_CAUSE[cause]
}

const BY_CAUSE: Readonly<Record<FailureCause, string>> = {
  url_refused: '호출할 수 없는 URL입니다',
  address_refused: '이 호스트가 가리키는 주소로는 호출하지 않습니다',
  dns: '호스트 이름의 주소를 알아내지 못했습니다',
  connect_timeout: '서버에 제때 연결되지 않았습니다',
  connect_refused: '서버가 이 포트의 연결을 거부합니다',
  unreachable: '여기에서 서버로 가는 길이 없습니다',
  tls: 'TLS 연결을 맺지 못했습니다',
  deadline: '제때 응답하지 않았습니다',
  reset: '응답을 다 보내기 전에 서버가 연결을 끊었습니다',
  protocol: '응답이 올바른 HTTP가 아닙니다',
  headers_too_large: '응답 헤더가 너무 깁니다',
  body_too_large: '응답 본문이 너무 깁니다',
  closed: '게이트웨이가 종료하는 중입니다',
  internal: '게이트웨이 쪽 문제로 호출하지 못했습니다',
}

/** `$1` is what the first pair of parentheses holds. */
const SENTENCES: readonly (readonly [english: RegExp, korean: string])[] = [
  [/^no answer about this host name within (\d+) ms$/, '이름 서버가 $1 ms 안에 이 호스트 이름에 답하지 않았습니다'],
  [/^this host name has no address$/, '이 호스트 이름에는 주소가 없습니다'],
  [/^the name servers gave no answer \((\S+)\)$/, '이름 서버가 답하지 않았습니다($1)'],
  [/^no connection to the server within (\d+) ms$/, '$1 ms 안에 서버에 연결되지 않았습니다'],
  [/^the server did not answer the connection$/, '서버가 연결 요청에 답하지 않았습니다'],
  [/^the server refuses connections on this port$/, '서버가 이 포트의 연결을 거부합니다'],
  [/^the server dropped the connection at once$/, '서버가 연결을 곧바로 끊었습니다'],
  [/^the server closed the connection before it was asked$/, '요청을 보내기 전에 서버가 연결을 끊었습니다'],
  [/^there is no way to the server from here \((\S+)\)$/, '여기에서 서버로 가는 길이 없습니다($1)'],
  [/^the way to the server was lost \((\S+)\)$/, '서버로 가는 길이 끊겼습니다($1)'],
  [/^the gateway could open no more connections \((\S+)\)$/, '게이트웨이가 연결을 더 열 수 없습니다($1)'],
  [/^the TLS certificate has expired$/, 'TLS 인증서가 만료되었습니다'],
  [/^the TLS certificate expired on (\S+)$/, 'TLS 인증서가 $1에 만료되었습니다'],
  [/^a certificate that the TLS certificate rests on has expired$/, 'TLS 인증서의 상위 인증서가 만료되었습니다'],
  [/^the TLS certificate is not valid yet$/, 'TLS 인증서의 유효 기간이 아직 시작되지 않았습니다'],
  [/^the TLS certificate is not valid before (\S+)$/, 'TLS 인증서는 $1부터 유효합니다'],
  [
    /^a certificate that the TLS certificate rests on is not valid yet$/,
    'TLS 인증서의 상위 인증서가 아직 유효하지 않습니다',
  ],
  [/^the TLS certificate is self-signed$/, '스스로 서명한 TLS 인증서입니다'],
  [
    /^the TLS certificate comes from an authority that is not trusted$/,
    '신뢰할 수 없는 인증기관이 발급한 TLS 인증서입니다',
  ],
  [/^the server does not send its intermediate TLS certificate$/, '서버가 중간 TLS 인증서를 보내지 않습니다'],
  [
    /^the TLS certificate comes without the intermediate one, or from an authority that is not trusted$/,
    'TLS 인증서에 중간 인증서가 빠졌거나, 신뢰할 수 없는 인증기관이 발급했습니다',
  ],
  [/^the TLS certificate is for another host name$/, '다른 호스트 이름의 TLS 인증서입니다'],
  [
    /^the TLS certificate is for no host name at all, not for (\S+)$/,
    'TLS 인증서에 호스트 이름이 없습니다. 호출한 곳은 $1입니다',
  ],
  [
    /^the TLS certificate is for (.+) and (\d+) more, not for (\S+)$/,
    'TLS 인증서는 $1 외 $2개 이름의 것이고, 호출한 곳은 $3입니다',
  ],
  [/^the TLS certificate is for (.+) and (\S+), not for (\S+)$/, 'TLS 인증서는 $1, $2의 것이고, 호출한 곳은 $3입니다'],
  [/^the TLS certificate is for (\S+), not for (\S+)$/, 'TLS 인증서는 $1의 것이고, 호출한 곳은 $2입니다'],
  [/^the TLS certificate is not accepted \((\S+)\)$/, 'TLS 인증서를 받아들일 수 없습니다($1)'],
  [/^the server has no TLS certificate for this host name$/, '서버에 이 호스트 이름의 TLS 인증서가 없습니다'],
  [
    /^the server speaks no TLS that is new enough: 1\.2 is the least$/,
    '서버의 TLS 버전이 낮습니다. 1.2 이상이어야 합니다',
  ],
  [
    /^the server accepts none of the TLS ciphers that are offered, or not this host name$/,
    '서버가 제시한 TLS 암호 방식이나 이 호스트 이름을 받아들이지 않습니다',
  ],
  [
    /^no TLS could be agreed on; does this port speak https\? \((\S+)\)$/,
    'TLS 연결을 맺지 못했습니다. 이 포트가 https인지 확인하세요($1)',
  ],
  [/^the server closed the connection during the TLS handshake$/, 'TLS 연결을 맺는 중에 서버가 연결을 끊었습니다'],
  [
    /^the server closed the connection before its answer was complete$/,
    '응답을 다 보내기 전에 서버가 연결을 끊었습니다',
  ],
  [/^the TLS connection broke \((\S+)\)$/, 'TLS 연결이 깨졌습니다($1)'],
  [/^the server wants to go on in another protocol.*$/, '서버가 요청하지 않은 프로토콜 전환(upgrade)을 보냈습니다'],
  [/^the server answered 100 Continue, which was not asked for$/, '서버가 요청하지 않은 100 Continue를 보냈습니다'],
  [
    /^the server sent something we did not ask for.*$/,
    '서버가 요청하지 않은 것을 보냈습니다(100 Continue, upgrade 또는 이른 응답)',
  ],
  [/^(\d+) is not an HTTP status$/, '$1은(는) HTTP 상태 코드가 아닙니다'],
  [/^more than (\d+) interim answers came before the answer$/, '응답 전에 중간 응답이 $1개 넘게 왔습니다'],
  [/^more than (\d+) bytes were sent for one answer$/, '응답 하나에 $1바이트 넘게 보냈습니다'],
  [/^the answer is not valid HTTP \(its length is given in a wrong way\)$/, '응답 길이 표기가 올바르지 않습니다'],
  [/^the answer is not valid HTTP \((.+)\)$/, '응답이 올바른 HTTP가 아닙니다($1)'],
  [/^the answer's headers are longer than (\d+) bytes$/, '응답 헤더가 $1바이트를 넘습니다'],
  [/^the answer's body is longer than (\d+) bytes$/, '응답 본문이 $1바이트를 넘습니다'],
  [/^the call failed on our side \((\S+)\)$/, '게이트웨이 쪽 문제로 호출하지 못했습니다($1)'],
]
