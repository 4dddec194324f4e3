/**
 * `POST /users/getToken`. Some clients call it before every request, others share one token among many servers: as long
 * as a token lives the same one is answered, and nothing is written.
 */

import type { Words } from '../wire/rejections.ts'
import { TOKEN_TEXTS, type TokenAnswer } from '../wire/token.ts'
import type { Auth } from './auth.ts'
import type { Body } from './body-parsers.ts'
import { type Answer, parameterRefusal, success, tradeRefusal } from './envelope.ts'
import { type Given, memberOf } from './given.ts'

export interface TokenDeps {
  readonly auth: Auth
  readonly gateway: { wall(): number }
  /** What a sandbox adds to a wrong pair. */
  readonly wrongPairHint: Words | undefined
}

export async function getToken({ auth, gateway, wrongPairHint }: TokenDeps, { fields }: Body): Promise<Answer> {
  const impKey = memberOf(fields, 'imp_key') ?? ''
  const impSecret = memberOf(fields, 'imp_secret') ?? ''
  if (impKey === '' || impSecret === '') return tradeRefusal(400, TOKEN_TEXTS.missing)
  if (!isText(impKey)) return parameterRefusal('imp_key', NOT_TEXT)
  if (!isText(impSecret)) return parameterRefusal('imp_secret', NOT_TEXT)
  const key = auth.checkSecret(impKey, impSecret)
  if (key === undefined) {
    return tradeRefusal(401, TOKEN_TEXTS.wrong, {
      headers: BEARER,
      ...(wrongPairHint === undefined ? {} : { hint: wrongPairHint }),
    })
  }
  const { token, life } = await auth.grant(key)
  const answer: TokenAnswer = {
    access_token: token,
    now: Math.floor(gateway.wall() / 1000),
    expired_at: Math.floor(life.expiresAt / 1000),
  }
  return success(answer)
}

export const BEARER = { 'www-authenticate': 'Bearer' } as const

function isText(given: Given): given is string {
  return typeof given === 'string'
}

const NOT_TEXT: Words = {
  ko: '문자열이어야 합니다. 따옴표로 감싸 한 번만 보내 주세요.',
  en: 'must be a string. Send it once, in quotes.',
}
