/**
 * `npm run generate` writes what is made of the shapes on the wire: docs/openapi.json and the types of the SDK, for merchants and for the console. With
 * `--check` it writes nothing, and fails where a file is not what it would write.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { openApiDocument } from '../src/wire/reference/open-api.ts'
import { sdkAdmin } from './sdk-admin.ts'
import { sdkWire } from './sdk-wire.ts'

/** The sandbox's usual address; a running gateway answers /openapi.json with its own. */
const URL_OF_SANDBOX = 'http://127.0.0.1:8080'
const TYPES = 'sdk/src/wire.gen.ts'
const ADMIN_TYPES = 'sdk/src/admin.gen.ts'

const { version } = JSON.parse(readIfThere('package.json') ?? '')
const document = openApiDocument({ version, url: URL_OF_SANDBOX })
const files: Readonly<Record<string, string>> = {
  'docs/openapi.json': `${JSON.stringify(document, null, 2)}\n`,
  [TYPES]: formatted(sdkWire(document)),
  [ADMIN_TYPES]: formatted(sdkAdmin()),
}

for (const [path, text] of Object.entries(files)) {
  if (!process.argv.includes('--check')) writeFileSync(inRoot(path), text)
  else if (readIfThere(path) !== text) {
    process.stderr.write(`${path} is not what the shapes in src/wire/ say. Run npm run generate and commit it.\n`)
    process.exitCode = 1
  }
}

function inRoot(path: string): URL {
  return new URL(`../${path}`, import.meta.url)
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(inRoot(path), 'utf8')
  } catch {
    return undefined
  }
}

/** As the house formats what is written by hand. */
function formatted(code: string): string {
  const biome = fileURLToPath(inRoot('node_modules/@biomejs/biome/bin/biome'))
  return execFileSync(process.execPath, [biome, 'format', `--stdin-file-path=${TYPES}`], {
    input: code,
    encoding: 'utf8',
    cwd: inRoot('.'),
  })
}
