/** For tests only: an operator's desk on a keeper that forgets, with the sandbox's merchant, shops and tills in it. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { createMemoryStorage } from '../storage/memory/memory-storage.ts'
import type { Directory, Storage } from '../storage/storage.ts'
import type { Words } from '../wire/rejections.ts'
import { openConnectorDesk } from './connector-desk.ts'
import { runVerb } from './directory-verbs.ts'
import { openMoneyVerbs } from './money-verbs.ts'
import { openNoticeVerbs } from './notice-verbs.ts'
import { practiceEntries, practiceOf } from './practice.ts'
import { openSecrets } from './secrets.ts'
import { testFolder } from './test-folder.ts'
import { urlRulesOf } from './url-rules.ts'
import { urlProblemBy, type VerbDeps } from './verb-options.ts'

export type Row = Readonly<Record<string, string>>

export interface Desk {
  readonly storage: Storage
  readonly deps: VerbDeps
  readonly directory: () => Directory
  /** What is shown, one row; fails where it is refused. */
  readonly done: (verb: string, options?: Row) => Promise<Row>
  readonly listed: (verb: string, options?: Row) => Promise<readonly Row[]>
  /** Why it is refused; fails where it is done. */
  readonly refused: (verb: string, options?: Row) => Promise<string>
}

export async function openDesk(t: TestContext): Promise<Desk> {
  const storage = createMemoryStorage()
  t.after(() => storage.close())
  const secrets = openSecrets(join(testFolder(t), 'keys.json'), { mayMake: true })
  const directory = storage.directory.current
  await storage.directory.put(practiceEntries(practiceOf(secrets), secrets, directory(), 'http://127.0.0.1:8080'))
  const rules = urlRulesOf({ mode: 'sandbox', allowedRanges: [] })
  const deps = {
    directory: storage.directory,
    secrets,
    wall: storage.clock.wall,
    tillSightings: storage.tillSightings,
    notices: openNoticeVerbs(storage, secrets),
    money: openMoneyVerbs(storage, secrets),
    connectors: openConnectorDesk(secrets, rules),
    urlProblem: urlProblemBy(rules),
    console: { keeper: storage.console, wall: storage.clock.wall, publicUrl: () => 'http://127.0.0.1:8080' },
    issuesReceipts: true,
  }
  const shown = async (verb: string, options: Row): Promise<Row | readonly Row[]> => {
    const answer = await runVerb({ verb, options }, deps)
    assert.ok(answer.ok, `${verb} was refused: ${answer.ok ? '' : answer.message}`)
    return answer.shown
  }
  return {
    storage,
    deps,
    directory,
    async done(verb, options = {}) {
      const row = await shown(verb, options)
      assert.ok(isRow(row))
      return row
    },
    async listed(verb, options = {}) {
      const rows = await shown(verb, options)
      assert.ok(!isRow(rows))
      return rows
    },
    async refused(verb, options = {}) {
      const answer = await runVerb({ verb, options }, deps)
      assert.ok(!answer.ok, `${verb} ${JSON.stringify(options)} was done`)
      assertSaidInBoth(answer.words)
      return answer.message
    },
  }
}

/** Each in its own language: names and forms of the other may stand in it, sentences may not. */
function assertSaidInBoth({ ko, en }: Words): void {
  assert.match(ko, /[가-힣]/, en)
  assert.doesNotMatch(ko, /[a-z]+ [a-z]+ [a-z]+ [a-z]+/i)
  assert.match(en, /[a-z]/i)
}

export function isRow(shown: Row | readonly Row[]): shown is Row {
  return !Array.isArray(shown)
}
