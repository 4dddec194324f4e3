/**
 * `npm run sunap -- <verb> [--option value ...]`: what an operator sets. Talks to the running gateway over its admin
 * socket, and opens the data itself only when nobody owns it.
 */
import { parseArgs } from 'node:util'
import { ConfigError, readDataFolder } from '../server/config.ts'
import { runVerb, urlProblemBy, VERBS, type VerbAnswer } from '../server/directory-verbs.ts'
import { openSecrets } from '../server/secrets.ts'
import { sandboxUrlRules } from '../server/url-rules.ts'
import { FolderInUse } from '../storage/sqlite/owner-lock.ts'
import { openSqliteStorage } from '../storage/sqlite/sqlite-storage.ts'
import { askAdmin } from './ask-admin.ts'

const EXIT_USAGE = 2

process.exitCode = await main(process.argv.slice(2))

async function main(args: readonly string[]): Promise<number> {
  const [verb, ...rest] = args
  if (verb === undefined || verb === 'help' || verb === '--help') {
    console.log(usage())
    return verb === undefined ? EXIT_USAGE : 0
  }
  try {
    const answer = await ask({ verb, options: readOptions(rest) })
    if (!answer.ok) {
      console.error(answer.message)
      return EXIT_USAGE
    }
    for (const row of Array.isArray(answer.shown) ? answer.shown : [answer.shown]) show(row)
    return 0
  } catch (error) {
    if (!(error instanceof ConfigError || error instanceof FolderInUse)) throw error
    console.error(error.message)
    return EXIT_USAGE
  }
}

function readOptions(args: readonly string[]): Readonly<Record<string, string>> {
  const { tokens } = parseArgs({ args: [...args], strict: false, allowPositionals: true, tokens: true })
  const options: Record<string, string> = {}
  let open: string | undefined
  for (const token of tokens) {
    if (token.kind === 'option' && open === undefined) {
      if (token.value === undefined) open = token.name
      else options[token.name] = token.value
    } else if (token.kind === 'positional' && open !== undefined) {
      options[open] = token.value
      open = undefined
    } else throw new ConfigError(`${args.join(' ')}: options are written --name value`)
  }
  if (open !== undefined) throw new ConfigError(`--${open} has no value`)
  return options
}

async function ask(request: {
  readonly verb: string
  readonly options: Readonly<Record<string, string>>
}): Promise<VerbAnswer> {
  const folder = readDataFolder()
  const answer = await askAdmin(folder, request)
  return answer === undefined ? runHere(folder, request) : (answer as VerbAnswer)
}

/** Nobody owns the folder, so this process does for a moment. */
async function runHere(folder: string, request: unknown): Promise<VerbAnswer> {
  const storage = await openSqliteStorage({
    folder,
    onFatal(error) {
      throw error
    },
  })
  try {
    return await runVerb(request, {
      directory: storage.directory,
      secrets: openSecrets(folder),
      urlProblem: urlProblemBy(sandboxUrlRules()),
    })
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
  const lines = Object.entries(VERBS).map(([verb, { takes }]) => {
    const options = takes.map((name) => (name.endsWith('!') ? `--${name.slice(0, -1)} …` : `[--${name} …]`))
    return `  ${verb.padEnd(14)} ${options.join(' ')}`
  })
  return ['npm run sunap -- <verb> [--option value ...]', '', ...lines].join('\n')
}
