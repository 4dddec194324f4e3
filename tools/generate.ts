/**
 * `npm run generate` writes what is made of the shapes on the wire: docs/openapi.json. With `--check` it writes nothing, and
 * fails where the file is not what it would write.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { openApiDocument } from '../src/wire/reference/open-api.ts'

const PATH = 'docs/openapi.json'
/** The sandbox's usual address; a running gateway answers /openapi.json with its own. */
const URL_OF_SANDBOX = 'http://127.0.0.1:8080'

const file = new URL(`../${PATH}`, import.meta.url)
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
const text = `${JSON.stringify(openApiDocument({ version, url: URL_OF_SANDBOX }), null, 2)}\n`

if (!process.argv.includes('--check')) writeFileSync(file, text)
else if (readIfThere() !== text) {
  process.stderr.write(`${PATH} is not what the shapes in src/wire/ say. Run npm run generate and commit it.\n`)
  process.exitCode = 1
}

function readIfThere(): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
