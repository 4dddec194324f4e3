/**
 * What an operator does by command. Talks to the running gateway over its admin socket, and opens the data itself only
 * when no gateway runs on its folder.
 */
import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { ConfigError, type DataSettings, readConsoleUrl, readDataSettings, readLanguage } from '../server/config.ts'
import { openConnectorDesk } from '../server/connector-desk.ts'
import { runVerb, VERBS, type VerbAnswer, type VerbName, type VerbRequest } from '../server/directory-verbs.ts'
import { faultText } from '../server/fault-log.ts'
import { houseRules } from '../server/house-rules.ts'
import { openMoneyVerbs } from '../server/money-verbs.ts'
import { openNoticeVerbs } from '../server/notice-verbs.ts'
import { openStorage, saysWhatToDo } from '../server/open-storage.ts'
import { optionProblem, urlProblemBy } from '../server/verb-options.ts'
import { askAdmin } from './ask-admin.ts'
import { runExam } from './exam-run.ts'
import { HOUSE_VERBS, houseVerb } from './house-verbs.ts'
import { typedLines } from './typed-lines.ts'
import { withFiles } from './verb-files.ts'

const EXIT_FAULT = 1
const EXIT_USAGE = 2

/** The exit code. */
export async function runCommand(args: readonly string[]): Promise<number> {
  const [verb, ...rest] = args
  if (verb === undefined || verb === 'help' || verb === '--help') {
    console.log(usage())
    return verb === undefined ? EXIT_USAGE : 0
  }
  try {
    if (verb === 'exam')
      return await runExam({
        args: rest,
        language: readLanguage(),
        say: (line) => console.log(line),
        lines: typedLines(),
      })
    const answer = await withFiles({ verb, options: readOptions(rest, flagsOf(verb)) }, takesOf(verb), ask)
    if (!answer.ok) {
      console.error(answer.message)
      return EXIT_USAGE
    }
    for (const row of Array.isArray(answer.shown) ? answer.shown : [answer.shown]) show(row)
    return 0
  } catch (error) {
    if (saysWhatToDo(error)) {
      console.error(error.message)
      return EXIT_USAGE
    }
    console.error(`It could not be done. ${faultText(error)}`)
    return EXIT_FAULT
  }
}

function readOptions(args: readonly string[], flags: readonly string[]): Readonly<Record<string, string>> {
  const { tokens } = parseArgs({ args: [...args], strict: false, allowPositionals: true, tokens: true })
  const options = new Map<string, string>()
  const give = (name: string, value: string): void => {
    if (options.has(name)) throw new ConfigError(`--${name} is given twice`)
    options.set(name, value)
  }
  let open: string | undefined
  for (const token of tokens) {
    if (token.kind === 'option' && open === undefined) {
      if (flags.includes(token.name) && token.value === undefined) give(token.name, 'yes')
      else if (token.value === undefined) open = token.name
      else give(token.name, token.value)
    } else if (token.kind === 'positional' && open !== undefined) {
      give(open, token.value)
      open = undefined
    } else throw new ConfigError(`${args.join(' ')}: options are written --name value`)
  }
  if (open !== undefined) throw new ConfigError(`--${open} has no value`)
  return Object.fromEntries(options)
}

function takesOf(verb: string): readonly string[] {
  return Object.hasOwn(VERBS, verb) ? VERBS[verb as VerbName].takes : []
}

/** Options without a value. */
function flagsOf(verb: string): readonly string[] {
  return takesOf(verb).flatMap((name) => (name.endsWith('?') ? [name.slice(0, -1)] : []))
}

async function ask(request: VerbRequest): Promise<VerbAnswer> {
  const settings = readDataSettings()
  const ours = houseVerb(request.verb)
  if (ours !== undefined) {
    const problem = optionProblem(ours, request.options)
    if (problem !== undefined) return { ok: false, message: `${request.verb}: ${problem.message}` }
    return { ok: true, shown: await ours.run(request.options, settings) }
  }
  const answer = await askAdmin(settings.dataFolder, request)
  if (answer === undefined) return runHere(settings, request)
  if (!isAnswer(answer))
    throw new Error(`the running gateway answered ${JSON.stringify(answer)}: is it another version?`)
  return answer
}

function isAnswer(value: unknown): value is VerbAnswer {
  if (typeof value !== 'object' || value === null || !('ok' in value)) return false
  if (value.ok === true) return 'shown' in value && typeof value.shown === 'object' && value.shown !== null
  return value.ok === false && 'message' in value && typeof value.message === 'string'
}

/** No gateway runs on this folder, so this process opens the data for a moment. */
async function runHere(settings: DataSettings, request: VerbRequest): Promise<VerbAnswer> {
  const { mode, dataFolder, keysFile } = settings
  if (mode === 'sandbox' && !existsSync(keysFile))
    throw new ConfigError(
      `${dataFolder} holds no data of Sunap: start the gateway there once, or name its folder with SUNAP_DATA.`,
    )
  const rules = houseRules(settings)
  rules.prepare()
  const storage = await openStorage(settings, (error) => {
    throw error
  })
  try {
    const { directory, clock, tillSightings } = storage
    const secrets = await rules.openKeys(directory)
    const notices = openNoticeVerbs(storage, secrets)
    const money = openMoneyVerbs(storage, secrets)
    const urlProblem = urlProblemBy(rules.urlRules)
    const issuesReceipts = mode === 'sandbox'
    const connectors = openConnectorDesk(secrets, rules.urlRules)
    const console = { keeper: storage.console, wall: clock.wall, publicUrl: readConsoleUrl }
    const { wall } = clock
    const deps = { directory, secrets, wall, notices, money, connectors, console, urlProblem, issuesReceipts }
    return await runVerb(request, { ...deps, tillSightings })
  } finally {
    await storage.close()
  }
}

function show(row: Readonly<Record<string, string>>): void {
  const width = Math.max(...Object.keys(row).map((name) => name.length))
  console.log(
    Object.entries(row)
      .map(([name, value]) => `${name.padEnd(width)}  ${value}`)
      .join('\n'),
  )
  console.log()
}

function usage(): string {
  const lines = Object.entries({ ...VERBS, ...HOUSE_VERBS }).map(([verb, { takes }]) => {
    const options = takes.map(optionUsage)
    return `  ${verb.padEnd(21)} ${options.join(' ')}`
  })
  return ['npm run sunap -- <verb> [--option value ...]', '', ...lines, EXAM_USAGE, START_USAGE].join('\n')
}

function optionUsage(name: string): string {
  if (name.endsWith('?')) return `[--${name.slice(0, -1)}]`
  return name.endsWith('!') ? `--${name.slice(0, -1)} …` : `[--${name} …]`
}

/** Told apart before anything is loaded, in sunap.ts. */
const START_USAGE = '  start                 [--fresh]'
const EXAM_USAGE =
  '  exam receiver  <url> [--format …] [--secret …] [--state-url …] [--orders …] [--api-port …] [--json] [--help]\n' +
  '  exam till      [--by-hand] [--speed …] [--host …] [--port …] [--json] [--help] [-- <command>]'
