/**
 * When a network serves, and which business day it is there. Hours and dates are data of the operator's, read once and
 * strictly; every time of day is Seoul's. Pure: whoever asks brings the moment.
 */
import type { Instant } from './brand.ts'
import { DAY_MS, dateOf, dayOf, seoulDay, startOfDay } from './seoul-day.ts'

/** Minutes since midnight: 07:00 is 420, the end of a day 1,440. */
export type TimeOfDay = number

/** From `from` until `to`, of the next day where that is not later. */
export interface Hours {
  readonly from: TimeOfDay
  readonly to: TimeOfDay
}

/** A date that is not like the others. */
export interface Holiday {
  /** YYYYMMDD; hours that begin on it. */
  readonly date: string
  /** Null: closed. */
  readonly hours: Hours | null
}

export interface OpeningHours {
  readonly hours: Hours
  readonly holidays: readonly Holiday[]
}

export interface Maintenance {
  readonly from: Instant
  readonly until: Instant
  /** Read out at a counter. */
  readonly reason: string
}

export interface Calendar extends OpeningHours {
  /** When a business day ends, in the morning: what is before it belongs to the day before. */
  readonly cutOff: TimeOfDay
  readonly maintenance: readonly Maintenance[]
  /** By the name of a chain: its own hours and holidays in place of the network's. */
  readonly chains: Readonly<Record<string, OpeningHours>>
}

const MINUTE_MS = 60_000
const DAY_MINUTES = 1440
/** Until noon: of a later one nobody could say which of two days it ends. */
export const CUT_OFF_MAX: TimeOfDay = 720

export const ALL_DAY: Hours = { from: 0, to: DAY_MINUTES }

/** Open always, with days that end at midnight. */
export const PLAIN_CALENDAR: Calendar = { cutOff: 0, hours: ALL_DAY, holidays: [], maintenance: [], chains: {} }

/** `YYYYMMDD` of the business day that a moment lies in. */
export function businessDateOf({ cutOff }: Pick<Calendar, 'cutOff'>, at: Instant): string {
  return dateOf(businessDay(cutOff, at))
}

/** The cut-off that ends the business day that a moment lies in; the moment itself is before it. */
export function businessDayEndOf({ cutOff }: Pick<Calendar, 'cutOff'>, at: Instant): Instant {
  return moment(businessDay(cutOff, at) + 1, cutOff)
}

export type ClosedWhy =
  | { readonly kind: 'maintenance'; readonly reason: string }
  | { readonly kind: 'holiday' }
  | { readonly kind: 'outside_hours'; readonly hours: Hours }

export type Service = { readonly open: true } | { readonly open: false; readonly reason: ClosedWhy }

/** Whether tills of a chain are served. Maintenance is the network's, whatever hours a chain has. */
export function serviceAt({ maintenance, chains, ...network }: Calendar, chain: string, at: Instant): Service {
  const work = maintenance.find(({ from, until }) => at >= from && at < until)
  if (work !== undefined) return { open: false, reason: { kind: 'maintenance', reason: work.reason } }
  const opening = Object.hasOwn(chains, chain) ? (chains[chain] ?? network) : network
  const today = seoulDay(at)
  // Last night's hours may not be over yet.
  if (isWithin(opening, today - 1, at) || isWithin(opening, today, at)) return { open: true }
  const hours = hoursOn(opening, today)
  return { open: false, reason: hours === null ? { kind: 'holiday' } : { kind: 'outside_hours', hours } }
}

/** `07:00` and nothing like it; undefined for `0700`, `7:00` or `24:00`. */
export function readTimeOfDay(text: string): TimeOfDay | undefined {
  const match = /^([01][0-9]|2[0-3]):([0-5][0-9])$/.exec(text)
  return match === null ? undefined : Number(match[1]) * 60 + Number(match[2])
}

/** `07:00-22:00`, `18:00-02:00`, `00:00-24:00`. Hours without length are none. */
export function readHours(text: string): Hours | undefined {
  const [begin = '', end = '', more] = text.split('-')
  const from = readTimeOfDay(begin)
  const to = end === '24:00' ? DAY_MINUTES : readTimeOfDay(end)
  return from === undefined || to === undefined || from === to || more !== undefined ? undefined : { from, to }
}

export function timeText(time: TimeOfDay): string {
  return `${String(Math.floor(time / 60)).padStart(2, '0')}:${String(time % 60).padStart(2, '0')}`
}

export function hoursText({ from, to }: Hours): string {
  return `${timeText(from)}-${timeText(to)}`
}

/** `20261201 03:00`, in Seoul. */
export function readMoment(text: string): Instant | undefined {
  const [date = '', time = '', more] = text.split(' ')
  const [day, minutes] = [dayOf(date), readTimeOfDay(time)]
  return day === undefined || minutes === undefined || more !== undefined ? undefined : moment(day, minutes)
}

export function momentText(at: Instant): string {
  const day = seoulDay(at)
  return `${dateOf(day)} ${timeText(Math.floor((at - startOfDay(day)) / MINUTE_MS))}`
}

/** Undefined where the text is no date. */
export function readDate(text: string): string | undefined {
  return dayOf(text) === undefined ? undefined : text
}

function businessDay(cutOff: TimeOfDay, at: Instant): number {
  return seoulDay((at - cutOff * MINUTE_MS) as Instant)
}

function moment(day: number, time: TimeOfDay): Instant {
  return (startOfDay(day) + time * MINUTE_MS) as Instant
}

function isWithin(opening: OpeningHours, day: number, at: Instant): boolean {
  const hours = hoursOn(opening, day)
  if (hours === null) return false
  const end = moment(day, hours.to) + (hours.to <= hours.from ? DAY_MS : 0)
  return at >= moment(day, hours.from) && at < end
}

function hoursOn({ hours, holidays }: OpeningHours, day: number): Hours | null {
  const date = dateOf(day)
  const holiday = holidays.find((other) => other.date === date)
  return holiday === undefined ? hours : holiday.hours
}
