/**
 * What every verb is made of: what it is given, what it shows, and how an option is read. A wrong one is named together
 * with what would be right.
 */
import type { WallTime } from '../core/brand.ts'
import type { RejectionName } from '../core/rejections.ts'
import { SettingRefused } from '../gateway/setting-refused.ts'
import type { StoreDeskDeps } from '../gateway/store-desk.ts'
import { checkCallableUrl, type UrlRules, type UrlVerdict } from '../outbound/url-rules.ts'
import type { DirectoryKeeper } from '../storage/storage.ts'
import type { TillSightings } from '../storage/till-sightings.ts'
import { merchantRefusal, type Words } from '../wire/rejections.ts'
import type { ConnectorDesk } from './connector-desk.ts'
import type { ConsoleDesk } from './console-verbs.ts'
import { random } from './machine.ts'
import type { MoneyVerbs } from './money-verbs.ts'
import type { NoticeVerbs } from './notice-verbs.ts'
import type { Secrets } from './secrets.ts'

export type Options = Readonly<Record<string, string>>
export type Row = Readonly<Record<string, string>>
/** What the command prints, a line a member. */
export type Shown = Row | readonly Row[]

export interface VerbDeps {
  readonly directory: DirectoryKeeper
  readonly secrets: Secrets
  readonly wall: () => WallTime
  readonly tillSightings: Pick<TillSightings, 'all'>
  readonly notices: NoticeVerbs
  readonly money: MoneyVerbs
  readonly connectors: ConnectorDesk
  readonly console: ConsoleDesk
  /** Why a URL could never be called, and what would open it; undefined where it can. */
  readonly urlProblem: (url: string) => Words | undefined
  /** Somebody issues cash receipts here. */
  readonly issuesReceipts: boolean
}

export interface Verb {
  /** Option names; those that must be given come with a `!`, those without a value with a `?`. */
  readonly takes: readonly string[]
  readonly run: (options: Options, deps: VerbDeps) => Promise<Shown>
}

/** Why a verb was refused, for whoever gave it. */
export class VerbError extends SettingRefused {}

/** What is given wrongly before its value is read; undefined where nothing is. */
export function optionProblem({ takes }: Pick<Verb, 'takes'>, options: Options): VerbError | undefined {
  const names = takes.map((name) => name.replace(/[!?]$/, ''))
  const unknown = Object.keys(options).find((name) => !names.includes(name))
  if (unknown !== undefined) {
    const known = names.map((name) => `--${name}`).join(' ')
    return new VerbError({
      ko: `--${unknown}: 여기에는 없는 항목입니다. 있는 항목: ${known || '없음'}`,
      en: `--${unknown} is not an option here. There are: ${known || 'none'}`,
    })
  }
  const missing = takes.find((name) => name.endsWith('!') && !options[name.slice(0, -1)])?.slice(0, -1)
  if (missing === undefined) return undefined
  return new VerbError({ ko: `--${missing}: 필수 항목입니다.`, en: `--${missing} is missing` })
}

/** The trade's no, in the words that a merchant would get. */
export function rejectionWords(name: RejectionName): Words {
  return merchantRefusal(name)?.text ?? { ko: name, en: name }
}

export function storeDeskDeps({ directory, secrets, wall }: VerbDeps): StoreDeskDeps {
  return { directory, seal: secrets.seal, random, wall }
}

/** Options whose value is a file. */
export const FILE_OPTIONS = ['file', 'connector-config'] as const
export type FileOption = (typeof FILE_OPTIONS)[number]

/** What stands in the file that an option names: whoever gave the command has read it, for only they know where it is. */
export function fileIn(options: Options, name: FileOption = 'file'): Uint8Array | undefined {
  const file = options[name]
  return file === undefined ? undefined : Buffer.from(file, 'base64')
}

export function urlProblemBy(rules: UrlRules): VerbDeps['urlProblem'] {
  return (url) => {
    const verdict = checkCallableUrl(url, rules)
    return verdict.ok ? undefined : closedWords(verdict)
  }
}

/** Why it is not called, and what would open it. */
export function closedWords({ message, closed }: Extract<UrlVerdict, { ok: false }>): Words {
  if (closed === undefined) return message
  return {
    ko: `${message.ko} SUNAP_ALLOWED_RANGES에 ${closed.openedBy}을(를) 넣으면 열립니다.`,
    en: `${message.en} ${closed.openedBy} in SUNAP_ALLOWED_RANGES would open it.`,
  }
}

export function oneOf<Value extends string>(
  options: Options,
  name: string,
  allowed: readonly Value[],
): Value | undefined {
  const given = options[name]
  if (given === undefined) return undefined
  const value = allowed.find((candidate) => candidate === given)
  if (value === undefined)
    throw new VerbError({
      ko: `--${name} ${given}: ${allowed.join(', ')} 중 하나여야 합니다.`,
      en: `--${name} ${given}: it is one of ${allowed.join(', ')}`,
    })
  return value
}

export function wholeNumber(options: Options, name: string, min: number, max: number): number | undefined {
  const given = options[name]
  if (given === undefined) return undefined
  const value = /^\d{1,16}$/.test(given) ? Number(given) : Number.NaN
  if (!(value >= min && value <= max))
    throw new VerbError({
      ko: `--${name} ${given}: ${min} 이상 ${max} 이하의 정수여야 합니다.`,
      en: `--${name} ${given}: it is a whole number from ${min} to ${max}`,
    })
  return value
}

/** As it stands on pages and slips: one line. */
export function shownName(options: Options, name: string): string | undefined {
  const given = options[name]
  if (given === undefined || (given.trim() !== '' && /^[^\p{C}\p{Zl}\p{Zp}]{1,40}$/u.test(given))) return given
  throw new VerbError({
    ko: `--${name}: 40자 이하의 한 줄이어야 합니다.`,
    en: `--${name} is 1 to 40 characters, in one line`,
  })
}

/** In the operator's or a merchant's own words. */
export function lineWithin(options: Options, name: string, charactersMax: number): string | undefined {
  const given = options[name]
  if (
    given === undefined ||
    (given.trim() !== '' && !/[\p{C}\p{Zl}\p{Zp}]/u.test(given) && [...given].length <= charactersMax)
  )
    return given
  throw new VerbError({
    ko: `--${name}: ${charactersMax}자 이하의 한 줄이어야 합니다.`,
    en: `--${name} is 1 to ${charactersMax} characters, in one line`,
  })
}

/** As it is sent in a header, a form or a URL. */
export function credential(options: Options, name: string): string | undefined {
  const given = options[name]
  if (given === undefined || /^[\x21-\x7e]{1,200}$/.test(given)) return given
  throw new VerbError({
    ko: `--${name}: 빈칸 없이 보이는 ASCII 문자로 200자 이하여야 합니다.`,
    en: `--${name}: it is 1 to 200 printable ASCII characters without spaces`,
  })
}

export function identifier(options: Options, name: string, charactersMax: number): string {
  const given = options[name] ?? ''
  if (!/^[A-Za-z0-9_-]+$/.test(given) || given.length > charactersMax) {
    throw new VerbError({
      ko: `--${name} ${given}: 영문·숫자·_·-로 ${charactersMax}자 이하여야 합니다.`,
      en: `--${name} ${given}: it is 1 to ${charactersMax} letters, digits, _ or -`,
    })
  }
  return given
}
