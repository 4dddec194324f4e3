/**
 * The life of the process around a gateway: arguments, the first screen, the log of what happens, the way down. A fault
 * that leaves money unclear ends the process with a code, so that a supervisor starts it again and the truth is re-read.
 */
import type { Happening } from '../gateway/happening.ts'
import { type Config, ConfigError, type Language, readConfig } from './config.ts'
import { tell } from './event-log.ts'
import { faultText, type ReportFault } from './fault-log.ts'
import type { FirstWords } from './first-words.ts'
import { forgetData } from './fresh.ts'
import { saysWhatToDo } from './open-storage.ts'
import type { Running, StartOptions } from './start.ts'
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
    if (fresh) beginAnew(config)
    const { running, welcome } = await open({ config, version: readVersion(), onFatal: endProcess, reportFault })
    endOnSignal(running, reportFault)
    const { screen, happened } = await welcome()
    console.log(screen)
    for (const happening of happened) log(happening, config.language)
    running.parts.happenings.watch((happening) => log(happening, config.language))
  } catch (error) {
    const isPlain = saysWhatToDo(error)
    console.error(isPlain ? error.message : `Sunap could not start. ${faultText(error)}`)
    process.exit(isPlain ? EXIT_USAGE : EXIT_FAULT)
  }
}

interface Opened {
  readonly running: Running
  readonly welcome: () => Promise<FirstWords>
}

/** Only the mode that was asked for is loaded. */
async function open(options: StartOptions): Promise<Opened> {
  if (options.config.mode === 'production') {
    const { startProduction } = await import('./start-production.ts')
    const { welcomeOperator } = await import('./welcome-operator.ts')
    const running = await startProduction(options)
    return { running, welcome: async () => welcomeOperator(running, options) }
  }
  const { startSandbox } = await import('./start-sandbox.ts')
  const { welcomeNewcomer } = await import('./welcome-newcomer.ts')
  const running = await startSandbox(options)
  return { running, welcome: () => welcomeNewcomer(running, options) }
}

function readArguments(args: readonly string[]): { readonly fresh: boolean } {
  const unknown = args.find((argument) => argument !== '--fresh')
  if (unknown !== undefined)
    throw new ConfigError(`${unknown}: not an argument of npm start. There is: --fresh (begin with no data)`)
  return { fresh: args.includes('--fresh') }
}

function beginAnew({ mode, databaseUrl, dataFolder }: Config): void {
  if (mode === 'production')
    throw new ConfigError(
      '--fresh would forget money, so there is none in production. For a new gateway, name a new folder with SUNAP_DATA ' +
        'or a new database with SUNAP_DATABASE_URL.',
    )
  // The keys would go, and what they sealed would stay in the database.
  if (databaseUrl !== null)
    throw new ConfigError('--fresh empties the data folder only: with SUNAP_DATABASE_URL, make a new database instead.')
  forgetData(dataFolder)
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

function log(happening: Happening, language: Language): void {
  const line = tell(happening, language)
  if (line !== undefined) console.log(`${timeOfDay()}  ${line}`)
}

function timeOfDay(): string {
  return new Date().toTimeString().slice(0, 8)
}
