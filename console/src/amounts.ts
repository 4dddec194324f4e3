/**
 * An amount as people type it: `36400`, `36,400`, `36,400원`; of a currency with cents, behind a point. A comma stands only where
 * thousands end: `12,50` is no amount, for somebody may mean twelve and a half.
 */
export function amountIn(text: string, currency: string): number | undefined {
  const bare = text.trim().replace(/\s*(원|won)$/, '')
  const [, whole = '', cents = ''] = /^(\d{1,12}|\d{1,3}(?:,\d{3}){1,3})(\.\d{1,2})?$/.exec(bare) ?? []
  if (cents !== '' && currency === 'KRW') return undefined
  const amount = Number(whole.replaceAll(',', '') + cents)
  return amount > 0 ? amount : undefined
}

/** Hundredths are whole: sums of doubles would drift. */
export function added(amounts: readonly number[]): number {
  return amounts.reduce((sum, amount) => sum + Math.round(amount * 100), 0) / 100
}
