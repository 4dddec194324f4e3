/**
 * The merchant API's reference as one page, made of the same descriptions as openapi.json: whole without script, every
 * operation at an address of its own (`#issueNumber`).
 */

import { IDEMPOTENCY_KEY, IdempotencyKey } from '../../wire/idempotency.ts'
import { PRACTICE_MARK } from '../../wire/practice-mark.ts'
import { CALLBACK_HEADERS, CALLBACKS, type Callback } from '../../wire/reference/callback-operations.ts'
import { FIELD_WORDS } from '../../wire/reference/field-words.ts'
import { OPERATIONS, refusalStatuses } from '../../wire/reference/open-api.ts'
import type { Group, Operation } from '../../wire/reference/operation.ts'
import { GROUP_WORDS, INTRODUCTION, STATUS_WORDS } from '../../wire/reference/reference-words.ts'
import { drawn, type Markup, markup, NOTHING } from '../markup.ts'
import type { Language } from '../page-language.ts'
import { exampleCall, tokenCall } from './example-call.ts'
import { REFERENCE_STYLE } from './reference-style.ts'
import { FLOW_PARTIES, FLOW_STEPS, type PageWords, REFERENCE_WORDS } from './reference-words.ts'
import { type Shape, shapeText } from './shape-text.ts'

export interface ReferenceFacts {
  /** Where merchants reach the gateway. */
  readonly url: string
  readonly practice: boolean
  /** The icon's address, from the page's. */
  readonly icon: string
}

interface Reader extends ReferenceFacts {
  readonly language: Language
  readonly words: PageWords
}

const GROUPS = Object.keys(GROUP_WORDS) as Group[]

export function referencePage(language: Language, facts: ReferenceFacts): string {
  const words = REFERENCE_WORDS[language]
  const reader: Reader = { ...facts, language, words }
  const other = language === 'ko' ? 'en' : 'ko'
  return markup`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>Sunap · ${words.title}</title>
<link rel="icon" href="${facts.icon}">
<style>${drawn(REFERENCE_STYLE)}</style>
</head>
<body>
${facts.practice ? markup`<aside class="mark">${PRACTICE_MARK[language]}</aside>` : NOTHING}
<header><h1>Sunap · ${words.title}</h1><a href="?lang=${other}" hreflang="${other}" lang="${other}">${words.otherLanguage}</a></header>
<div class="columns">
${contents(reader)}
<main>
<p>${told(INTRODUCTION[language])}</p>
<p><a href="openapi.json">${words.asJson}</a></p>
${flow(reader)}
${GROUPS.map((group) => groupSection(group, reader))}
${callbacks(reader)}
${errors(reader)}
</main>
</div>
</body>
</html>
`.text
}

function contents({ language, words }: Reader): Markup {
  const link = (id: string, text: string): Markup => markup`<a href="#${id}">${text}</a>`
  const item = ({ id, title }: Operation | Callback): Markup => markup`<li>${link(id, title[language])}</li>`
  const groups = GROUPS.map((group) => {
    const items = OPERATIONS.filter((operation) => operation.group === group).map(item)
    return markup`<li>${link(group, GROUP_WORDS[group][language])}<ul>${items}</ul></li>`
  })
  return markup`<nav aria-labelledby="contents"><h2 id="contents">${words.contents}</h2><ul>
<li>${link('flow', words.flow)}</li>
${groups}
<li>${link('callbacks', words.callbacks)}<ul>${CALLBACKS.map(item)}</ul></li>
<li>${link('errors', words.errors)}</li>
</ul></nav>`
}

function flow({ language, words }: Reader): Markup {
  const lanes = FLOW_STEPS.map(({ lane, toRight, text }) => {
    const arrow = toRight ? `${text[language]} -->` : `<-- ${text[language]}`
    return lane === 1 ? markup`<span>${arrow}</span><span></span>` : markup`<span></span><span>${arrow}</span>`
  })
  return markup`<section class="group" id="flow"><h2>${words.flow}</h2>
<div class="flow" role="img" aria-label="${words.flowPicture}">
<div class="parties">${FLOW_PARTIES[language].map((party) => markup`<b>${party}</b>`)}</div>
<div class="lanes">${lanes}</div></div>
<ol>${words.flowSteps.map((step) => markup`<li>${step}</li>`)}</ol></section>`
}

function groupSection(group: Group, reader: Reader): Markup {
  const { language, words, url } = reader
  const operations = OPERATIONS.filter((operation) => operation.group === group)
  const how = markup`<p>${words.tokenHow}</p><pre>${tokenCall(url)}</pre>`
  return markup`<section class="group" id="${group}"><h2>${GROUP_WORDS[group][language]}</h2>
${group === 'token' ? how : NOTHING}
${operations.map((operation) => operationArticle(operation, reader))}</section>`
}

function operationArticle(operation: Operation, reader: Reader): Markup {
  const { language, words, url } = reader
  const { id, method, path, title, told: description } = operation
  return markup`<article class="operation" id="${id}"><h3>${title[language]}</h3>
<p class="route"><b>${method.toUpperCase()}</b> ${path}</p>
<p>${told(description[language])}</p>
${parameters(operation, reader)}
<h4>${words.call}</h4>
<pre>${exampleCall(operation, url)}</pre>
${operation.body?.csv === undefined ? NOTHING : unfolded(words.bodyAsCsv, operation.body.csv)}
${exampleAnswer(operation, words)}
<p class="small">${words.statuses}: ${refusalStatuses(operation).map(statusLink)}</p></article>`
}

function statusLink(status: number, index: number): Markup {
  return markup`${index === 0 ? '' : ', '}<a href="#status-${String(status)}">${String(status)}</a>`
}

function parameters({ segments = {}, query, body, keyed }: Operation, reader: Reader): Markup {
  const { words } = reader
  const inPath = Object.keys(segments).map((name) => field(name, { type: 'string' }, true, reader))
  const header = keyed === undefined ? [] : [field(IDEMPOTENCY_KEY, IdempotencyKey, keyed === 'required', reader)]
  const lists = [...(query === undefined ? [] : [query]), ...(body?.shapes ?? [])].map((shape) => {
    const required: ReadonlySet<string> = new Set(shape.required)
    return Object.entries(shape.properties).map(([name, member]) =>
      field(name, member as Shape, required.has(name), reader),
    )
  })
  const [first = [], ...others] = lists
  const beginning = [...inPath, ...first]
  const headers = header.length === 0 ? NOTHING : markup`<h4>${words.headers}</h4><dl class="fields">${header}</dl>`
  if (beginning.length === 0) return headers
  return markup`${headers}<h4>${words.parameters}</h4><dl class="fields">${beginning}</dl>
${others.map((fields) => markup`<h4>${words.either}</h4><dl class="fields">${fields}</dl>`)}`
}

function field(name: string, shape: Shape, isRequired: boolean, { language, words }: Reader): Markup {
  return markup`<div><dt><code>${name}</code>${isRequired ? markup` <em>${words.required}</em>` : NOTHING}</dt>
<dd>${told(FIELD_WORDS[name]?.[language] ?? '')} <em>${shapeText(shape, words.shapes)}</em></dd></div>`
}

function exampleAnswer({ answer, lines, refusals, mayBePart }: Operation, words: PageWords): Markup {
  if (lines !== undefined) {
    const text = lines.examples.map((line) => JSON.stringify(line)).join('\n')
    return markup`${unfolded(words.answer, text)}
${unfolded(words.answerAsCsv, lines.csv)}`
  }
  if (answer === undefined) return markup`<p>${words.alwaysRefused}</p>`
  const remarks = [...(refusals.includes(200) ? [words.tradeRefusal] : []), ...(mayBePart ? [words.part] : [])]
  return markup`${unfolded(words.answer, readable({ code: 0, message: null, response: answer.example }))}
${remarks.map((remark) => markup`<p class="small">${remark}</p>`)}`
}

function unfolded(title: string, text: string): Markup {
  return markup`<details><summary>${title}</summary><pre>${text}</pre></details>`
}

function callbacks(reader: Reader): Markup {
  const { language, words } = reader
  const headers = Object.entries(CALLBACK_HEADERS).map(([name, text]) => row(name, text[language]))
  return markup`<section class="group" id="callbacks"><h2>${words.callbacks}</h2><p>${words.callbacksTold}</p>
<h3>${words.headers}</h3><dl class="fields">${headers}</dl>
${CALLBACKS.map((callback) => callbackArticle(callback, reader))}</section>`
}

function callbackArticle({ id, title, told: description, body, answers }: Callback, reader: Reader): Markup {
  const { language, words } = reader
  return markup`<article class="operation" id="${id}"><h3>${title[language]}</h3><p>${told(description[language])}</p>
${unfolded(words.call, readable(body.example))}
<h4>${words.yourAnswer}</h4>
<dl class="fields">${Object.entries(answers).map(([status, text]) => row(status, text[language]))}</dl></article>`
}

function errors({ language, words }: Reader): Markup {
  const rows = Object.entries(STATUS_WORDS).map(([status, text]) => {
    return markup`<div id="status-${status}"><dt>${status}</dt><dd>${told(text[language])}</dd></div>`
  })
  return markup`<section class="group" id="errors"><h2>${words.errors}</h2><p>${words.errorsTold}</p>
<dl class="fields">${rows}</dl></section>`
}

function row(name: string, text: string): Markup {
  return markup`<div><dt><code>${name}</code></dt><dd>${told(text)}</dd></div>`
}

function readable(value: unknown): string {
  return JSON.stringify(value, null, 2)
}

/** What stands between grave accents is code. */
function told(text: string): readonly Markup[] {
  return text.split('`').map((part, index) => (index % 2 === 1 ? markup`<code>${part}</code>` : markup`${part}`))
}
