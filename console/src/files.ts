/** A file of text as somebody has it, read; and one of ours, saved. */

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

/** The browser has long taken it over by then. */
const FORGET_FILE_MS = 60_000

/** Under its own name, into the folder where the browser puts what it saves. */
export function save(file: File): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(file)
  link.download = file.name
  link.click()
  window.setTimeout(() => URL.revokeObjectURL(link.href), FORGET_FILE_MS)
}
