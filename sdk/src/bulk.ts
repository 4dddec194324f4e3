/**
 * Many numbers with one request, each row told as soon as it is issued. A connection that breaks on the way is no end: each
 * row has a key of its own made of the request's, so the same request again answers what was issued as it is and issues the
 * rest. What was told already is not told again, but for a row that was refused the first time and is issued the second.
 */
import { type Call, type CallOptions, TRIES_MAX } from './call.ts'
import { type Language, NoAnswerError, SunapError, UnfinishedError } from './errors.ts'
import { cut } from './exchange.ts'
import type { BulkLine, IssueBody, Words } from './wire.gen.ts'

/** `row` counts from 1; `code`, `message` and `response` are those of an issue. */
export type BulkRow = Extract<BulkLine, { readonly row: number }>
export type BulkRows = AsyncGenerator<BulkRow, void, undefined>

export async function* issueInBulk(
  call: Call,
  given: readonly IssueBody[],
  idempotencyKey: string,
  options: CallOptions,
): BulkRows {
  // Whatever becomes of the caller's: under the same key it is the same request.
  const rows = structuredClone(given)
  const asked = { input: { body: { rows } }, headers: { 'idempotency-key': idempotencyKey }, options }
  const told = createTold()
  let isBegun = false
  try {
    for (let triesInVain = 0; ; ) {
      const before = told.rows()
      const { response } = await call('issueInBulk', asked)
      isBegun = true
      const breach = yield* newsOf(response, told, call.language)
      if (breach === null) return
      triesInVain = told.rows() > before ? 0 : triesInVain + 1
      if (triesInVain === TRIES_MAX) throw breach
    }
  } catch (error) {
    if (!(error instanceof SunapError && (isBegun || error.mayHaveHappened))) throw error
    const message = unfinished(told.rows(), rows.length, error)[call.language]
    throw new UnfinishedError(message, error, { idempotencyKey, rowsTold: told.rows() })
  }
}

interface Told {
  /** The first rows, as many, are known. */
  rows(): number
  /** Whether it says what was not said before; then it is said now. */
  isNews(line: BulkRow): boolean
}

/** A number that was issued stays issued. A refusal leaves nothing behind, and is decided anew. */
function createTold(): Told {
  const refused = new Set<number>()
  let rows = 0
  return {
    rows: () => rows,
    isNews({ row, code }) {
      if (row <= rows) return code === 0 && refused.delete(row)
      if (code !== 0) refused.add(row)
      rows = row
      return true
    },
  }
}

/** Answers what broke it off, or null where it came whole. */
async function* newsOf(
  lines: AsyncIterable<BulkLine>,
  told: Told,
  language: Language,
): AsyncGenerator<BulkRow, NoAnswerError | null, undefined> {
  try {
    for await (const line of lines) {
      if ('done' in line) return null
      if (told.isNews(line)) yield line
    }
  } catch (error) {
    if (error instanceof NoAnswerError && !error.timedOut) return error
    throw error
  }
  // A gateway that closes ends plainly, and not with the last line.
  const { message, facts } = cut('issueInBulk', undefined, language)
  return new NoAnswerError(message, facts)
}

function unfinished(rowsTold: number, rows: number, { message }: SunapError): Words {
  return {
    ko: `${rows}행 가운데 앞의 ${rowsTold}행까지만 결과가 왔습니다. 같은 idempotencyKey로 같은 행들을 다시 보내세요. 이미 발급된 행은 그대로 답하고, 두 번 발급하지 않습니다. (${message})`,
    en: `Of ${rows} rows the first ${rowsTold} were told. Send the same rows with the same idempotencyKey: what was issued is answered as it is, and none is issued twice. (${message})`,
  }
}
