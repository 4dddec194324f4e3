/**
 * The two files that pages load: the script that keeps them live and the icon. Their names hold a hash of their
 * content, so that browsers may keep them for ever. The script is the file as it lies there: no build stands between.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

export interface Asset {
  /** Below `/p/assets/`. */
  readonly name: string
  readonly type: string
  readonly body: string
}

export interface PageAssets {
  readonly script: Asset
  readonly icon: Asset
}

export function loadPageAssets(): PageAssets {
  const script = readFileSync(new URL('./browser/customer-page.js', import.meta.url), 'utf8')
  return {
    script: asset('customer-page', 'js', 'text/javascript; charset=utf-8', script),
    icon: asset('icon', 'svg', 'image/svg+xml', ICON),
  }
}

function asset(name: string, ending: string, type: string, body: string): Asset {
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 16)
  return { name: `${name}-${hash}.${ending}`, type, body }
}

/** Some bars, too few to be scanned. */
const ICON = [
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0b6bcb"/>',
  '<path fill="#fff" d="M7 9h3v14H7zM12 9h2v14h-2zM16 9h4v14h-4zM22 9h3v14h-3z"/></svg>',
].join('')
