/**
 * The life of the process around a gateway: arguments, the first screen, the log of what happens, the way down. A fault
 * that leaves money unclear ends the process with a code, so that a supervisor starts it again and the truth is re-read.
 */
import { relative } from 'node:path'
import type { Happening } from '../gateway/happening.ts'
import { FolderInUse } from '../storage/sqlite/owner-lock.ts'
import { type Config, ConfigError, type Language, readConfig } from './config.ts'
import { tell } from './event-log.ts'
import { forgetData } from './fresh.ts'
import { type Running, start } from './start.ts'
import { type StartFacts, startScreen } from './start-screen.ts'
import { readVersion } from './version.ts'

const EXIT_USAGE = 2
const EXIT_FATAL = 70

/** Until a signal asks it to end. */
export async function run(args: readonly string[]): Promise<void> {
  try {
    const { fresh } = readArguments(args)
    const config = readConfig()
    if (fresh) forgetData(config.dataFolder)
    const running = await start({ config, version: readVersion(), onFatal: endProcess, reportFault })
    endOnSignal(running)
    await welcome(running, config)
  } catch (error) {
    if (!(error instanceof ConfigError || error instanceof FolderInUse)) throw error
    console.error(error.message)
    process.exitCode = EXIT_USAGE
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
  console.error(`The storage stopped in the middle of a write, so this process ends. Start it again. ${error.stack}`)
  process.exit(EXIT_FATAL)
}

function reportFault(fault: unknown): void {
  console.error(fault)
}

/** A second signal does not wait. */
function endOnSignal(running: Running): void {
  let ending = false
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (ending) process.exit(1)
      ending = true
      running.stop().then(
        () => process.exit(0),
        (error: unknown) => {
          console.error(error)
          process.exit(1)
        },
      )
    })
  }
}

async function welcome(running: Running, config: Config): Promise<void> {
  const example = await running.exampleSale()
  const { practice, apiUrl, posUrl } = running
  const facts: StartFacts = {
    version: readVersion(),
    apiUrl,
    posUrl,
    payUrl: `${config.publicUrl ?? apiUrl}/p/${example.payToken}`,
    shopUrl: `${apiUrl}/shop/orders`,
    impKey: practice.impKey,
    impSecret: practice.impSecret,
    example,
    merchant: '예제상점',
    dataFolder: `${relative(process.cwd(), config.dataFolder) || '.'}/`,
    tookMs: performance.now(),
    remarks: remarks(running, config),
  }
  console.log(startScreen(facts, config.language))
  log({ type: 'issued', payment: example }, config.language)
  running.parts.happenings.watch((happening) => log(happening, config.language))
}

function log(happening: Happening, language: Language): void {
  const line = tell(happening, language)
  if (line !== undefined) console.log(`${new Date().toTimeString().slice(0, 8)}  ${line}`)
}

function remarks({ api, pos }: Running, { host, language }: Config): readonly string[] {
  const korean = language === 'ko'
  const moved = [api, pos].flatMap(({ port, insteadOf }) => {
    if (insteadOf === null) return []
    return [
      korean ? `포트 ${insteadOf}이 쓰이고 있어 ${port}을 씁니다` : `port ${insteadOf} is taken, using ${port} instead`,
    ]
  })
  if (host === '127.0.0.1' || host === 'localhost' || host === '::1') return moved
  const open = korean
    ? `${host}에서 듣고 있습니다: 이 네트워크의 누구나 연습 환경을 쓸 수 있습니다`
    : `listening on ${host}: anyone on this network can use the sandbox`
  return [...moved, open]
}
