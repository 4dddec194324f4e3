/**
 * How answers to a customer's browser leave: nothing is loaded but our own script and icon, no style applies but the
 * page's own, nobody frames it, and its address, which is the key to it, is told to no other site.
 */
import { createHash } from 'node:crypto'
import type { FastifyReply } from 'fastify'
import { markup } from './markup.ts'
import type { Asset } from './page-assets.ts'
import { type Frame, type FramedPage, framed } from './page-frame.ts'
import { PAGE_STYLE } from './page-style.ts'
import { type Notice, PAY_WORDS } from './pay-words.ts'

/** A page with our words, at the status set before. */
export function sendPage(reply: FastifyReply, frame: Frame, page: FramedPage): FastifyReply {
  const styles = page.style === undefined ? [PAGE_STYLE] : [PAGE_STYLE, page.style]
  return secured(reply, styles).type('text/html; charset=utf-8').send(framed(frame, page))
}

export function sendNotice(reply: FastifyReply, status: number, notice: Notice, frame: Frame): FastifyReply {
  const words = PAY_WORDS[frame.language]
  const main = markup`<main><section class="card"><p class="state">${words.notices[notice]}</p></section></main>`
  return sendPage(reply.code(status), frame, { title: words.title, main })
}

export function sendState(reply: FastifyReply, state: { readonly state: string; readonly version: number }) {
  return secured(reply).send(state)
}

/** The picture of a number never changes; only who has its address may keep it. */
export function sendPicture(reply: FastifyReply, type: string, picture: string | Buffer): FastifyReply {
  return secured(reply).header('cache-control', `private, max-age=${YEAR_S}, immutable`).type(type).send(picture)
}

/** Its name changes with its content. */
export function sendAsset(reply: FastifyReply, { type, body }: Asset): FastifyReply {
  return secured(reply).header('cache-control', `public, max-age=${YEAR_S}, immutable`).type(type).send(body)
}

/** Changes with the version alone, and speaks the language that was asked for. */
export function sendReference(
  reply: FastifyReply,
  type: string,
  body: string,
  styles: readonly string[],
): FastifyReply {
  return secured(reply, styles).headers({ 'cache-control': 'no-cache', vary: 'accept-language' }).type(type).send(body)
}

const YEAR_S = 365 * 86_400

function secured(reply: FastifyReply, styles: readonly string[] = []): FastifyReply {
  return reply.headers({
    'cache-control': 'no-store',
    'content-security-policy': policy(styles),
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  })
}

function policy(styles: readonly string[]): string {
  const hashes = styles.map((style) => `'sha256-${createHash('sha256').update(style).digest('base64')}'`)
  return [
    "default-src 'none'",
    "script-src 'self'",
    "connect-src 'self'",
    "img-src 'self'",
    ...(hashes.length === 0 ? [] : [`style-src ${hashes.join(' ')}`]),
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
}
