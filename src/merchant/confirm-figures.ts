/**
 * `GET /api/confirm-figures`: how fast and how a merchant's own server answered at the counters, so that it is seen
 * before customers complain. Our own route, so it is strict: what it does not know it refuses.
 */
import type { MerchantId, WallTime } from '../core/brand.ts'
import type { ConfirmReport, ConfirmSummary } from '../gateway/confirm-report.ts'
import type { Gateway } from '../gateway/gateway.ts'
import { type ConfirmFiguresAnswer, FIGURES_DAYS_MAX, FIGURES_HOURS_USUAL } from '../wire/confirm-figures.ts'
import type { Words } from '../wire/rejections.ts'
import { type Answer, parameterRefusal, success } from './envelope.ts'
import { type Given, type GivenObject, memberOf } from './given.ts'
import { readSeconds } from './readings.ts'

export interface ConfirmFiguresDeps {
  readonly gateway: Pick<Gateway, 'confirmReport' | 'wall'>
}

export async function confirmFigures(
  { gateway }: ConfirmFiguresDeps,
  merchantId: MerchantId,
  query: GivenObject,
): Promise<Answer> {
  const range = readRange(query, gateway.wall())
  if (!range.ok) return parameterRefusal(range.parameter, range.text)
  return success(presentReport(await gateway.confirmReport(merchantId, range)))
}

type RangeReading =
  | { readonly ok: true; readonly from: WallTime; readonly to: WallTime }
  | { readonly ok: false; readonly parameter: string; readonly text: Words }

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

function readRange(query: GivenObject, now: WallTime): RangeReading {
  const unknown = Object.keys(query).find((name) => name !== 'from' && name !== 'to')
  if (unknown !== undefined) return { ok: false, parameter: unknown.slice(0, 40), text: UNKNOWN }
  const to = readTime('to', memberOf(query, 'to'))
  if (to !== undefined && 'text' in to) return to
  const from = readTime('from', memberOf(query, 'from'))
  if (from !== undefined && 'text' in from) return from
  const end = to?.at ?? now
  const beginning = from?.at ?? ((end - FIGURES_HOURS_USUAL * HOUR_MS) as WallTime)
  if (beginning >= end) return { ok: false, parameter: 'from', text: NOT_BEFORE }
  if (end - beginning > FIGURES_DAYS_MAX * DAY_MS) return { ok: false, parameter: 'from', text: TOO_LONG }
  return { ok: true, from: beginning, to: end }
}

type TimeReading = { readonly at: WallTime } | Extract<RangeReading, { ok: false }>

/** Undefined where it was left out. */
function readTime(parameter: string, given: Given | undefined): TimeReading | undefined {
  if (given === undefined) return undefined
  if (typeof given !== 'string') return { ok: false, parameter, text: TWICE }
  const reading = readSeconds(given)
  return reading.ok ? { at: reading.value as number as WallTime } : { ok: false, parameter, text: reading.text }
}

const UNKNOWN: Words = {
  ko: '없는 파라미터입니다. from과 to(초 단위 Unix Timestamp)만 쓸 수 있습니다.',
  en: 'is no parameter here. There are from and to, Unix timestamps in seconds.',
}

const TWICE: Words = { ko: '여러 번 왔습니다. 한 번만 보내 주세요.', en: 'came several times. Send it once.' }

const NOT_BEFORE: Words = {
  ko: '조회 시작은 끝(to, 생략하면 지금)보다 앞서야 합니다.',
  en: 'must be before the end (to; now where it is left out).',
}

const TOO_LONG: Words = {
  ko: `조회 기간은 최대 ${FIGURES_DAYS_MAX}일입니다. 기간을 나누어 조회해 주세요.`,
  en: `at most ${FIGURES_DAYS_MAX} days can be asked for at a time. Ask for one part after the other.`,
}

function presentReport({ from, to, total, hours }: ConfirmReport): ConfirmFiguresAnswer {
  return {
    from: seconds(from),
    to: seconds(to),
    total: presentSummary(total),
    hours: hours.map(({ hour, summary }) => ({ hour: seconds(hour), ...presentSummary(summary) })),
  }
}

function presentSummary(summary: ConfirmSummary): ConfirmFiguresAnswer['total'] {
  const { questions, payable, refused, unanswered, notAsked, latencyMs } = summary
  return { questions, payable, refused, unanswered, not_asked: notAsked, latency_ms: { ...latencyMs } }
}

function seconds(wall: WallTime): number {
  return wall / 1000
}
