/**
 * `POST /users/getToken`. Both times are whole Unix seconds; a typed client reads them as 32-bit integers.
 */
import { type Static, Type } from 'typebox'
import type { Words } from './rejections.ts'

export const TokenBody = Type.Object({
  imp_key: Type.String({ minLength: 1 }),
  imp_secret: Type.String({ minLength: 1 }),
})

export const TokenAnswer = Type.Object(
  { access_token: Type.String(), now: Type.Integer(), expired_at: Type.Integer() },
  { additionalProperties: false },
)

export type TokenAnswer = Static<typeof TokenAnswer>

/** In Korean V1's own sentences, letter for letter: merchants' code and tests compare them. */
export const TOKEN_TEXTS = {
  missing: { ko: 'imp_key, imp_secret 파라메터가 누락되었습니다.', en: 'imp_key and imp_secret are required.' },
  wrong: { ko: '인증에 실패하였습니다. API키와 secret을 확인하세요.', en: 'Wrong key or secret. Check both.' },
  unauthorized: { ko: 'Unauthorized', en: 'Unauthorized' },
} as const satisfies Record<string, Words>
