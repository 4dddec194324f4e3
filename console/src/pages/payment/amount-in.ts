/** An amount as people type it: `36400`, `36,400`, `36,400원`; of a currency with cents, behind a point. */
export function amountIn(text: string, currency: string): number | undefined {
  const bare = text.replace(/[\s,]|원$|won$/g, '')
  const form = currency === 'KRW' ? /^\d{1,12}$/ : /^\d{1,12}(\.\d{1,2})?$/
  const amount = form.test(bare) ? Number(bare) : 0
  return amount > 0 ? amount : undefined
}
