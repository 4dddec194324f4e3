/**
 * What an operator does by command: sets merchants with their keys and endpoints, payment channels, networks, shops and
 * tills, sends notices again, gives money back, deals with report files and money in suspense, takes customers' data away,
 * and lets people into the console. The same verbs whether the gateway runs (over its admin socket) or not.
 */
import { SettingRefused } from '../gateway/setting-refused.ts'
import type { Words } from '../wire/rejections.ts'
import { CHANNEL_VERBS } from './channel-verbs.ts'
import { CONSOLE_VERBS } from './console-verbs.ts'
import { DELIVERY_VERBS } from './delivery-verbs.ts'
import { DOUBT_VERBS } from './doubt-verbs.ts'
import { ENDPOINT_VERBS } from './endpoint-verbs.ts'
import { ERASE_VERBS } from './erase-verb.ts'
import { MERCHANT_VERBS } from './merchant-verbs.ts'
import { NETWORK_VERBS } from './network-verbs.ts'
import { REFUND_VERBS } from './refund-verbs.ts'
import { REPORT_VERBS } from './report-verbs.ts'
import { SHOP_VERBS } from './shop-verbs.ts'
import { SUSPENSE_VERBS } from './suspense-verbs.ts'
import { SUSPENSION_VERBS } from './suspension-verbs.ts'
import { type Options, optionProblem, type Shown, type Verb, type VerbDeps } from './verb-options.ts'

export type VerbName = keyof typeof VERBS

export interface VerbRequest {
  readonly verb: string
  readonly options: Options
}

export type VerbAnswer = VerbDone | { readonly ok: false; readonly message: string }

export interface VerbDone {
  readonly ok: true
  readonly shown: Shown
}

export interface VerbRefused {
  readonly ok: false
  /** For who asked by command. */
  readonly message: string
  readonly words: Words
}

export const VERBS = {
  ...MERCHANT_VERBS,
  ...CHANNEL_VERBS,
  ...NETWORK_VERBS,
  ...SHOP_VERBS,
  ...SUSPENSION_VERBS,
  ...ENDPOINT_VERBS,
  ...DELIVERY_VERBS,
  ...REFUND_VERBS,
  ...ERASE_VERBS,
  ...REPORT_VERBS,
  ...SUSPENSE_VERBS,
  ...DOUBT_VERBS,
  ...CONSOLE_VERBS,
} as const

/** `request` comes from outside the process and is read as one that may be anything. */
export async function runVerb(request: unknown, deps: VerbDeps): Promise<VerbDone | VerbRefused> {
  const asked = readRequest(request)
  if (asked === undefined) return unknown('a request is { verb, options }, the options texts')
  const { verb, options } = asked
  const known: Verb | undefined = Object.hasOwn(VERBS, verb) ? VERBS[verb as VerbName] : undefined
  if (known === undefined) return unknown(`${verb}: no such command. There are: ${Object.keys(VERBS).join(', ')}`)
  const problem = optionProblem(known, options)
  if (problem !== undefined) return refused(verb, problem)
  try {
    return { ok: true, shown: await known.run(options, deps) }
  } catch (error) {
    if (error instanceof SettingRefused) return refused(verb, error)
    throw error
  }
}

function refused(verb: string, { message, words }: SettingRefused): VerbRefused {
  return { ok: false, message: `${verb}: ${message}`, words }
}

/** A newer command, or no command of ours at all. */
function unknown(message: string): VerbRefused {
  return { ok: false, message, words: { ko: '알 수 없는 명령입니다.', en: message } }
}

function readRequest(request: unknown): VerbRequest | undefined {
  if (typeof request !== 'object' || request === null || !('verb' in request) || !('options' in request))
    return undefined
  const { verb, options } = request
  if (typeof verb !== 'string' || typeof options !== 'object' || options === null) return undefined
  const texts = Object.entries(options).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  return texts.length === Object.keys(options).length ? { verb, options: Object.fromEntries(texts) } : undefined
}
