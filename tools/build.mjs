/**
 * `npm pack` runs it in a package's folder: JavaScript and declarations into dist/, for Node strips no types below
 * node_modules. In a checkout nothing is ever built. Plain JavaScript: npm runs it with whichever Node it has.
 */
import { spawnSync } from 'node:child_process'
import { copyFileSync, cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, extname, join } from 'node:path'

const folder = process.cwd()
const source = join(folder, 'src')
const built = join(folder, 'dist')

rmSync(built, { recursive: true, force: true })
compile()
copyAssets()
for (const file of filesBelow(built).filter((path) => path.endsWith('.js'))) nameWhatIsThere(file)
buildConsole()
if (!existsSync(join(folder, 'LICENSE'))) copyFileSync(join(folder, '..', 'LICENSE'), join(folder, 'LICENSE'))

function compile() {
  const require = createRequire(import.meta.url)
  const tsc = join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc')
  const { status } = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { cwd: folder, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}

/** What the code reads by its place: statements of a database, what runs in a browser. */
function copyAssets() {
  for (const file of filesBelow(source).filter((path) => ['.sql', '.js'].includes(extname(path)))) {
    cpSync(file, join(built, file.slice(source.length)))
  }
}

/** The gateway brings its pages along. */
function buildConsole() {
  const build = join(folder, 'console', 'build.mjs')
  if (!existsSync(build)) return
  const { status } = spawnSync(process.execPath, [build, join(built, 'console')], { stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}

/** The compiler turns the endings in imports; a thread is started by an address that it leaves alone. */
function nameWhatIsThere(file) {
  const text = readFileSync(file, 'utf8')
  const turned = text.replace(/(new URL\('\.[^']+)\.ts(', import\.meta\.url\))/g, '$1.js$2')
  if (turned !== text) writeFileSync(file, turned)
}

function filesBelow(place) {
  return readdirSync(place, { withFileTypes: true }).flatMap((entry) => {
    const path = join(place, entry.name)
    return entry.isDirectory() ? filesBelow(path) : [path]
  })
}
