/**
 * Which test files run on every keeper with a disk: those that open the keeper under test, by themselves or by
 * the `open…` of a file that sets their scene. Found by their imports, so that a new suite is among them by being written.
 * Plain JavaScript, as `run.mjs` is that asks for it.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'

const keeperUnderTest = 'src/storage/test-keeper.ts'

/** By what `SUNAP_TEST_KEEPER` calls them. */
export const durableKeepers = ['sqlite', 'postgres']

/** From the repository's root. */
export function keeperSuites(root) {
  const files = ['src', 'test'].flatMap((folder) => filesBelow(root, folder))
  const opened = new Map(files.map((file) => [file, openedBy(file, readFileSync(join(root, file), 'utf8'))]))
  const scenes = files.filter((file) => opened.get(file).includes(keeperUnderTest))
  const opens = (file) => opened.get(file).some((from) => from === keeperUnderTest || scenes.includes(from))
  return files.filter((file) => file.endsWith('.test.ts') && opens(file))
}

/** All test files of a folder, whatever they open. */
export function testsBelow(root, folder) {
  return filesBelow(root, folder).filter((file) => file.endsWith('.test.ts'))
}

function filesBelow(root, folder) {
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter(({ name }) => name !== 'node_modules')
    .flatMap((entry) => {
      const path = posix.join(folder, entry.name)
      return entry.isDirectory() ? filesBelow(root, path) : [path]
    })
    .filter((path) => path.endsWith('.ts'))
    .sort()
}

/** The files of which it imports an `open…`. */
function openedBy(file, text) {
  return [...text.matchAll(/^import \{[^}]*\bopen[A-Z]\w*[^}]*\} from '(\.[^']+)'$/gm)].map(([, from]) =>
    posix.join(posix.dirname(file), from),
  )
}
