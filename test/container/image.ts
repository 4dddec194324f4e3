/**
 * The Dockerfile carried out without Docker: what it copies, by the rules of .dockerignore, and the packages it installs, in
 * an empty folder; its commands as written, run by a user without rights who may not write there. What this cannot show
 * is the base image itself.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs'
import { basename, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { lockedPackages } from '../set-up/locked-packages.ts'
import { root } from '../set-up/programs.ts'
import { enterableFolder, unprivilegedUser } from '../set-up/unprivileged.ts'

export interface Instruction {
  readonly keyword: string
  /** As written, without flags and line ends. */
  readonly text: string
  readonly words: readonly string[]
  readonly flags: Readonly<Record<string, string>>
}

interface ParsedInstruction {
  getKeyword(): string
  getArguments(): readonly { getValue(): string }[]
  getArgumentsContent(): string | null
  getFlags?(): readonly { getName(): string; getValue(): string }[]
}

/** Readers that only these tests need. */
export function containerPackages(): ReturnType<typeof lockedPackages> {
  return lockedPackages(fileURLToPath(new URL('./', import.meta.url)), 'container')
}

/** From the top to the end, all stages. */
export async function readDockerfile(): Promise<readonly Instruction[]> {
  const { load } = await containerPackages()
  const parsed: readonly ParsedInstruction[] = load('dockerfile-ast')
    .DockerfileParser.parse(readFileSync(join(root, 'Dockerfile'), 'utf8'))
    .getInstructions()
  return parsed.map((instruction) => {
    const flags = instruction.getFlags?.() ?? []
    return {
      keyword: instruction.getKeyword(),
      text: (instruction.getArgumentsContent() ?? '').replaceAll(/\\\n\s*/g, ' '),
      words: instruction.getArguments().map((word) => word.getValue()),
      flags: Object.fromEntries(flags.map((flag) => [flag.getName(), flag.getValue()])),
    }
  })
}

/** The command of an instruction in exec form: `CMD ["node", ...]`. */
export function commandOf(instructions: readonly Instruction[], keyword: 'CMD' | 'HEALTHCHECK'): readonly string[] {
  const text = instructions.findLast((instruction) => instruction.keyword === keyword)?.text ?? ''
  return JSON.parse(text.slice(text.indexOf('[')))
}

export function environmentOf(instructions: readonly Instruction[]): Readonly<Record<string, string>> {
  const pairs = instructions.filter(({ keyword }) => keyword === 'ENV').flatMap(({ words }) => words)
  return Object.fromEntries(pairs.map((pair) => pair.split(/=(.*)/s).slice(0, 2)))
}

export interface Image {
  readonly environment: Readonly<Record<string, string>>
  /** A volume of its own each time: the user's own, empty. */
  newDataFolder(): string
  /** Runs `["node", ...]` as the container's user in its working folder. */
  run(command: readonly string[], env?: Readonly<Record<string, string>>): ChildProcess
  remove(): void
}

export async function buildImage(): Promise<Image> {
  const instructions = await readDockerfile()
  const user = unprivilegedUser()
  const place = mkdtempSync(join(enterableFolder(user), 'sunap-image-'))
  chmodSync(place, 0o755)
  const work = buildStages(instructions, place)
  // A checkout may be where nobody else may enter.
  const node = join(place, basename(process.execPath))
  copyFileSync(process.execPath, node)
  if (user === undefined) execFileSync('chmod', ['-R', 'a-w', work])
  let volumes = 0
  return {
    environment: environmentOf(instructions),
    newDataFolder() {
      volumes += 1
      const folder = join(place, `volume-${volumes}`)
      mkdirSync(folder, { mode: 0o700 })
      if (user !== undefined) chownSync(folder, user.uid, user.gid)
      return folder
    },
    run([program, ...args], env = {}) {
      if (program !== 'node') throw new Error(`${program} is not node`)
      return spawn(node, args, { cwd: work, ...user, stdio: 'pipe', env: { HOME: place, TMPDIR: '/tmp', ...env } })
    },
    remove() {
      if (user === undefined) execFileSync('chmod', ['-R', 'u+w', work])
      rmSync(place, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}

/** Each `COPY` and the `RUN` that install and build; answers the working folder of the last stage. */
function buildStages(instructions: readonly Instruction[], place: string): string {
  let stage = ''
  let work = ''
  for (const { keyword, words, text, flags } of instructions) {
    if (keyword === 'FROM') stage = join(place, words[2] ?? 'last')
    else if (keyword === 'WORKDIR') {
      work = join(stage, words[0] ?? '')
      mkdirSync(work, { recursive: true, mode: 0o755 })
    } else if (keyword === 'COPY') {
      const from = flags['from'] === undefined ? root : join(place, flags['from'])
      copy(from, words.slice(0, -1), resolve(work, words.at(-1) ?? ''))
    } else if (keyword === 'RUN' && /^(npm|node) /.test(text)) {
      const [program = '', ...args] = text.split(' ')
      execFileSync(program, args, { cwd: work, stdio: 'pipe' })
    }
  }
  return work
}

function copy(from: string, sources: readonly string[], to: string): void {
  for (const source of sources) {
    const path = join(from, source)
    // As COPY does: the contents of a folder, a file under its own name.
    const target = statSync(path).isDirectory() ? to : join(to, basename(source))
    const filter = from === root ? (file: string) => file === path || isSent(relative(root, file)) : () => true
    cpSync(path, target, { recursive: true, filter })
  }
}

const IGNORED = readFileSync(join(root, '.dockerignore'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))

/** Whether .dockerignore lets a file into the build: the last line that speaks of it, or of a folder above it, decides. */
export function isSent(path: string): boolean {
  const speaking = IGNORED.findLast((line) => patternOf(line.replace(/^!/, '')).test(path))
  return speaking === undefined || speaking.startsWith('!')
}

/** A star stands for names that begin with a dot too. */
function patternOf(line: string): RegExp {
  const glob = line.replaceAll(/[.+]/g, '\\$&').replaceAll(/\*\*\/|\*/g, (star) => (star === '*' ? '[^/]*' : '(.*/)?'))
  return new RegExp(`^${glob}(/|$)`)
}
