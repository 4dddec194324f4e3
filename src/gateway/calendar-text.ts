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
import { SettingRefused } from './store-desk.ts'

const REASON_CHARACTERS_MAX = 100
const CLOSED = 'closed'

export function readCalendar(text: string): Calendar {
  const written = membersOf(parsed(text), 'the calendar', ['cut_off', 'hours', 'holidays', 'maintenance', 'chains'])
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
    throw new SettingRefused(`cut_off ${shown(text)}: a time from 00:00 to 12:00, written like 04:00`)
  return cutOff
}

export function hoursOf(text: unknown, where = 'hours'): Hours {
  const hours = typeof text === 'string' ? readHours(text) : undefined
  if (hours === undefined)
    throw new SettingRefused(`${where} ${shown(text)}: written like 07:00-22:00, 18:00-02:00 or 00:00-24:00`)
  return hours
}

/** A date and what it has in place of the usual hours: `closed`, or hours of its own. */
export function holidayOf(date: string, text: unknown): Holiday {
  if (readDate(date) === undefined) throw new SettingRefused(`holiday ${shown(date)}: a date is written like 20270101`)
  return { date, hours: text === CLOSED ? null : hoursOf(text, `holiday ${date}: closed, or hours;`) }
}

export function maintenanceOf(from: unknown, until: unknown, reason: unknown): Maintenance {
  const [begin, end] = [from, until].map((text) => (typeof text === 'string' ? readMoment(text) : undefined))
  if (begin === undefined || end === undefined || begin >= end)
    throw new SettingRefused(
      `maintenance from ${shown(from)} until ${shown(until)}: two times, written like "20261201 03:00", the later one last`,
    )
  return { from: begin, until: end, reason: reasonOf(reason) }
}

/** Read out at a counter: one short line. */
export function reasonOf(text: unknown): string {
  if (typeof text === 'string' && text.trim() !== '' && ONE_LINE.test(text)) return text
  throw new SettingRefused(`a reason is 1 to ${REASON_CHARACTERS_MAX} characters, in one line`)
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
    throw new SettingRefused('the calendar is no JSON')
  }
}

function membersOf(value: unknown, where: string, known: readonly string[]): Members {
  const members = objectOf(value, where)
  const strange = Object.keys(members).find((name) => !known.includes(name))
  if (strange !== undefined) throw new SettingRefused(`${where}: ${strange} is not one of ${known.join(', ')}`)
  return members
}

function objectOf(value: unknown, where: string): Members {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value }
  throw new SettingRefused(`${where}: a JSON object`)
}

function listOf(value: unknown, where: string): readonly unknown[] {
  if (Array.isArray(value)) return value
  throw new SettingRefused(`${where}: a list`)
}

function shown(value: unknown): string {
  return value === undefined ? 'is missing' : JSON.stringify(value).slice(0, 60)
}
