/** For tests only: runs of the command line's till in a folder of its own, before a real gateway or a line that a test scripts. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { openTown } from '../sandbox/test-town.ts'
import type { Language } from '../server/config.ts'
import { runTill } from './till-run.ts'

const TERMINALS = [
  { id: 'house/HB001/1', secret: 'one' },
  { id: 'house/HB001/2', secret: 'two' },
  { id: 'house/NR001/1', secret: 'three' },
]

export function openFolder(t: TestContext, posUrl?: string, terminals: readonly object[] = TERMINALS): string {
  const folder = mkdtempSync(join(tmpdir(), 'sunap-till-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = { api_url: 'http://127.0.0.1:1', pos_url: posUrl, imp_key: 'k', terminals }
  if (posUrl !== undefined) writeFileSync(join(folder, 'sandbox.json'), JSON.stringify(file))
  return folder
}

export interface Ran {
  readonly code: number
  readonly text: string
}

export async function run(dataFolder: string, args: readonly string[], typed: readonly string[] = []): Promise<Ran> {
  return runIn('en', dataFolder, args, typed)
}

export async function runIn(
  language: Language,
  dataFolder: string,
  args: readonly string[],
  typed: readonly string[] = [],
): Promise<Ran> {
  const said: string[] = []
  async function* lines(): AsyncGenerator<string> {
    yield* typed
  }
  const pause = async (): Promise<void> => {}
  const say = (line: string): void => void said.push(line)
  const code = await runTill({ args, dataFolder, language, lines: lines(), say, pause })
  return { code, text: said.join('\n') }
}

/** A folder of a real gateway, and a number issued on it. */
export async function openRealFolder(t: TestContext) {
  const town = await openTown(t)
  const folder = openFolder(t, town.posUrl, town.practice.terminals)
  const { number } = await town.order()
  return { town, folder, number: String(number) }
}
