/** JSON in which a number keeps its own spelling: 64-bit ids of other languages do not fit a double. */
interface RawJson {
  readonly rawJSON: string
}

/** What the engine has and the compiler's library does not know yet: a number's own spelling, in and out. */
interface ExactJson {
  parse(
    text: string,
    revive: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
  ): GivenJson
  rawJSON(text: string): RawJson
}
export type GivenJson = Readonly<Record<string, unknown>>

const exactJson = JSON as unknown as ExactJson

/** What `JSON.stringify` writes as it was. */
export function parseExactly(json: string): GivenJson {
  return exactJson.parse(json, (_key, value, { source }) =>
    typeof value === 'number' && source !== undefined && String(value) !== source ? exactJson.rawJSON(source) : value,
  )
}
