/** The checks by name, in the order of the report, and what each promises when it has passed. */
import type { Words } from '../../wire/rejections.ts'
import type { ReportWords } from '../report-text.ts'

export const CHECK_GROUPS = {
  answering: {
    title: { ko: '응답', en: 'Answering' },
    checks: {
      reached: { ko: '연결되고 응답한다', en: 'can be reached and answers' },
      redirect: { ko: '다른 주소로 넘기지 않고 직접 응답한다', en: 'answers itself instead of redirecting' },
      in_time: { ko: '5초 안에 응답한다(15초를 넘으면 실패)', en: 'answers within 5 s (more than 15 s: failed)' },
      plain: { ko: '수납 통지를 받는다', en: 'takes the notice of a payment' },
      answer_body: { ko: '짧게 응답하고 HTML을 보내지 않는다', en: 'answers briefly and not with a page' },
      nonsense: { ko: '통지가 아닌 것에는 예라고 하지 않는다', en: 'does not say yes to what is no notice' },
    },
  },
  believing: {
    title: { ko: '검증', en: 'Believing' },
    checks: {
      foreign: { ko: '남이 서명한 거짓 통지를 믿지 않는다', en: 'a false notice signed by a stranger is not believed' },
      unsigned: { ko: '서명이 없는 통지를 믿지 않는다', en: 'a notice without a signature is not believed' },
      partial: { ko: '서명의 앞부분만 있는 통지를 믿지 않는다', en: 'the beginning of a signature is not believed' },
      altered: { ko: '서명한 뒤 바뀐 본문을 믿지 않는다', en: 'a body that was changed after signing is not believed' },
      old: { ko: '10분 전 서명을 믿지 않는다', en: 'a signature from ten minutes ago is not believed' },
      ahead: { ko: '10분 뒤 시각의 서명을 믿지 않는다', en: 'a signature from ten minutes ahead is not believed' },
      rotation: {
        ko: '서명 둘 중 두 번째만 맞아도 받는다(비밀키 교체)',
        en: 'of two signatures the second alone is enough (change of secret)',
      },
    },
  },
  counting: {
    title: { ko: '반영', en: 'Counting' },
    checks: {
      duplicate: {
        ko: '같은 통지를 다시 받아도 한 번만 반영한다',
        en: 'the same notice again is taken, and counted once',
      },
      burst: { ko: '같은 통지 20개가 동시에 와도 한 번만 반영한다', en: 'twenty at the same moment are counted once' },
      reordered: { ko: '늦게 온 옛 통지가 새 상태를 되돌리지 않는다', en: 'a late, older notice changes nothing' },
      reversal: { ko: '망취소 통지를 받으면 결제를 되돌린다', en: 'a reversal takes the payment back' },
      unknown_payment: { ko: '모르는 결제의 통지를 견딘다', en: 'a notice of an unknown payment does no harm' },
      unknown_event: { ko: '모르는 종류의 통지를 받아넘긴다', en: 'an event it does not know is taken and ignored' },
    },
  },
  reading: {
    title: { ko: '읽기', en: 'Reading' },
    checks: {
      raw_bytes: { ko: '공백·순서·이스케이프가 달라도 읽는다', en: 'other spaces, order and escapes are read' },
      extra_keys: { ko: '모르는 키가 더 있어도 읽는다', en: 'keys it does not know are ignored' },
      text_numbers: { ko: '문자열로 온 숫자를 읽는다', en: 'numbers that come as text are read' },
      charset: { ko: 'Content-Type에 charset이 붙어도 읽는다', en: 'a content type with a charset is read' },
      header_case: { ko: '대문자 헤더 이름을 읽는다', en: 'header names in capitals are read' },
      chunked: { ko: 'Content-Length 없는 본문을 읽는다', en: 'a body without content-length is read' },
      drips: { ko: '천천히 오는 본문을 기다린다', en: 'a body that arrives slowly is waited for' },
      keep_alive: { ko: '한 연결로 두 통지를 받는다', en: 'two notices over one connection are taken' },
    },
  },
} as const satisfies Readonly<
  Record<string, { readonly title: Words; readonly checks: Readonly<Record<string, Words>> }>
>

export type CheckGroup = keyof typeof CHECK_GROUPS

type ChecksOf<Group extends CheckGroup> = Group extends CheckGroup
  ? keyof (typeof CHECK_GROUPS)[Group]['checks']
  : never
export type CheckId = ChecksOf<CheckGroup>

export const CHECK_TITLES: Readonly<Record<CheckId, Words>> = {
  ...CHECK_GROUPS.answering.checks,
  ...CHECK_GROUPS.believing.checks,
  ...CHECK_GROUPS.counting.checks,
  ...CHECK_GROUPS.reading.checks,
}

/** What the middle grades of this exam mean. */
export const GRADE_WORDS: ReportWords['grades'] = {
  C: { ko: '받지 못하는 통지가 있습니다.', en: 'Some notices do not get through.' },
  D: { ko: '받지 못하는 통지가 여러 종류 있습니다.', en: 'Several kinds of notices do not get through.' },
}
