/**
 * docs/seed-coverage.md goes through the retired V1 page from its first line to its last. It must not rot: every
 * parameter and field that crosses the merchant's wire has a row, every row names a test that exists, the rows stand in
 * the page's order, and both languages say the same.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConfirmBody, NoticeBody } from '../src/wire/callbacks.ts'
import { Refused, successOf } from '../src/wire/envelope.ts'
import { IssueBody } from '../src/wire/issue-body.ts'
import { PaymentAnswer, SORTINGS, V1_STATUSES } from '../src/wire/payment-answer.ts'
import { TokenAnswer, TokenBody } from '../src/wire/token.ts'
import { brokenReferences, cellsOf, readDocument } from './doc-references.ts'

const DOCUMENTS = { en: 'docs/seed-coverage.md', ko: 'docs/seed-coverage.ko.md' } as const
const texts = { en: readDocument(DOCUMENTS.en), ko: readDocument(DOCUMENTS.ko) }

interface Row {
  readonly section: string
  readonly line: number
  /** What is written as code in the first cell; undefined where it is told in words. */
  readonly name: string | undefined
  readonly cells: readonly string[]
}

const rows = { en: rowsOf(texts.en), ko: rowsOf(texts.ko) }

/** From the page's list, in its order. */
const PARAMETERS = `merchant_uid amount barcode expired_at name buyer_name buyer_email buyer_tel buyer_addr buyer_postcode
  pg confirm_url notice_url custom_data`

/** From the page's list, in its order; behind it what only its model has. */
const FIELDS = `code message response response.code response.message
  imp_uid merchant_uid pay_method channel pg_provider emb_pg_provider pg_tid pg_id escrow apply_num bank_code bank_name
  card_code card_name card_quota card_number card_type vbank_code vbank_name vbank_holder vbank_date vbank_issued_at
  name amount cancel_amount currency buyer_name buyer_email buyer_tel buyer_addr buyer_postcode custom_data user_agent
  status started_at paid_at failed_at cancelled_at fail_reason cancel_reason receipt_url cash_receipt_issued
  customer_uid customer_uid_usage cancel_history cancel_history[].pg_tid cancel_history[].amount
  cancel_history[].cancelled_at cancel_history[].reason cancel_history[].receipt_url
  vbank_num cancel_receipt_urls`

/** Which sections tell of which shape: all of its members, and nothing that it has not. */
const SHAPES: readonly { readonly of: string; readonly members: readonly string[]; readonly sections: string[] }[] = [
  { of: 'the body of POST /cvs', members: membersOf(IssueBody), sections: ['2', '6.1'] },
  {
    of: 'the answer',
    members: [...membersOf({ properties: successOf(PaymentAnswer).properties }, 0), ...membersOf(PaymentAnswer)],
    sections: ['3', '6.2', '7.1'],
  },
  { of: 'the question to confirm_url', members: membersOf(ConfirmBody), sections: ['5', '7.2'] },
  { of: 'the body of a notice', members: membersOf(NoticeBody), sections: ['6.5'] },
  {
    of: 'the call for a token and its answer',
    members: [...membersOf(TokenBody), ...membersOf(TokenAnswer)],
    sections: ['6.3'],
  },
]

/** Rows that tell of no member: what the page has and we do not send, what is answered to us, calls and statuses. */
const NO_MEMBERS = ['response.code', 'response.message', 'reason', 'POST /users/getToken', '?_token=', '401']

test('the rows of parameters and fields stand in the order of the page', () => {
  assert.deepEqual(namesIn(rows.en, ['2']), PARAMETERS.split(/\s+/))
  assert.deepEqual(namesIn(rows.en, ['3']), FIELDS.split(/\s+/))
})

test('every parameter and field of the wire has a row, and every row a parameter or field', () => {
  for (const { of, members, sections } of SHAPES) {
    const told = namesIn(rows.en, sections).filter((name) => !NO_MEMBERS.includes(name))
    assert.deepEqual(told.toSorted(), [...new Set(members)].toSorted(), `${of}: sections ${sections.join(', ')}`)
  }
  const inRefusals = membersOf(Refused, 0).filter((name) => !namesIn(rows.en, ['3']).includes(name))
  assert.deepEqual(inRefusals, namesIn(rows.en, ['7.3']).slice(0, 1))
})

test('every value of a status and of a sorting is told', () => {
  for (const value of [...V1_STATUSES, ...SORTINGS]) {
    const told = rows.en.some(({ cells }) => cells.slice(1, -2).some((cell) => cell.includes(`\`${value}\``)))
    assert.ok(told, `no row tells of ${value}`)
  }
})

test('every row says what is done and names a test that exists', () => {
  for (const [language, document] of Object.entries(DOCUMENTS)) {
    const text = language === 'en' ? texts.en : texts.ko
    assert.deepEqual(brokenReferences(document, text), [])
    for (const { line, cells } of rowsOf(text)) {
      assert.match(cells.at(-2) ?? '', /^`.+\.test\.ts`$/, `${document}:${line} names no test`)
      assert.ok(cells.at(cells.length === 6 ? 2 : 1), `${document}:${line} does not say what is done`)
    }
  }
})

test('what the page says stands in the first row of each of its sentences', () => {
  for (const { line, cells } of [...rows.en, ...rows.ko]) {
    if (cells.length !== 6) continue
    const [, says = '', , reading = ''] = cells
    assert.equal(says === '', reading === '', `line ${line}: what the page says and which reading won go together`)
  }
  for (const section of ['1', '2', '3', '4', '5']) {
    const seen = new Set<string>()
    for (const { name, cells, line } of rows.en.filter((row) => row.section === section)) {
      if (name === undefined || seen.has(name)) continue
      seen.add(name)
      assert.notEqual(cells[1], '', `line ${line}: ${name} does not begin with what the page says`)
    }
  }
})

test('both languages have the same sections and the same rows', () => {
  const skeleton = (all: readonly Row[]) =>
    all.map(({ section, name, cells }) => {
      const [path, title] = cells.slice(-2)
      const filled = cells.map((cell) => cell !== '').join()
      return { section, name, path, title, filled, codes: codesIn(cells) }
    })
  assert.deepEqual(skeleton(rows.ko), skeleton(rows.en))
})

test('neither document holds a sentence in the other language', () => {
  for (const { cells } of rows.en) assert.doesNotMatch(cells.join(' '), /[가-힣]/)
  for (const { cells, line } of rows.ko) {
    const words = cells
      .slice(0, -2)
      .join(' ')
      .replace(/`[^`]*`/g, '')
    assert.doesNotMatch(words, /\b(the|and|is|are|was|not)\b/, `${DOCUMENTS.ko}:${line}`)
  }
})

/** `## 6.1. …` begins the section `6.1`. */
function rowsOf(text: string): readonly Row[] {
  let section = ''
  let isHead = true
  return text.split('\n').flatMap((lineText, index) => {
    section = /^## (\d+(?:\.\d+)?)\. /.exec(lineText)?.[1] ?? section
    const cells = cellsOf(lineText)
    if (cells.length === 0) isHead = true
    if (cells.every((cell) => /^-*$/.test(cell))) {
      if (cells.length > 0) isHead = false
      return []
    }
    return isHead ? [] : [{ section, line: index + 1, name: /^`([^`]+)`$/.exec(cells[0] ?? '')?.[1], cells }]
  })
}

/** Each once, in order of first mention. */
function namesIn(all: readonly Row[], sections: readonly string[]): readonly string[] {
  const named = all.filter(({ section }) => sections.includes(section)).map(({ name }) => name)
  return [...new Set(named.filter((name) => name !== undefined))]
}

/** What is written as code in the cells that are told in words. */
function codesIn(cells: readonly string[]): readonly string[] {
  return cells
    .slice(1, -2)
    .flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code))
    .toSorted()
}

/** Names as the rows have them: `outlet.id`, `cancel_history[].amount`. A payment inside is told of once, elsewhere. */
function membersOf(shape: { readonly properties: object }, depth = 1): readonly string[] {
  return Object.entries(shape.properties).flatMap(([name, member]) => {
    const inner = innerOf(member)
    if (depth === 0 || inner === undefined || name === 'response') return [name]
    const names = membersOf(inner.shape).map((each) => `${name}${inner.isList ? '[]' : ''}.${each}`)
    return inner.isList ? [name, ...names] : names
  })
}

/** The shape of an object, or of a list's items. */
function innerOf(
  member: object,
): { readonly shape: { readonly properties: object }; readonly isList: boolean } | undefined {
  if (hasProperties(member)) return { shape: member, isList: false }
  const items = 'items' in member ? member.items : undefined
  return typeof items === 'object' && items !== null && hasProperties(items)
    ? { shape: items, isList: true }
    : undefined
}

function hasProperties(member: object): member is { readonly properties: object } {
  return 'properties' in member && typeof member.properties === 'object' && member.properties !== null
}
