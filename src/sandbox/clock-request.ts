/**
 * How a test says where the sandbox's clock should go: so much later, or to a given second. Only forward, because what
 * was promised until a deadline cannot be promised again.
 */
import type { Words } from '../wire/rejections.ts'
import type { Field } from './strict-body.ts'

/** 2100-01-01T00:00:00Z in unix seconds; a later time is one in milliseconds. */
export const CLOCK_SECONDS_MAX = 4_102_444_800

/** Seconds as a number, or a text of a whole number and `s`, `m`, `h` or `d`; answers seconds, at least 1. */
export const advanceField: Field<number> = {
  rule: {
    ko: '"9d", "36h", "30m", "10s" 같은 문자열이거나 1 이상의 정수(초)여야 합니다.',
    en: 'must be a text such as "9d", "36h", "30m" or "10s", or an integer of at least 1 (seconds).',
  },
  read: readSeconds,
}

export const TO_IN_THE_PAST: Words = {
  ko: '시계는 앞으로만 움직입니다. 지금(GET /sandbox/clock)보다 뒤의 시각을 초 단위로 보내 주세요.',
  en: 'the clock only moves forward. Send a second after now (GET /sandbox/clock).',
}

export const TOO_FAR: Words = {
  ko: '시계는 2100년까지만 움직입니다. 밀리초가 아니라 초인지 확인하세요.',
  en: 'the clock goes no further than the year 2100. Make sure that it is seconds, not milliseconds.',
}

const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 }

function readSeconds(given: unknown): number | undefined {
  if (typeof given === 'number') return Number.isSafeInteger(given) && given >= 1 ? given : undefined
  if (typeof given !== 'string') return undefined
  const [, count = '', unit = ''] = /^(\d{1,9})([smhd])$/.exec(given) ?? []
  const seconds = Number(count) * (UNIT_SECONDS[unit] ?? 0)
  return seconds >= 1 ? seconds : undefined
}
