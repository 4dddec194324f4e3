/** What whoever runs the receiving server can do about a try that was no yes. */
import type { TryAnswer, Words } from '../../api.ts'

/** Undefined where nothing needs to be done. */
export function adviceOn({ status, cause }: Pick<TryAnswer, 'status' | 'cause'>): Words | undefined {
  if (cause !== null) return BY_CAUSE[cause] ?? BY_CAUSE['internal']
  if (status === null || (status >= 200 && status < 300)) return undefined
  return BY_STATUS[status] ?? (status < 400 ? REDIRECTED : status < 500 ? NOT_TAKEN : BROKE)
}

const REDIRECTED: Words = {
  ko: '리다이렉트는 따라가지 않습니다. 마지막에 도착하는 주소(https, 끝의 /까지)를 수신 URL로 등록하세요.',
  en: 'Redirects are not followed. Register the address that they end at: https, and a slash at its end where it has one.',
}
const NOT_TAKEN: Words = {
  ko: '서버가 요청을 받지 않았습니다. 수신 코드가 어떤 요청을 기다리는지, 방화벽이나 프레임워크가 먼저 막지 않는지 보세요.',
  en: 'The server did not take the request. See what the receiving code expects, and whether a firewall or framework stops it before.',
}
const BROKE: Words = {
  ko: '수신 코드에서 오류가 났습니다. 이 시각의 서버 로그를 보고 고친 뒤 다시 보내세요.',
  en: 'The receiving code failed. Look into your server’s log of that time, mend it, and send the notice again.',
}
const GUARDED: Words = {
  ko: '로그인이나 인증을 요구하는 주소입니다. 통지를 받는 주소는 인증에서 빼고, 대신 서명을 확인하세요.',
  en: 'The address wants a sign-in. Take it out of what is guarded so, and check the signature instead.',
}

const BY_STATUS: Readonly<Record<number, Words>> = {
  401: GUARDED,
  403: GUARDED,
  404: {
    ko: '그 경로가 서버에 없습니다. 수신 URL의 경로를 확인하세요.',
    en: 'The server has no such path. Check the path of the notice address.',
  },
  405: {
    ko: '그 주소가 POST를 받지 않습니다. 통지는 POST로 갑니다.',
    en: 'The address takes no POST, which is how notices come.',
  },
  410: {
    ko: '서버가 없어진 주소라고 답해 전송을 멈췄습니다. 수신 URL을 고친 뒤 다시 시작하세요.',
    en: 'The server says that the address is gone, so sending was paused. Mend the notice address and resume it.',
  },
  429: {
    ko: '서버가 너무 잦다고 답했습니다. 통지는 알아서 천천히 다시 보냅니다. 자주 보이면 허용량을 늘리세요.',
    en: 'The server says it is too much. Notices slow down by themselves; where this is frequent, allow more.',
  },
}

const CERTIFICATE: Words = {
  ko: 'https 인증서를 확인하세요. 만료되지 않았는지, 이 호스트 이름의 것인지, 중간 인증서를 함께 보내는지 보면 됩니다.',
  en: 'Look at the certificate: whether it is in time, of this host name, and sent with its intermediate one.',
}
const NO_WAY: Words = {
  ko: '서버가 켜져 있는지, 방화벽이 이 게이트웨이의 연결을 막지 않는지 확인하세요.',
  en: 'See that the server runs, and that no firewall stops connections from this gateway.',
}
const ANSWER_SHORT: Words = {
  ko: '통지에는 200과 짧은 본문으로만 답하면 됩니다.',
  en: 'Answer a notice with 200 and a short body, and nothing else.',
}

const BY_CAUSE: Readonly<Record<string, Words>> = {
  url_refused: {
    ko: '수신 URL이 부를 수 있는 주소가 아닙니다. 수신 URL을 고치세요.',
    en: 'The notice address cannot be called. Change it.',
  },
  address_refused: {
    ko: '호스트 이름이 사설망이나 이 기기의 주소를 가리킵니다. 인터넷에서 닿는 주소를 등록하거나, 운영사에 이 주소의 허용을 요청하세요.',
    en: 'The host name leads to a private address. Register one that the internet reaches, or ask the operator to allow this one.',
  },
  dns: {
    ko: '호스트 이름을 찾지 못했습니다. 철자와 DNS 설정을 확인하세요.',
    en: 'The host name was not found. Check its spelling and its DNS records.',
  },
  connect_timeout: NO_WAY,
  connect_refused: NO_WAY,
  unreachable: NO_WAY,
  tls: CERTIFICATE,
  deadline: {
    ko: '먼저 200으로 답하고, 오래 걸리는 일은 그 뒤에 하세요.',
    en: 'Answer 200 first, and do what takes long afterwards.',
  },
  reset: {
    ko: '서버가 응답하다 연결을 끊었습니다. 서버나 앞단 프록시의 로그를 보세요.',
    en: 'The server hung up while it answered. Look into its log, and that of a proxy before it.',
  },
  protocol: ANSWER_SHORT,
  headers_too_large: ANSWER_SHORT,
  body_too_large: ANSWER_SHORT,
  endpoint_removed: {
    ko: '이 통지의 수신 URL은 삭제되어 다시 보낼 곳이 없습니다. 결제의 지금 상태를 조회해 맞추세요.',
    en: 'The notice address was removed, so there is nowhere to send it. Look the payment up instead.',
  },
  internal: {
    ko: '게이트웨이 쪽의 문제입니다. 저절로 다시 보내며, 계속되면 운영사에 알려 주세요.',
    en: 'This is the gateway’s fault. It is tried again by itself; tell the operator where it goes on.',
  },
}
