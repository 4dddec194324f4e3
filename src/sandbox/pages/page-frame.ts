/** What every page of the sandbox has around it: the mark, the way to the other pages, the language, the colours. */
import { type Language, preferredLanguage } from '../../wire/language.ts'
import { PRACTICE_MARK } from '../../wire/practice-mark.ts'
import type { Words } from '../../wire/rejections.ts'
import { Html, html, type Part } from './html.ts'

export type { Language }

/** Chosen in the address, else what the browser asks for. */
export function languageOf(asked: string | undefined, acceptLanguage: string | undefined): Language {
  return asked === 'ko' || asked === 'en' ? asked : preferredLanguage(acceptLanguage)
}

export interface Frame {
  readonly title: Words
  readonly language: Language
  /** Of this page, with a query but without the language. */
  readonly address: string
  /** The page keeps itself fresh while it is looked at. */
  readonly live: boolean
}

export function framed({ title, language, address, live }: Frame, ...parts: readonly Part[]): Html {
  const other = language === 'ko' ? 'en' : 'ko'
  const join = address.includes('?') ? '&' : '?'
  return html`<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="robots" content="noindex"><link rel="icon" href="/shop/assets/icon.svg"><title>${title[language]} · Sunap</title>
<style>${STYLE}</style>${live && html`<script src="/shop/assets/live.js" defer></script>`}</head><body>
<aside class="mark">${PRACTICE_MARK[language]}</aside>
<header><nav><a href="/till?lang=${language}">${NAV.till[language]}</a><a href="/shop?lang=${language}">${NAV.shop[language]}</a></nav>
<a class="language" href="${address}${join}lang=${other}" lang="${other}" hreflang="${other}">${LANGUAGE_NAMES[other]}</a></header>
<main><h1>${title[language]}</h1>${parts}</main></body></html>`
}

export function messagePage(message: Words, language: Language): Html {
  return framed(
    { title: NAV.sandbox, language, address: '/shop', live: false },
    html`<p class="card">${message[language]}</p>`,
  )
}

const NAV = {
  till: { ko: '계산대', en: 'Till' },
  shop: { ko: '판매자', en: 'Seller' },
  sandbox: { ko: '연습 환경', en: 'Sandbox' },
}

const LANGUAGE_NAMES = { ko: '한국어', en: 'English' }

const STYLE = new Html(`
:root{--page:#f4f5f7;--card:#fff;--ink:#16181d;--muted:#555b66;--line:#d5d9e0;--accent:#0b5cad;--on-accent:#fff;--good:#137a3e;--danger:#b3261e}
@media(prefers-color-scheme:dark){:root{--page:#15171c;--card:#1e2128;--ink:#e8eaee;--muted:#a5acb8;--line:#3a3f4a;--accent:#6cb2ff;--on-accent:#0c1a2b;--good:#5fd08f;--danger:#ff8a80}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Apple SD Gothic Neo","Noto Sans KR","Malgun Gothic",NanumGothic,sans-serif}
.mark{background:#ffe9a8;color:#5a4300;margin:0;padding:.25rem .75rem;text-align:center;font-size:.85rem}
header,main{max-width:64rem;margin:0 auto;padding:.5rem 1rem}
header{display:flex;justify-content:space-between;gap:1rem}
nav{display:flex;flex-wrap:wrap;gap:.25rem 1rem;white-space:nowrap}a{color:var(--accent)}
h1{font-size:1.35rem;margin:.25rem 0 .75rem}h2{font-size:1.05rem;margin:0 0 .5rem}
.columns{display:grid;gap:1rem;grid-template-columns:repeat(auto-fit,minmax(min(100%,20rem),1fr));align-items:start}
.card{background:var(--card);border:1px solid var(--line);border-radius:.75rem;padding:1rem;margin:0 0 1rem;overflow-wrap:anywhere}
form{margin:0}label{display:block;margin:.5rem 0 .25rem}
input[type=text],select{width:100%;font:inherit;padding:.6rem .75rem;border:1px solid var(--muted);border-radius:.5rem;background:var(--page);color:var(--ink)}
input.number{font:600 1.15rem ui-monospace,Menlo,Consolas,monospace}
button{font:inherit;font-weight:600;padding:.6rem 1rem;border:1px solid var(--accent);border-radius:.5rem;background:var(--accent);color:var(--on-accent);cursor:pointer}
button.plain{background:transparent;color:var(--accent)}
button:focus-visible,input:focus-visible,select:focus-visible,a:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.row{display:flex;flex-wrap:wrap;gap:.5rem;margin:.75rem 0 0}
.check{display:flex;gap:.5rem;align-items:center;margin:.35rem 0}
dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1rem;margin:0}dt{color:var(--muted)}dd{margin:0;font-weight:600}
.amount{font-size:2rem;font-weight:700;margin:.25rem 0}
.screen{border-left:.4rem solid var(--muted)}.screen.ok{border-left-color:var(--good)}.screen.no{border-left-color:var(--danger)}
.screen p{margin:.25rem 0}.code{color:var(--muted);font-family:ui-monospace,Menlo,Consolas,monospace}
pre{font:.85rem/1.5 ui-monospace,Menlo,Consolas,monospace;white-space:pre-wrap;background:var(--page);border:1px dashed var(--line);padding:.75rem;margin:.5rem 0 0}
table{width:100%;border-collapse:collapse;font-size:.9rem}th,td{text-align:left;padding:.4rem .5rem;border-bottom:1px solid var(--line);vertical-align:top}th{color:var(--muted);font-weight:600}
.scroll{overflow-x:auto}.scroll td,.scroll th{white-space:nowrap;overflow-wrap:normal}.quiet{color:var(--muted)}.good{color:var(--good);font-weight:600}.bad{color:var(--danger);font-weight:600}ul.plain{list-style:none;margin:0;padding:0}
`)
