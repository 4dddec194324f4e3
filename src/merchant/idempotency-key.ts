/** The merchant's own key for a request, as it stands in the header: taken as it is, or not at all. */
import type { IncomingHttpHeaders } from 'node:http'
import { IDEMPOTENCY_KEY, KEY_CHARACTERS_MAX, KEY_PATTERN } from '../wire/idempotency.ts'
import { parameterRefusal, type Refusal } from './envelope.ts'
import { shown } from './readings.ts'

export type KeyReading =
  | { readonly ok: true; readonly key: string | null }
  | { readonly ok: false; readonly refusal: Refusal }

const KEY = new RegExp(KEY_PATTERN)

/** The header as it came; null where there is none. Node joins several into one with a comma and a space, which no key has. */
export function idempotencyKeyIn(headers: IncomingHttpHeaders): string | null {
  const given = headers['idempotency-key']
  return typeof given === 'string' ? given : null
}

/** Null: no such header came. */
export function readIdempotencyKey(given: string | null): KeyReading {
  if (given === null || KEY.test(given)) return { ok: true, key: given }
  // A header's bytes come as Latin-1, whatever their sender meant.
  const came = Buffer.from(given, 'latin1').toString()
  const what = `${shown(came)} (${came.length})`
  return {
    ok: false,
    refusal: parameterRefusal(IDEMPOTENCY_KEY, {
      ko: `${what}: 공백 없는 영문·숫자·기호(보이는 ASCII) 1~${KEY_CHARACTERS_MAX}자여야 합니다.`,
      en: `must be 1 to ${KEY_CHARACTERS_MAX} visible ASCII characters without spaces, and ${what} came.`,
    }),
  }
}
