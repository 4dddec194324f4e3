/**
 * What is the same around every page a customer sees: the practice mark above everything, the title, the way to the
 * other language. Links are relative, because the gateway may stand behind a path of somebody else's domain.
 */
import { PRACTICE_MARK } from '../wire/practice-mark.ts'
import { drawn, type Markup, markup, NOTHING } from './markup.ts'
import type { PageAssets } from './page-assets.ts'
import type { Language } from './page-language.ts'
import { PAGE_STYLE } from './page-style.ts'
import { PAY_WORDS } from './pay-words.ts'

export interface Frame {
  readonly language: Language
  readonly practice: boolean
  /** From the page's address to `/p/`: empty, `../` or more of it. */
  readonly root: string
  readonly assets: PageAssets
}

export interface FramedPage {
  readonly title: string
  /** A `main` element. */
  readonly main: Markup
  /** Beside the common one; its hash must be in the page's policy. */
  readonly style?: string
}

export function framed({ language, practice, root, assets }: Frame, { title, main, style = '' }: FramedPage): string {
  const other = language === 'ko' ? 'en' : 'ko'
  const { text } = markup`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<meta name="format-detection" content="telephone=no, date=no, address=no">
<title>${title}</title>
<link rel="icon" href="${root}assets/${assets.icon.name}">
<style>${drawn(PAGE_STYLE)}</style>
${style === '' ? NOTHING : markup`<style>${drawn(style)}</style>`}
<script type="module" src="${root}assets/${assets.script.name}"></script>
</head>
<body>
${practice ? markup`<aside class="mark">${PRACTICE_MARK[language]}</aside>` : NOTHING}
<header><h1>${title}</h1><a href="?lang=${other}" hreflang="${other}" lang="${other}">${PAY_WORDS[language].otherLanguage}</a></header>
${main}
</body>
</html>
`
  return text
}

/** From the address as asked for (it may end in a slash) up to `/p/`. */
export function rootOf(url: string): string {
  const path = url.replace(/[?#].*$/s, '')
  const below = path.slice(path.lastIndexOf('/p/') + 3)
  return '../'.repeat(below.split('/').length - 1)
}
