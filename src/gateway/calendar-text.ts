/**
 * A network's calendar as an operator writes it, a JSON text with times as a clock shows them (`07:00`), and back. Read
 * strictly, every wrong place named: a network that is closed by a slip of the pen turns customers away everywhere.
 */
import {
  type Calendar,
  CUT_OFF_MAX,
  type Holiday,
  type Hours,
  hoursText,
  type Maintenance,
  momentText,
  type OpeningHours,
  readDate,
  readHours,
  readMoment,
  readTimeOfDay,
  timeText,
} from '../core/calendar.ts'
import { SettingRefused, type SettingWords } from './setting-refused.ts'

const REASON_CHARACTERS_MAX = 100
const CLOSED = 'closed'

export function readCalendar(text: string): Calendar {
  const written = membersOf(parsed(text), 'calendar', ['cut_off', 'hours', 'holidays', 'maintenance', 'chains'])
  const chains = Object.entries(objectOf(written['chains'] ?? {}, 'chains'))
  return {
    ...openingIn(written, ''),
    cutOff: cutOffOf(written['cut_off']),
    maintenance: listOf(written['maintenance'] ?? [], 'maintenance').map(maintenanceIn),
    chains: Object.fromEntries(
      chains.map(([name, own]) => [
        name,
        openingIn(membersOf(own, `chains ${name}`, ['hours', 'holidays']), `${name}: `),
      ]),
    ),
  }
}

export function calendarText({ cutOff, maintenance, chains, ...opening }: Calendar): string {
  return JSON.stringify(
    {
      cut_off: timeText(cutOff),
      ...openingText(opening),
      maintenance: maintenance.map(({ from, until, reason }) => ({
        from: momentText(from),
        until: momentText(until),
        reason,
      })),
      chains: Object.fromEntries(Object.entries(chains).map(([name, own]) => [name, openingText(own)])),
    },
    null,
    2,
  )
}

export function cutOffOf(text: unknown): number {
  const cutOff = typeof text === 'string' ? readTimeOfDay(text) : undefined
  if (cutOff === undefined || cutOff > CUT_OFF_MAX)
    throw new SettingRefused({
      ko: `cut_off ${shownIn(text).ko}: 00:00부터 12:00까지의 시각을 04:00처럼 적습니다.`,
      en: `cut_off ${shownIn(text).en}: a time from 00:00 to 12:00, written like 04:00`,
    })
  return cutOff
}

export function hoursOf(text: unknown, where = 'hours', instead: SettingWords = NOTHING_ELSE): Hours {
  const hours = typeof text === 'string' ? readHours(text) : undefined
  if (hours === undefined)
    throw new SettingRefused({
      ko: `${where} ${shownIn(text).ko}: ${instead.ko}07:00-22:00, 18:00-02:00, 00:00-24:00처럼 적습니다.`,
      en: `${where} ${shownIn(text).en}: ${instead.en}written like 07:00-22:00, 18:00-02:00 or 00:00-24:00`,
    })
  return hours
}

const NOTHING_ELSE: SettingWords = { ko: '', en: '' }
const OR_CLOSED: SettingWords = { ko: 'closed, 또는 ', en: 'closed, or hours ' }

/** A date and what it has in place of the usual hours: `closed`, or hours of its own. */
export function holidayOf(date: string, text: unknown): Holiday {
  if (readDate(date) === undefined)
    throw new SettingRefused({
      ko: `holiday ${shownIn(date).ko}: 날짜는 20270101처럼 적습니다.`,
      en: `holiday ${shownIn(date).en}: a date is written like 20270101`,
    })
  return { date, hours: text === CLOSED ? null : hoursOf(text, `holiday ${date}`, OR_CLOSED) }
}

export function maintenanceOf(from: unknown, until: unknown, reason: unknown): Maintenance {
  const [begin, end] = [from, until].map((text) => (typeof text === 'string' ? readMoment(text) : undefined))
  if (begin === undefined || end === undefined || begin >= end)
    throw new SettingRefused({
      ko: `maintenance ${shownIn(from).ko} ~ ${shownIn(until).ko}: "20261201 03:00"처럼 두 시각을, 늦은 것을 뒤에 적습니다.`,
      en: `maintenance from ${shownIn(from).en} until ${shownIn(until).en}: two times, written like "20261201 03:00", the later one last`,
    })
  return { from: begin, until: end, reason: reasonOf(reason) }
}

/** Read out at a counter: one short line. */
export function reasonOf(text: unknown): string {
  if (typeof text === 'string' && text.trim() !== '' && ONE_LINE.test(text)) return text
  throw new SettingRefused({
    ko: `사유는 ${REASON_CHARACTERS_MAX}자 이하의 한 줄이어야 합니다.`,
    en: `a reason is 1 to ${REASON_CHARACTERS_MAX} characters, in one line`,
  })
}

const ONE_LINE = new RegExp(`^[^\\p{C}\\p{Zl}\\p{Zp}]{1,${REASON_CHARACTERS_MAX}}$`, 'u')

function openingIn(written: Members, where: string): OpeningHours {
  const holidays = Object.entries(objectOf(written['holidays'] ?? {}, `${where}holidays`))
  return {
    hours: hoursOf(written['hours'], `${where}hours`),
    holidays: holidays.map(([date, text]) => holidayOf(date, text)),
  }
}

function openingText({ hours, holidays }: OpeningHours): object {
  const dates = holidays.toSorted((a, b) => (a.date < b.date ? -1 : 1))
  return {
    hours: hoursText(hours),
    holidays: Object.fromEntries(dates.map(({ date, hours: own }) => [date, own === null ? CLOSED : hoursText(own)])),
  }
}

function maintenanceIn(value: unknown): Maintenance {
  const { from, until, reason } = membersOf(value, 'maintenance', ['from', 'until', 'reason'])
  return maintenanceOf(from, until, reason)
}

type Members = Readonly<Record<string, unknown>>

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new SettingRefused({ ko: '달력이 JSON이 아닙니다.', en: 'the calendar is no JSON' })
  }
}

function membersOf(value: unknown, where: string, known: readonly string[]): Members {
  const members = objectOf(value, where)
  const strange = Object.keys(members).find((name) => !known.includes(name))
  if (strange !== undefined)
    throw new SettingRefused({
      ko: `${where}: ${strange}은(는) 쓸 수 없습니다. 쓸 수 있는 것: ${known.join(', ')}`,
      en: `${where}: ${strange} is not one of ${known.join(', ')}`,
    })
  return members
}

function objectOf(value: unknown, where: string): Members {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  throw new SettingRefused({ ko: `${where}: JSON 객체여야 합니다.`, en: `${where}: a JSON object` })
}

function listOf(value: unknown, where: string): readonly unknown[] {
  if (Array.isArray(value)) return value
  throw new SettingRefused({ ko: `${where}: 목록이어야 합니다.`, en: `${where}: a list` })
}

function shownIn(value: unknown): SettingWords {
  if (value === undefined) return { ko: '(없음)', en: 'is missing' }
  const text = JSON.stringify(value).slice(0, 60)
  return { ko: text, en: text }
}
