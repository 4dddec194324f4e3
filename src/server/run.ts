/**
 * The life of the process around a gateway: arguments, the first screen, the log of what happens, the way down. A fault
 * that leaves money unclear ends the process with a code, so that a supervisor starts it again and the truth is re-read.
 */
import { isAbsolute, relative } from 'node:path'
import type { Happening } from '../gateway/happening.ts'
import { DatabaseRefused } from '../storage/postgres/server-check.ts'
import { FolderInUse } from '../storage/sqlite/owner-lock.ts'
import { type Config, ConfigError, type Language, readConfig } from './config.ts'
import { tell } from './event-log.ts'
import { faultText, type ReportFault } from './fault-log.ts'
import { forgetData } from './fresh.ts'
import { openStorage } from './open-storage.ts'
import { type Running, start } from './start.ts'
import { type StartFacts, startScreen } from './start-screen.ts'
import { readVersion } from './version.ts'

const EXIT_FAULT = 1
const EXIT_USAGE = 2
const EXIT_FATAL = 70

const SAME_SIGNAL_MS = 1000

/** Until a signal asks it to end. */
export async function run(args: readonly string[]): Promise<void> {
  try {
    const { fresh } = readArguments(args)
    const config = readConfig()
    const reportFault = faultReporter(config.language)
    // The keys would go, and what they sealed would stay in the database.
    if (fresh && config.databaseUrl !== null)
      throw new ConfigError(
        '--fresh empties the data folder only: with SUNAP_DATABASE_URL, make a new database instead.',
      )
    if (fresh) forgetData(config.dataFolder)
    const running = await start({
      config,
      version: readVersion(),
      onFatal: endProcess,
      reportFault,
      openStorage: ({ folder, onFatal }) =>
        openStorage({ dataFolder: folder, databaseUrl: config.databaseUrl }, onFatal),
    })
    endOnSignal(running, reportFault)
    await welcome(running, config)
  } catch (error) {
    const isOurs = error instanceof ConfigError || error instanceof FolderInUse || error instanceof DatabaseRefused
    console.error(isOurs ? error.message : `Sunap could not start. ${faultText(error)}`)
    process.exit(isOurs ? EXIT_USAGE : EXIT_FAULT)
  }
}

function readArguments(args: readonly string[]): { readonly fresh: boolean } {
  const unknown = args.find((argument) => argument !== '--fresh')
  if (unknown !== undefined)
    throw new ConfigError(`${unknown}: not an argument of npm start. There is: --fresh (begin with no data)`)
  return { fresh: args.includes('--fresh') }
}

/** Nobody knows what is on the disk: answer nobody, and let the next start read the truth. */
function endProcess(error: Error): never {
  console.error(
    `The storage stopped in the middle of a write, so this process ends. Start it again. ${faultText(error)}`,
  )
  process.exit(EXIT_FATAL)
}

function faultReporter(language: Language): ReportFault {
  const word = language === 'ko' ? '오류' : 'fault'
  return (fault, circumstance) => {
    const what = circumstance === undefined ? '' : `${circumstance}: `
    console.error(`${timeOfDay()}  ${word}  ${what}${faultText(fault)}`)
  }
}

/** One Ctrl+C comes twice where the terminal and npm both hand it on. One that comes later does not want to wait. */
function endOnSignal(running: Running, reportFault: ReportFault): void {
  let endingSince: number | undefined
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (endingSince !== undefined) {
        if (performance.now() - endingSince > SAME_SIGNAL_MS) process.exit(EXIT_FAULT)
        return
      }
      endingSince = performance.now()
      running.stop().then(
        () => process.exit(0),
        (error: unknown) => {
          reportFault(error)
          process.exit(EXIT_FAULT)
        },
      )
    })
  }
}

async function welcome(running: Running, config: Config): Promise<void> {
  const sale = await running.exampleSale()
  const { practice, apiUrl, posUrl } = running
  const facts: StartFacts = {
    version: readVersion(),
    apiUrl,
    posUrl,
    publicUrl: config.publicUrl ?? apiUrl,
    impKey: practice.impKey,
    impSecret: practice.impSecret,
    example: sale.ok ? sale.payment : null,
    merchant: '예제상점',
    dataFolder: shownFolder(config.dataFolder),
    tookMs: performance.now(),
    remarks: [...remarks(running, config), ...(sale.ok ? [] : [sale.why[config.language]])],
  }
  console.log(startScreen(facts, config.language))
  if (sale.ok) log({ type: 'issued', payment: sale.payment }, config.language)
  running.parts.happenings.watch((happening) => log(happening, config.language))
}

function log(happening: Happening, language: Language): void {
  const line = tell(happening, language)
  if (line !== undefined) console.log(`${timeOfDay()}  ${line}`)
}

function timeOfDay(): string {
  return new Date().toTimeString().slice(0, 8)
}

function shownFolder(folder: string): string {
  const near = relative(process.cwd(), folder)
  return `${near.startsWith('..') || isAbsolute(near) ? folder : near || '.'}/`
}

function remarks({ api, pos }: Running, { host, language }: Config): readonly string[] {
  const korean = language === 'ko'
  const moved = [api, pos].flatMap(({ port, insteadOf }) => {
    if (insteadOf === null) return []
    return [
      korean ? `포트 ${insteadOf}이 쓰이고 있어 ${port}을 씁니다` : `port ${insteadOf} is taken, using ${port} instead`,
    ]
  })
  if (host.startsWith('127.') || host === '::1') return moved
  const open = korean
    ? `${host}에서 듣고 있습니다: 이 네트워크의 누구나 연습 환경을 쓸 수 있습니다`
    : `listening on ${host}: anyone on this network can use the sandbox`
  return [...moved, open]
}
