/** What the console refuses of itself, and how it says so. What the trade refuses has its words in `wire/`. */
import type { Words } from '../wire/rejections.ts'

interface RefusalRow {
  readonly status: number
  readonly text: Words
}

export const REFUSALS = {
  wrong: {
    status: 401,
    text: {
      ko: '이메일, 비밀번호 또는 인증 코드가 맞지 않습니다.',
      en: 'The e-mail, the password or the code is wrong.',
    },
  },
  code_needed: {
    status: 401,
    text: {
      ko: '인증 앱의 6자리 코드 또는 복구 코드를 함께 보내 주세요.',
      en: 'Send the six digits of your app too, or a recovery code.',
    },
  },
  too_often: {
    status: 429,
    text: {
      ko: '시도가 너무 많습니다. 잠시 후 다시 해 주세요.',
      en: 'Too many tries. Wait a while and try again.',
    },
  },
  link_over: {
    status: 410,
    text: {
      ko: '이 링크는 이미 쓰였거나 기한이 지났습니다. 새 링크를 요청해 주세요.',
      en: 'This link was used or has expired. Ask for a new one.',
    },
  },
  signed_out: {
    status: 401,
    text: { ko: '로그인이 필요합니다. 세션이 끝났습니다.', en: 'Sign in. There is no session, or it has ended.' },
  },
  second_factor_required: {
    status: 403,
    text: {
      ko: '먼저 2단계 인증을 켜 주세요. 그 전에는 다른 일을 할 수 없습니다.',
      en: 'Turn a second factor on first; until then nothing else can be done.',
    },
  },
  prove_again: {
    status: 403,
    text: {
      ko: '비밀번호로 본인임을 다시 확인해 주세요.',
      en: 'Prove again that it is you, with your password.',
    },
  },
  not_allowed: {
    status: 403,
    text: { ko: '이 권한으로는 할 수 없습니다.', en: 'Your role may not do this.' },
  },
  not_found: { status: 404, text: { ko: '없는 것입니다.', en: 'There is no such thing.' } },
  no_such_route: { status: 404, text: { ko: '없는 경로입니다.', en: 'There is no such route.' } },
  strange_source: {
    status: 403,
    text: {
      ko: '이 주소(Host)나 다른 웹페이지(Origin)에서는 쓸 수 없습니다.',
      en: 'Not under this Host, and not from another web page (Origin).',
    },
  },
  csrf: {
    status: 403,
    text: {
      ko: 'X-Sunap-Csrf 헤더가 세션의 것이 아닙니다. GET /admin/api/session으로 다시 받아 주세요.',
      en: 'X-Sunap-Csrf is not that of the session. Get it with GET /admin/api/session.',
    },
  },
  not_json: {
    status: 415,
    text: {
      ko: 'content-type: application/json 으로 보내 주세요.',
      en: 'Send it with content-type: application/json.',
    },
  },
  unreadable: { status: 400, text: { ko: '요청을 읽을 수 없습니다.', en: 'The request cannot be read.' } },
  too_large: { status: 413, text: { ko: '본문이 너무 큽니다.', en: 'The body is too large.' } },
  key_missing: {
    status: 400,
    text: {
      ko: 'Idempotency-Key 헤더(보이는 ASCII 8~100자)를 보내 주세요. 같은 키로는 한 번만 실행됩니다.',
      en: 'Send an Idempotency-Key header of 8 to 100 visible ASCII characters: under one key it is done once.',
    },
  },
  key_conflict: {
    status: 409,
    text: {
      ko: '이 키로 다른 내용을 이미 요청했습니다. 새 키로 다시 요청해 주세요.',
      en: 'Something else was asked for under this key. Ask again with a new one.',
    },
  },
  outcome_unknown: {
    status: 409,
    text: {
      ko: '같은 키의 요청이 처리 중이거나 결과를 알 수 없습니다. 지금 상태를 조회해 확인해 주세요.',
      en: 'The request under this key is under way, or nobody knows what came of it. Look at how things stand.',
    },
  },
  changed_meanwhile: {
    status: 409,
    text: {
      ko: '그 사이 다른 사람이 바꾸었습니다. 다시 조회한 뒤 해 주세요.',
      en: 'Somebody else has changed it. Look again and ask again.',
    },
  },
  email_taken: {
    status: 409,
    text: { ko: '이미 쓰이는 이메일입니다.', en: 'This e-mail is in use.' },
  },
  last_of_its_kind: {
    status: 409,
    text: {
      ko: '마지막 남은 사람이라 끄거나 역할을 바꿀 수 없습니다. 먼저 다른 사람을 두세요.',
      en: 'Nobody else is left who could do this. Make somebody else first.',
    },
  },
  not_yourself: {
    status: 409,
    text: { ko: '자기 자신의 역할이나 상태는 바꿀 수 없습니다.', en: 'Nobody changes their own role or state.' },
  },
  wrong_code: {
    status: 400,
    text: {
      ko: '인증 코드가 맞지 않습니다. 휴대폰의 시각이 맞는지 확인해 주세요.',
      en: 'The code is wrong. Check that the clock of your phone is right.',
    },
  },
  not_begun: {
    status: 409,
    text: { ko: '먼저 2단계 인증 등록을 시작해 주세요.', en: 'Begin the second factor first.' },
  },
  weak_password: {
    status: 400,
    text: {
      ko: '너무 짐작하기 쉬운 비밀번호입니다. 이메일·이름이 들어가지 않은, 같은 글자만이 아닌 12자 이상으로 정해 주세요.',
      en: 'This password is too easy to guess. Take 12 characters or more, not all alike, without your e-mail or name.',
    },
  },
  refused: { status: 409, text: { ko: '할 수 없습니다.', en: 'It cannot be done.' } },
  busy: {
    status: 503,
    text: {
      ko: '지금은 처리할 수 없고 아무것도 바뀌지 않았습니다. 잠시 후 다시 시도해 주세요.',
      en: 'Cannot be done right now, and nothing was changed. Try again in a moment.',
    },
  },
  broken: {
    status: 500,
    text: {
      ko: '서버 내부 오류입니다. 지금 상태를 조회해 확인해 주세요.',
      en: 'Internal error. Look at how things stand.',
    },
  },
} as const satisfies Readonly<Record<string, RefusalRow>>

export type RefusalName = keyof typeof REFUSALS
