/**
 * A value as a body carried it, JSON or form, before anybody asked what it should be.
 */
export type Given = string | number | boolean | null | readonly Given[] | GivenObject

export interface GivenObject {
  readonly [key: string]: Given
}

export function isList(given: Given): given is readonly Given[] {
  return Array.isArray(given)
}

/** Own members only; JSON's null and a key that is not there are the same. */
export function memberOf(fields: GivenObject, key: string): Given | undefined {
  return Object.hasOwn(fields, key) ? (fields[key] ?? undefined) : undefined
}
