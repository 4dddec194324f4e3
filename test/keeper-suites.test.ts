import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { root, temporaryFolder } from './set-up/programs.ts'

const program = await import(String(new URL('./keeper-suites.mjs', import.meta.url)))
const keeperSuites: (root: string) => readonly string[] = program.keeperSuites

test('the suites of merchants, tills, notices and real clients are among those that run on every keeper', () => {
  const rooms = new Set(keeperSuites(root).map((path) => dirname(path)))
  for (const room of ['src/merchant', 'src/gateway', 'src/pos', 'src/outbound', 'test/compat'])
    assert.ok(rooms.has(room), room)
})

test('a suite is among them when it opens the keeper, by itself or through its scene; for a constant it is not', (t) => {
  const folder = temporaryFolder(t)
  const files = {
    'test/by-itself.test.ts': "import { openTestKeeper } from '../src/storage/test-keeper.ts'\n",
    'src/pos/test-house.ts': "import { openTestKeeper } from '../storage/test-keeper.ts'\n",
    'src/pos/by-scene.test.ts': "import {\n  openHouse,\n  sale,\n} from './test-house.ts'\n",
    'src/pos/for-a-constant.test.ts': "import { sale } from './test-house.ts'\n",
    'src/pos/of-another.test.ts': "import { openHouse } from './another.ts'\n",
    'src/pos/another.ts': 'export function openHouse() {}\n',
  }
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  assert.deepEqual(keeperSuites(folder), ['src/pos/by-scene.test.ts', 'test/by-itself.test.ts'])
})
