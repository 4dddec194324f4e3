/**
 * Why no TLS came about, in words by which a merchant can mend it: the day on which a certificate ended, the names that
 * it is for. A certificate holds whatever its server likes, so nothing of it is shown but dates and what could be a host.
 */
import type { PeerCertificate } from 'node:tls'
import { codeOf } from './call-result.ts'

export type ShownCertificate = Partial<Pick<PeerCertificate, 'subjectaltname' | 'valid_from' | 'valid_to'>>

/** `certificate`: the server's own, where the handshake came so far. */
export function tlsDetail(error: Error, host: string, certificate: ShownCertificate | undefined): string {
  const code = codeOf(error)
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return `the TLS certificate is for ${namesOf(certificate)}, not for ${host}`
  if (code === 'CERT_HAS_EXPIRED') return expired(new Date(certificate?.valid_to ?? Number.NaN))
  if (code === 'CERT_NOT_YET_VALID') return notYetValid(new Date(certificate?.valid_from ?? Number.NaN))
  const known = DETAILS.find(([codes]) => codes.test(code))
  if (known !== undefined) return known[1]
  return code.startsWith('ERR_SSL_') || code === 'EPROTO'
    ? `no TLS could be agreed on; does this port speak https? (${code})`
    : `the TLS certificate is not accepted (${code})`
}

/** A certificate whose own time is right was refused for one further up. */
function expired(until: Date): string {
  return until.getTime() < Date.now()
    ? `the TLS certificate expired on ${dayOf(until)}`
    : 'a certificate that the TLS certificate rests on has expired'
}

function notYetValid(from: Date): string {
  return from.getTime() > Date.now()
    ? `the TLS certificate is not valid before ${dayOf(from)}`
    : 'a certificate that the TLS certificate rests on is not valid yet'
}

/** In UTC, as certificates are. */
function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10)
}

/** `a.example`, `a.example and b.example`, `a.example, b.example, c.example and 9 more`. */
function namesOf(certificate: ShownCertificate | undefined): string {
  const names = (certificate?.subjectaltname ?? '')
    .split(', ')
    .map((name) => name.replace(/^(DNS|IP Address):/, ''))
    .filter((name) => COULD_BE_HOST.test(name))
  if (names.length === 0) return 'no host name at all'
  const shown = names.slice(0, NAMES_SHOWN_MAX)
  const left = names.length - shown.length
  const last = left > 0 ? `${left} more` : shown.length > 1 ? shown.pop() : undefined
  return last === undefined ? shown.join(', ') : `${shown.join(', ')} and ${last}`
}

const NAMES_SHOWN_MAX = 3
const COULD_BE_HOST = /^(\*\.)?[a-z0-9._:-]{1,100}$/i

/** OpenSSL changes the beginnings of its codes now and then. */
const DETAILS: readonly (readonly [codes: RegExp, detail: string])[] = [
  [/^DEPTH_ZERO_SELF_SIGNED_CERT$/, 'the TLS certificate is self-signed'],
  [
    /^(SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_GET_ISSUER_CERT(_LOCALLY)?)$/,
    'the TLS certificate comes from an authority that is not trusted',
  ],
  [
    /^UNABLE_TO_VERIFY_LEAF_SIGNATURE$/,
    'the TLS certificate comes without the intermediate one, or from an authority that is not trusted',
  ],
  [/_(UNSUPPORTED_PROTOCOL|ALERT_PROTOCOL_VERSION)$/, 'the server speaks no TLS that is new enough: 1.2 is the least'],
  [/_UNRECOGNIZED_NAME$/, 'the server has no TLS certificate for this host name'],
  [/_ALERT_HANDSHAKE_FAILURE$/, 'the server accepts none of the TLS ciphers that are offered, or not this host name'],
  [/^(ECONNRESET|EPIPE|unknown)$/, 'the server closed the connection during the TLS handshake'],
]
