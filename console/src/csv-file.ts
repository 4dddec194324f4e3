/** A CSV file as somebody has it, as text; and a text as a file to hand over. */

/** UTF-8, else CP949 as Excel saves it in Korea; undefined where it is neither. */
export function textOf(bytes: ArrayBuffer): string | undefined {
  for (const encoding of ['utf-8', 'euc-kr']) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes)
    } catch {
      // The next one.
    }
  }
  return undefined
}

/** The browser keeps it where it keeps downloads. */
export function download(name: string, csv: string): void {
  const url = URL.createObjectURL(new Blob([csv], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
