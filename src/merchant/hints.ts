/**
 * What a sandbox adds to an answer of 401. The page that describes the API never mentions the token, so its readers
 * meet this refusal first; the hint is the call that is missing, ready to be pasted.
 */
import type { Words } from '../wire/rejections.ts'

export interface Hints {
  readonly noToken: Words
  readonly rejectedToken: Words
  readonly tokenInUrl: Words
  readonly wrongPair: Words
}

export function hintsFor(publicUrl: string): Hints {
  const call = `curl -s ${publicUrl}/users/getToken -d imp_key=... -d imp_secret=...`
  const header = '-H "Authorization: <access_token>"'
  return {
    noToken: {
      ko: `액세스 토큰이 필요합니다. 먼저 ${call} 로 받은 access_token을 ${header} 로 보내세요.`,
      en: `An access token is needed. Get one with ${call} and send it as ${header}.`,
    },
    rejectedToken: {
      ko: `만료되었거나 이 서버가 발급하지 않은 토큰입니다. ${call} 로 새로 받으세요.`,
      en: `The token has expired or is not from this server. Get a new one with ${call}.`,
    },
    tokenInUrl: {
      ko: `토큰은 주소에 넣지 않습니다(_token). 주소는 로그에 남습니다. ${header} 로 보내세요.`,
      en: `A token does not belong into an address (_token), because addresses are logged. Send it as ${header}.`,
    },
    wrongPair: {
      ko: '연습 환경의 imp_key와 imp_secret은 데이터 폴더의 sandbox.json에 있습니다.',
      en: "The sandbox's imp_key and imp_secret are in sandbox.json in its data folder.",
    },
  }
}
