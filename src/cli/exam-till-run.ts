/** `npm run sunap -- exam till -- <command>`: reads which till is to be examined, holds the exam, says how it went. */
import { randomBytes, randomInt } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { reportLines } from '../exam/report-text.ts'
import { CHECK_GROUPS, GRADE_WORDS } from '../exam/till/check-words.ts'
import type { TillDriver } from '../exam/till/driver.ts'
import { type ExamGateway, openExamGateway } from '../exam/till/exam-gateway.ts'
import { createHandDriver } from '../exam/till/hand-driver.ts'
import { createProcessDriver } from '../exam/till/process-driver.ts'
import { examineTill, type TillReport } from '../exam/till/till-exam.ts'
import { krGeneric20, krGeneric20RandomDigits } from '../numbers/kr-generic-20.ts'
import { codeOf } from '../outbound/call-result.ts'
import type { Language } from '../server/config.ts'
import { TILL_EXAM_WORDS, type TillExamWords } from './exam-till-words.ts'

export interface TillExamRun {
  /** After `exam till`. */
  readonly args: readonly string[]
  readonly language: Language
  readonly say: (line: string) => void
  /** What a person at the till types. */
  readonly lines: AsyncIterable<string>
}

const HAND_PORT = 8091
/** Faster than this the machine's own pauses count for more than the till's. */
const SPEED_MAX = 50
/** Of the till's time, what its slowest deed may take, and of ours, what a busy machine may. */
const DEED_MS = 120_000
const MACHINE_MS = 15_000
const EXAM_SECONDS = 130

/** The process's exit code: 0 nothing failed, 1 something did, 2 the command is wrong. */
export async function runTillExam(run: TillExamRun): Promise<0 | 1 | 2> {
  const { args, language, say } = run
  const words = TILL_EXAM_WORDS[language]
  const order = readOrder(args, words)
  if (typeof order === 'string') {
    say(order)
    return order === words.usage ? 0 : 2
  }
  const gateway = await openGateway(order)
  if (gateway === undefined) {
    say(words.portTaken(order.port))
    return 2
  }
  const driver = driverOf(order, run)
  try {
    if (!order.asJson) say(words.begins(driver.name, gateway.url, Math.ceil(EXAM_SECONDS / driver.speed)))
    const report = await examineTill({ driver, gateway, newNumber, newSecret, pause: delay })
    tell(report, order, run)
    return report.checks.some(({ result }) => result === 'failed') ? 1 : 0
  } finally {
    await driver.end()
    await gateway.close()
  }
}

interface TillExamOrder {
  /** Null: a person stands at the till. */
  readonly command: readonly [string, ...string[]] | null
  readonly speed: number
  readonly host: string
  readonly port: number
  readonly asJson: boolean
}

const OPTIONS = {
  'by-hand': { type: 'boolean' },
  speed: { type: 'string' },
  host: { type: 'string' },
  port: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

/** A sentence where the command is wrong, or the usage where that was asked for. */
function readOrder(args: readonly string[], words: TillExamWords): TillExamOrder | string {
  const read = readArguments(args)
  if (typeof read === 'string') return words.wrongOption(read)
  const { values, positionals } = read
  if (values.help) return words.usage
  const [program, ...rest] = positionals
  const byHand = values['by-hand'] === true
  if (byHand === (program !== undefined)) return words.wrongForm
  if (byHand && (values.json || values.speed !== undefined)) return words.notByHand
  const { speed = '1', host = '127.0.0.1', port = byHand ? String(HAND_PORT) : '0' } = values
  if (!/^\d{1,2}$/.test(speed) || Number(speed) < 1 || Number(speed) > SPEED_MAX) return words.wrongSpeed(SPEED_MAX)
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) return words.wrongPort
  return {
    command: program === undefined ? null : [program, ...rest],
    speed: Number(speed),
    host,
    port: Number(port),
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

/** Undefined where the port is taken. */
async function openGateway({ host, port }: TillExamOrder): Promise<ExamGateway | undefined> {
  try {
    return await openExamGateway({
      host,
      port,
      wallMs: Date.now,
      monotonicMs: () => performance.now(),
      pause: delay,
    })
  } catch (error) {
    if (codeOf(error) === 'EADDRINUSE') return undefined
    throw error
  }
}

function driverOf({ command, speed }: TillExamOrder, { language, say, lines }: TillExamRun): TillDriver {
  if (command === null) return createHandDriver({ language, say, lines })
  return createProcessDriver({ command, speed, deedMs: DEED_MS / speed + MACHINE_MS })
}

/** With the prefix of the sandbox's numbers. */
function newNumber(): string {
  const digits = Array.from({ length: krGeneric20RandomDigits }, () => randomInt(10)).join('')
  return krGeneric20.issue({ prefix: '8100', randomDigits: digits })
}

function newSecret(): string {
  return randomBytes(24).toString('base64url')
}

function tell(report: TillReport, { asJson }: TillExamOrder, { language, say }: TillExamRun): void {
  if (asJson) say(JSON.stringify(report, null, 2))
  else for (const line of reportLines(report, { groups: CHECK_GROUPS, grades: GRADE_WORDS }, language)) say(line)
}
