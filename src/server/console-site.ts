/**
 * The console's pages under `/console`: one page for every address, which shows by itself what the address means, and
 * files whose names change with their content. In a package and in an image they lie beside the rooms; in a checkout they
 * are made by a process of their own when somebody first looks. Nothing is loaded from another host, no script stands in the
 * page, and styles that its parts write are let in by a number that changes with each answer.
 */
import { execFile } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { random } from './machine.ts'

const YEAR_S = 365 * 86_400
const NONCE_BYTES = 16
const BUILD_MS = 120_000

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
}

/** Adds `GET /console`, everything below it, and its files. `open` makes them when somebody first looks. */
export function registerConsoleSite(app: FastifyInstance, open: () => Promise<Site> = openSite): void {
  const site = onceMade(open)
  const show = async (_request: unknown, reply: FastifyReply) => showPage(reply, await site())
  const route = {
    exposeHeadRoute: false,
    // What a build says of this machine is for its log alone.
    errorHandler(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
      request.log.error({ err: error }, 'the console’s pages could not be made; node setup.mjs brings what they need')
      secured(reply).code(503).header('cache-control', 'no-store').type(PLAIN).send(UNAVAILABLE)
    },
  }
  app.get('/console', route, show)
  app.get('/console/*', route, show)
  app.get<{ Params: { name: string } }>('/console/assets/:name', route, async ({ params, headers }, reply) => {
    const found = (await site()).files.get(params.name)
    if (found === undefined) return secured(reply).code(404).type(PLAIN).send('404')
    const packed = String(headers['accept-encoding'] ?? '').includes('gzip')
    if (packed) reply.header('content-encoding', 'gzip')
    return secured(reply)
      .headers({ 'cache-control': `public, max-age=${YEAR_S}, immutable`, vary: 'accept-encoding' })
      .type(found.type)
      .send(packed ? found.packed : found.body)
  })
}

const PLAIN = 'text/plain; charset=utf-8'
const UNAVAILABLE =
  '콘솔을 열 수 없습니다. 서버 로그를 확인해 주세요. / The console cannot be shown; see the log of the server.'

export interface Site {
  /** With `{nonce}` where it goes. */
  readonly page: string
  readonly files: ReadonlyMap<string, SiteFile>
}

interface SiteFile {
  readonly type: string
  readonly body: Buffer
  readonly packed: Buffer
}

/** All of it in memory: it is small, and a later build takes the folder away. */
async function openSite(): Promise<Site> {
  const folder = await siteFolder()
  const assets = join(folder, 'assets')
  const files = readdirSync(assets).map(async (name): Promise<[string, SiteFile]> => {
    const body = readFileSync(join(assets, name))
    const type = TYPES[extname(name)] ?? 'application/octet-stream'
    return [name, { type, body, packed: await promisify(gzip)(body, { level: 9 }) }]
  })
  return { page: readFileSync(join(folder, 'index.html'), 'utf8'), files: new Map(await Promise.all(files)) }
}

async function siteFolder(): Promise<string> {
  const laid = fileURLToPath(new URL('../console/', import.meta.url))
  if (existsSync(laid)) return laid
  const build = fileURLToPath(new URL('../../console/build.mjs', import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, [build], { timeout: BUILD_MS })
  return stdout.trim()
}

/** What failed is tried anew by whoever asks next. */
function onceMade<Made>(make: () => Promise<Made>): () => Promise<Made> {
  let made: Promise<Made> | undefined
  return async () => {
    made ??= make()
    try {
      return await made
    } catch (error) {
      made = undefined
      throw error
    }
  }
}

function showPage(reply: FastifyReply, { page }: Site): FastifyReply {
  const nonce = Buffer.from(random(NONCE_BYTES)).toString('base64url')
  return secured(reply, `'nonce-${nonce}'`)
    .header('cache-control', 'no-store')
    .type('text/html; charset=utf-8')
    .send(page.replaceAll('{nonce}', nonce))
}

function secured(reply: FastifyReply, styles = ''): FastifyReply {
  return reply.headers({
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self'",
      "connect-src 'self'",
      "img-src 'self' data:",
      `style-src 'self' ${styles}`.trimEnd(),
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "form-action 'none'",
    ].join('; '),
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
  })
}
