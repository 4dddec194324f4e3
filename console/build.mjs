/**
 * Makes the console's pages: one bundle, its styles and `index.html`, their names changed with their content. What is made is
 * named after what it is made of, so that nothing is made twice and nobody is served an old one. The gateway of a checkout
 * runs it when somebody first looks; `npm pack` and the Dockerfile have it made into a folder that they name. Plain
 * JavaScript, as everything that runs before or beside the gateway.
 */
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const madeOf = ['src', 'index.html', 'package-lock.json', 'build.mjs', '../sdk/src', '../src/wire']
const shelf = join(here, 'built')
const abandonedAfterMs = 600_000

/** The folder that holds them, made now where it was not made before. */
async function buildConsole() {
  const place = join(shelf, versionOf(madeOf.map((path) => join(here, path))))
  if (existsSync(place)) return place
  mkdirSync(shelf, { recursive: true })
  const aside = mkdtempSync(join(shelf, 'making-'))
  try {
    await bundleInto(aside)
    renameSync(aside, place)
  } catch (error) {
    rmSync(aside, { recursive: true, force: true })
    if (!existsSync(place)) throw error // else another was quicker
  }
  dropOthers(place)
  return place
}

/** A folder that is empty or not there. */
async function bundleInto(folder) {
  mkdirSync(folder, { recursive: true })
  const { build } = await import('esbuild')
  const { metafile } = await build({
    entryPoints: [join(here, 'src', 'main.tsx')],
    outdir: join(folder, 'assets'),
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    target: ['es2022', 'safari16.4'],
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    legalComments: 'external',
    metafile: true,
    logLevel: 'silent',
  })
  const entry = Object.entries(metafile.outputs).find(([, { entryPoint }]) => entryPoint?.endsWith('main.tsx'))
  if (entry === undefined) throw new Error('the console was bundled without its first page')
  const [script, { cssBundle }] = entry
  const styles = Object.keys(metafile.outputs).filter((name) => name.endsWith('.css'))
  if (styles.length !== 1) throw new Error('a page brings a style that nobody loads: import it in style/all.css')
  const page = readFileSync(join(here, 'index.html'), 'utf8')
    .replace('{script}', basename(script))
    .replace('{style}', basename(cssBundle ?? ''))
  writeFileSync(join(folder, 'index.html'), page)
}

function versionOf(paths) {
  const hash = createHash('sha256')
  for (const file of paths.flatMap(filesBelow)) hash.update(`${file.slice(here.length)}\0`).update(readFileSync(file))
  return hash.digest('hex').slice(0, 16)
}

function filesBelow(path) {
  if (!existsSync(path)) return []
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesBelow(join(path, name)))
}

/** Older ones, and what an interrupted run left behind. */
function dropOthers(place) {
  for (const name of readdirSync(shelf)) {
    const folder = join(shelf, name)
    const made = statSync(folder, { throwIfNoEntry: false })
    const isBeingMade = name.startsWith('making-') && made !== undefined && Date.now() - made.mtimeMs < abandonedAfterMs
    if (folder !== place && !isBeingMade) rmSync(folder, { recursive: true, force: true })
  }
}

const [, , named] = process.argv
if (named === undefined) process.stdout.write(`${await buildConsole()}\n`)
else await bundleInto(resolve(named))
