/** What is looked for among shops and tills, as the page's address holds it. */

/** Undefined: whatever there is. */
export interface ShopFilter {
  readonly network: string | undefined
  readonly chain: string | undefined
  readonly find: string
  readonly page: number
}

/** Part of any of the texts, whatever its case. */
export function isFound(find: string, ...texts: readonly string[]): boolean {
  const part = find.trim().toLowerCase()
  return texts.some((text) => text.toLowerCase().includes(part))
}

export function hasFilter({ network, chain, find }: ShopFilter): boolean {
  return network !== undefined || chain !== undefined || find !== ''
}
