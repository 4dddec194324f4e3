/**
 * Our reply codes in the words of the tax protocol. It has fewer, so several of ours become one of theirs, but never two of
 * different class: what the till has to do stays what it was.
 */
import type { TillClass } from '../../../wire/rejections.ts'

const THEIR_CODES: Readonly<Record<string, string>> = {
  '0000': '0000',
  '1001': '1000',
  '1002': '1000',
  '1101': '2000',
  '2001': '5020',
  '2102': '5010',
  '2103': '5000',
  '2104': '5000',
  '2201': '4000',
  '2202': '7000',
  '4001': '9080',
  '4401': '3000',
  '4402': '3010',
  '4403': '3020',
  '9001': '8000',
  '9002': '9090',
  '9402': '8000',
}

/** Every other no. */
const OTHERWISE = '9000'

export function theirCode(ours: string): string {
  return THEIR_CODES[ours] ?? OTHERWISE
}

/** The way back: which of our codes it may stand for; of 9000, all that have no code of their own. */
export function ourCodes(theirs: string): readonly string[] {
  return Object.keys(THEIR_CODES).filter((ours) => THEIR_CODES[ours] === theirs)
}

/** What a till does that hears one of theirs. */
export function classOf(theirs: string): TillClass {
  return CLASSES[theirs] ?? 'DECLINED'
}

const CLASSES: Readonly<Record<string, TillClass>> = { '0000': 'OK', '8000': 'RETRY_SAME_KEY', '9090': 'UNKNOWN' }
