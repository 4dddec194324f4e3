/** `npm run sunap -- exam receiver <url>`: reads what is to be examined, holds the exam, says how it went. Tills: `exam-till-run.ts`. */
import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { CHECK_GROUPS, GRADE_WORDS } from '../exam/receiver/check-words.ts'
import { EXAM_KEY, type ExamApi, openExamApi } from '../exam/receiver/exam-api.ts'
import { createExamLine } from '../exam/receiver/exam-line.ts'
import { EXAM_AMOUNT, NOTICE_FORMATS, type NoticeFormat } from '../exam/receiver/exam-notice.ts'
import { ORDER_PLACE } from '../exam/receiver/order-state.ts'
import { EXAM_LIMITS, examineReceiver, ORDERS_MAX } from '../exam/receiver/receiver-exam.ts'
import type { ExamLimits } from '../exam/receiver/scene.ts'
import { reportLines } from '../exam/report-text.ts'
import { createAddressGuard } from '../outbound/address-guard.ts'
import { codeOf } from '../outbound/call-result.ts'
import { dialTcp } from '../outbound/guarded-socket.ts'
import { lookUpBySystem } from '../outbound/name-lookup.ts'
import { webhookKey } from '../outbound/standard-webhooks.ts'
import { checkCallableUrl, type UrlRules } from '../outbound/url-rules.ts'
import type { Language } from '../server/config.ts'
import { runTillExam } from './exam-till-run.ts'
import { EXAM_WORDS, type ExamWords } from './exam-words.ts'

export interface ExamRun {
  /** After `exam`. */
  readonly args: readonly string[]
  readonly language: Language
  readonly say: (line: string) => void
  /** What a person at a till types. */
  readonly lines: AsyncIterable<string>
  readonly limits?: ExamLimits
}

/** As the sandbox calls: this machine and private networks too, a cloud's metadata never. */
const RULES: UrlRules = { guard: createAddressGuard({ mode: 'sandbox', allowedRanges: [] }), plainHttpAllowed: true }
const RECEIVER_WORDS = { groups: CHECK_GROUPS, grades: GRADE_WORDS }
const API_PORT = 8090
const CONNECT_MS = 3_000

/** The process's exit code: 0 nothing failed, 1 something did, 2 the command is wrong. */
export async function runExam({ args, language, say, lines, limits = EXAM_LIMITS }: ExamRun): Promise<0 | 1 | 2> {
  if (args[0] === 'till') return runTillExam({ args: args.slice(1), language, say, lines })
  const words = EXAM_WORDS[language]
  const order = readOrder(args, language)
  if (typeof order === 'string') {
    say(order)
    return order === words.usage ? 0 : 2
  }
  const api = await openApi(order.apiPort)
  if (api === undefined) {
    say(words.portTaken(order.apiPort))
    return 2
  }
  try {
    if (!order.asJson) for (const line of words.begins(startOf(order, api))) say(line)
    const socketOptions = { guard: RULES.guard, lookup: lookUpBySystem, dial: dialTcp, connectMs: CONNECT_MS }
    const { deadlineMs, dripMs } = limits
    const line = createExamLine({ socketOptions, deadlineMs, dripMs, pause: delay })
    const report = await examineReceiver({ ...order, limits, line, api, wallMs: Date.now, pause: delay, randomBytes })
    if (order.asJson) say(JSON.stringify(report, null, 2))
    else for (const text of reportLines(report, RECEIVER_WORDS, language)) say(text)
    return report.checks.some(({ result }) => result === 'failed') ? 1 : 0
  } finally {
    await api.close()
  }
}

interface ExamOrder {
  readonly url: URL
  readonly format: NoticeFormat
  readonly secret: string | null
  readonly stateUrl: string | null
  readonly orderPrefix: string
  readonly apiPort: number
  readonly asJson: boolean
}

const OPTIONS = {
  format: { type: 'string' },
  secret: { type: 'string' },
  'state-url': { type: 'string' },
  orders: { type: 'string' },
  'api-port': { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

/** A sentence where the command is wrong, or the usage where that was asked for. */
function readOrder(args: readonly string[], language: Language): ExamOrder | string {
  const words = EXAM_WORDS[language]
  const read = readArguments(args)
  if (typeof read === 'string') return words.wrongOption(read)
  const { values, positionals } = read
  const [kind, target, ...more] = positionals
  if (values.help) return words.usage
  if (kind !== 'receiver' || target === undefined || more.length > 0) return words.wrongForm
  const url = checkCallableUrl(target, RULES)
  if (!url.ok) return words.wrongUrl('<url>', url.message[language])
  const problem = optionProblem(values, words, language)
  if (problem !== undefined) return problem
  return {
    url: url.url,
    format: NOTICE_FORMATS.find((format) => format === values.format) ?? 'v1-json',
    secret: values.secret ?? null,
    stateUrl: values['state-url'] ?? null,
    orderPrefix: values.orders ?? `exam-${randomBytes(3).toString('hex')}-`,
    apiPort: Number(values['api-port'] ?? API_PORT),
    asJson: values.json === true,
  }
}

function readArguments(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true })
  } catch (error) {
    if (error instanceof TypeError) return error.message
    throw error
  }
}

type Values = Exclude<ReturnType<typeof readArguments>, string>['values']

function optionProblem(values: Values, words: ExamWords, language: Language): string | undefined {
  const { format, secret, 'state-url': stateUrl, orders, 'api-port': port } = values
  if (format !== undefined && !NOTICE_FORMATS.some((known) => known === format)) return words.wrongFormat(format)
  if (secret !== undefined && webhookKey(secret) === undefined) return words.wrongSecret
  if (secret === undefined && format === 'modern') return words.needsSecret
  if (orders !== undefined && !/^[\w-]{1,30}$/.test(orders)) return words.wrongOrders
  if (port !== undefined && !(/^\d{1,5}$/.test(port) && Number(port) <= 65_535)) return words.wrongPort
  if (stateUrl === undefined) return undefined
  if (!stateUrl.includes(ORDER_PLACE)) return words.noOrderPlace
  const url = checkCallableUrl(stateUrl.replaceAll(ORDER_PLACE, '1'), RULES)
  return url.ok ? undefined : words.wrongUrl('--state-url', url.message[language])
}

/** Undefined where the port is taken. */
async function openApi(port: number): Promise<ExamApi | undefined> {
  try {
    return await openExamApi(port, Date.now)
  } catch (error) {
    if (codeOf(error) === 'EADDRINUSE') return undefined
    throw error
  }
}

function startOf({ url, orderPrefix }: ExamOrder, api: ExamApi) {
  return {
    url: url.href,
    apiUrl: api.url,
    ...EXAM_KEY,
    firstOrder: `${orderPrefix}1`,
    lastOrder: `${orderPrefix}${ORDERS_MAX}`,
    amount: EXAM_AMOUNT.toLocaleString('en-US'),
  }
}
